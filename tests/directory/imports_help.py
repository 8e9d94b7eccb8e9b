"""What the tests of imports share: files made of rows, and runs of them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl

from se4u.core.action import SYSTEM
from se4u.directory.imports.checking import Options
from se4u.directory.imports.planning import make_plan
from se4u.directory.imports.report import Report
from se4u.directory.models import Country, Import
from se4u.directory.services import import_organizations

SLICE = Path(__file__).parent.parent / "data" / "academia-slice.csv"
REGISTERED = Options(
    standing=Import.Standing.REGISTERED, vouched_by="the secretariat of a list (sample)", kind="academia"
)
REFERENCE = Options(source="a list")


def csv_of(rows: Sequence[Sequence[object]], *, separator: str = ",", encoding: str = "utf-8") -> bytes:
    """Return a CSV file; the first row is the header."""
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue().encode(encoding)


def xlsx_of(rows: Sequence[Sequence[object]], *, before: Sequence[str] = ()) -> bytes:
    """Return a workbook; `before` names sheets that stand before the table."""
    book = openpyxl.Workbook()
    sheet = book.active
    for title in before:
        sheet.title = title
        sheet.append(["Read this first"])
        sheet = book.create_sheet("Organisations")
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(content: bytes, changes: dict[str, bytes]) -> bytes:
    """Return a workbook with parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename not in changes:
                new.writestr(part, old.read(part))
        for name, text in changes.items():
            new.writestr(name, text)
    return out.getvalue()


def plan(content: bytes, options: Options = REFERENCE) -> Report:
    return make_plan(content, options).report


def run(content: bytes, options: Options = REFERENCE, by: Any = SYSTEM) -> Import:
    return import_organizations(None, by=by, content=content, options=options)


def errors(report: Report) -> list[tuple[int, str]]:
    return [(error.row, error.column) for error in report.errors]


def country(iso2: str, iso3: str, name: str, **names: str) -> Country:
    values = {"iso3": iso3, "name_en": name, "name": {"en": name, **names}, "un_status": "member"}
    return Country.objects.get_or_create(iso2=iso2, defaults=values)[0]


def adds_up(report: Report | dict[str, Any]) -> bool:
    values = report if isinstance(report, dict) else report.as_dict()
    wrong = {error["row"] for error in values["errors"] if error["row"] > 1}
    counted = sum(values[name] for name in ("created", "updated", "unchanged", "skipped"))
    return bool(counted + len(wrong) == values["rows"])
