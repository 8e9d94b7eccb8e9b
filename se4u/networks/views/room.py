"""What all pages of a network share: finding it, its head, its tabs, and who reads."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from se4u.core import web
from se4u.core.authority import Capability, Viewer, viewer_of
from se4u.core.panels import contents
from se4u.networks import words
from se4u.networks.counts import counted
from se4u.networks.kinds import INTERVENTION_WORDS
from se4u.networks.models import Intervention, Network


@dataclass(frozen=True)
class Room:
    """One network as one reader meets it."""

    network: Any  # with counts
    viewer: Viewer
    previewing: bool

    @property
    def inside(self) -> bool:
        """Whether this reader is at home in the members' room. Governments never are."""
        return self.enters and not self.viewer.government

    @property
    def acts(self) -> bool:
        """Whether this reader may be offered any deed: not while looking as others do, nor where all is only read."""
        return not self.previewing and self.network.state != Network.State.CLOSED

    @property
    def enters(self) -> bool:
        """Whether this reader may read the members' room: who is at home there, and observers it opened to."""
        return self.network.pk in self.viewer.rooms

    @property
    def observes(self) -> bool:
        """Whether this reader observes the network for a government."""
        return self.viewer.government and self.network.pk in self.viewer.capabilities

    @property
    def knows_members(self) -> bool:
        """Whether this reader knows every member: the network's own people, and who decides on members by what was lent."""
        return self.inside or self.network.pk in self.viewer.where(Capability.ADMIT)

    @property
    def shows_private(self) -> bool:
        """Whether members not named in public may stand in the list, and are marked so."""
        return self.enters or self.knows_members


def open_room(request: HttpRequest, slug: str) -> Room:
    """Return the network at an address as this reader may see it, or 404."""
    own = viewer_of(request.user)
    visible = Network.objects.visible_to(own).select_related("parent", "country")
    network = web.get_or_404(visible, slug=slug)
    viewer = web.viewer_for(request, network.pk, opened=network.open_to_governments)
    (network,) = counted([network], viewer)
    return Room(network, viewer, viewer is not own)


def open_inside(request: HttpRequest, slug: str, *serving: Capability) -> Room:
    """Return the network to those who may enter its members' room; 404 for everyone else.

    A page that serves a deed names the capabilities it is for: who holds one by a loan or an intervention alone opens this
    page too, and nothing else of the room.
    """
    room = open_room(request, slug)
    if not _serves(room.viewer, room.network, serving):
        own = viewer_of(request.user)
        raise web.Unseen(room.network.pk) if room.previewing and _serves(own, room.network, serving) else Http404
    return room


def _serves(viewer: Viewer, network: Network, serving: Collection[Capability]) -> bool:
    """Whether a reader enters the members' room for good, or a page of it that serves what they may do."""
    if viewer.government:
        return False
    return network.pk in viewer.rooms or any(network.pk in viewer.where(capability) for capability in serving)


def open_reading(request: HttpRequest, slug: str) -> Room:
    """Return the network to those who may read in its members' room, observers it opened to among them; 404 for others."""
    room = open_room(request, slug)
    if not room.enters:
        enters = room.network.pk in viewer_of(request.user).rooms
        raise web.Unseen(room.network.pk) if room.previewing and enters else Http404
    return room


def show(request: HttpRequest, room: Room, page: str, context: dict[str, Any]) -> HttpResponse:
    """Answer with one tab of a network; `page` is the name of its address and of its template."""
    if "group_count" not in context and room.network.kind != Network.Kind.GROUP:
        context = context | {
            "group_count": Network.objects.visible_to(room.viewer)
            .standing()
            .filter(parent=room.network, kind="group")
            .count()
        }
    shared = {
        "room": room,
        "network": room.network,
        "eyebrow": words.eyebrow(room.network),
        "region": words.region(room.network),
        "facts": words.facts(room.network, context.get("group_count", 0)),
        "tabs": tabs(request, room, page),
        "interventions": live_interventions(room),
        "resting": words.resting(room.network),
        "see_as": web.see_as(request, room.network.pk),
        "acting": room.acts and request.user.is_authenticated,
    }
    return render(request, f"networks/{page}.html", shared | context)


def tabs(request: HttpRequest, room: Room, page: str) -> list[dict[str, Any]]:
    """Return the tabs this reader has: the public ones, those of the members' room, and what upper apps add."""
    shown = [("detail", _("Overview")), ("members", _("Members"))]
    if room.network.kind != Network.Kind.GROUP:
        shown.append(("groups", _("Groups")))
    if room.enters:
        shown += [("guidelines", _("Guidelines")), ("history", _("History"))]
    if room.inside:
        shown.append(("powers", _("Who may do what")))
    if room.network.ability.has_own_lists and room.network.pk in room.viewer.where(Capability.CONFIGURE):
        shown.append(("themes", _("Themes and services")))
    suffix = f"?as={request.GET['as']}" if room.previewing else ""
    made = [
        {"label": label, "url": reverse(f"networks:{name}", args=[room.network.slug]) + suffix, "current": name == page}
        for name, label in shown
    ]
    return made + [tab for _template, tab in contents("network.tabs", request, room)]


def live_interventions(room: Room) -> list[dict[str, Any]]:
    """Return what the network's own people are told at the head of every page while the secretariat steps in."""
    if not room.inside:
        return []
    live = Intervention.objects.live().filter(network__in=[room.network, room.network.own_rules])
    return [
        {"until": item.until, "what": INTERVENTION_WORDS[Capability(item.capability)]}
        for item in live.order_by("until")
    ]
