"""The page behind the link of an invitation, whatever has become of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from se4u.core import web
from se4u.core.action import Refused
from se4u.core.deeds import signed_in
from se4u.core.ratelimit import DAY, HOUR, ratelimit
from se4u.directory import services
from se4u.directory.cards import known_name
from se4u.directory.models import Invitation
from se4u.directory.sides import obstacle

from .people import government_until

State = Invitation.State
STATUS = {"garbage": 404, "used": 410, "revoked": 410, "declined": 410, "foreign": 403}
MINE = {"open", "otherwise"}  # the invited, signed in; "otherwise": they stand on another side and can only decline


def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Show an invitation to whoever holds the link, or say what has become of it."""
    found = services.by_secret(secret)
    if found is None:
        ratelimit(request, "directory.invitation", 60, HOUR)
    return _page(request, found, secret)


def _page(request: HttpRequest, found: Invitation | None, secret: str) -> HttpResponse:
    standing = _standing(request, found)
    context = {
        "standing": standing,
        "invitation": found,
        "name": _name(request, found, standing),
        **_side(request, found, standing),
        "secret": secret,
        "accept_url": reverse("directory:invitation_accept", args=[secret]),
        "decline_url": reverse("directory:invitation_decline", args=[secret]),
        "renew_url": reverse("directory:invitation_renew", args=[secret]),
    }
    return render(request, "directory/people/invitation.html", context, status=STATUS.get(standing, 200))


def _name(request: HttpRequest, found: Invitation | None, standing: str) -> str:
    """Return who invites: to the invited, signed in, by its own name; to whoever holds the link, never by another name.

    The letter with the link may hold the own name from before.
    """
    if found is None:
        return ""
    if standing in MINE:
        return found.organization.name
    return known_name(found.organization, request.user) or capfirst(_("an organisation"))


def _side(request: HttpRequest, found: Invitation | None, standing: str) -> dict[str, Any]:
    """Return what keeps the invited from accepting, or what its focal points read of their past in a government."""
    if found is None or standing not in MINE:
        return {}
    if standing == "otherwise":
        return {"obstacle": obstacle(request.user, found.organization)}
    return {"government_until": government_until(request) if found.organization.is_non_governmental else None}


def _standing(request: HttpRequest, found: Invitation | None) -> str:
    """Return which of the pages to show."""
    if found is None:
        return "garbage"
    ended = {State.ACCEPTED: "used", State.REVOKED: "revoked", State.DECLINED: "declined"}
    if found.state in ended or not found.stands:
        return ended.get(State(found.state), "revoked")
    if found.is_expired:
        return "expired" if found.renewals_left else "spent"
    if not request.user.is_authenticated:
        return "visitor"
    if not request.user.has_perm("directory.decline_invitation", found):
        return "foreign"
    return "open" if request.user.has_perm("directory.accept_invitation", found) else "otherwise"


def accept(request: HttpRequest, secret: str) -> HttpResponse:
    """Accept an invitation."""
    found = services.by_secret(secret)
    if request.method != "POST" or found is None or _standing(request, found) not in {"open", "visitor"}:
        return _page(request, found, secret)
    if not request.user.is_authenticated:
        return redirect_to_login(request.path.removesuffix("accept/"))
    return _accept(request, found, reverse("directory:invitation", args=[secret]))


def _accept(request: HttpRequest, found: Invitation, back: str) -> HttpResponse:
    try:
        services.accept_invitation(found, by=request.user)
    except Refused as refusal:
        web.refuse(request, None, refusal)
        return redirect(back)
    messages.success(request, _("Welcome. You belong to this organisation now."))
    return redirect("directory:people", key=found.organization.key)


@signed_in
def invited(request: HttpRequest, key: str) -> HttpResponse:
    """Show, from the desk, an open invitation to a confirmed address of one's own; the link is not needed then."""
    found = _mine(request, key)
    standing = _standing(request, found)
    context = {
        "standing": standing,
        "invitation": found,
        "name": _name(request, found, standing),
        **_side(request, found, standing),
        "accept_url": reverse("directory:invited_decide", args=[key, "accept"]),
        "decline_url": reverse("directory:invited_decide", args=[key, "decline"]),
        "renew_url": reverse("directory:invited_decide", args=[key, "renew"]),
    }
    return render(request, "directory/people/invitation.html", context, status=STATUS.get(standing, 200))


@signed_in
def invited_decide(request: HttpRequest, key: str, deed: str) -> HttpResponse:
    """Accept or decline from the desk; an expired one is renewed, to be sure that the mailbox still is one's own."""
    found = _mine(request, key)
    deeds = {"decline": services.decline_invitation, "renew": services.renew_invitation}
    if deed not in {"accept", *deeds}:
        raise Http404
    if request.method != "POST":
        return redirect("directory:invited", key=key)
    if deed == "accept":
        return _accept(request, found, reverse("directory:invited", args=[key]))
    try:
        deeds[deed](found, by=request.user)
    except Refused as refusal:
        web.refuse(request, None, refusal)
    return redirect("portal:desk")


def _mine(request: HttpRequest, key: str) -> Invitation:
    found = web.get_or_404(Invitation.objects.select_related("organization"), key=key)
    if not request.user.has_perm("directory.decline_invitation", found):
        raise Http404
    return found


def decline(request: HttpRequest, secret: str) -> HttpResponse:
    """Decline an invitation."""
    found = services.by_secret(secret)
    if request.method != "POST" or found is None or _standing(request, found) not in MINE:
        return _page(request, found, secret)
    try:
        services.decline_invitation(found, by=request.user)
    except Refused as refusal:
        web.refuse(request, None, refusal)
    return redirect("directory:invitation", secret=secret)


def renew(request: HttpRequest, secret: str) -> HttpResponse:
    """Mail a fresh link to the same address, asked for by whoever holds the expired one."""
    found = services.by_secret(secret)
    if request.method != "POST" or found is None or _standing(request, found) != "expired":
        return _page(request, found, secret)
    ratelimit(f"invitation {found.pk}", "directory.renew_invitation", 5, DAY)
    try:
        services.renew_invitation(found, by=request.user)
    except Refused as refusal:
        web.refuse(request, None, refusal)
        return redirect("directory:invitation", secret=secret)
    return render(request, "directory/people/invitation.html", {"standing": "renewed", "secret": secret})
