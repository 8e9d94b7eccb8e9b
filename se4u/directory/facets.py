"""The facets of the directory: what organisations are filed under, chosen by, and counted by.

Each listed organisation is filed once under each value (`Filing`), with the classes of reader that may know it: not those
from whom the field is hidden. A theme of the second level is filed under its parent too, and an entry merged into another
under its successor, so that a choice and a count are one look into one index.

An upper app adds a facet by `register(Facet(...))` in its `search.py`, and calls `directory.search.index(organization)` when
what the facet says of it changes. See `NETWORK` in `networks.search` for an example.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from se4u.core import official
from se4u.core.search import BITS
from se4u.core.text import fold

from .cards import findable_by, may_know
from .models import Country, Filing, Language, Organization, Service, Theme
from .models.organizations import NON_GOVERNMENTAL, Kind
from .names import sort_name


@dataclass(frozen=True)
class Entry:
    """One value one may choose: how it is filed, how it stands in the address, how it is called."""

    value: int
    slug: str
    label: Any
    parent: int | None = None  # the value of the entry of the first level
    tag: str = ""  # a short name, where the value is shown beside the organisation in a list
    accent: str = ""
    owner: str = ""  # the short name of the network whose own entry it is


@dataclass(frozen=True)
class Facet:
    """One list of values organisations are found by.

    `name` stands in the address (`?theme=...`); `code` is its own small number in the filing, which never changes. `field` is the field it stands on (one of
    `Organization.DEFAULTS`, or "networks"), empty when it is never hidden. `file(organization)` returns the values of one organisation, of rows fetched with `.for_cards()`;
    `fetch(organizations)` may read once for many what `file` needs and is given to it. `entries()` returns all values that
    can be chosen, in their order; `aliases` maps old addresses to the slugs that stand for them now.
    """

    name: str
    code: int
    title: str | Promise
    field: str
    file: Callable[[Organization, Any], Iterable[int]]
    entries: Callable[[], Sequence[Entry]]
    fetch: Callable[[Sequence[Organization]], Any] = lambda _organizations: None
    aliases: Callable[[], Mapping[str, str]] = dict
    alphabetical: bool = False  # by name in the reader's language, for lists without an order of their own
    opened: bool = False
    tags: bool = False  # whether its values stand beside the organisation in lists
    position: int = 50

    def term(self, value: int) -> int:
        """Return the number a value is filed under."""
        return self.code * SPAN + value

    @property
    def terms(self) -> range:
        """All numbers of this facet."""
        return range(self.code * SPAN, (self.code + 1) * SPAN)


SPAN = 2**40
FACETS: dict[str, Facet] = {}


def register(facet: Facet) -> Facet:
    """Add a facet to the directory. Raises ValueError for a code that is taken."""
    if any(other.code == facet.code and other.name != facet.name for other in FACETS.values()):
        raise ValueError(f"{facet.name}: the code {facet.code} is taken")
    FACETS[facet.name] = facet
    return facet


def all_facets() -> list[Facet]:
    """Return the facets in the order of the page."""
    return sorted(FACETS.values(), key=lambda facet: (facet.position, facet.name))


# -- filing


def file(organizations: Sequence[Organization]) -> None:
    """File organisations anew; called by `core.search` in the transaction that writes their texts."""
    listed = [organization for organization in organizations if organization.listed]
    facets = all_facets()
    fetched = {facet.name: facet.fetch(listed) for facet in facets} if listed else {}
    _keep_known_networks(organizations)
    Filing.objects.filter(organization__in=[organization.pk for organization in organizations]).delete()
    Filing.objects.bulk_create(
        Filing(organization_id=organization.pk, term=term, levels=levels)
        for organization in listed
        for term, levels in _terms(organization, facets, fetched).items()
    )


def _keep_known_networks(organizations: Sequence[Organization]) -> None:
    """Write where each organisation is a member as everyone may know: `cards` shows by it the networks' own entries."""
    known = known_networks([organization for organization in organizations if organization.listed])
    changed = []
    for organization in organizations:
        fresh = sorted(known.get(organization.pk, ()))
        if organization.known_networks != fresh:
            organization.known_networks = fresh
            changed.append(organization)
    Organization.objects.bulk_update(changed, ["known_networks"])


