"""From an uploaded file to rows of text: CSV or Excel, by content and not by name."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _

from se4u.core.sheets import uncovered

MOST_ROWS = 100_000
MOST_COLUMNS = 100
MOST_IN_CELL = 32_767  # what a spreadsheet holds in one cell
MOST_LINES = 1_100_000  # empty ones are not counted, but not read for ever either; a spreadsheet ends before


class BadFile(Exception):  # noqa: N818  named for what it tells
    """The file cannot be read as a table; the message says what it is and what to do. `row` is where, if known."""

    def __init__(self, message: str, row: int = 1) -> None:
        super().__init__(message)
        self.row = row


class Unusable(str):
    """The content of a cell that cannot be taken as it is: the text is the sentence that says why."""

    __slots__ = ()


@dataclass
class Sheet:
    """A header and the rows below it that hold anything, with their line in the sheet (the header is 1)."""

    header: list[str] = field(default_factory=list)
    rows: list[tuple[int, list[str]]] = field(default_factory=list)


def read(content: bytes) -> Sheet:
    """Return the table in a file.

    Raises BadFile when the file is too large, broken, in another format or encoding than it may be.
    """
    if len(content) > settings.UPLOAD_MAX_BYTES:
        most = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
        raise BadFile(_("This file is larger than %(most)s MB. Split it into several.") % {"most": most})
    if content.startswith(b"PK\x03\x04"):
        from .workbooks import rows_of  # noqa: PLC0415  openpyxl is slow to import and mostly not needed

        return assemble(rows_of(content))
    _refuse_other_formats(content)
    return assemble(csv_rows(decode(content)))


def assemble(records: Iterable[list[str]]) -> Sheet:
    """Return the sheet of these records, the first of which is the header. Empty rows keep their number and are left out."""
    sheet = Sheet()
    for number, cells in enumerate(records, 1):
        if number == 1:
            sheet.header = cells
        elif any(cells):
            if len(sheet.rows) == MOST_ROWS:
                raise _too_many_rows(number)
            sheet.rows.append((number, cells))
        elif number > MOST_LINES:  # a workbook of a few bytes may claim a row of any number
            raise _too_many_rows(number)
    if not any(sheet.header):
        raise BadFile(_("The first row is empty. It must name the columns, as in the template."))
    return sheet


def _too_many_rows(number: int) -> BadFile:
    return BadFile(_("There are more than %(most)s rows. Split the file into several.") % {"most": MOST_ROWS}, number)


def _refuse_other_formats(content: bytes) -> None:
    start = content[:2048].lstrip()
    if not start:
        raise BadFile(_("This file is empty."))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadFile(
            _(
                "This is an old Excel file (.xls) or one with a password. Save it as .xlsx without a password, or as CSV."
            )
        )
    if start.startswith(b"%PDF"):
        raise BadFile(_("This is a PDF file. Save the table as .xlsx or CSV."))
    if start.startswith((b"<", b"\xef\xbb\xbf<")):
        raise BadFile(
            _("This is a web page or XML file, whatever its name says. Open it in a spreadsheet and save it as .xlsx.")
        )
    if start.startswith(b"{\\rtf"):
        raise BadFile(_("This is a text document. Save the table as .xlsx or CSV."))


def decode(content: bytes) -> str:
    """Return the text of a CSV file: UTF-8, or UTF-16 where a mark at its beginning makes that certain.

    Raises BadFile naming the encoding that was probably used.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError:
            raise BadFile(_("This file says it is UTF-16 and is not. Save it as “CSV UTF-8”.")) from None
    if b"\0" in content[:4096]:
        raise BadFile(_("This is not text in UTF-8; perhaps UTF-16 or no table at all. Save it as “CSV UTF-8”."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        byte = f"0x{content[error.start]:02X}"
        message = _(
            "The text is not in UTF-8 (byte %(byte)s in line %(row)s); it is probably in Windows-1252, Latin-1 or another older"
            " encoding. Open it in a spreadsheet with that encoding and save it as “CSV UTF-8”, so that names stay right."
        )
        raise BadFile(message % {"byte": byte, "row": row}, row) from None


def csv_rows(text: str) -> list[list[str]]:
    """Return the records of a CSV text, whose separator (comma, semicolon or tab) is read from its first line.

    Raises BadFile for a broken quotation or an endless cell, naming the row.
    """
    if "\n" not in text:
        text = text.replace("\r", "\n")  # as some spreadsheets on a Mac end lines
    first, _newline, rest = text.partition("\n")
    if first.strip().lower() in {"sep=;", "sep=,", "sep=\t"}:  # a line Excel writes and does not show
        text, first = rest, rest.partition("\n")[0]
    separator = max(",;\t", key=lambda mark: _columns(first, mark))
    records: list[list[str]] = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            if len(cells) > MOST_COLUMNS:
                raise BadFile(_("There are more than %(most)s columns.") % {"most": MOST_COLUMNS}, len(records) + 1)
            records.append([usable(cell) for cell in cells])
            if len(records) > MOST_LINES:
                raise _too_many_rows(len(records))
    except csv.Error as error:
        message = _(
            "The table cannot be read from here on: a quotation mark is missing or misplaced, or a cell is endless"
        )
        raise BadFile(f"{message} ({error}).", len(records) + 1) from None
    return records


def _columns(first: str, mark: str) -> int:
    """Return how many cells a line has by a separator; none where it cannot be read, which is told with its row later."""
    try:
        return len(next(csv.reader([first], delimiter=mark), []))
    except csv.Error:
        return 0


def usable(cell: str, *, quoted: bool = False) -> str:
    """Return the content of a cell without spaces around it, or why it cannot be used. `quoted` text is no formula."""
    text = cell.strip()
    if len(text) > MOST_IN_CELL:
        return Unusable(_("is longer than a cell can be"))
    if text.startswith("=") and len(text) > 1 and not quoted:
        return formula()
    return uncovered(text)


def formula() -> Unusable:
    """Return what is said of a formula."""
    return Unusable(_("holds a formula; replace it by its value (copy, then paste as values)"))
