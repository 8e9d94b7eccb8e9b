"""What everyone may read of networks, and writing to their contact point."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from se4u.core import web
from se4u.core.action import Refused
from se4u.core.authority import Capability, Viewer, viewer_of
from se4u.core.deeds import signed_in
from se4u.core.ratelimit import HOUR
from se4u.core.relay import Relay
from se4u.core.visibility import Safety
from se4u.directory.cards import card, shown_name
from se4u.directory.facets import collation
from se4u.networks import services, words
from se4u.networks.counts import counted
from se4u.networks.forms import ContactForm
from se4u.networks.history import entries, events_of
from se4u.networks.kinds import CAPABILITY_WORDS, INTERVENTION_WORDS, NetworkKind
from se4u.networks.models import Intervention, Mandate, Membership, Network
from se4u.networks.services.opening import check_open

from . import room as rooms
from .waiting import waiting_in

MEMBERS_ON_OVERVIEW = 6
MEMBERS_PER_PAGE = 24
EVENTS_PER_PAGE = 30
RELAY = Relay("networks.contact", each=5, per=HOUR, one=10, received=100)


def index(request: HttpRequest) -> HttpResponse:
    """Show the regional networks, the alliances by country, and how to join."""
    viewer = viewer_of(request.user)
    visible = Network.objects.visible_to(viewer).standing().select_related("country").in_order()
    shown = counted(visible.filter(kind__in=(NetworkKind.REGIONAL, NetworkKind.NATIONAL)), viewer)
    regional = [network_card(network) for network in shown if network.kind == NetworkKind.REGIONAL]
    alliances = [network for network in shown if network.kind == NetworkKind.NATIONAL]
    alliances.sort(key=lambda network: collation(str(network.country)))
    by_country = [
        (country, [network_card(network) for network in group])
        for country, group in groupby(alliances, key=lambda network: network.country)
    ]
    return render(request, "networks/list.html", {"regional": regional, "alliances": by_country})


def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a network's public face; its own people also read what waits for them."""
    room = rooms.open_room(request, slug)
    network, viewer = room.network, room.viewer
    groups = groups_of(network, viewer)
    context = {
        "members": member_cards(room, visible_members(room)[:MEMBERS_ON_OVERVIEW]),
        "groups": groups,
        "group_count": len(groups),
        "countries": words.by_name(network.countries.all()),
        "lead": lead_of(network, viewer),
        "waiting": [] if room.previewing else waiting_in(request.user, network),
        "mine": own_memberships(room) if not room.previewing else [],
        "figures": figures(network, len(groups)),
        "guest_rights": [] if room.previewing else guest_rights(request, room),
    }
    return rooms.show(request, room, "detail", context)


