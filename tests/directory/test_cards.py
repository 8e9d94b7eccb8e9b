"""Cards: exactly what one viewer may read."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from se4u.accounts.models import User
from se4u.core.authority import Level, viewer_of
from se4u.core.search import READERS
from se4u.core.visibility import Choice, Reach, Safety
from se4u.directory import services
from se4u.directory.cards import card, expert_card, findable_by, refresh, shown_name
from se4u.directory.facets import all_facets
from se4u.directory.models import Expert, Organization
from se4u.directory.names import sort_name
from tests.personas import Cast

from .finding_help import LEVELS, changed, hidden

FIELDS = tuple(field for field in Organization.DEFAULTS if field != "name")
FILLED = {
    "latin_name": "Latin", "acronym": "AC", "about": "About", "provinces": "North", "website": "https://x.example",
    "founded": 2001, "ecosoc_status": "special", "uncac_interest": True, "registration_number": "R1",
    "unregistered_reason": "why", "contact_name": "Nadia", "contact_email": "n@x.example", "contact_phone": "1",
}  # fmt: skip


@pytest.fixture
def filled(cast: Cast) -> Organization:
    """An organisation with every field filled."""
    row = cast.far_shore
    row.operates_in.add(cast.sample_country)
    for name, value in FILLED.items():
        setattr(row, name, value)
    row.save()
    return row


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize(
    ("reach", "governments"), [("public", False), ("members", False), ("members", True), ("officers", False)]
)
@pytest.mark.parametrize("gate", [True, False])
def test_field_is_read_by_its_readers_alone(
    filled: Organization, level: Level, field: str, reach: str, governments: bool, gate: bool
) -> None:
    filled.visibility = hidden(field, reach, governments=governments)
    filled.open_to_governments = gate
    shown = card(filled, READERS[level])
    reads = {
        Level.PUBLIC: reach == "public",
        Level.MEMBERS: reach in {"public", "members"},
        Level.GOVERNMENTS: reach == "public" or (reach == "members" and governments and gate),
        Level.OFFICERS: True,
    }[level]
    empty = {
        "seat": None,
        "founded": None,
        "uncac_interest": None,
        "operates_in": (),
        "themes": (),
        "services": (),
        "languages": (),
    }
    if field in FILLED or field in {"seat", "operates_in"}:
        assert (getattr(shown, field) != empty.get(field, "")) is reads
    assert (field in shown.hidden) is not reads


ANY = sorted({*Organization.DEFAULTS, *Expert.DEFAULTS, *User.DEFAULTS})
CHOICES = st.fixed_dictionaries(
    {"reach": st.sampled_from(["public", "members", "officers"]), "governments": st.booleans()}
)


@settings(deadline=None)
@given(marks=st.dictionaries(st.sampled_from(ANY), CHOICES), model=st.sampled_from([Organization, Expert, User]))
def test_before_a_closed_gate_governments_read_what_everyone_reads(marks: dict[str, Any], model: Any) -> None:
    """Whatever is marked; and opening the gate opens to them nothing that members do not read."""
    kept = {field: choice for field, choice in marks.items() if field in model.DEFAULTS}
    closed, opened = (model(visibility=kept, open_to_governments=gate) for gate in (False, True))
    everyone, members = (opened.readable_fields(level) for level in (Level.PUBLIC, Level.MEMBERS))
    marked = {field for field, choice in kept.items() if choice == {"reach": "members", "governments": True}}
    assert closed.readable_fields(Level.GOVERNMENTS) == everyone
    assert opened.readable_fields(Level.GOVERNMENTS) == everyone | marked <= members
    assert (set(closed.held_back()), opened.held_back()) == (marked, [])
    for level in (Level.PUBLIC, Level.MEMBERS, Level.OFFICERS):
        assert closed.readable_fields(level) == opened.readable_fields(level)


@pytest.mark.parametrize("level", [Level.PUBLIC, Level.MEMBERS, Level.GOVERNMENTS])
def test_pseudonym_hides_all_but_the_coarse(filled: Organization, level: Level) -> None:
    filled.safety, filled.pseudonym, filled.vouched_by = Safety.PSEUDONYM, "Blue Door", "Far Shore friends"
    filled.visibility = {field: {"reach": "public", "governments": True} for field in Organization.DEFAULTS}
    filled.open_to_governments = True
    shown = card(filled, READERS[level])
    assert shown.name == "Blue Door"
    assert shown.about == "About"
    assert (shown.seat, shown.operates_in, shown.website, shown.founded, shown.vouched_by, shown.since) == (
        None, (), "", None, "", None,
    )  # fmt: skip
    assert "Far Shore" not in str(shown.__dict__)


def test_own_people_read_everything(filled: Organization, cast: Cast) -> None:
    filled.safety, filled.pseudonym = Safety.PSEUDONYM, "Blue Door"
    shown = card(filled, cast.outsider)
    assert (shown.name, shown.registration_number, shown.hidden) == (filled.name, "R1", frozenset())


def test_shown_name_of_the_protected(cast: Cast) -> None:
    row = cast.far_shore
    row.safety, row.pseudonym = Safety.PSEUDONYM, "Blue Door"
    assert shown_name(row, cast.representative) == "Blue Door"
    row.safety = Safety.UNLISTED
    assert shown_name(row, cast.representative) == "an organisation"
    assert shown_name(row, cast.outsider) == shown_name(row, cast.officer) == row.name


def test_refresh_sorts_by_the_name_others_see(cast: Cast) -> None:
    row = cast.far_shore
    assert refresh(row).sort_name == "far shore institute sample"
    row.safety, row.pseudonym = Safety.PSEUDONYM, "Ångström Żaba"
    assert refresh(row).sort_name == "angstrom zaba"


@pytest.mark.parametrize("reach", Reach.values)
def test_name_in_latin_letters_orders_the_list_only_where_everyone_reads_it(cast: Cast, reach: str) -> None:
    choices = {"latin_name": Choice(reach)}
    row = services.set_visibility(cast.far_shore, by=cast.outsider, choices=choices)
    row = services.edit(row, by=cast.officer, name="مركز", latin_name="Aardvark House")
    assert (row.sort_name == "aardvark house") is (reach == Reach.PUBLIC)
    assert reach == Reach.PUBLIC or row.sort_name == sort_name("مركز")


@pytest.mark.parametrize(
    ("safety", "found_by"),
    [
        (Safety.OPEN, {"seat", "operates_in", "themes", "services", "languages", "networks"}),
        (Safety.PSEUDONYM, {"themes", "services", "languages"}),
    ],
)
@pytest.mark.parametrize("level", LEVELS)
def test_fields_one_is_found_by(filled: Organization, level: Level, safety: Safety, found_by: set[str]) -> None:
    filled.safety, filled.pseudonym = safety, "Blue Door"
    everything = {facet.field for facet in all_facets()} - {""}
    assert findable_by(filled, level) & everything == (everything if level is Level.OFFICERS else found_by)
    for field in everything - {"networks"}:
        filled.visibility = hidden(field, "members")
        seen = level is Level.OFFICERS or (level is Level.MEMBERS and field in found_by)
        assert (field in findable_by(filled, level)) is seen


def test_card_of_an_expert_without_a_name_is_not_the_mailbox(cast: Cast) -> None:
    cast.newcomer.name = ""
    expert = Expert(
        person=cast.newcomer, kind="independent", state="approved", visibility={"name": {"reach": "public"}}
    )
    expert.save()
    shown = expert_card(expert, READERS[Level.PUBLIC])
    assert (shown.name, shown.is_named) == ("Independent expert", False)


def test_name_a_person_keeps_private_stays_private_in_the_expert(cast: Cast) -> None:
    person = cast.newcomer
    expert = Expert.objects.create(person=person, state="approved", visibility={"name": {"reach": "public"}})
    assert expert_card(expert, READERS[Level.PUBLIC]).name == person.name
    person.visibility = {"name": {"reach": "officers"}}
    assert not expert_card(expert, READERS[Level.MEMBERS]).is_named
    assert expert_card(expert, viewer_of(person)).is_named
    assert expert_card(expert, READERS[Level.OFFICERS]).is_named


def test_cards_of_fetched_rows_ask_nothing_more(cast: Cast, django_assert_num_queries: object) -> None:
    changed(cast.far_shore, acronym="FSI")
    rows = list(Organization.objects.listed().for_cards())
    officer = viewer_of(cast.officer)
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert [card(row, officer) for row in rows]
