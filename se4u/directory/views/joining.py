"""Asking to belong to an organisation that is already here."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from se4u.core import web
from se4u.core.action import Refused
from se4u.core.deeds import signed_in
from se4u.core.ratelimit import DAY, within
from se4u.directory import duplicates, services
from se4u.directory.cards import shown_name
from se4u.directory.forms.people import JoinForm
from se4u.directory.models import Affiliation, JoinRequest, Organization
from se4u.directory.models.organizations import NON_GOVERNMENTAL

from .people import government_until, organization_or_404
from .registration import drafts_of


@signed_in
def join(request: HttpRequest, key: str) -> HttpResponse:
    """Ask the focal points of an organisation for a place; with `?instead=` in place of an own draft."""
    organization, name = _joinable(request, key)
    web.require(request.user, "directory.ask_to_join", organization)
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and within(request, "directory.ask_to_join", 20, DAY, form=form):
        try:
            services.ask_to_join(organization, by=request.user, note=form.cleaned_data["note"], found_as=name)
        except Refused as refusal:
            web.refuse(request, form, refusal)
        else:
            messages.success(
                request, _("Its focal points have been told. Your own draft is kept until you withdraw it.")
            )
            return redirect("directory:register")
    context = {"form": form, "name": name, "key": key, "government_until": government_until(request)}
    return render(request, "directory/people/join.html", context)


def _joinable(request: HttpRequest, key: str) -> tuple[Organization, str]:
    """Return an organisation and the name to call it by: one in the directory, or the one a draft collided with."""
    found = Organization.objects.visible_to(request.user).filter(key=key, kind__in=NON_GOVERNMENTAL).first()
    if found is not None:
        return found, shown_name(found, request.user)
    draft = drafts_of(request).filter(key=request.GET.get("instead", "")).first()
    for match in duplicates.same_as(draft, request.user) if draft else []:
        if match.item.key == key and draft is not None:
            return match.item, draft.name
    raise Http404


@signed_in
def decide(request: HttpRequest, key: str, asked: str, deed: str) -> HttpResponse:
    """Accept or decline a request to join."""
    organization = organization_or_404(request, key)
    found = web.get_or_404(organization.join_requests.select_related("person", "organization"), key=asked)
    if deed not in {"accept", "decline"}:
        raise Http404
    web.require(request.user, f"directory.{deed}_join", found)
    if request.method == "POST":
        try:
            _decide(request, found, deed)
        except Refused as refusal:
            web.refuse(request, None, refusal)
        else:
            messages.success(request, _("Done. The person has been told."))
    return redirect("directory:people", key=key)


def _decide(request: HttpRequest, found: JoinRequest, deed: str) -> None:
    if deed == "decline":
        services.decline_join(found, by=request.user)
        return
    role: Any = request.POST.get("role")
    services.accept_join(found, by=request.user, role=role if role in Affiliation.Role else Affiliation.Role.MEMBER)


@signed_in
def withdraw(request: HttpRequest, asked: str) -> HttpResponse:
    """Take one's own request back."""
    found = web.get_or_404(JoinRequest.objects.filter(person=request.user), key=asked)
    if request.method == "POST":
        try:
            services.withdraw_join(found, by=request.user)
        except Refused as refusal:
            web.refuse(request, None, refusal)
    return redirect("directory:register")
