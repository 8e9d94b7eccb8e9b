"""The operating rules of a network."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from se4u.core import official, web
from se4u.core.deeds import confirm_page, form_page, signed_in
from se4u.directory.cards import shown_name
from se4u.networks.forms import GuidelinesForm
from se4u.networks.models import Membership
from se4u.networks.rules import focal_organizations
from se4u.networks.services import guidelines as services
from se4u.networks.services.opening import check_standing

from . import room as rooms


@signed_in
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the newest guidelines, whether one's organisation has accepted them, and to coordinators who has."""
    room = rooms.open_reading(request, slug)
    network = room.network
    versions = list(network.guidelines.all())
    accepted = services.accepted_members(network)
    mine = (
        Membership.objects.of(request.user)
        .in_force()
        .filter(network=network, organization__in=focal_organizations(request.user))
        .select_related("organization")
    )
    own = {row.pk: {"membership": row, "name": shown_name(row.organization, request.user)} for row in mine}
    context = {
        "current": versions[0] if versions else None,
        "text": official.choose(versions[0].text) if versions else ("", ""),
        "versions": versions,
        "to_accept": [row for pk, row in own.items() if pk not in accepted] if room.acts else [],
        "accepted": [row for pk, row in own.items() if pk in accepted],
        "overview": acceptances(request, room, accepted),
    }
    return rooms.show(request, room, "guidelines", context)


@signed_in
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish a version."""
    network = rooms.open_inside(request, slug).network
    web.require(request.user, "networks.publish_guidelines", network)
    check_standing(network)
    latest = services.current(network)
    initial = {"text": latest.text if latest else {}, "major": "no" if latest else "yes"}
    form = GuidelinesForm(request.POST or None, initial=initial)
    return form_page(
        request,
        form,
        lambda: services.publish_guidelines(
            network, by=request.user, text=form.official("text"), major=form.cleaned_data["major"]
        ),
        title=_("Publish guidelines"),
        label=_("Publish"),
        consequence=_("Earlier versions stay on record."),
        back=reverse("networks:guidelines", args=[slug]),
        done=_("The guidelines are published."),
    )


@signed_in
def accept(request: HttpRequest, key: str) -> HttpResponse:
    """Accept the newest version for one's organisation."""
    found = Membership.objects.of(request.user).select_related("network", "organization")
    membership = web.get_or_404(found, key=key)
    web.require(request.user, "networks.accept_guidelines", membership)
    check_standing(membership.network)
    version = web.get_or_404(membership.network.guidelines.all(), version=_version(request, membership))
    return confirm_page(
        request,
        lambda: services.accept_guidelines(membership, by=request.user, guidelines=version),
        title=_("Accept the guidelines?"),
        text=_("You accept version %(number)d for your organisation. The coordinators see that you have.")
        % {"number": version.version},
        label=_("Accept for my organisation"),
        back=reverse("networks:guidelines", args=[membership.network.slug]),
        done=_("Your organisation has accepted the guidelines."),
    )


def acceptances(request: HttpRequest, room: rooms.Room, accepted: set[int]) -> list[dict[str, Any]] | None:
    """Return which members have accepted, for those who admit members; None for others."""
    if room.previewing or not request.user.has_perm("networks.suspend", room.network):
        return None
    members = Membership.objects.in_force().visible_to(room.viewer).filter(network=room.network)
    rows = members.select_related("organization").order_by("organization__sort_name")
    return [{"name": shown_name(row.organization, room.viewer), "accepted": row.pk in accepted} for row in rows]


def _version(request: HttpRequest, membership: Membership) -> int:
    """Return the version somebody read and accepts; without one, the newest."""
    asked = request.GET.get("version", "")
    if asked.isdecimal() and len(asked) < 5:
        return int(asked)
    latest = services.current(membership.network)
    return latest.version if latest else 0