def members(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the members a reader may know of, a page at a time."""
    room = rooms.open_room(request, slug)
    page = web.page_of(request, visible_members(room), MEMBERS_PER_PAGE, count=room.network.visible_members)
    return rooms.show(request, room, "members", {"page": page, "members": member_cards(room, page)})


def groups(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the groups of a network."""
    room = rooms.open_room(request, slug)
    found = groups_of(room.network, room.viewer)
    return rooms.show(request, room, "groups", {"groups": found, "group_count": len(found)})


def contact(request: HttpRequest, slug: str) -> HttpResponse:
    """Write to the contact point; the form shows no address and is limited for everyone."""
    network = rooms.open_room(request, slug).network
    check_open(network)
    # Who is not shown by name is not led to send it; a mailbox is no name.
    named = request.user.is_authenticated and request.user.safety == Safety.OPEN
    initial = {"writer": request.user.name} if named else {}
    form = ContactForm(request.POST or None, initial=initial)
    if form.is_valid() and RELAY.may_pass(request, network.pk, form=form):
        try:
            services.contact.contact(network, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            web.refuse(request, form, refusal)
        else:
            return redirect("networks:contacted", slug)
    return render(request, "networks/contact.html", {"form": form, "network": network})


def contacted(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that the message is on its way."""
    return render(request, "networks/contacted.html", {"network": rooms.open_room(request, slug).network})


@signed_in
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Show those who read in the members' room what was done, the newest first."""
    room = rooms.open_reading(request, slug)
    page = web.page_of(request, events_of(room.network, room.viewer), EVENTS_PER_PAGE)
    return rooms.show(request, room, "history", {"page": page, "entries": entries(page, room.viewer)})


def network_card(network: Any) -> dict[str, Any]:
    """Return what lists show of a network (from `counted`): full name first, acronym second, counts, beginning."""
    began = words.since(network)
    parts = [
        network.acronym,
        words.members_in_countries(network.visible_members, network.visible_countries),
        _("since %(when)s") % {"when": began} if began else "",
    ]
    return {"network": network, "meta": " · ".join(part for part in parts if part)}


def visible_members(room: rooms.Room) -> Any:
    """Return the memberships in force a reader may know of, in the order of the shown names."""
    shown = Membership.objects.in_force().visible_to(room.viewer).filter(network=room.network)
    return shown.for_cards().order_by("organization__sort_name", "pk")


def member_cards(room: rooms.Room, memberships: Any) -> list[dict[str, Any]]:
    """Return what this reader sees of each member. Who admits members knows the names of those at risk too."""
    named = room.network.pk in room.viewer.where(Capability.ADMIT)
    return [{"membership": row, "card": card(row.organization, room.viewer, named=named)} for row in memberships]


def groups_of(network: Network, viewer: Viewer) -> list[Any]:
    """Return the groups of a network a reader may see, with counts."""
    found = Network.objects.visible_to(viewer).filter(parent=network, kind=NetworkKind.GROUP)
    return counted(found.standing().in_order(), viewer)


def figures(network: Any, group_count: int) -> list[dict[str, Any]]:
    """Return the numbers beside the page, each with its word; what is nought is not shown."""
    numbers = [
        (_("Members"), network.visible_members),
        (_("Countries"), network.visible_countries),
        (_("Groups"), group_count),
    ]
    return [{"label": label, "value": value} for label, value in numbers if value]


def lead_of(network: Network, viewer: Viewer) -> dict[str, Any] | None:
    """Return who leads: the role, the member organisation that holds the seat if a reader may know it, and until when."""
    held = Mandate.objects.effective().filter(role__network=network, role__lead=True)
    mandate = held.select_related("role", "organization__seat").order_by("role__position", "since").first()
    if mandate is None:
        return None
    known = Membership.objects.in_force().visible_to(viewer).filter(network=network.own_rules)
    is_known = mandate.organization_id is not None and known.filter(organization=mandate.organization_id).exists()
    body = card(mandate.organization, viewer) if is_known and mandate.organization else None
    if body is not None and body.is_pseudonym:  # the person who holds the role is named among the powers
        body = None
    return {"role": mandate.role, "body": body, "until": mandate.until}


def guest_rights(request: HttpRequest, room: rooms.Room) -> list[dict[str, Any]]:
    """Return what a reader may do here by a loan or an intervention alone: what, until when, and the page that serves it."""
    network, viewer = room.network, room.viewer
    lent, stepped_in = viewer.lent.get(network.pk, frozenset()), viewer.stepped_in.get(network.pk, frozenset())
    decides = bool(lent) and request.user.has_perm("networks.decide", network)
    served = {Capability.ADMIT: "applications" if decides else "members", Capability.APPOINT: "powers"}
    pages = {what: reverse(f"networks:{page}", args=[network.slug]) for what, page in served.items()}
    rights = [
        {"what": CAPABILITY_WORDS[what], "url": pages.get(what), "source": _("Lent to your network.")}
        for what in sorted(lent)
    ]
    taken_up = Intervention.objects.live().filter(network=network, capability__in=stepped_in) if stepped_in else ()
    return rights + [
        {
            "what": INTERVENTION_WORDS[Capability(item.capability)],
            "url": pages.get(Capability(item.capability)),
            "source": _("The secretariat has stepped in until %(day)s.") % {"day": date_format(item.until)},
            "end_url": reverse("networks:end_intervention", args=[network.slug, item.key]),
        }
        for item in taken_up
    ]


def own_memberships(room: rooms.Room) -> list[dict[str, Any]]:
    """Return the current memberships of the reader's own organisations here, each with its name."""
    mine = Membership.objects.of(room.viewer).current().filter(network=room.network).select_related("organization")
    return [{"membership": row, "name": shown_name(row.organization, room.viewer)} for row in mine]
