"""Facets: what can be chosen, how many there would be, and what a hidden field must not give away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from se4u.core.authority import Level
from se4u.core.models import Event
from se4u.core.search import READERS
from se4u.core.visibility import Safety
from se4u.directory import facets, finding, search
from se4u.directory.cards import findable_by
from se4u.directory.models import Filing, Organization
from se4u.networks.models import Membership
from tests.personas import Cast

from .finding_help import LEVELS, changed, country, counts, hidden, language, made, names, question, service, theme

KINDS = ("civil_society", "academia", "private_sector")
REACHES = st.sampled_from(["public", "members", "officers"])


def forget_counts() -> None:
    """Drop the kept counts, as the next deed would."""
    caches["pages"].clear()


@pytest.fixture
def lists(db: None) -> dict[str, list[Any]]:
    """Small vocabularies: themes with a second level, services, languages, countries."""
    top = theme("crime")
    return {
        "themes": [top, theme("opium", parent=top), theme("trade")],
        "services": [service("advice"), service("shelter")],
        "languages": [language("en"), language("ar")],
        "seat": [country("AAA", "Alpha"), country("BBB", "Beta", region="Africa")],
    }


def brute_force(level: Level, chosen: dict[str, list[str]]) -> Counter[tuple[str, str]]:
    """Count in Python, row by row, by the definition: the choices of the other facets hold, the field may be read."""
    found: Counter[tuple[str, str]] = Counter()
    for row in Organization.objects.filter(listed=True):
        terms = dict(_terms(row, level))
        for name, slugs in terms.items():
            others = {facet: wanted for facet, wanted in chosen.items() if facet != name}
            if all(set(wanted) & terms.get(facet, set()) for facet, wanted in others.items()):
                found.update((name, slug) for slug in slugs)
    return found


def _terms(row: Organization, level: Level) -> Iterator[tuple[str, set[str]]]:
    readable = findable_by(row, level)
    yield "kind", {row.kind}
    if "seat" in readable and row.seat:
        yield "country", {row.seat.iso3 or ""}
        yield "region", {row.seat.region.lower()}
    if "themes" in readable:
        yield "theme", {entry.slug for own in row.themes.all() for entry in (own, own.parent) if entry}
    if "services" in readable:
        yield "service", {entry.slug for entry in row.services.all()}
    if "languages" in readable:
        yield "language", {entry.code for entry in row.languages.all()}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_counts_equal_a_brute_force_count(lists: dict[str, list[Any]], data: st.DataObject) -> None:
    Organization.objects.all().delete()
    forget_counts()
    for number in range(data.draw(st.integers(0, 7))):
        _draw_organization(lists, data, number)
    pool = {
        "kind": list(KINDS),
        "theme": ["crime", "opium", "trade"],
        "country": ["AAA", "BBB"],
        "service": ["advice", "shelter"],
        "language": ["en", "ar"],
    }
    chosen = {
        name: data.draw(st.lists(st.sampled_from(slugs), unique=True, max_size=2)) for name, slugs in pool.items()
    }
    chosen = {name: slugs for name, slugs in chosen.items() if slugs}
    level = data.draw(st.sampled_from(LEVELS))
    asked = question(urlencode(chosen, doseq=True), level)
    expected = brute_force(level, chosen)
    shown = {
        (name, choice.entry.slug): choice.number.value
        for name, choices in asked.choices.items()
        if name not in {"network", "works_in"}
        for choice in choices
        if choice.number
    }
    assert shown == dict(expected)
    assert len(finding.Results(asked)) == sum(
        all(set(slugs) & dict(_terms(row, level)).get(name, set()) for name, slugs in chosen.items())
        for row in Organization.objects.filter(listed=True)
    )


def _draw_organization(lists: dict[str, list[Any]], data: st.DataObject, number: int) -> None:
    many = {
        name: data.draw(st.lists(st.sampled_from(lists[name]), unique=True, max_size=2))
        for name in ("themes", "services", "languages")
    }
    visibility = {
        field: {"reach": data.draw(REACHES), "governments": data.draw(st.booleans())}
        for field in data.draw(st.sets(st.sampled_from(["themes", "services", "languages", "seat"])))
    }
    made(
        f"Sample {number}",
        data.draw(st.sampled_from(lists["seat"])),
        many=many,
        kind=data.draw(st.sampled_from(KINDS)),
        visibility=visibility,
        open_to_governments=data.draw(st.booleans()),
        safety=data.draw(st.sampled_from(list(Safety))),
        pseudonym="Somebody",
        state=data.draw(st.sampled_from(["approved", "approved", "suspended"])),
    )


@pytest.mark.parametrize("more", ["", "&kind=civil_society", "&q=sample"])
def test_counts_of_more_rows_than_the_cap(
    lists: dict[str, list[Any]], monkeypatch: pytest.MonkeyPatch, more: str
) -> None:
    monkeypatch.setattr(finding, "CAP", 3)
    alpha, beta = lists["seat"]
    for number in range(5):
        made(f"Sample {number}", alpha, many={"themes": [lists["themes"][2]]})
    made("Sample last", beta, many={"themes": [lists["themes"][1]]})
    asked = question(more.lstrip("&"))
    assert str(asked.total) == "3+"
    shown = {choice.entry.slug: str(choice.number) for choice in asked.choices["country"]}
    assert shown == {"AAA": "3+", "BBB": "1"}  # the rare value is not lost behind the cap
    assert counts("theme", more)["opium"] == 1


def test_counting_stops_at_ten_thousand() -> None:
    assert finding.CAP == 10_000
    assert [str(finding.Number(value)) for value in (9_999, 10_000, 10_001)] == ["9,999", "10,000", "10,000+"]


def test_choice_of_a_parent_includes_its_children(lists: dict[str, list[Any]]) -> None:
    top, below, _other = lists["themes"]
    made("Above", lists["seat"][0], many={"themes": [top]})
    made("Below", lists["seat"][0], many={"themes": [below]})
    made("Both", lists["seat"][0], many={"themes": [top, below]})
    assert names("theme=crime") == ["Above", "Below", "Both"]
    assert names("theme=opium") == ["Below", "Both"]
    assert counts("theme") == {"crime": 3, "opium": 2}


def test_merged_entry_leads_to_its_successor(lists: dict[str, list[Any]]) -> None:
    old, middle, new = theme("old"), theme("middle"), lists["themes"][2]
    row = made("Merged", lists["seat"][0], many={"themes": [old]})
    old.merged_into, middle.merged_into = middle, new
    old.save()
    middle.save()
    search.index(row)
    forget_counts()
    for slug in ("old", "middle", "trade"):
        assert names(f"theme={slug}") == ["Merged"]
        assert [entry.slug for entry in question(f"theme={slug}").chosen["theme"]] == ["trade"]
    assert counts("theme") == {"trade": 1}


def test_values_without_a_hit_are_hidden_unless_chosen(lists: dict[str, list[Any]]) -> None:
    made("One", lists["seat"][0], many={"services": [lists["services"][0]]})
    assert counts("service") == {"advice": 1}
    assert counts("service", "service=shelter") == {"advice": 1, "shelter": 0}


def test_countries_stand_in_the_readers_alphabet(lists: dict[str, list[Any]]) -> None:
    for iso3, name, french in (("ZZZ", "Zeta", "Écume"), ("EEE", "Echo", "Zone"), ("FFF", "Foxtrot", "Fumée")):
        made(name, country(iso3, name, fr=french))
    made("More", country("ZZZ", "Zeta"))
    assert list(counts("country")) == ["EEE", "FFF", "ZZZ"]
    with translation.override("fr"):
        forget_counts()
        assert list(counts("country")) == ["ZZZ", "FFF", "EEE"]


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(
    ("field", "facet", "slug"),
    [("seat", "country", "AAA"), ("seat", "region", "americas"), ("themes", "theme", "crime"),
     ("services", "service", "advice"), ("languages", "language", "en"), ("operates_in", "works_in", "BBB")],
)  # fmt: skip
def test_hidden_field_is_neither_counted_nor_filtered(
    lists: dict[str, list[Any]], level: Level, field: str, facet: str, slug: str
) -> None:
    many = {"themes": lists["themes"][:1], "services": lists["services"][:1], "languages": lists["languages"][:1],
            "operates_in": lists["seat"][1:]}  # fmt: skip
    made("Hidden", lists["seat"][0], many=many, visibility=hidden(field, "members", governments=False))
    seen = level in {Level.MEMBERS, Level.OFFICERS}
    assert counts(facet, "", level) == ({slug: 1} if seen else {})
    assert names(f"{facet}={slug}", level) == (["Hidden"] if seen else [])
    assert names("", level) == ["Hidden"]


@pytest.mark.parametrize("level", LEVELS)
def test_pseudonymous_has_no_place_and_no_network(cast: Cast, level: Level) -> None:
    changed(cast.casa_abierta, safety="pseudonym", pseudonym="Somebody")
    assert counts("country", "", level) == {"XSC": 4 if level is Level.OFFICERS else 3}
    assert counts("network", "", level) == {"net4u-americas": 2}


def test_unlisted_and_unvetted_are_not_counted(cast: Cast) -> None:
    before = counts("kind")
    changed(cast.casa_abierta, safety="unlisted")
    changed(cast.rio_claro, state="suspended")
    Event.objects.create(action="any.deed")  # what every service leaves behind
    assert before == {"civil_society": 3, "academia": 1}
    for level in LEVELS:
        assert counts("kind", "", level) == {"civil_society": 1, "academia": 1}


def test_network_facet_counts_members_who_agree_to_be_shown(cast: Cast) -> None:
    assert counts("network") == {"net4u-americas": 3, "nacsa4u-sample-country": 1}
    Membership.objects.filter(organization=cast.casa_abierta).update(shown=False)
    search.index(cast.casa_abierta)
    forget_counts()
    assert counts("network") == {"net4u-americas": 2}
    assert names("network=net4u-americas") == [cast.puente_norte.name, cast.rio_claro.name]


def test_counts_are_kept_until_the_next_deed(cast: Cast) -> None:
    assert counts("kind")["civil_society"] == 3
    Filing.objects.all().delete()
    with CaptureQueriesContext(connection) as caught:
        assert finding.everything(READERS[Level.PUBLIC])
    assert not [query for query in caught if "directory_filing" in query["sql"]]
    Event.objects.create(action="any.deed")
    assert finding.everything(READERS[Level.PUBLIC]) == {}


NARROWED = "q=sample&kind=civil_society&kind=academia&kind=private_sector"


def test_counts_of_a_question_are_kept_until_the_next_deed(cast: Cast) -> None:
    before = question(NARROWED).counted
    assert before.terms
    Filing.objects.all().delete()
    with CaptureQueriesContext(connection) as caught:
        assert question(NARROWED).counted == before
    assert not [query for query in caught if "directory_filing" in query["sql"]]
    assert not question("q=casa&kind=civil_society").counted.total
    Event.objects.create(action="any.deed")
    assert not question(NARROWED).counted.total


@pytest.mark.parametrize("again", [False, True])
def test_counts_of_a_question_are_each_readers_own(cast: Cast, again: bool) -> None:
    """One after another, and so with what was kept for others: nobody is told the numbers of another class."""
    changed(cast.far_shore, visibility=hidden("seat", "members"))
    readers = [*LEVELS, *reversed(LEVELS)] if again else LEVELS
    shown = [counts("country", NARROWED, level).get("XSC", 0) for level in readers]
    forget_counts()
    alone = []
    for level in readers:
        forget_counts()
        alone.append(counts("country", NARROWED, level).get("XSC", 0))
    assert shown == alone
    assert len(set(shown)) > 1


def test_counts_are_kept_apart_for_each_class_of_reader(cast: Cast) -> None:
    changed(cast.far_shore, visibility=hidden("seat", "members"))
    forget_counts()
    assert [counts("country", "", level)["XSC"] for level in LEVELS] == [3, 4, 3, 4]


def test_code_of_a_facet_is_taken_once() -> None:
    from dataclasses import replace

    with pytest.raises(ValueError, match="taken"):
        facets.register(replace(facets.KIND, name="other"))


def test_filing_is_once_for_a_term(cast: Cast) -> None:
    from django.db import IntegrityError

    row = Filing.objects.filter(organization=cast.casa_abierta).first()
    assert row is not None
    with pytest.raises(IntegrityError):
        Filing.objects.create(organization=row.organization, term=row.term, levels=row.levels)
