"""What officers do beside the queue: authorities and suspension."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from se4u.core import web
from se4u.core.action import Refused
from se4u.core.deeds import signed_in
from se4u.core.forms import ReasonForm
from se4u.directory import services
from se4u.directory.cards import cards
from se4u.directory.forms.authorities import AuthorityForm
from se4u.directory.models import Organization
from se4u.directory.models.organizations import NON_GOVERNMENTAL

from .profile import subject_or_404


@signed_in
def authorities(request: HttpRequest) -> HttpResponse:
    """List authorities and intergovernmental organisations, and enter one."""
    web.require(request.user, "directory.add_authority")
    form = AuthorityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_authority(None, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            web.refuse(request, form, refusal)
        else:
            messages.success(request, _("Entered."))
            return redirect("directory:authorities")
    rows = Organization.objects.visible_to(request.user).exclude(kind__in=NON_GOVERNMENTAL)
    page = web.page_of(request, rows.order_by("sort_name", "pk").for_cards())
    return render(
        request, "directory/authorities.html", {"form": form, "page": page, "cards": cards(page, request.user)}
    )


@signed_in
def standing(request: HttpRequest, key: str, deed: str) -> HttpResponse:
    """Suspend or reinstate an organisation or expert, with a reason."""
    if deed not in {"suspend", "reinstate"}:
        raise Http404
    subject = subject_or_404(request, key)
    web.require(request.user, f"directory.{deed}", subject)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            getattr(services, deed)(subject, by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            web.refuse(request, form, refusal)
        else:
            messages.success(request, _("Done, and told."))
            return redirect("directory:preview", key=key)
    return render(
        request, "directory/standing.html", {"form": form, **_words(deed), "name": services.own_name(subject)}
    )


def _words(deed: str) -> dict[str, Any]:
    if deed == "suspend":
        return {
            "title": _("Suspend this entry"),
            "text": _("It is not shown and its people no longer count as members, until you end the suspension."),
            "confirm_label": _("Suspend"),
            "danger": True,
        }
    return {
        "title": _("End the suspension"),
        "text": _("It is shown again as before, and its people count as members."),
        "confirm_label": _("End the suspension"),
    }
