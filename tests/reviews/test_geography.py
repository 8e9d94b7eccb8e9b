"""Countries, names, regions and treaty facts: what the tables say stands in the database, and nothing else."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.utils import translation

from se4u.core.action import SYSTEM
from se4u.core.models import Event
from se4u.demo.cast import sample_country
from se4u.directory.models import Country
from se4u.reviews.geography import DATA, difference, load
from se4u.reviews.models import TreatyAction
from se4u.reviews.services import import_geography
from se4u.reviews.tables import BadTables
from tests.personas import Cast

COUNTRY_HEAD = "iso2,iso3,name_en,m49_code,m49_region,m49_subregion,un_regional_group,un_status,treaty_data_as_of"
NAMES_HEAD = "iso3,en,fr,es,ru,zh,ar"
TREATY_HEAD = "instrument,iso3,signature_date,consent_date,mode,as_of"
ANDORRA = "AD,AND,Andorra,020,Europe,Southern Europe,Western European and Others,member,2014-07"


def run(*args: object) -> dict[str, object]:
    out = StringIO()
    call_command("import_geography", *args, "--format", "json", stdout=out)
    return json.loads(out.getvalue())


Write = Callable[..., Path]


@pytest.fixture
def tables(tmp_path: Path) -> Write:
    """Write a folder with the tables named."""

    def write(countries: str | None = None, names: str | None = None, treaties: str | None = None) -> Path:
        for file, text in (
            ("countries.csv", countries),
            ("country_names.csv", names),
            ("treaty_actions.csv", treaties),
        ):
            (tmp_path / file).unlink(missing_ok=True)
            if text is not None:
                (tmp_path / file).write_text(text, encoding="utf-8")
        return tmp_path

    return write


def problems(folder: Path) -> list[tuple[str, int, str]]:
    with pytest.raises(BadTables) as caught:
        load(folder)
    return [(problem.file, problem.row, problem.column) for problem in caught.value.problems]


def test_import_carried_tables_stand_in_the_database_row_for_row(db: None) -> None:
    assert run() == {
        "countries_created": 250,
        "countries_updated": 0,
        "treaty_actions_created": 627,
        "treaty_actions_updated": 0,
        "unchanged": 0,
        "as_of": "2014-07",
        "errors": [],
    }
    assert Country.objects.count() == 250
    for row in csv.DictReader((DATA / "countries.csv").read_text(encoding="utf-8").splitlines()):
        country = Country.objects.get(iso2=row["iso2"])
        assert (country.iso3 or "", country.m49, country.name_en) == (row["iso3"], row["m49_code"], row["name_en"])
        assert (country.region, country.subregion) == (row["m49_region"], row["m49_subregion"])
        assert (country.regional_group, country.un_status) == (row["un_regional_group"], row["un_status"])
        assert country.as_of == "2014-07"
    for row in csv.DictReader((DATA / "treaty_actions.csv").read_text(encoding="utf-8").splitlines()):
        where = {"country__iso3": row["iso3"]} if row["iso3"] else {"country__iso2": "EU"}
        act = TreatyAction.objects.get(instrument=row["instrument"], **where)
        assert (act.signed_on or "", act.consented_on or "") == (_day(row["signature_date"]), _day(row["consent_date"]))
        assert (act.mode, act.as_of) == (row["mode"], "2014-07")


def _day(text: str) -> date | str:
    return date.fromisoformat(text) if text else ""


def test_import_offers_only_members_observers_and_parties(db: None) -> None:
    run()
    assert Country.objects.offered().count() == 198


@pytest.mark.parametrize(
    ("language", "name"),
    [("en", "China"), ("fr", "Chine"), ("ru", "Китай"), ("zh-hans", "中国"), ("ar", "الصين"), ("pt", "China")],
)
def test_import_names_in_the_readers_language(db: None, language: str, name: str) -> None:
    run()
    with translation.override(language):
        assert str(Country.objects.get(iso2="CN")) == name


def test_import_again_writes_nothing(db: None) -> None:
    run()
    events = Event.objects.count()
    again = run()
    assert again["unchanged"] == 877
    assert sum(value for key, value in again.items() if key.endswith(("created", "updated"))) == 0  # type: ignore[misc]
    assert Event.objects.count() == events == 1


def test_import_leaves_the_sample_country_alone(db: None) -> None:
    sample = sample_country()
    run()
    assert Country.objects.filter(iso2="XS", un_status="sample", pk=sample.pk).exists()
    assert Country.objects.count() == 251


def test_import_newer_tables_correct_and_add(db: None, tables: Write) -> None:
    run()
    newer = tables(
        treaties=f"{TREATY_HEAD}\nUNTOC,AND,2001-11-11,2012-01-01,a,2024-10-31\nUNTOC,SOM,,2024-01-01,a,2024-10-31\n"
    )
    assert run("--from", newer)["as_of"] == "2024-10-31"
    andorra = TreatyAction.objects.get(instrument="UNTOC", country__iso3="AND")
    assert (andorra.consented_on, andorra.mode, andorra.as_of) == (date(2012, 1, 1), "a", "2024-10-31")
    assert TreatyAction.objects.get(instrument="UNTOC", country__iso3="SOM").as_of == "2024-10-31"
    assert TreatyAction.objects.count() == 628
    assert TreatyAction.objects.get(instrument="UNTOC", country__iso3="FRA").as_of == "2014-07"


def test_import_names_alone_keep_what_else_is_known(db: None, tables: Write) -> None:
    run()
    country = Country.objects.get(iso3="AND")
    country.name = {**country.name.data, "pt": "Andorra (pt)"}
    country.save()
    run("--from", tables(names=f"{NAMES_HEAD}\nAND,Andorra,Andorre la Vieille,,,,\n"))
    country.refresh_from_db()
    assert country.name.data["fr"] == "Andorre la Vieille"
    assert country.name.data["es"] == "Andorra"
    assert country.name.data["pt"] == "Andorra (pt)"
    assert country.region == "Europe"


def test_import_dry_run_says_the_same_and_writes_nothing(db: None) -> None:
    dry = run("--dry-run")
    assert (Country.objects.count(), TreatyAction.objects.count(), Event.objects.count()) == (0, 0, 0)
    assert dry == run()


def test_import_reads_tables_saved_by_a_spreadsheet(db: None, tables: Write) -> None:
    folder = tables(countries=f"\ufeff{COUNTRY_HEAD},notes\r\n{ANDORRA},mine\r\n,,,,,,,,,\r\n")
    assert run("--from", folder)["countries_created"] == 1


def test_import_text_output_names_counts_and_date(db: None) -> None:
    out = StringIO()
    call_command("import_geography", stdout=out)
    assert "countries 250 new, 0 changed; treaty facts 627 new" in out.getvalue()
    assert "as of 2014-07" in out.getvalue()


def test_import_bad_table_writes_nothing_and_names_every_error(db: None, tables: Write) -> None:
    folder = tables(
        countries=f"{COUNTRY_HEAD}\n{ANDORRA}\nfr,FRA,France,250,Europe,Western Europe,Alpine,member,2014-07\n",
        treaties=f"{TREATY_HEAD}\nUNTOC,AND,2001-13-40,,,2014-07\nUNCAC,AND,,2001-01-01,,2014-07\nTIP,QQQ,,2001-01-01,,July\n",
    )
    assert problems(folder) == [
        ("countries.csv", 3, "iso2"),
        ("countries.csv", 3, "un_regional_group"),
        ("treaty_actions.csv", 2, "signature_date"),
        ("treaty_actions.csv", 3, "instrument"),
        ("treaty_actions.csv", 4, "iso3"),
        ("treaty_actions.csv", 4, "as_of"),
    ]
    with pytest.raises(
        CommandError, match=r"Nothing was imported(.|\n)*countries.csv, row 3, column iso2: “fr” is not"
    ):
        run("--from", folder)
    assert Country.objects.count() == 0


@pytest.mark.parametrize(
    ("line", "column"),
    [
        (ANDORRA, "iso2"),  # the second of the same
        ("XS,XSC,Sample,,,,,member,2014-07", "iso2"),
        ("AE,ARE,,784,Asia,,,member,2014-07", "name_en"),
        ("AE,ARE,Emirates,84,Asia,,,member,2014-07", "m49_code"),
        ("AE,ARE,Emirates,784,Asia,,,friend,2014-07", "un_status"),
        ("AE,ARE,Emirates,784,Asia,,,member,", "treaty_data_as_of"),
        ("AE,ARE,Emirates,784,Asia,,,member,2014-13", "treaty_data_as_of"),
        ("AE,ARE," + "E" * 121 + ",784,Asia,,,member,2014-07", "name_en"),
        ("AE,ARE,Emirates", ""),
    ],
)
def test_load_wrong_country_cell_is_named(db: None, tables: Write, line: str, column: str) -> None:
    found = problems(tables(countries=f"{COUNTRY_HEAD}\n{ANDORRA}\n{line}\n"))
    assert found[0] == ("countries.csv", 3, column)


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("UNTOC,AND,,,,2014-07", "consent_date"),
        ("UNTOC,AND,2001-11-11,,,2014-07\nUNTOC,AND,2001-11-11,,,2014-07", "iso3"),
    ],
)
def test_load_wrong_treaty_row_is_named(db: None, tables: Write, line: str, column: str) -> None:
    found = problems(tables(countries=f"{COUNTRY_HEAD}\n{ANDORRA}\n", treaties=f"{TREATY_HEAD}\n{line}\n"))
    assert found[0][2] == column


@pytest.mark.parametrize("line", ["QQQ,Nowhere,,,,,", "AND,Andorra,,,,,\nAND,Andorra,,,,,", ",Nowhere,,,,,"])
def test_load_wrong_name_row_is_named(db: None, tables: Write, line: str) -> None:
    found = problems(tables(countries=f"{COUNTRY_HEAD}\n{ANDORRA}\n", names=f"{NAMES_HEAD}\n{line}\n"))
    assert found[0][2] == "iso3"


def test_load_missing_and_repeated_columns_are_named(db: None, tables: Write) -> None:
    found = problems(tables(names="iso3,en,en,es,ru,zh\n"))
    assert found == [("country_names.csv", 1, "en"), ("country_names.csv", 1, "fr"), ("country_names.csv", 1, "ar")]


@pytest.mark.parametrize(
    "content",
    [
        "name\xe9".encode("latin-1"),
        "iso2".encode("utf-16"),
        f"{COUNTRY_HEAD}\n".encode() + b'"open',
        b"\x00" * 100,
        b"x" * (5 * 1024 * 1024 + 1),
        b"",
    ],
)
def test_load_unreadable_file_is_named_not_a_crash(db: None, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "countries.csv").write_bytes(content)
    assert problems(tmp_path)[0][0] == "countries.csv"


def test_load_folder_without_tables_says_which_are_expected(db: None, tmp_path: Path) -> None:
    with pytest.raises(BadTables, match=r"holds none of countries.csv, country_names.csv, treaty_actions.csv"):
        load(tmp_path)


def test_command_errors_as_json(db: None, tables: Write) -> None:
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("import_geography", "--from", tables(names="iso3\n"), "--format", "json", stdout=out)
    assert json.loads(out.getvalue())["errors"][0] == {
        "file": "country_names.csv",
        "row": 1,
        "column": "en",
        "message": "is missing from the header",
    }


def test_import_is_one_transaction(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = load()
    facts.treaties["UNTOC", "ZZ"] = facts.treaties["UNTOC", "AD"]  # no such country: fails after countries are written
    with pytest.raises(KeyError):
        import_geography(None, by=SYSTEM, facts=facts, as_of=facts.as_of)
    assert Country.objects.count() == 0


def test_import_is_for_the_operator_alone(cast: Cast) -> None:
    facts = load()
    for person in cast.by_name().values():
        with pytest.raises(PermissionDenied):
            import_geography(None, by=person, facts=facts, as_of="")
    assert import_geography(None, by=SYSTEM, facts=facts, as_of="2014-07").counts["countries_created"] == 250


def test_difference_query_count_is_constant(db: None, tmp_path: Path, django_assert_num_queries: object) -> None:
    run()
    shutil.copy(DATA / "countries.csv", tmp_path)
    for folder in (DATA, tmp_path):
        facts = load(folder)
        with django_assert_num_queries(2):  # type: ignore[operator]
            difference(facts)
