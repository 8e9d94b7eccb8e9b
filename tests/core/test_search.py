"""The search table: what is found by which words, the same on both databases, and by whom."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from se4u.core import search
from se4u.core.authority import PUBLIC, Level
from se4u.core.models import SearchDocument
from se4u.core.search import BITS, READERS, first, matching, ranked
from se4u.core.text import parse, words
from se4u.directory.models import Organization
from tests.personas import Cast

from .test_text import ANY_TEXT, SCRIPTS

LABEL = "directory.organization"
SOURCE = search.SOURCES[LABEL]


def write(pk: int, title: str, body: str = "", levels: int = 15) -> None:
    """Put a text into the table as `index` would."""
    folded = (search.fold(title), search.fold(body))
    SearchDocument.objects.create(
        id=search.row_number(SOURCE, pk, levels),
        label=LABEL,
        object_pk=pk,
        levels=levels,
        title=folded[0],
        body=folded[1],
    )


def find(text: str, level: Level = Level.PUBLIC) -> set[int]:
    """Return the keys that a text finds, whatever is visible."""
    if not parse(text):
        assert matching(LABEL, READERS[level], text) == []
        return set()
    rows = SearchDocument.objects.filter(object_pk__in=matching(LABEL, READERS[level], text))
    return set(rows.values_list("object_pk", flat=True))


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("Casa Abierta", "abierta casa", True),
        ("Casa Abierta", "abier", True),
        ("Casa Abierta", "bierta", False),
        ("Casa Abierta", "casa cerrada", False),
        ("Casa Abierta", '"casa abierta"', True),
        ("Casa Abierta", '"abierta casa"', False),
        ("Asociación de víctimas", "VICTIMAS", True),
        ("国际反腐败组织", "反腐败", True),
        ("国际反腐败组织", "腐反", False),
        ("国际反腐败组织", "败", True),
        ("مركز الأمل لدعم الضحايا", "الامل", True),
        ("جمعية حماية الطفولة", "جمعيه", True),
        ("Правозащитный центр", "правозащит", True),
        ("ภาษาไทย", "ไทย", True),
        ("1e5 2025", "1e5", True),
        ("a b c", "b", True),
        ("abc", "a", False),
    ],
)
def test_matching_finds_words_in_any_script(db: None, text: str, query: str, found: bool) -> None:
    write(1, text)
    assert (find(query) == {1}) is found


@pytest.mark.parametrize(
    "query",
    ["*", '"', '""', '"a', "NEAR(a b)", "a NEAR/2 b", "a AND", "OR", "NOT a", "title:x", "^a", "{x}", "a*b", "-a", "(", "'",
     "';--", "\\", "\x00", "a\x00b", "%s", "%", ":*", "&", "!", "a" * 5000, "a " * 5000, "반" * 400, "\ud800"],
)  # fmt: skip
def test_malformed_query_never_raises(cast: Cast, query: str) -> None:
    find(query)
    ranked(LABEL, PUBLIC, query, Organization.objects.visible_to(PUBLIC))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(ANY_TEXT, SCRIPTS))
def test_any_query_is_answered(db: None, query: str) -> None:
    find(query)
    ranked(LABEL, PUBLIC, query, Organization.objects.visible_to(PUBLIC))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SCRIPTS, SCRIPTS)
def test_database_finds_what_the_definition_says(db: None, text: str, query: str) -> None:
    SearchDocument.objects.all().delete()
    write(1, text)
    phrases = parse(query)
    expected = bool(phrases) and all(phrase.found_in(words(text)) for phrase in phrases)
    assert find(query) == ({1} if expected else set())


def test_matching_looks_in_the_text_of_the_readers_own_level(db: None) -> None:
    for number, (level, bit) in enumerate(BITS.items(), start=1):
        write(number, f"secret {level}", levels=bit)
    for number, level in enumerate(BITS, start=1):
        assert find("secret", level) == {number}
        assert all(find(str(other), level) == set() for other in BITS if other is not level)


def test_ranked_puts_hits_in_the_title_first(cast: Cast) -> None:
    SearchDocument.objects.all().delete()
    write(cast.casa_abierta.pk, "other", "needle and much more of the same text")
    write(cast.rio_claro.pk, "needle", "other")
    found = ranked(LABEL, PUBLIC, "needle", Organization.objects.visible_to(PUBLIC))
    assert found == [cast.rio_claro.pk, cast.casa_abierta.pk]


def test_two_thousand_hits_are_compared() -> None:
    assert search.RANKED == 2_000


def test_ranked_applies_rights_before_the_cap(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    SearchDocument.objects.all().delete()
    for number in range(1000, 1010):  # rows nobody may see come first
        write(number, "needle")
    last = max(cast.casa_abierta.pk, cast.far_shore.pk)
    write(last, "needle")
    monkeypatch.setattr(search, "RANKED", 5)
    assert ranked(LABEL, PUBLIC, "needle", Organization.objects.visible_to(PUBLIC)) == [last]
    assert ranked(LABEL, PUBLIC, "needle", Organization.objects.none()) == []


def test_index_follows_changes_and_remove(cast: Cast) -> None:
    organization = cast.casa_abierta
    organization.name = "Casa Cerrada"
    organization.save()
    search.index(organization)
    assert find("cerrada") == {organization.pk}
    assert find("abierta") == set()
    search.remove(organization)
    assert find("cerrada") == set()


def test_index_of_a_deleted_row_takes_its_text_out(cast: Cast) -> None:
    pk = cast.far_shore.pk
    assert find("far shore") == {pk}
    cast.far_shore.affiliations.all().delete()
    cast.far_shore.delete()
    cast.far_shore.pk = pk
    search.index(cast.far_shore)
    assert find("far shore") == set()


def test_equal_texts_share_a_row(cast: Cast) -> None:
    levels = SearchDocument.objects.filter(label=LABEL, object_pk=cast.casa_abierta.pk).values_list("levels", flat=True)
    assert sum(levels) == 15
    assert len(levels) == 1


def test_reindex_writes_everything_anew(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    SearchDocument.objects.all().delete()
    write(99_999, "gone")
    call_command("reindex")
    assert f"{LABEL}: 5" in capsys.readouterr().out
    assert find("casa") == {cast.casa_abierta.pk}
    assert find("gone") == set()


def test_reindex_of_an_unknown_kind_names_the_known_ones(db: None) -> None:
    with pytest.raises(CommandError, match=r"directory\.oragnization.*directory\.organization.*networks\.network"):
        call_command("reindex", "directory.organization", "directory.oragnization")


def test_index_costs_the_same_for_one_and_three(cast: Cast, django_assert_num_queries: object) -> None:
    from django.test.utils import CaptureQueriesContext

    costs = []
    for rows in ([cast.casa_abierta], [cast.casa_abierta, cast.rio_claro, cast.puente_norte]):
        with CaptureQueriesContext(
            connection,
        ) as caught:
            search.index(*rows)
        costs.append(len(caught))
    assert costs[0] == costs[1]


def test_codes_of_kinds_are_taken_once() -> None:
    from dataclasses import replace

    from se4u.directory.models import Expert

    with pytest.raises(ValueError, match="taken"):
        search.register(replace(search.SOURCES["directory.expert"], model=Expert, code=SOURCE.code))
    with pytest.raises(ValueError, match="between"):
        search.register(replace(SOURCE, code=64))


def test_first_goes_along_the_keys_and_stops(cast: Cast) -> None:
    visible = Organization.objects.visible_to(PUBLIC)
    every = list(visible.filter(pk__in=matching(LABEL, PUBLIC, "sample")).order_by("pk").values_list("pk", flat=True))
    assert len(every) > 2
    assert first(LABEL, PUBLIC, "sample", visible, 100) == every
    assert first(LABEL, PUBLIC, "sample", visible, 2) == every[:2]
    assert first(LABEL, PUBLIC, "sample", visible.exclude(pk=every[0]), 2) == every[1:3]
    assert first(LABEL, PUBLIC, "", visible, 2) == []
