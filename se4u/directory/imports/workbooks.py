"""Reading Excel files that strangers may have made: sizes are checked before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.packaging.manifest import Manifest
from openpyxl.xml.constants import SHARED_STRINGS
from openpyxl.xml.functions import fromstring

from .columns import field_of
from .sheets import MOST_COLUMNS, BadFile, Unusable, formula, usable

MOST_UNPACKED = 100 * 1024 * 1024
MOST_PARTS = 2000
MOST_BESIDE = 8 * 1024 * 1024  # of a part that is neither a sheet nor the words of sheets: it is read as a whole
MOST_IN_WORDS, MOST_IN_SHEETS = 2_000_000, 12_000_000  # marks of XML, some two microseconds each; words stay in memory
FREELY, MOST_TIMES = 4 * 1024 * 1024, 100  # a table of any size unpacks into some twenty times what it seems


def rows_of(content: bytes) -> Iterator[list[str]]:
    """Yield the rows of the first sheet whose first row names a column `name`, else of the first sheet.

    Formulas are not computed, macros and links to other files never followed. Raises BadFile.
    """
    _check(content)
    with _readable():
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False, rich_text=False)
        try:
            yield from _rows(_choose(book))
        finally:
            book.close()


@contextmanager
def _readable() -> Iterator[None]:
    """Turn whatever a broken part makes the readers raise into one sentence."""
    try:
        yield
    except BadFile:
        raise
    except Exception as error:
        raise BadFile(
            _("This Excel file is broken or not one that can be read. Save it again as .xlsx, or as CSV.")
        ) from error


def _check(content: bytes) -> None:
    """Refuse what is no workbook, or would unpack into far more than it seems."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise BadFile(_("This Excel file is broken. Save it again as .xlsx, or as CSV.")) from error
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise BadFile(
            _("This file is not an Excel workbook (.xlsx), whatever its name says. Save the table as .xlsx or CSV.")
        )
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise BadFile(_("This workbook holds macros. Save it as .xlsx without macros."))
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED or any(map(_swells, parts)):
        raise BadFile(
            _("This workbook unpacks into far more than a list of organisations needs. Save the table alone.")
        )
    if any(part.flag_bits & 1 for part in parts):
        raise BadFile(_("This workbook has a password. Save it without one."))
    words = _named_as_words(archive)
    sheets = [part for part in parts if _is_sheet(part) and part.filename.lower() not in words]
    others = [part for part in parts if part not in sheets]  # wherever it lies, any of them may be read as a whole
    if _marks(archive, others) > MOST_IN_WORDS or _marks(archive, sheets) > MOST_IN_SHEETS:
        raise BadFile(_("This workbook holds more cells than can be read at once. Split the table into several files."))


def _marks(archive: zipfile.ZipFile, parts: Iterable[zipfile.ZipInfo]) -> int:
    """Return how many marks of XML some parts hold: what takes time to read is their number, not their size."""
    found = 0
    for part in parts:
        with _readable(), archive.open(part) as stream:
            while chunk := stream.read(1 << 20):
                found += chunk.count(b"<")
    return found


def _named_as_words(archive: zipfile.ZipFile) -> set[str]:
    """Return the parts that the workbook itself declares to hold the words of its sheets, by whatever name."""
    with _readable():
        manifest: Any = Manifest.from_tree(fromstring(archive.read("[Content_Types].xml")))  # type: ignore[arg-type]
        return {part.PartName.removeprefix("/").lower() for part in manifest.findall(SHARED_STRINGS)}


def _is_sheet(part: zipfile.ZipInfo) -> bool:
    return part.filename.lower().startswith("xl/worksheets/")


def _holds_words(part: zipfile.ZipInfo) -> bool:
    return part.filename.lower() == "xl/sharedstrings.xml"


def _swells(part: zipfile.ZipInfo) -> bool:
    """Whether a part becomes far larger than a table would: millions of empty elements take ten times their size in memory."""
    table = _is_sheet(part) or _holds_words(part)
    if part.filename.lower().endswith((".xml", ".rels")) and not table and part.file_size > MOST_BESIDE:
        return True
    return part.file_size > max(FREELY, part.compress_size * MOST_TIMES)


def _choose(book: Any) -> Any:
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets
    if not sheets:
        raise BadFile(_("This workbook holds no sheet with a table."))
    for sheet in sheets:
        sheet.reset_dimensions()
        first = next(sheet.iter_rows(max_row=1, max_col=MOST_COLUMNS, values_only=True), ())
        if any(field_of(str(value)) == "name" for value in first if value is not None):
            return sheet
    return sheets[0]


def _rows(sheet: Any) -> Iterator[list[str]]:
    # The stated size may be a lie (a million formatted rows, or one); only rows that are there are read.
    sheet.reset_dimensions()
    # Without a last column, empty rows cost nothing.
    for number, cells in enumerate(sheet.iter_rows(), 1):
        if len(cells) > MOST_COLUMNS:
            raise BadFile(_("There are more than %(most)s columns.") % {"most": MOST_COLUMNS}, number)
        yield [_text(cell) for cell in cells]


def _text(cell: Any) -> str:
    """Return a cell as one would type it."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return formula()
    if cell.data_type == "e":
        return Unusable(_("holds the error value %(value)s") % {"value": str(value)[:20]})
    return usable(value, quoted=True) if isinstance(value, str) else _number(value)


def _number(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat()[:10] if isinstance(value, datetime | date) else str(value)
