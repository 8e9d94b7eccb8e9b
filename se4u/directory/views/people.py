"""The people of an organisation: roles, invitations, requests, handing over."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from se4u.core import web
from se4u.core.action import Refused
from se4u.core.deeds import confirm_page, signed_in
from se4u.core.ratelimit import DAY, limited, within
from se4u.directory import services
from se4u.directory.forms.people import AppointForm, InviteForm, RoleForm, SuccessorForm
from se4u.directory.models import Affiliation, Invitation, JoinRequest, Organization
from se4u.directory.sides import stood_for_government


def organization_or_404(request: HttpRequest, key: str) -> Organization:
    """Return an organisation whose people one may see: one's own, and for officers any."""
    visible = Affiliation.objects.visible_to(request.user).values("organization")
    rows = Organization.objects.visible_to(request.user)
    if not request.user.has_perm("directory.queue"):
        rows = rows.filter(pk__in=visible)
    return web.get_or_404(rows, key=key)


@signed_in
def people(request: HttpRequest, key: str) -> HttpResponse:
    """List the people of an organisation, open invitations and requests."""
    organization = organization_or_404(request, key)
    return _page(request, organization)


def _page(request: HttpRequest, organization: Organization, **forms: Form) -> HttpResponse:
    user = request.user
    manages = user.has_perm("directory.invite", organization)
    live = organization.affiliations.live().select_related("person").order_by("since")
    affiliations = list(live)
    requests = list(
        organization.join_requests.filter(state=JoinRequest.State.ASKED).select_related("person") if manages else []
    )
    if manages and organization.is_non_governmental:
        _say_who_stood_for_a_government([*affiliations, *requests])
    speaking = {each.person_id for each in affiliations if each.role == Affiliation.Role.FOCAL_POINT}
    context: dict[str, Any] = {
        "organization": organization,
        "speaking": speaking | {None},
        "affiliations": affiliations,
        "mine": next((each for each in affiliations if each.person_id == user.pk), None),
        "manages": manages,
        "invitations": organization.invitations.filter(state=Invitation.State.SENT) if manages else [],
        "requests": requests,
        "nobody_speaks": not speaking,
        "may_appoint": services.may_be_appointed(organization) and user.has_perm("directory.appoint", organization),
        "forms": {"invite": InviteForm(prefix="invite"), "appoint": AppointForm(prefix="appoint")} | forms,
    }
    return render(request, "directory/people/people.html", context)


def _say_who_stood_for_a_government(rows: list[Any]) -> None:
    """Tell those who give places, beside each name, until when the person stood for a government."""
    ended = stood_for_government(*(row.person for row in rows))
    for row in rows:
        row.government_until = ended.get(row.person_id)


def government_until(request: HttpRequest) -> Any:
    """Return until when the person who asks or is asked stood for a government: they read first what others will."""
    user: Any = request.user
    return stood_for_government(user).get(user.pk)


