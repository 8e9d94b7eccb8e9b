"""Likely duplicates: by name, country and website.

Names are transliterated, lower-cased, their words sorted, and compared by `rapidfuzz.fuzz.ratio` (0-100). Measured on the
10,251 names of a real list of universities: within one country 97 and more is nearly always the same body spelt twice, 90-96
is worth a look (one name in fourteen has such a neighbour), below 90 nearly all are other bodies ("Baker University",
"Drake University"). Across countries only 97 and more is shown. The same website always is, unless its host serves everyone.

An applicant sees only what anyone in their place may read: never a pseudonymous or unlisted organisation, never by a hidden
country or website. Officers see everything, refused registrations and reference entries included.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q
from rapidfuzz import fuzz

from se4u.accounts.people import confirmed_addresses
from se4u.core.authority import viewer_of
from se4u.core.visibility import Safety

from .cards import OrganizationCard, card
from .imports import entries, mailboxes
from .models import Country, Organization, ReferenceEntry, Vetted
from .names import domain_of, sort_name

SAME_COUNTRY = 90
ANYWHERE = 97
MOST = 5
# Hosts on which everyone has a page: the same host says nothing.
_EVERYONES = (
    ".facebook.com",
    ".instagram.com",
    ".linkedin.com",
    ".x.com",
    ".twitter.com",
    ".youtube.com",
    ".tiktok.com",
    ".t.me",
    ".wa.me",
    ".linktr.ee",
    ".google.com",
    ".wordpress.com",
    ".blogspot.com",
    ".weebly.com",
    ".wixsite.com",
    ".github.io",
    ".medium.com",
    ".tumblr.com",
)
_State = Vetted.State
TAKEN = (_State.SUBMITTED, _State.ASKED, _State.APPROVED, _State.SUSPENDED)


@dataclass(frozen=True)
class Facts:
    """What is compared of one organisation."""

    names: frozenset[str]  # words sorted, for comparing
    folded: frozenset[str]  # as `sort_name` keeps them, for finding by index
    country: int | None
    domain: str


@dataclass(frozen=True)
class Match:
    """Something alike: an organisation or an entry of a list."""

    item: Any
    score: int  # 0-100, by name
    same_domain: bool

    @property
    def is_same(self) -> bool:
        """Whether name (letter by letter, transliterated) or website are equal."""
        return self.score == 100 or self.same_domain


@dataclass(frozen=True)
class Suggestions:
    """What is shown to an applicant before going on."""

    organizations: list[OrganizationCard]
    entries: list[ReferenceEntry]

    def __bool__(self) -> bool:
        return bool(self.organizations or self.entries)


def facts(*, names: Iterable[str], country: Country | int | None, website: str = "") -> Facts:
    """Make what is typed or kept comparable."""
    domain = domain_of(website)
    if f".{domain}".endswith(_EVERYONES) or not mailboxes.candidates(domain):
        domain = ""
    folded = frozenset(sort_name(name) for name in names if name) - {""}
    return Facts(
        names=frozenset(" ".join(sorted(name.split())) for name in folded),
        folded=folded,
        country=country.pk if isinstance(country, Country) else country,
        domain=domain,
    )


def facts_of(organization: Organization) -> Facts:
    """Return the facts of an organisation as its officers read them."""
    return facts(
        names=(organization.name, organization.latin_name), country=organization.seat_id, website=organization.website
    )


def suggestions(user: Any, wanted: Facts, *, besides: Organization | None = None) -> Suggestions:
    """Return what an applicant is asked about: registered organisations they may read, and entries of public lists.

    Entries on the domain of a confirmed mailbox of the applicant come first.
    """
    viewer = viewer_of(user)
    candidates = Organization.objects.visible_to(viewer).filter(safety=Safety.OPEN, state__in=TAKEN)
    found = _best(wanted, (_readable(row, viewer) for row in _near(candidates, wanted, besides)))
    rows = {row.pk: row for row in Organization.objects.for_cards().filter(pk__in=[match.item.pk for match in found])}
    own = offered_by_mailbox(user)
    listed = [match.item for match in _entries_like(wanted) if match.item not in own]
    return Suggestions([card(rows[match.item.pk], viewer) for match in found], [*own, *listed][:MOST])


def offered_by_mailbox(user: Any) -> list[ReferenceEntry]:
    """Return the entries on the domains of a person's confirmed mailboxes."""
    domains = sorted({domain_of(address) for address in confirmed_addresses(user)})
    return [entry for domain in domains for entry in entries.offer(email_domain=domain)][:MOST]


def same_as(organization: Organization, user: Any) -> list[Match]:
    """Return what is registered already under the very name in the country, or with the very website.

    Registrations still being vetted are found too: the second of two who register the same one is told. What is pseudonymous
    or unlisted is not: the officers see it beside the case.
    """
    viewer = viewer_of(user)
    wanted = facts_of(organization)
    taken = Organization.objects.filter(safety=Safety.OPEN, state__in=TAKEN)
    found = _best(wanted, (_readable(row, viewer) for row in _near(taken, wanted, organization)))
    return [match for match in found if match.same_domain or _same_name_and_country(match, wanted)]


def _same_name_and_country(match: Match, wanted: Facts) -> bool:
    return match.score == 100 and match.item.seat_id == wanted.country


