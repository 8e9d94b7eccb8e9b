"""What a question to the directory finds: a text, chosen values of facets, an order; and how many there would be.

A question is read from the address, so that every result has one. Counts stand on the same rows as the list: rows the
reader may find, by fields the reader may read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.cache import caches
from django.db import connection, models
from django.db.models import Count, Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from se4u.core import public_cache
from se4u.core.authority import Viewer
from se4u.core.search import BITS, RANKED, first, matching, ranked
from se4u.core.text import asked, parse

from . import facets
from .cards import OrganizationCard, card
from .facets import Entry, Facet
from .models import Filing, Organization, OrganizationQuerySet

LABEL = Organization._meta.label_lower
CAP = 10_000  # counting stops here
MOST_VALUES = 50  # of one facet in one address
COUNTS_SECONDS = 300

SORTS: dict[str, str | Promise] = {"best": _("Best match"), "name": _("Name"), "newest": _("Newest")}
ORDERS = {"name": ("sort_name", "pk"), "newest": ("masked", "-approved_at", "-pk")}


@dataclass(frozen=True)
class Number:
    """A number of hits that may have stopped counting."""

    value: int
    more: bool = False

    def __bool__(self) -> bool:
        return self.value > 0

    def __str__(self) -> str:
        return number_format(self.capped, force_grouping=True) + ("+" if self.is_more else "")

    @property
    def capped(self) -> int:
        return min(self.value, CAP)

    @property
    def is_more(self) -> bool:
        """Whether there may be more than the number says, shown as "10,000+"."""
        return self.more or self.value > CAP


@dataclass(frozen=True)
class Choice:
    """One value of a facet as the page shows it."""

    entry: Entry
    number: Number
    chosen: bool


@dataclass(frozen=True)
class Counted:
    """How many are found, and how many under each term."""

    total: Number
    terms: Mapping[int, Number]


@dataclass(frozen=True)
class Question:
    """One question of one reader."""

    viewer: Viewer
    text: str = ""
    chosen: Mapping[str, Sequence[Entry]] = field(default_factory=dict)
    sort: str = "name"
    lists: facets.Lists = field(default_factory=facets.Lists, compare=False)

    @classmethod
    def read(cls, query: QueryDict, viewer: Viewer) -> Question:
        """Read a question from an address; what is unknown in it is left out."""
        text = asked(query.get("q", ""))
        lists = facets.Lists()
        chosen = {
            facet.name: entries
            for facet in facets.all_facets()
            if (entries := facets.chosen(facet, query.getlist(facet.name)[:MOST_VALUES], lists))
        }
        sort = query.get("sort", "")
        usual = "best" if parse(text) else "name"
        known = sort in ORDERS or (sort == "best" and usual == "best")
        return cls(viewer, text, chosen, sort if known else usual, lists)

    @property
    def searches(self) -> bool:
        """Whether there is a word to look for."""
        return bool(parse(self.text))

    @property
    def narrows(self) -> bool:
        """Whether anything is looked for or chosen."""
        return self.searches or bool(self.chosen)

    def address(self, **changes: Any) -> str:
        """Return the query string of this question, with other values where `changes` names them (None leaves out)."""
        query = QueryDict(mutable=True)
        values: dict[str, Any] = {"q": self.text or None}
        values |= {name: [entry.slug for entry in entries] for name, entries in self.chosen.items()}
        values["sort"] = None if self.sort == ("best" if self.searches else "name") else self.sort
        for name, value in (values | changes).items():
            if value:
                query.setlist(name, value if isinstance(value, list) else [value])
        return f"?{query.urlencode()}" if query else "?"

    @property
    def url(self) -> str:
        """The address of the list."""
        return reverse("directory:list") + self.address().rstrip("?")

    def without(self, facet_name: str, entry: Entry) -> str:
        """Return the query string with one choice taken back."""
        rest = [other.slug for other in self.chosen[facet_name] if other != entry]
        return self.address(**{facet_name: rest or None})

    # -- rows

    def rows(self, lifted: str = "", among: models.QuerySet[Any] | None = None) -> OrganizationQuerySet:
        """Return what the question finds, unordered; with one facet's choice lifted, to count its other values.

        `among` are the keys of those one asks about alone, where that is known to be few.
        """
        found = self.chosen_rows(lifted)
        if among is not None:
            found = found.filter(pk__in=among)
        return found.filter(pk__in=matching(LABEL, self.viewer, self.text, among)) if self.searches else found

    def chosen_rows(self, lifted: str = "") -> OrganizationQuerySet:
        """Return what the chosen values leave, before the text is looked for."""
        found = Organization.objects.visible_to(self.viewer).listed()
        for name, entries in self.chosen.items():
            if name != lifted:
                terms = [facets.FACETS[name].term(entry.value) for entry in entries]
                filed = Filing.objects.visible_to(self.viewer).filter(term__in=terms)
                found = found.filter(pk__in=filed.values("organization"))
        return found

    def first_keys(self, lifted: str = "") -> list[int]:
        """Return the keys of what is found in their order, up to one more than `CAP`."""
        rows = self.chosen_rows(lifted)
        if self.searches:
            return first(LABEL, self.viewer, self.text, rows, CAP + 1)
        return list(rows.order_by("pk").values_list("pk", flat=True)[: CAP + 1])

    @property
    def total(self) -> Number:
        """How many organisations are found."""
        return self.counted.total

    def ordered(self) -> OrganizationQuerySet:
        """Return what is found by name or by age; the best match is an order of keys (`best`)."""
        return self.rows().along_the_list().order_by(*ORDERS.get(self.sort, ORDERS["name"]))

    @cached_property
    def best(self) -> list[int]:
        """The keys of the best matches, at most `RANKED`."""
        return ranked(LABEL, self.viewer, self.text, self.chosen_rows())

    # -- counts

    @cached_property
    def counted(self) -> Counted:
        """What is counted of this question, for all of one class of reader, kept until the next deed."""
        version = public_cache.version()
        if not self.narrows:
            return Counted(_count(self.rows().along_the_list()), everything(self.viewer, self.lists, version))
        chosen = sorted(facets.FACETS[name].term(entry.value) for name in self.chosen for entry in self.chosen[name])
        asked = hashlib.sha256(repr((parse(self.text), chosen)).encode()).hexdigest()
        key = f"directory:counted:{self.viewer.level}:{version}:{asked}"
        kept: Counted | None = caches["pages"].get(key)
        if kept is None:
            kept = self._count(everything(self.viewer, self.lists, version))
            caches["pages"].set(key, kept, COUNTS_SECONDS)
        return kept

    @cached_property
    def choices(self) -> dict[str, list[Choice]]:
        """The values of each facet that would find something, and those chosen, with how many they would find."""
        return {facet.name: list(self._choices(facet, self.counted.terms)) for facet in facets.all_facets()}

    def _choices(self, facet: Facet, counts: Mapping[int, Number]) -> Iterator[Choice]:
        chosen = {entry.value for entry in self.chosen.get(facet.name, ())}
        for entry in facets.in_order(facet, self.lists.of(facet)):
            number = counts.get(facet.term(entry.value), Number(0))
            if number or entry.value in chosen:
                yield Choice(entry, number, entry.value in chosen)

    def _count(self, known: Mapping[int, Number]) -> Counted:
        """Count what is found and each term; `known` is what there is of each when nothing is narrowed."""
        keys = self.first_keys()
        others = [facet for facet in facets.all_facets() if facet.name not in self.chosen]
        counts = self._count_terms(others, known, keys)
        for name in self.chosen:
            facet = facets.FACETS[name]
            if self.searches or len(self.chosen) > 1:
                counts |= self._count_terms([facet], known, self.first_keys(lifted=name), lifted=name)
            else:
                counts |= {term: number for term, number in known.items() if term in facet.terms}
        return Counted(Number(len(keys)), counts)

    def _count_terms(
        self, among: list[Facet], known: Mapping[int, Number], keys: list[int], lifted: str = ""
    ) -> dict[int, Number]:
        """Count the terms of some facets in the first `CAP` rows; of more rows, what is not among those is counted too.

        The second is asked even when nothing is rare (0 is no term): a large directory is asked as often as a small one.
        """
        filed = Filing.objects.visible_to(self.viewer)
        more = len(keys) > CAP
        counted = dict(by_term(filed.filter(_of(among)).of_organizations(keys[:CAP])))
        missing = (term for term in known if term not in counted and any(term in facet.terms for facet in among))
        rare = filed.filter(term__in=[0, *(missing if more else ())])
        rest = rare.filter(organization__in=self.rows(lifted, rare.values("organization")).values("pk"))
        return {term: Number(number, more=more) for term, number in counted.items()} | {
            term: Number(number) for term, number in by_term(rest)
        }


def by_term(filed: models.QuerySet[Filing]) -> models.QuerySet[Filing, tuple[int, int]]:
    """Count filings by their term; of columns that stand in the index, so that no row is touched."""
    return filed.order_by().values_list("term").annotate(number=Count("*"))


def _count(rows: models.QuerySet[Any]) -> Number:
    return Number(rows.order_by().values("pk")[: CAP + 1].count())


def _of(among: list[Facet]) -> Q:
    """Return the condition that a term belongs to one of some facets."""
    wanted = Q(pk__in=[])
    for facet in among:
        wanted |= Q(term__gte=facet.terms.start, term__lt=facet.terms.stop)
    return wanted


def everything(viewer: Viewer, lists: facets.Lists | None = None, version: str = "") -> dict[int, Number]:
    """Return how many a class of reader finds under each term when nothing is narrowed; kept until the next deed."""
    key = f"directory:counts:{viewer.level}:{version or public_cache.version()}"
    counts = caches["pages"].get(key)
    if counts is None:
        counts = _count_everything(viewer, lists or facets.Lists())
        caches["pages"].set(key, counts, COUNTS_SECONDS)
    return {term: Number(number) for term, number in counts.items()}


def _count_everything(viewer: Viewer, lists: facets.Lists) -> dict[int, int]:
    """Count each term up to `CAP` and one more, so that a common one costs no more than a rare one."""
    terms = [facet.term(entry.value) for facet in facets.all_facets() for entry in lists.of(facet)]
    if not terms:
        return {}
    rows = ", ".join(["(%s)"] * len(terms))
    sql = f"""
        WITH wanted(term) AS (VALUES {rows})
        SELECT term, (SELECT COUNT(*) FROM (
            SELECT 1 FROM directory_filing f WHERE f.term = wanted.term AND f.levels & %s <> 0 LIMIT %s
        ) AS counted) FROM wanted
    """  # noqa: S608  placeholders alone
    with connection.cursor() as cursor:
        cursor.execute(sql, [*terms, BITS[viewer.level], CAP + 1])
        return {term: number for term, number in cursor.fetchall() if number}


class Results(Sequence[OrganizationCard]):
    """The list a question finds, page by page, as cards."""

    def __init__(self, question: Question) -> None:
        self.question = question

    def __len__(self) -> int:
        most = RANKED if self.question.sort == "best" else CAP
        return min(self.question.total.value, most)

    def __getitem__(self, wanted: Any) -> Any:
        rows = self._rows(wanted)
        return [card(row, self.question.viewer) for row in rows]

    def _rows(self, wanted: slice) -> list[Organization]:
        if self.question.sort != "best":
            return list(self.question.ordered().for_cards()[wanted])
        keys = self.question.best[wanted]
        visible = Organization.objects.visible_to(self.question.viewer).listed()
        rows = {row.pk: row for row in visible.filter(pk__in=keys).for_cards()}
        return [rows[key] for key in keys if key in rows]


def tags(keys: Sequence[str], question: Question) -> dict[str, list[Entry]]:
    """Return, for organisations of a page, the values shown beside them (their networks), by the key of the organisation."""
    beside = [facet for facet in facets.all_facets() if facet.tags]
    tagged = {facet.term(entry.value): entry for facet in beside for entry in question.lists.of(facet) if entry.tag}
    # The facets' ranges, not the terms one by one: SQLite would go through all filings of each.
    filed = Filing.objects.visible_to(question.viewer).filter(_of(beside), organization__key__in=keys)
    found: dict[str, list[Entry]] = {}
    for key, term in filed.order_by("term").values_list("organization__key", "term"):
        if term in tagged:
            found.setdefault(key, []).append(tagged[term])
    return found