@signed_in
def invite(request: HttpRequest, key: str) -> HttpResponse:
    """Send an invitation."""
    organization = organization_or_404(request, key)
    web.require(request.user, "directory.invite", organization)
    form = InviteForm(request.POST or None, prefix="invite")
    if request.method == "POST" and form.is_valid() and within(request, "directory.invite", 50, DAY, form=form):
        try:
            services.invite(organization, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            web.refuse(request, form, refusal)
        else:
            messages.success(request, _("The invitation is on its way; the link lives ten days."))
            return redirect("directory:people", key=organization.key)
    return _page(request, organization, invite=form) if form.is_bound else redirect("directory:people", key=key)


@signed_in
@limited("directory.invite", 50, DAY)
def invitation_again(request: HttpRequest, key: str, invitation: str) -> HttpResponse:
    """Mail a fresh link to the invited."""
    found = _invitation(request, key, invitation)
    return _do(request, found.organization, _("A fresh link is on its way."), services.renew_invitation, found)


@signed_in
def invitation_revoke(request: HttpRequest, key: str, invitation: str) -> HttpResponse:
    """Take an invitation back."""
    found = _invitation(request, key, invitation)
    return _do(request, found.organization, _("The invitation is void."), services.revoke_invitation, found)


def _invitation(request: HttpRequest, key: str, invitation: str) -> Invitation:
    organization = organization_or_404(request, key)
    web.require(request.user, "directory.revoke_invitation", organization)
    return web.get_or_404(organization.invitations.all(), key=invitation)


def _do(
    request: HttpRequest, organization: Organization, done: str, deed: Any, item: Any, **values: Any
) -> HttpResponse:
    """Do a deed sent by a button and lead back to the people, with what came of it."""
    if request.method == "POST":
        try:
            deed(item, by=request.user, **values)
        except Refused as refusal:
            web.refuse(request, None, refusal)
        else:
            messages.success(request, done)
    return redirect("directory:people", key=organization.key)


@signed_in
def role(request: HttpRequest, key: str, person: str) -> HttpResponse:
    """Change a colleague's role."""
    affiliation = _affiliation(request, key, person)
    web.require(request.user, "directory.change_role", affiliation)
    form = RoleForm(request.POST or None, initial={"role": affiliation.role})
    if request.method == "POST" and form.is_valid():
        try:
            services.change_role(affiliation, by=request.user, role=form.cleaned_data["role"])
        except Refused as refusal:
            web.refuse(request, form, refusal)
        else:
            messages.success(request, _("Changed. Your colleague has been told."))
            return redirect("directory:people", key=key)
    return render(request, "directory/people/role.html", {"form": form, "affiliation": affiliation})


def _affiliation(request: HttpRequest, key: str, person: str) -> Affiliation:
    organization = organization_or_404(request, key)
    return web.get_or_404(organization.affiliations.live().select_related("person", "organization"), key=person)


@signed_in
def remove(request: HttpRequest, key: str, person: str) -> HttpResponse:
    """End a colleague's place, after asking."""
    affiliation = _affiliation(request, key, person)
    web.require(request.user, "directory.remove", affiliation)
    return confirm_page(
        request,
        lambda: services.remove(affiliation, by=request.user),
        title=_("Remove %(name)s?") % {"name": affiliation.person.own_name},
        text=_("They no longer act for the organisation here. Their account stays theirs."),
        label=_("Remove"),
        back=reverse("directory:people", args=[key]),
        done=_("Removed, and told."),
        danger=True,
    )


@signed_in
def leave(request: HttpRequest, key: str) -> HttpResponse:
    """Leave an organisation; its last focal point names who takes over."""
    organization = organization_or_404(request, key)
    mine = web.get_or_404(organization.affiliations.live(), person=request.user)
    last = services.is_last_focal_point(mine)
    form = SuccessorForm(request.POST or None, leaving=mine) if last else None
    if request.method == "POST" and (form is None or form.is_valid()):
        successor = form.cleaned_data["successor"] if form else None
        try:
            services.leave(mine, by=request.user, successor=successor)
        except Refused as refusal:
            web.refuse(request, form, refusal)
        else:
            messages.success(request, _("You have left the organisation."))
            return redirect("portal:desk")
    context = {
        "title": _("Leave this organisation?"),
        "text": _("You no longer act for it here. Its entry, networks and history stay with it."),
        "confirm_label": _("Leave"),
        "cancel_url": reverse("directory:people", args=[key]),
        "danger": True,
        "form": form or "",
        "alone": bool(form and not form.fields["successor"].queryset.exists()),  # type: ignore[attr-defined]
        "organization": organization,
    }
    return render(request, "directory/people/leave.html", context)


@signed_in
def appoint(request: HttpRequest, key: str) -> HttpResponse:
    """Let an officer appoint a focal point, with a reason."""
    organization = organization_or_404(request, key)
    web.require(request.user, "directory.appoint", organization)
    form = AppointForm(request.POST or None, prefix="appoint")
    if request.method == "POST" and form.is_valid():
        try:
            services.appoint(organization, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            web.refuse(request, form, refusal)
        else:
            messages.success(request, _("Appointed, and told."))
            return redirect("directory:people", key=key)
    return _page(request, organization, appoint=form) if form.is_bound else redirect("directory:people", key=key)
