"""Lists brought in on the web: nothing is written before the word, and everything is said."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from se4u.core import tick
from se4u.core.action import SYSTEM
from se4u.core.models import Event
from se4u.directory import services
from se4u.directory.imports import entries
from se4u.directory.imports.checking import Options
from se4u.directory.imports.columns import COLUMNS
from se4u.directory.imports.sheets import read
from se4u.directory.models import Affiliation, Import, Organization, PendingImport, ReferenceEntry
from tests.personas import Cast

from .imports_help import REGISTERED, SLICE, country, csv_of, run, xlsx_of

LIST = [["name", "country", "website"], ["Centro Uno", "XS", "https://uno.example/"], ["Centro Dos", "XS", ""]]


@pytest.fixture
def officer(as_persona: Callable[[str], Client]) -> Client:
    return as_persona("officer")


def send(client: Client, content: bytes, name: str = "list.csv", **values: str) -> HttpResponse:
    data = {"standing": "reference", "file": SimpleUploadedFile(name, content), **values}
    return client.post(reverse("directory:import_new"), data, follow=True)  # type: ignore[return-value]


def preview_of(client: Client, content: bytes, **values: str) -> PendingImport:
    send(client, content, **values)
    return PendingImport.objects.get()


def confirm(client: Client, kept: PendingImport) -> HttpResponse:
    return client.post(reverse("directory:import_preview", args=[kept.key]), follow=True)  # type: ignore[return-value]


def page(response: Any) -> str:
    return str(response.content.decode())


def test_officer_previews_confirms_and_reads_the_same_report(officer: Client, cast: Cast) -> None:
    response = send(officer, csv_of([*LIST, LIST[1]]), source="A public list")
    assert "Nothing is written yet." in page(response)
    assert "The same organisation stands in row 2 already" in page(response)
    assert "Centro Dos" in page(response)
    assert ReferenceEntry.objects.count() == Import.objects.count() == 0
    kept = PendingImport.objects.get()
    result = confirm(officer, kept)
    made = Import.objects.get()
    assert result.redirect_chain[-1][0].endswith(f"/directory/import/{made.key}/")  # type: ignore[attr-defined]
    assert made.report == kept.report
    assert (made.by, made.source, made.standing) == (cast.officer, "A public list", "reference")
    assert ReferenceEntry.objects.count() == 2
    assert not PendingImport.objects.exists()
    assert "The same organisation stands in row 2 already" in page(result)


def test_officer_imports_members_with_who_vouches(officer: Client) -> None:
    kept = preview_of(
        officer, xlsx_of(LIST), standing="registered", vouched_by="The network (sample)", kind="civil_society"
    )
    confirm(officer, kept)
    rows = Organization.objects.filter(name__startswith="Centro")
    assert {(row.vouched_by, row.kind, row.listed) for row in rows} == {("The network (sample)", "civil_society", True)}


def test_real_list_comes_in_through_the_web(officer: Client) -> None:
    call_command("import_geography", stdout=io.StringIO())
    kept = preview_of(officer, SLICE.read_bytes())
    assert (kept.report["rows"], kept.report["created"], kept.report["errors"]) == (133, 123, [])
    confirm(officer, kept)
    assert ReferenceEntry.objects.count() == 123


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"standing": "registered"}, "Write who vouches for these members"),
        ({"standing": "friends"}, "friends"),
        ({"kind": "authority"}, "authority"),
        ({"source": "x" * 301}, "301"),
    ],
)
def test_upload_with_a_wrong_choice_is_told_beside_the_field_and_keeps_the_rest(
    officer: Client, values: dict[str, str], message: str
) -> None:
    response = send(officer, csv_of(LIST), **{"source": "A public list", **values})
    assert message in page(response)
    if "source" not in values:
        assert 'value="A public list"' in page(response)
    assert not PendingImport.objects.exists()


def test_upload_without_a_file_or_too_large_is_told(officer: Client) -> None:
    response = officer.post(reverse("directory:import_new"), {"standing": "reference"})
    assert response.context["form"].errors["file"]
    with override_settings(UPLOAD_MAX_BYTES=1024 * 1024):
        response = send(officer, b"name\n" + b"A\n" * 600_000)  # type: ignore[assignment]
    assert "larger than 1 MB" in page(response)
    assert not PendingImport.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("list.xlsx", b"<html><table></table></html>", "web page"),
        ("list.xlsx", b"PK\x03\x04 nothing", "broken"),
        ("list.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old Excel file"),
        ("list.csv", "name\nUniversité\n".encode("latin-1"), "not in UTF-8"),
        ("list.csv", b"\x89PNG\r\n\x1a\n\0\0\0", "no table"),
        ("=cmd|.csv", b"title\nA\n", "names no column"),
    ],
)
def test_upload_of_a_wrong_file_is_told_in_the_preview(
    officer: Client, name: str, content: bytes, message: str
) -> None:
    response = send(officer, content, name)
    assert response.status_code == 200
    assert message in page(response)
    assert "Choose the mended file" in page(response)
    assert 'method="post" class="form"' not in page(response)


def test_preview_names_every_error_by_row_and_column(officer: Client) -> None:
    head = ["name", "country", "founded"]
    response = send(officer, csv_of([head, ["", "XS", "never"], ["Good", "XS", "1990"], ["Bad", "Atlantis", ""]]))
    text = page(response)
    assert '<th scope="row">2</th><td><bdi>name</bdi></td>' in text
    assert '<th scope="row">2</th><td><bdi>founded</bdi></td>' in text
    assert '<th scope="row">4</th><td><bdi>country</bdi></td>' in text
    assert "nothing will be while a row has an error" in text
    kept = PendingImport.objects.get()
    confirm(officer, kept)  # a confirmation sent all the same
    assert not Import.objects.exists()


def test_preview_of_many_errors_shows_the_first_and_gives_all(officer: Client) -> None:
    rows = [["name", "founded"], *([f"Name {number}", "never"] for number in range(250)), ["=1+1", "1990"]]
    response = send(officer, csv_of(rows))
    assert page(response).count("is not a year") == 200
    assert "251 errors" in page(response)
    assert "These are the first." in page(response)
    kept = PendingImport.objects.get()
    sheet = officer.get(reverse("directory:import_preview_remarks", args=[kept.key])).content.decode("utf-8-sig")
    remarks = list(csv.reader(io.StringIO(sheet)))
    assert remarks[0] == ["row", "column", "kind", "message"]
    assert len([row for row in remarks if row[2] == "error"]) == 251


def test_remarks_are_no_formulas(officer: Client) -> None:
    kept = preview_of(officer, b"name,=HYPERLINK(1)\nA,b\n")
    sheet = officer.get(reverse("directory:import_preview_remarks", args=[kept.key])).content.decode("utf-8-sig")
    assert all(not cell.startswith("=") for row in csv.reader(io.StringIO(sheet)) for cell in row)


def test_preview_escapes_what_strangers_wrote(officer: Client) -> None:
    response = send(officer, csv_of([["name", "<b>x</b>"], ["<script>alert(1)</script>", "y"]]))
    assert "<script>alert" not in page(response)
    assert "<b>x</b>" not in page(response)


def test_confirm_when_something_changed_since_shows_it_and_writes_nothing(officer: Client) -> None:
    place = country("CO", "COL", "Colombia")
    kept = preview_of(officer, csv_of([["name", "country"], ["Centro", "CO"]]))
    assert kept.report["errors"] == []
    place.delete()
    response = confirm(officer, kept)
    assert "Nothing was imported" in page(response)
    assert "not a country known here" in page(response)
    assert not Import.objects.exists()


def test_preview_is_its_uploaders_alone_and_ends_after_a_day(officer: Client, cast: Cast) -> None:
    kept = preview_of(officer, csv_of(LIST))
    address = reverse("directory:import_preview", args=[kept.key])
    PendingImport.objects.update(person=cast.coordinator)
    assert officer.get(address).status_code == 404
    assert officer.post(address).status_code == 404
    assert officer.get(reverse("directory:import_preview_remarks", args=[kept.key])).status_code == 404
    PendingImport.objects.update(person=cast.officer, at=timezone.now() - timedelta(hours=23))
    assert tick.run("directory.pending_imports")[0].done == 0
    assert officer.get(address).status_code == 200
    PendingImport.objects.update(at=timezone.now() - timedelta(hours=25))
    assert officer.get(address).status_code == 404
    assert tick.run("directory.pending_imports")[0].done == 1
    assert not PendingImport.objects.exists()
    assert not Import.objects.exists()


def test_upload_again_replaces_the_file_before(officer: Client) -> None:
    first = preview_of(officer, csv_of(LIST))
    second = preview_of(officer, csv_of(LIST[:2]))
    assert first.key != second.key


def test_confirm_twice_imports_once(officer: Client) -> None:
    kept = preview_of(officer, csv_of(LIST))
    assert confirm(officer, kept).status_code == 200
    assert confirm(officer, kept).status_code == 404
    assert Import.objects.count() == 1


def test_undo_asks_then_takes_the_whole_import_back(officer: Client) -> None:
    made = run(csv_of(LIST))
    address = reverse("directory:import_undo", args=[made.key])
    assert "2 organisations it brought in are deleted" in page(officer.get(address))
    assert ReferenceEntry.objects.count() == 2
    response = officer.post(address, follow=True)
    assert "Undone on" in page(response)
    assert "Undo this import" not in page(response)
    assert ReferenceEntry.objects.count() == 0
    assert officer.post(address, follow=True).status_code == 200


def test_undo_that_is_refused_says_why(officer: Client, cast: Cast) -> None:
    made = run(csv_of(LIST), REGISTERED)
    row = Organization.objects.get(name="Centro Uno")
    Affiliation.objects.create(person=cast.newcomer, organization=row)
    response = officer.post(reverse("directory:import_undo", args=[made.key]), follow=True)
    assert "People have begun to work with 1 organisation" in page(response)
    assert Organization.objects.filter(name__startswith="Centro").count() == 2


def test_past_imports_say_who_when_what_and_how_it_stands(officer: Client, cast: Cast) -> None:
    assert "No list has been imported" in page(officer.get(reverse("directory:imports")))
    run(csv_of(LIST), by=cast.officer)
    run(csv_of(LIST), by=SYSTEM)
    text = page(officer.get(reverse("directory:imports")))
    assert "Ola Officer (sample)" in text
    assert "by command" in text
    assert "2 new, 0 changed, 0 as they were, 0 skipped" in text
    assert "0 new, 0 changed, 2 as they were, 0 skipped" in text


def test_past_imports_query_count_is_constant(officer: Client, cast: Cast) -> None:
    counts = []
    for times in (1, 3):
        for _ in range(times):
            run(csv_of(LIST), by=cast.officer)
        officer.get(reverse("directory:imports"))
        with CaptureQueriesContext(connection) as queries:
            officer.get(reverse("directory:imports"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_template_can_be_filled_and_imported(officer: Client, language: str) -> None:
    country("PA", "PAN", "Panama")
    country("CR", "CRI", "Costa Rica")
    path = reverse("directory:import_template", args=["xlsx"]).replace("/en/", f"/{language}/")
    response = officer.get(path)
    assert 'filename="organisations.xlsx"' in response["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    assert book.sheetnames == ["Organisations", "README"]
    assert [cell.value for cell in book["Organisations"][1]] == [column.field for column in COLUMNS]
    assert {row[0].value for row in book["README"].iter_rows(min_row=5)} == {column.field for column in COLUMNS}
    as_csv = officer.get(reverse("directory:import_template", args=["csv"])).content
    for content in (response.content, as_csv):
        assert len(read(content).rows) == 1
        values = {"standing": "registered", "vouched_by": "A (sample)"}
        assert preview_of(officer, content, **values).report["errors"] == []


def test_template_of_another_kind_is_404(officer: Client) -> None:
    assert officer.get(reverse("directory:import_template", args=["ods"])).status_code == 404


def test_pages_are_404_for_unknown_keys(officer: Client) -> None:
    for name in ("import_preview", "import_preview_remarks", "import_result", "import_remarks", "import_undo"):
        assert officer.get(reverse(f"directory:{name}", args=["unknown"])).status_code == 404


def test_desk_leads_officers_to_lists_and_nobody_else(as_persona: Callable[[str], Client]) -> None:
    for name in ("officer", "coordinator", "representative"):
        text = page(as_persona(name).get(reverse("portal:desk"), follow=True))
        assert (reverse("directory:imports") in text) == (name == "officer")


def test_newcomer_with_a_mailbox_on_a_listed_domain_is_offered_the_imported_entry(officer: Client) -> None:
    confirm(officer, preview_of(officer, csv_of(LIST)))
    assert [entry.name for entry in entries.offer(email_domain="mail.uno.example")] == ["Centro Uno"]


def test_kept_file_asks_for_the_right_to_import(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        services.keep_file(cast.representative, "list.csv", b"name\nListed\n", Options())
    assert not PendingImport.objects.exists()


def test_kept_file_goes_with_its_import_and_leaves_no_event_of_its_own(cast: Cast) -> None:
    before = set(Event.objects.values_list("pk", flat=True))
    kept = services.keep_file(cast.officer, "list.csv", b"name\nListed\n", Options())
    assert set(Event.objects.values_list("pk", flat=True)) == before
    services.import_file(kept, by=cast.officer)
    assert not PendingImport.objects.exists()
    assert [event.action for event in Event.objects.exclude(pk__in=before)] == ["directory.import_organizations"]


def test_kept_file_with_errors_by_now_stays_with_a_new_preview(cast: Cast) -> None:
    kept = services.keep_file(cast.officer, "list.csv", b"name,kind\nListed,spaceship\n", Options())
    PendingImport.objects.update(report={})
    with pytest.raises(services.NotImported):
        services.import_file(kept, by=cast.officer)
    assert PendingImport.objects.get().report["errors"]
