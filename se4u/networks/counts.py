"""How many members a reader may know of in each network, and from how many countries.

A network of ten thousand is not counted again for each page that says "20 organisations in 8 countries". Counts are made
once for a class of reader at a place (outside, in the members' room, deciding on members) and kept until the next deed.
What a reader knows beyond the class, of their own organisations, is added for them alone and never kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from django.core.cache import caches
from django.db.models import Count, F, QuerySet

from se4u.core import public_cache
from se4u.core.authority import Capability, Level, Viewer, viewer_of
from se4u.core.search import READERS
from se4u.directory.facets import COUNTRY, SPAN
from se4u.directory.models.filing import known_to

from .models import Membership, Network
from .models.memberships import committees_of

SECONDS = 300


class Place(StrEnum):
    """Where a reader stands towards a network; it says which members they may know of."""

    OUTSIDE = "outside"
    INSIDE = "inside"
    DECIDING = "deciding"


@dataclass
class Known:
    """What is known of one network: how many members, and the terms of the countries they are found by."""

    members: int = 0
    countries: set[int] = field(default_factory=set)


def counted(networks: Iterable[Network], user: Any) -> list[Any]:
    """Return networks with `visible_members` and `visible_countries`, however many in the same few queries."""
    rows, viewer = list(networks), viewer_of(user)
    if not rows:
        return []
    places = _places(viewer, {network.pk for network in rows})
    version = public_cache.version()
    kept = {place: _kept(viewer.level, place, version) for place in sorted(set(places.values()))}
    own = _beyond(viewer, places)
    nothing = Known()
    for row in rows:
        network: Any = row
        known, more = kept[places[network.pk]].get(network.pk, nothing), own.get(network.pk, nothing)
        network.visible_members = known.members + more.members
        network.visible_countries = len(known.countries | more.countries)
    return rows


def _places(viewer: Viewer, networks: set[int]) -> dict[int, Place]:
    """Return where a reader stands towards each network."""
    deciding = viewer.where(Capability.ADMIT) | {network.pk for network in committees_of(viewer)}
    return {
        pk: Place.DECIDING if pk in deciding else Place.INSIDE if pk in viewer.rooms else Place.OUTSIDE
        for pk in networks
    }


def _kept(level: Level, place: Place, version: str) -> dict[int, Known]:
    """Return what a class of reader knows at a place, of all networks."""
    key = f"networks:counts:{level}:{place}:{version}"
    found: dict[int, Known] | None = caches["pages"].get(key)
    if found is None:
        found = _count(stand_in(level, place))
        caches["pages"].set(key, found, SECONDS)
    return found


def stand_in(level: Level, place: Place) -> Viewer:
    """Return a reader of a class who stands at this place towards every network, and has no organisation of their own."""
    reader = READERS[level]
    if place is Place.OUTSIDE:
        return reader
    everywhere = frozenset(Network.objects.values_list("pk", flat=True))
    if place is Place.INSIDE:
        return replace(reader, networks=everywhere, opened=everywhere)
    return replace(reader, capabilities=dict.fromkeys(everywhere, frozenset({Capability.ADMIT})))


def _count(viewer: Viewer) -> dict[int, Known]:
    """Count what a stand-in may know of, by the rule of `visible_to`."""
    visible = Membership.objects.in_force().visible_to(viewer).order_by()
    known: defaultdict[int, Known] = defaultdict(Known)
    for network, number in visible.values_list("network").annotate(number=Count("pk")):
        known[network].members = number
    for network, term in _seats(visible, viewer):
        known[network].countries.add(term)
    return dict(known)


def _beyond(viewer: Viewer, networks: Iterable[int]) -> dict[int, Known]:
    """Return the reader's own organisations where they would not know of them if these were not their own."""
    if not viewer.person_of:
        return {}
    mine = Membership.objects.of(viewer)
    known_anyway = mine.visible_to(replace(viewer, person_of=frozenset()))
    beyond = mine.in_force().filter(network__in=list(networks)).exclude(pk__in=known_anyway.values("pk")).order_by()
    known: defaultdict[int, Known] = defaultdict(Known)
    for network in beyond.values_list("network", flat=True):
        known[network].members += 1
    for network, term in _seats(beyond, viewer) if known else ():
        known[network].countries.add(term)
    return dict(known)


def _seats(memberships: QuerySet[Membership], viewer: Viewer) -> QuerySet[Membership, tuple[int, int]]:
    """Return, once each, the networks with the countries their members are found by.

    The facet is reckoned, not asked for as a range of terms: SQLite would go through all filings of the directory.
    """
    path = "organization__filings__"
    filed = memberships.filter(known_to(viewer, f"{path}levels")).annotate(facet=F(f"{path}term") / SPAN)
    return filed.filter(facet=COUNTRY.code).values_list("network", f"{path}term").distinct()
