"""What cells say, and what is said of wrong ones."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from se4u.directory.imports.columns import BY_FIELD, COLUMNS, field_of
from se4u.directory.imports.names import Neighbours, identity, tidy
from se4u.directory.models import Country, Language, Organization, Theme

from .imports_help import REFERENCE, REGISTERED, adds_up, country, csv_of, errors, plan


@pytest.fixture(autouse=True)
def lists(db: None) -> None:
    country("CO", "COL", "Colombia", es="Colombia", **{"zh-hans": "哥伦比亚", "ar": "كولومبيا", "ru": "Колумбия"})
    country("PA", "PAN", "Panama", es="Panamá", fr="Panama")
    Language.objects.get_or_create(code="es", defaults={"name": "Español"})
    Theme.objects.get_or_create(slug="firearms", defaults={"name": {"en": "Firearms", "fr": "Armes à feu"}})


def one(**cells: object) -> object:
    """Return the report of a list of one registered organisation."""
    row = {"name": "Centro", **cells}
    return plan(csv_of([list(row), list(row.values())]), REGISTERED)


@pytest.mark.parametrize(
    "text", ["CO", "co", "COL", "Colombia", "COLOMBIA ", "哥伦比亚", "كولومبيا", "Колумбия", "PA", "Panamá", "panama"]
)
def test_country_by_code_or_name_in_any_language(text: str) -> None:
    assert not one(country=text).errors  # type: ignore[attr-defined]


def test_country_outside_iso_comes_in_without_with_a_warning() -> None:
    report = plan(csv_of([["name", "country"], ["University of Prishtina", "XK"]]))
    assert not report.errors
    assert report.created == 1
    assert [(warning.row, warning.column) for warning in report.warnings] == [(2, "country")]
    assert "ISO 3166-1" in report.warnings[0].message


@pytest.mark.parametrize(
    ("text", "message"),
    [("Columbia", "is it Colombia?"), ("Atlantis", "code of two letters"), ("ZZ", "not a country"), ("=CO", "formula")],
)
def test_country_that_does_not_exist_is_an_error(text: str, message: str) -> None:
    report = one(country=text)
    assert errors(report) == [(2, "country")]  # type: ignore[arg-type]
    assert message in report.errors[0].message  # type: ignore[attr-defined]


GOOD = [
    ("name", "希望中心"),
    ("kind", "civil_society"),
    ("kind", "Civil society"),
    ("kind", "NGO"),
    ("kind", "private sector"),
    ("operates_in", "CO; Panama"),
    ("operates_in", "CO, PA"),
    ("website", "example.org"),
    ("website", "https://пример.рф/путь"),
    ("domain", "example.org"),
    ("domain", "www.Example.org"),
    ("domain", "office@example.org"),
    ("domain", "пример.рф"),
    ("themes", "firearms"),
    ("themes", "Armes à feu"),
    ("languages", "es"),
    ("languages", "español"),
    ("about", "One.\n\nTwo."),
    ("about_language", "zh"),
    ("founded", "1998"),
    ("founded", "859"),
    ("ecosoc_status", "Special consultative status"),
    ("ecosoc_status", "none"),
    ("uncac_interest", "Yes"),
    ("contact_email", "office@example.org"),
]
WRONG = [
    ("name", ""),
    ("name", " - "),
    ("name", "x" * 301),
    ("name", "a\x07b"),
    ("name", '="a"'),
    ("latin_name", "x" * 301),
    ("latin_name", "مركز الأمل"),
    ("acronym", "x" * 41),
    ("kind", "authority"),
    ("kind", "Government authority"),
    ("kind", "intergovernmental"),
    ("kind", "friends"),
    ("operates_in", "CO; Atlantis"),
    ("website", "javascript:alert(1)"),
    ("website", "http://"),
    ("website", "http://[::1"),
    ("website", "not an address"),
    ("website", "https://example.org/" + "x" * 300),
    ("domain", "example"),
    ("domain", "exa mple.org"),
    ("domain", "-"),
    ("themes", "firearms; cooking"),
    ("services", "cooking"),
    ("languages", "Klingon"),
    ("about", "x" * 1501),
    ("about", "x" * 1_000_000),
    ("about_language", "tlh"),
    ("founded", "2999"),
    ("founded", "799"),
    ("founded", "last year"),
    ("founded", "١٩٩٨"),
    ("registration_number", "x" * 101),
    ("ecosoc_status", "platinum"),
    ("uncac_interest", "perhaps"),
    ("contact_email", "office@"),
    ("contact_phone", "1" * 61),
]


@pytest.mark.parametrize(("column", "text"), GOOD)
def test_cell_is_taken(column: str, text: str) -> None:
    report = one(**{column: text})
    assert (report.errors, report.created) == ([], 1)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("column", "text"), WRONG, ids=[f"{column}-{text[:12]}" for column, text in WRONG])
def test_cell_is_refused_by_row_and_column(column: str, text: str) -> None:
    cells = {"country": "CO", column: text}
    report = one(**cells)
    # A file is never wrong as a whole because of one cell, except where the cell is larger than any cell can be.
    expected = [(2, "")] if len(text) > 131_072 else [(2, column)]
    assert errors(report) == expected  # type: ignore[arg-type]
    assert (report.created, report.skipped) == (0, 0)  # type: ignore[attr-defined]


def test_check_finds_every_error_of_every_row_at_once() -> None:
    report = plan(
        csv_of(
            [
                ["name", "country", "founded", "website"],
                ["", "Atlantis", "never", "nowhere at all"],
                ["Good", "CO", "1998", ""],
                ["Bad year", "CO", "19998", ""],
                ["Good too", "PA", "", ""],
            ]
        ),
        REGISTERED,
    )
    assert errors(report) == [(2, "country"), (2, "founded"), (2, "website"), (2, "name"), (4, "founded")]
    assert (report.rows, report.created, report.skipped) == (4, 0, 2)
    assert adds_up(report)


def test_check_cells_under_no_heading_are_an_error_not_lost() -> None:
    report = plan(b"name,country\nCentro, Rio,CO\n")
    assert (2, "") in errors(report)


def test_check_header_errors_are_named() -> None:
    assert errors(plan(b"title,country\nCentro,CO\n")) == [(1, "name")]
    assert errors(plan(b"name,Country,seat\nCentro,CO,CO\n")) == [(1, "seat")]
    report = plan(b"title\nA\nB\n")
    assert (report.rows, report.skipped) == (2, 2)


def test_check_unknown_and_unkept_columns_are_named_not_dropped_silently() -> None:
    report = plan(b"name,colour,about\nCentro,red,We work.\n", REFERENCE)
    assert [(warning.row, warning.column) for warning in report.warnings] == [(1, "colour"), (1, "about")]
    assert [warning.column for warning in plan(b"name,colour,about\nCentro,red,We.\n", REGISTERED).warnings] == [
        "colour"
    ]


def test_check_registered_needs_a_kind_from_row_or_list() -> None:
    from dataclasses import replace

    content = b"name,kind\nCentro,\nOther,civil_society\n"
    assert errors(plan(content, replace(REGISTERED, kind=""))) == [(2, "kind")]
    assert not plan(content, REGISTERED).errors
    assert not plan(content, REFERENCE).errors


@pytest.mark.parametrize("heading", ["Seat country", "seat-country", "COUNTRY", " country ", "Country of the seat"])
def test_field_of_headings_people_write(heading: str) -> None:
    assert field_of(heading) == "country"


def test_columns_are_fields_of_an_organisation_and_no_longer_than_they() -> None:
    renamed = {"country": "seat"}
    for column in COLUMNS:
        field = Organization._meta.get_field(renamed.get(column.field, column.field))
        longest = getattr(field, "max_length", None)
        if longest and column.field not in {"kind", "ecosoc_status", "country"}:
            assert column.most <= longest
    assert len({word for column in COLUMNS for word in (column.field, *column.also)}) == sum(
        1 + len(column.also) for column in COLUMNS
    )
    assert set(BY_FIELD) >= {"name", "country", "website", "domain", "kind"}


def test_themes_merged_entry_stands_for_its_successor() -> None:
    from se4u.directory.imports.lookups import Lookups

    new = Theme.objects.create(slug="arms", name={"en": "Arms"})
    Theme.objects.filter(slug="firearms").update(merged_into=new)
    Theme.objects.create(slug="own", name={"en": "Own"}, network_pk=1)
    lookups = Lookups.load()
    assert lookups.themes["firearms"] == lookups.themes["armes a feu"] == new.pk
    assert "own" not in lookups.themes


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Universidad Técnica “Federico Santa María”", "UNIVERSIDAD TECNICA FEDERICO SANTA MARIA"),
        ("Dong-Eui University", "Dong Eui  University"),
        ("مركز الأمل", "مَرْكَز الامل"),
        ("Ελλάδα", "ΕΛΛΑΔΑ"),
        ("Straße", "STRASSE"),
    ],
)
def test_identity_of_one_name_written_twice(one: str, other: str) -> None:
    assert identity(one) == identity(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("北京大学", "背景大学"), ("कि संस्था", "की संस्था"), ("College of Arts", "College of Art"), ("ศูนย์ข่าว", "ศูนย์ขาว")],
)
def test_identity_keeps_different_names_apart(one: str, other: str) -> None:
    assert identity(one) != identity(other)


@given(st.text(max_size=40))
def test_identity_and_tidy_are_stable(name: str) -> None:
    assert identity(identity(name)) == identity(name)
    assert tidy(tidy(name)) == tidy(name)
    assert identity(unicodedata.normalize("NFD", name)) == identity(unicodedata.normalize("NFC", name))


def test_tidy_mends_what_lists_spoil() -> None:
    assert tidy("Academy \x93Karol\x94  in\u00a0Poznan\u200f") == "Academy “Karol” in Poznan"


def test_neighbours_same_country_or_unknown_alone() -> None:
    near = Neighbours([("University of Bath", 1), ("Universität Wien", 2), ("Nowhere College", None)])
    assert near.like("Bath University of", 1) == "University of Bath"
    assert near.like("University of Bath", 2) == ""
    assert near.like("Universitat Wien", None) == "Universität Wien"
    assert near.like("Nowhere Colleges", 3) == "Nowhere College"
    assert near.like("University of Oslo", 1) == ""


def test_plan_query_count_is_constant(django_assert_num_queries: object) -> None:
    assert Country.objects.exists()
    for rows in (1, 30):
        content = csv_of([["name", "country"], *([f"Centro {number}", "CO"] for number in range(rows))])
        with django_assert_num_queries(7):  # type: ignore[operator]
            plan(content)
