"""Tables to take away: Excel files and CSV with cells that stay what they are.

A cell that a spreadsheet would take for a formula gets a leading apostrophe, which spreadsheets show as text; controls that
neither format can hold are left out.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

from django.utils.timezone import is_aware, make_naive

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
BOM = "\ufeff"
MOST_CHARACTERS = 32_767  # of one cell in a spreadsheet

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Where a comma is the decimal sign, spreadsheets part the lines of a CSV file at semicolons, within cells too.
_PARTED = re.compile(r"([;\t][\"']*)(?=[=+\-@＝＋－＠])")
_UNUSABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

Cell = str | int | float | bool | date | None


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, the words of the first row, the other rows, and how wide the columns are."""

    title: str
    headers: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    widths: Sequence[int] = ()


def cell(value: Any) -> Cell:
    """Return a value as a cell holds it: numbers and dates as they are, anything else as text that is no formula."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime):
        return make_naive(value) if is_aware(value) else value
    if isinstance(value, date):
        return value
    text = _UNUSABLE.sub("", str(value))[: MOST_CHARACTERS - 1]
    return f"'{text}" if text.startswith(_FORMULA) else text


def uncovered(text: str) -> str:
    """Return the text of a cell without the apostrophe that `cell` put before what looks like a formula."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text


def write_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """Write a workbook row by row, so that its rows are never all in memory, and return the packed file."""
    from openpyxl import Workbook  # noqa: PLC0415  slow to import, and few requests need it
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(sheet.title)
        page.freeze_panes = "A2"
        for number, width in enumerate(sheet.widths, start=1):
            page.column_dimensions[get_column_letter(number)].width = width
        page.append([_bold(page, header) for header in sheet.headers])
        for row in sheet.rows:
            page.append([None if value == "" else cell(value) for value in row])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _bold(page: Any, text: str) -> Any:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415

    made = WriteOnlyCell(page, value=cell(text))  # type: ignore[arg-type]
    made.font = Font(bold=True)
    return made


class _Echo:
    """Hands each line to whoever writes, instead of keeping it."""

    def write(self, line: str) -> str:
        """Return the line."""
        return line


def csv_lines(headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Yield a CSV file line by line, with the mark by which spreadsheets know UTF-8."""
    writer = csv.writer(_Echo())
    yield BOM + writer.writerow([cell(header) for header in headers])
    for row in rows:
        yield writer.writerow([_unparted(cell(item)) for item in row])


def _unparted(value: Cell) -> Cell:
    """Return a cell for CSV: none is nothing, and no part of a text behind a semicolon becomes a formula."""
    if value is None:
        return ""
    return _PARTED.sub(r"\1 ", value) if isinstance(value, str) else value
