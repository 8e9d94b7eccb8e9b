"""A table taken from the directory and brought in again: known by its columns, and nothing is made twice."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from django.core.cache import caches
from django.test import Client

from se4u.core.action import SYSTEM
from se4u.core.visibility import Safety
from se4u.directory import services
from se4u.directory.models import Language, Organization, ReferenceEntry, Service, Theme
from tests.personas import Cast

from .imports_help import REFERENCE, REGISTERED, csv_of, plan, run

As = Callable[[str], Client]
HEADINGS = (
    "name country website domain themes services languages about about_language founded contact_phone uncac_interest"
    " ecosoc_status provinces acronym"
)
HARD = [
    HEADINGS.split(),
    [
        *("=Equal (sample)", "XS", "https://equal.example/?a=b", "mail.equal.example", "drugs; firearms", "advocacy"),
        *("sw; zh", "- one\r\n- two", "sw", 2009, "+507 111 222", "yes", "special", "North; South", "@EQ"),
    ],
    ["مركز النور", "XS", "nur.example", "", "corruption", "prevention", "ar", "نعمل مع الشباب.", "ar", "", "", "no", "", "", ""],
    ["中心 (sample)", "XS", "", "", "", "", "zh", "我们培训。", "zh-hans", "", "", "", "", "", ""],
]  # fmt: skip


def taken(client: Client, form: str, language: str = "en") -> bytes:
    """The whole directory as a file."""
    caches["pages"].clear()
    answer = client.get(f"/{language}/directory/export/{form}/")
    return answer.content if form == "xlsx" else b"".join(answer.streaming_content)  # type: ignore[attr-defined]


@pytest.fixture
def brought(cast: Cast) -> int:
    """Organisations brought in by a list, with all that is hard to carry; how many."""
    rows = [[str(cell).replace("=Equal", "'=Equal") for cell in row] for row in HARD]
    report = run(csv_of(rows), REGISTERED).report
    assert (report["created"], report["errors"]) == (3, [])
    return 3


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["en", "ar", "zh-hans"])
def test_officers_table_changes_nothing(cast: Cast, as_persona: As, brought: int, form: str, language: str) -> None:
    before = Organization.objects.count()
    listed = Organization.objects.listed().count()
    content = taken(as_persona("officer"), form, language)
    report = plan(content, REGISTERED)
    assert [remark for remark in report.warnings if remark.row == 1] == []
    assert (report.errors, report.created, report.updated) == ([], 0, 0)
    assert (report.unchanged, report.skipped) == (brought, listed - brought)
    run(content, REGISTERED)
    assert Organization.objects.count() == before


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_members_table_changes_nothing(cast: Cast, as_persona: As, brought: int, form: str) -> None:
    """What the reader may not see is an empty cell, and an empty cell states nothing."""
    services.set_safety(cast.far_shore, by=cast.outsider, safety=Safety.PSEUDONYM, pseudonym="Another house")
    report = plan(taken(as_persona("representative"), form), REGISTERED)
    assert (report.errors, report.created, report.updated, report.unchanged) == ([], 0, 0, brought)


def test_members_table_as_a_list_makes_no_entries(cast: Cast, as_persona: As, brought: int) -> None:
    content = taken(as_persona("representative"), "csv")
    report = run(content, REFERENCE).report
    assert (report["created"], report["skipped"]) == (0, report["rows"])
    assert not ReferenceEntry.objects.exists()


def test_corrected_name_in_a_table_changes_the_organisation(cast: Cast, as_persona: As, brought: int) -> None:
    rows = list(csv.reader(io.StringIO(taken(as_persona("officer"), "csv").decode("utf-8-sig"), newline="")))
    name = rows[0].index("name")
    corrected = [
        rows[0],
        *([*row[:name], "The Equal House", *row[name + 1 :]] for row in rows[1:] if "Equal" in row[name]),
    ]
    report = run(csv_of(corrected), REGISTERED).report
    assert (report["created"], report["updated"]) == (0, 1)
    assert Organization.objects.filter(name="The Equal House").count() == 1


def test_entry_of_a_network_in_a_table_is_left_out_with_a_warning(cast: Cast, as_persona: As, brought: int) -> None:
    rivers = services.add_theme(cast.americas.pk, by=SYSTEM, name={"en": "Border rivers"})
    services.edit(cast.casa_abierta, by=cast.representative, themes=[rivers, Theme.objects.get(slug="drugs")])
    report = plan(taken(as_persona("officer"), "csv"), REGISTERED)
    assert report.errors == []
    assert any("Border rivers" in remark.message for remark in report.warnings)


def test_text_in_any_language_of_the_list_comes_back(cast: Cast, as_persona: As, brought: int) -> None:
    languages = [Language.objects.get(code="ka")]
    values = {"about": "ჩვენ ვასწავლით.", "about_language": "ka", "languages": languages}
    services.edit(cast.casa_abierta, by=cast.representative, services=list(Service.objects.all()[:1]), **values)
    assert plan(taken(as_persona("officer"), "csv"), REGISTERED).errors == []