def for_officers(organization: Organization) -> list[Match]:
    """Return everything an officer should hold beside a case, reference entries included; the likeliest first."""
    wanted = facts_of(organization)
    return registered_like(wanted, besides=organization) + _entries_like(wanted, claimed=True)


def registered_like(wanted: Facts, *, besides: Organization | None = None) -> list[Match]:
    """Return all registrations alike, refused and protected ones too: for officers alone."""
    registered = Organization.objects.exclude(state__in=(_State.DRAFT, _State.WITHDRAWN)).select_related("seat")
    return _best(wanted, ((row, facts_of(row)) for row in _near(registered, wanted, besides)))


def count_for_officers(organizations: list[Organization]) -> dict[int, int]:
    """Return how many registered organisations look like each of some; one query for all of them."""
    wanted = {organization.pk: facts_of(organization) for organization in organizations}
    countries = {each.country for each in wanted.values() if each.country}
    domains = {each.domain for each in wanted.values() if each.domain}
    names = {name for each in wanted.values() for name in each.folded}
    rows = Organization.objects.exclude(state__in=(_State.DRAFT, _State.WITHDRAWN)).filter(
        Q(seat__in=countries) | Q(domain__in=domains) | Q(sort_name__in=names)
    )
    kept = rows.only("name", "latin_name", "sort_name", "safety", "seat", "website")
    near = _by_place((row, _facts_as_kept(row)) for row in kept)
    return {
        pk: sum(1 for row, each in _beside(near, mine) if row.pk != pk and _compare(row, mine, each) is not None)
        for pk, mine in wanted.items()
    }


Compared = tuple[Organization, Facts]
Place = tuple[str, Any]


def _facts_as_kept(row: Organization) -> Facts:
    """Return the facts of a row without transliterating again what is kept: of a hundred thousand names nearly all are."""
    if row.latin_name or row.safety != Safety.OPEN:
        return facts_of(row)
    bare = facts(names=(), country=row.seat_id, website=row.website)
    kept = frozenset({row.sort_name} - {""})
    return replace(bare, folded=kept, names=frozenset(" ".join(sorted(name.split())) for name in kept))


def _by_place(rows: Iterable[Compared]) -> dict[Place, list[Compared]]:
    """Return rows under their country, their domain and each of their names."""
    places: defaultdict[Place, list[Compared]] = defaultdict(list)
    for item in rows:
        row, each = item
        for place in _places(each, [row.sort_name]):  # by the name it stands under, as `_near` asks
            places[place].append(item)
    return places


def _places(each: Facts, names: Iterable[str]) -> list[Place]:
    return [("country", each.country), ("domain", each.domain), *(("name", name) for name in names)]


def _beside(near: dict[Place, list[Compared]], wanted: Facts) -> Iterable[Compared]:
    """Return what can be alike, each once: the rule of `_near`."""
    found = (item for place in _places(wanted, wanted.folded) if place[1] for item in near.get(place, ()))
    return {row.pk: (row, each) for row, each in found}.values()


def _near(rows: Any, wanted: Facts, besides: Organization | None) -> Any:
    """Narrow by index to what can be alike at all: the same country, the same website, or the very name elsewhere."""
    if besides is not None:
        rows = rows.exclude(pk=besides.pk)
    near = Q(seat=wanted.country) if wanted.country else Q()
    if wanted.domain:
        near |= Q(domain=wanted.domain)
    near |= _named(wanted)
    return rows.filter(near) if near else rows.none()


def _named(wanted: Facts) -> Q:
    """The very name, anywhere: what has no country, or none one may know, is found by it too."""
    near = Q()
    for name in wanted.folded:
        near |= Q(sort_name=name)
    return near


def _readable(row: Organization, viewer: Any) -> tuple[Organization, Facts]:
    """Return an organisation with the facts a viewer may compare with."""
    return row, facts(
        names=(row.name, row.latin_name if row.may_read("latin_name", viewer) else ""),
        country=row.seat_id if row.may_read("seat", viewer) else None,
        website=row.website if row.may_read("website", viewer) else "",
    )


def _entries_like(wanted: Facts, *, claimed: bool = False) -> list[Match]:
    near = Q(country=wanted.country) if wanted.country else Q(pk__in=[])
    if wanted.domain:
        near |= Q(domain=wanted.domain)
    near |= _named(wanted)
    # What is not on offer is left out here: asked of the database, SQLite goes through all that is by its index.
    entries = ReferenceEntry.objects.filter(near).select_related("country", "claimed_by")
    rows = (row for row in entries if claimed or row.is_on_offer)
    return _best(wanted, ((row, facts(names=(row.name,), country=row.country_id, website=row.website)) for row in rows))


def _best(wanted: Facts, rows: Iterable[tuple[Any, Facts]]) -> list[Match]:
    matches = [match for row, other in rows if (match := _compare(row, wanted, other)) is not None]
    return sorted(matches, key=lambda match: (-match.same_domain, -match.score, match.item.pk))[:MOST]


def _compare(item: Any, one: Facts, other: Facts) -> Match | None:
    """Return the match of two, or None when they are not alike."""
    score = max((round(fuzz.ratio(a, b)) for a in one.names for b in other.names), default=0)
    same_domain = bool(one.domain) and one.domain == other.domain
    enough = SAME_COUNTRY if one.country is not None and one.country == other.country else ANYWHERE
    return Match(item, score, same_domain) if same_domain or score >= enough else None
