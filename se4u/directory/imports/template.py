"""The template of a list: a workbook that explains itself, and the same as CSV."""

from __future__ import annotations

import csv
import io

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from .columns import COLUMNS


def as_csv() -> bytes:
    """Return the header and one sample row, in UTF-8 with the mark that lets Excel read it right."""
    out = io.StringIO()
    csv.writer(out).writerows([[column.field for column in COLUMNS], [column.example for column in COLUMNS]])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx() -> bytes:
    """Return a workbook with a sheet to fill and a sheet that says what each column holds, in the reader's language."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Organisations"
    sheet.append([column.field for column in COLUMNS])
    sheet.append([column.example for column in COLUMNS])
    for number, column in enumerate(COLUMNS, 1):
        sheet.cell(row=1, column=number).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = max(14, len(column.field) + 4)
    sheet.freeze_panes = "A2"
    _explain(book.create_sheet("README"))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _explain(sheet: Worksheet) -> None:
    rows = [
        (_("How to fill this list"), ""),
        (
            _("One organisation in a row, below the first row. Delete the sample row. Columns you do not need may go."),
            "",
        ),
        ("", ""),
        (_("Column"), _("What it holds")),
        *((column.field, str(column.help)) for column in COLUMNS),
    ]
    for row in rows:
        sheet.append(row)
    for number in (1, 4):
        for cell in sheet[number]:
            cell.font = Font(bold=True)
    for letter, width in (("A", 24), ("B", 90)):
        sheet.column_dimensions[letter].width = width
    for cell in sheet["B"]:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