def known_networks(organizations: Sequence[Organization]) -> Mapping[int, Collection[int]]:
    """Return, by organisation, the networks it is known to everyone to be a member of; `networks` registers them as a facet."""
    facet = FACETS.get("network")
    return facet.fetch(organizations) or {} if facet and organizations else {}


def public_networks() -> dict[int, Entry]:
    """Return the networks with a public face, by their number."""
    facet = FACETS.get("network")
    return {entry.value: entry for entry in facet.entries()} if facet else {}


def _terms(organization: Organization, facets: Sequence[Facet], fetched: Mapping[str, Any]) -> dict[int, int]:
    """Return the terms of an organisation with the classes of reader from whom the field is not hidden."""
    findable = {bit: findable_by(organization, level) for level, bit in BITS.items()}
    terms: dict[int, int] = {}
    for facet in facets:
        levels = sum(bit for bit, fields in findable.items() if not facet.field or facet.field in fields)
        if levels:
            for value in facet.file(organization, fetched[facet.name]):
                terms[facet.term(value)] = levels
    return terms


# -- entries


def in_order(facet: Facet, entries: Iterable[Entry]) -> list[Entry]:
    """Return entries as the reader expects them: the list's own order, or by name in their language, never by count."""
    if not facet.alphabetical:
        return list(entries)
    return sorted(entries, key=lambda entry: collation(str(entry.label)))


def collation(label: str) -> tuple[str, str]:
    """Return what sorts a name in the reader's language; Chinese names by their Latin transcription."""
    folded = sort_name(label) if (get_language() or "").startswith("zh") else fold(label)
    return folded, label


class Lists:
    """The entries of facets, read once for a page; two facets of the same list share it."""

    def __init__(self) -> None:
        self._read: dict[Callable[[], Sequence[Entry]], Sequence[Entry]] = {}

    def of(self, facet: Facet) -> Sequence[Entry]:
        """Return the entries of a facet in the order of the list."""
        if facet.entries not in self._read:
            self._read[facet.entries] = facet.entries()
        return self._read[facet.entries]


def chosen(facet: Facet, slugs: Collection[str], lists: Lists) -> list[Entry]:
    """Return the entries of an address; unknown ones are left out, old ones lead to what stands for them now."""
    if not slugs:
        return []
    aliases = facet.aliases()
    wanted = {aliases.get(slug, slug).lower() for slug in slugs}
    return in_order(facet, [entry for entry in lists.of(facet) if entry.slug.lower() in wanted])


class Vocabulary:
    """A vocabulary as a facet: second level under the first, merged entries under their successor.

    A network's own entries stand in it where the network has a public face, and find the members everyone may know of.
    """

    def __init__(self, model: type[Theme] | type[Service], relation: str) -> None:
        self.model = model
        self.relation = relation

    def fetch(self, _organizations: Sequence[Organization]) -> dict[int, Any]:
        """Return all entries by their number."""
        return {entry.pk: entry for entry in self.model._default_manager.all()}

    def file(self, organization: Organization, entries: dict[int, Any]) -> Iterable[int]:
        """Return the successors of an organisation's entries, and what stands above them."""
        for own in getattr(organization, self.relation).all():
            if not may_know(organization, own):
                continue
            entry = successor(own, entries)
            while entry is not None:
                yield entry.pk
                entry = successor(entries[entry.parent_id], entries) if entry.parent_id in entries else None

    def entries(self) -> list[Entry]:
        """Return the living entries, the second level after its parent."""
        rows = [row for row in self.model._default_manager.all() if row.merged_into_id is None]
        networks = public_networks() if any(row.network_pk for row in rows) else {}
        rows = [row for row in rows if row.network_pk is None or row.network_pk in networks]
        known = {row.pk for row in rows}
        first = [row for row in rows if row.parent_id not in known]
        return [
            Entry(
                row.pk,
                row.slug,
                row.name,
                row.parent_id if row.parent_id in known else None,
                owner=networks[row.network_pk].tag if row.network_pk else "",
            )
            for top in first
            for row in (top, *(row for row in rows if row.parent_id == top.pk))
        ]

    def aliases(self) -> dict[str, str]:
        """Return the slugs of merged entries with the slugs of their successors."""
        rows = self.fetch([])
        return {row.slug: successor(row, rows).slug for row in rows.values() if row.merged_into_id}


