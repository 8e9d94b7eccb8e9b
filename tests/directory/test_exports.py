"""Excel and CSV: exactly the rows of the question, each cell as its reader may read it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from se4u.core.authority import Level
from se4u.directory import exports, finding
from se4u.directory.imports.columns import BY_FIELD
from tests.personas import PERSONAS, Cast

from .finding_help import LEVELS, changed, hidden, language, made, names, question, service, theme

EXPORT = "/en/directory/export/"


def rows_of(client: Client, address: str = "") -> list[dict[str, str]]:
    """Take the CSV and return its rows by heading."""
    answer = client.get(f"{EXPORT}csv/{address}")
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(text, newline="")))


def book_of(client: Client, address: str = "") -> Any:
    """Take the workbook."""
    return load_workbook(io.BytesIO(client.get(f"{EXPORT}xlsx/{address}").content))


def test_export_holds_exactly_the_filtered_rows_of_all_pages(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "BATCH", 7)
    for number in range(30):
        made(f"Zulu {number:02}", cast.sample_country, about="needle")
    for address in ("", "?q=needle", "?q=zulu&sort=name", "?kind=academia", "?q=nothing"):
        shown = sorted(names(address.lstrip("?")))
        assert sorted(row["name"] for row in rows_of(client, address)) == shown
        sheet = book_of(client, address)["Organisations"]
        assert sorted(row[1] for row in sheet.iter_rows(min_row=2, values_only=True)) == shown


def test_headings_are_those_of_the_import(client: Client, cast: Cast) -> None:
    headings = exports.headers()
    assert headings[:6] == ["key", "name", "latin_name", "acronym", "kind", "country"]
    own = {"key", "vetted", "vouched_by", "since", "sample", "profile"}
    assert set(headings) - own <= set(BY_FIELD)


def test_cells_are_typed_and_safe(client: Client, cast: Cast) -> None:
    made(
        "=cmd|'/c calc'!A1", cast.sample_country, founded=2009, website="https://x.example/?a=b", about="+1", uncac_interest=True,
        many={"themes": [theme("crime"), theme("trade")], "services": [service("advice")], "languages": [language("en")]},
    )  # fmt: skip
    sheet = book_of(client, "?q=calc")["Organisations"]
    head, row = ([item.value for item in line] for line in sheet.iter_rows())
    values = dict(zip(head, row, strict=True))
    assert values["name"] == "'=cmd|'/c calc'!A1"
    assert values["about"] == "'+1"
    assert values["founded"] == 2009
    assert values["since"].date() == date.today()  # noqa: DTZ011
    assert values["website"] == "https://x.example/?a=b"
    assert values["themes"] == "Crime; Trade"
    assert values["country"] == "Sample Country"
    assert (values["uncac_interest"], values["vetted"], values["sample"]) == ("yes", "yes", "yes")
    assert sheet.freeze_panes == "A2"


def test_readme_explains_columns_readers_and_date(as_persona: Callable[[str], Client], cast: Cast) -> None:
    for persona, words in (("visitor", "everyone"), ("outsider", "members"), ("government_observer", "governments"),
                           ("officer", "vetting officers")):  # fmt: skip
        sheet = book_of(as_persona(persona), "?kind=academia")["README"]
        text = {str(row[0]): row[1] for row in sheet.iter_rows(values_only=True)}
        assert set(exports.headers()) <= set(text)
        assert words in text["Who sees this"]
        assert text["Search"].endswith("?kind=academia")
        assert text["Taken on"].date() == date.today()  # noqa: DTZ011


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("persona", PERSONAS)
def test_export_leaks_nothing(as_persona: Callable[[str], Client], cast: Cast, persona: str, form: str) -> None:
    changed(cast.rio_claro, safety="unlisted")
    changed(
        cast.puente_norte,
        safety="pseudonym",
        pseudonym="Blue Door",
        website="https://puente.example",
        provinces="Secretshire",
    )
    changed(
        cast.far_shore,
        contact_email="mail@far.example",
        registration_number="REG-77",
        visibility=hidden("seat", "members"),
    )
    client = as_persona(persona)
    if form == "csv":
        table = rows_of(client)
    else:
        lines = list(book_of(client)["Organisations"].iter_rows(values_only=True))
        table = [dict(zip(lines[0], (item or "" for item in line), strict=True)) for line in lines[1:]]
    text = str(table)
    officer = persona == "officer"
    assert "Río Claro" not in text
    assert ("Puente" in text or "puente" in text) is (officer or persona == "committee_member")
    assert ("Secretshire" in text) is (officer or persona == "committee_member")
    [far] = [row for row in table if "Far Shore" in row["name"]]
    assert bool(far["country"]) is (persona not in {"visitor", "newcomer", "government_observer"})
    assert bool(far["contact_email"]) is (persona in {"officer", "outsider"})
    assert bool(far["registration_number"]) is (persona in {"officer", "outsider"})


@pytest.mark.parametrize("level", LEVELS)
def test_rows_equal_the_list_for_each_class_of_reader(cast: Cast, level: Level) -> None:
    changed(cast.far_shore, visibility=hidden("seat", "members"))
    for address in ("", "country=XSC", "q=sample"):
        taken = [row[1] for row in exports.rows(question(address, level))]
        assert sorted(map(str, taken)) == sorted(names(address, level))


def test_long_tables_are_csv(client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "CAP", 2)
    answer = client.get(EXPORT + "xlsx/?kind=civil_society")
    assert answer.status_code == 302
    assert answer["Location"] == "/en/directory/export/csv/?kind=civil_society"
    assert len(rows_of(client, "?kind=civil_society")) == 3
    assert "export/xlsx" not in client.get("/en/directory/").content.decode()


def test_anonymous_takes_ten_an_hour(client: Client, as_persona: Callable[[str], Client], cast: Cast) -> None:
    cache.clear()
    statuses = [client.get(EXPORT + "xlsx/?q=casa").status_code for _ in range(11)]
    assert statuses == [200] * 10 + [429]
    assert as_persona("outsider").get(EXPORT + "xlsx/?q=casa").status_code == 200


def test_export_is_private_and_a_download(client: Client, cast: Cast) -> None:
    answer = client.get(EXPORT + "xlsx/")
    assert "attachment" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    assert client.get(EXPORT + "doc/").status_code == 404


def test_export_costs_the_same_for_one_and_three(cast: Cast) -> None:
    costs = []
    for address in ("q=far", "kind=civil_society"):
        asked = question(address)
        with CaptureQueriesContext(connection) as caught:
            assert list(exports.rows(asked))
        costs.append(len(caught))
    assert costs[0] == costs[1]
