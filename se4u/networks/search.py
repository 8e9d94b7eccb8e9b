"""Networks as a facet of the directory, and found by their own words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from se4u.core import official, search
from se4u.core.authority import PUBLIC, Level
from se4u.core.search import Text
from se4u.directory.facets import Entry, Facet, register
from se4u.directory.models import Organization

from .models import Membership, Network


def _fetch(organizations: Sequence[Organization]) -> dict[int, list[int]]:
    """Return where organisations are members as everyone may know: in force, agreed to be shown, in a public network."""
    found: dict[int, list[int]] = defaultdict(list)
    shown = (
        Membership.objects.in_force()
        .visible_to(PUBLIC)
        .filter(network__in=Network.objects.visible_to(PUBLIC).standing())
    )
    for organization_pk, network_pk in shown.filter(organization__in=organizations).values_list(
        "organization_id", "network_id"
    ):
        found[organization_pk].append(network_pk)
    return found


def _entries() -> list[Entry]:
    """Return the public networks, regional ones first."""
    rows: Iterable[Any] = Network.objects.visible_to(PUBLIC).standing().in_order()
    return [
        Entry(network.pk, network.slug, network.name, tag=network.short_name, accent=network.accent) for network in rows
    ]


# Services of memberships call `directory.search.index(organization)` whenever a membership begins, ends or is (un)shown.
NETWORK = register(
    Facet(
        name="network",
        code=8,
        title=_("Network"),
        field="networks",
        file=lambda organization, fetched: fetched.get(organization.pk, []),
        fetch=_fetch,
        entries=_entries,
        tags=True,
        position=70,
    )
)


def _document(network: Network, _level: Level) -> Text | None:
    """Return the public words of a network; what has no public face is not found, by nobody."""
    if not network.ability.public:
        return None
    texts = [*_values(network.purpose), *_values(network.origin), network.region]
    return " ".join([*_values(network.name), network.acronym]), "\n".join(texts)


def _rows(viewer: Any) -> Any:
    """Return the networks a reader finds: a closed one keeps its page, and is in no list."""
    return Network.objects.visible_to(viewer).standing()


def _values(text: Any) -> list[str]:
    """Return an official text in every language it has."""
    return list(official.values(text).values())


NETWORKS = search.register(
    search.Source(
        code=3,
        model=Network,
        slug="networks",
        title=_("Networks"),
        rows=_rows,
        document=_document,
        results=lambda networks, _viewer: networks,
        template="networks/result.html",
        sort_key=lambda network: official.plain(network.name),
        position=30,
    )
)