def successor(entry: Any, entries: Mapping[int, Any]) -> Any:
    """Return what an entry was merged into, however often; a circle ends where it began."""
    seen = {entry.pk}
    while entry.merged_into_id in entries and entry.merged_into_id not in seen:
        entry = entries[entry.merged_into_id]
        seen.add(entry.pk)
    return entry


def _country_entries() -> list[Entry]:
    rows = Country.objects.values_list("pk", "iso3", "iso2", "name")
    return [Entry(pk, iso3 or iso2, official.plain(name)) for pk, iso3, iso2, name in rows]


REGIONS = {
    "Africa": _("Africa"),
    "Americas": _("Americas"),
    "Asia": _("Asia"),
    "Europe": _("Europe"),
    "Oceania": _("Oceania"),
}
_REGION_ENTRIES = [Entry(number, name.lower(), label) for number, (name, label) in enumerate(REGIONS.items())]
_REGION_NUMBERS = {name: number for number, name in enumerate(REGIONS)}
_KIND_NUMBERS = {kind.value: number for number, kind in enumerate(Kind)}
_KIND_ENTRIES = [Entry(_KIND_NUMBERS[kind], kind.value, kind.label) for kind in NON_GOVERNMENTAL]


def _region(organization: Organization) -> list[int]:
    region = organization.seat.region if organization.seat else ""
    return [_REGION_NUMBERS[region]] if region in _REGION_NUMBERS else []


_themes = Vocabulary(Theme, "themes")
_services = Vocabulary(Service, "services")

KIND = register(
    Facet(
        name="kind",
        code=1,
        title=_("Kind"),
        field="",
        file=lambda organization, _fetched: [_KIND_NUMBERS[organization.kind]],
        entries=lambda: _KIND_ENTRIES,
        opened=True,
        position=10,
    )
)
THEME = register(
    Facet(
        name="theme",
        code=2,
        title=_("Theme"),
        field="themes",
        file=_themes.file,
        fetch=_themes.fetch,
        entries=_themes.entries,
        aliases=_themes.aliases,
        opened=True,
        position=20,
    )
)
COUNTRY = register(
    Facet(
        name="country",
        code=3,
        title=_("Country"),
        field="seat",
        file=lambda organization, _fetched: [organization.seat.pk] if organization.seat else [],
        entries=_country_entries,
        alphabetical=True,
        opened=True,
        position=30,
    )
)
register(
    Facet(
        name="region",
        code=4,
        title=_("Region"),
        field="seat",
        file=lambda organization, _fetched: _region(organization),
        entries=lambda: _REGION_ENTRIES,
        alphabetical=True,
        position=40,
    )
)
register(
    Facet(
        name="works_in",
        code=5,
        title=_("Works in"),
        field="operates_in",
        file=lambda organization, _fetched: [country.pk for country in organization.operates_in.all()],
        entries=_country_entries,
        alphabetical=True,
        position=45,
    )
)
register(
    Facet(
        name="service",
        code=6,
        title=_("Service"),
        field="services",
        file=_services.file,
        fetch=_services.fetch,
        entries=_services.entries,
        aliases=_services.aliases,
        position=50,
    )
)
LANGUAGE = register(
    Facet(
        name="language",
        code=7,
        title=_("Language"),
        field="languages",
        file=lambda organization, _fetched: [language.pk for language in organization.languages.all()],
        entries=lambda: [Entry(row.pk, row.code, row.name) for row in Language.objects.all()],
        position=60,
    )
)
