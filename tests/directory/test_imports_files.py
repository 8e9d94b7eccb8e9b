"""Files of lists: what they may be, and what is said of what they may not."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress

import openpyxl
import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from se4u.directory.imports import sheets, workbooks
from se4u.directory.imports.planning import make_plan
from se4u.directory.imports.sheets import BadFile, Unusable, read

from .imports_help import REFERENCE, csv_of, repacked, xlsx_of

ROWS = [["name", "country"], ["Centro, “Río”\nClaro", "PA"], ["مركز الأمل", "EG"], ["希望中心", "CN"]]
CELLS = [(2, ["Centro, “Río”\nClaro", "PA"]), (3, ["مركز الأمل", "EG"]), (4, ["希望中心", "CN"])]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_read_csv_of_any_separator_and_certain_encoding(separator: str, encoding: str) -> None:
    sheet = read(csv_of(ROWS, separator=separator, encoding=encoding))
    assert (sheet.header, sheet.rows) == (ROWS[0], CELLS)


def test_read_csv_with_the_line_excel_writes_for_itself() -> None:
    assert read(b"sep=;\r\nname;country\r\nA;PA\r\n").rows == [(2, ["A", "PA"])]


def test_read_workbook() -> None:
    sheet = read(xlsx_of(ROWS))
    assert sheet.header[:2] == ROWS[0]
    assert [(number, cells[:2]) for number, cells in sheet.rows] == CELLS


def test_read_workbook_takes_the_sheet_with_names_not_the_first() -> None:
    assert len(read(xlsx_of(ROWS, before=["README"])).rows) == 3


def test_read_workbook_values_as_one_would_type_them() -> None:
    from datetime import UTC, datetime

    day = datetime(2020, 1, 2, tzinfo=UTC).replace(tzinfo=None)  # a workbook holds no zones
    cells = read(xlsx_of([["name", "founded", "uncac_interest", "a", "b"], ["A", 1998.0, True, 1.5, day]]))
    assert cells.rows[0][1][:5] == ["A", "1998", "yes", "1.5", "2020-01-02"]


def test_read_rows_keep_their_number_across_empty_ones() -> None:
    assert read(b"name\n\nA\n,\n\nB\n").rows == [(3, ["A"]), (6, ["B"])]
    assert [number for number, _cells in read(xlsx_of([["name"], [None], ["A"], [None], ["B"]])).rows] == [3, 5]


def _zip(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


ENTITY = b"""<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr">
<is><t>&b;</t></is></c></row></sheetData></worksheet>"""
BAD = {
    "nothing": (b"", "empty"),
    "blanks": (b" \n ", "empty"),
    "old Excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Excel"),
    "a page named .xlsx": (b"<html><table><tr><td>name</td></tr></table></html>", "web page"),
    "a page with a mark": (b"\xef\xbb\xbf<!DOCTYPE html>", "web page"),
    "PDF": (b"%PDF-1.7 ...", "PDF"),
    "RTF": (b"{\\rtf1 ...", "text document"),
    "UTF-16 without a mark": ("name,country\nA,B\n".encode("utf-16-le"), "UTF-16"),
    "a broken UTF-16": (b"\xff\xfen\x00a", "UTF-16"),
    "Latin-1": ("name\nUniversit\xe9\n".encode("latin-1"), r"not in UTF-8 \(byte 0xE9 in line 2\)"),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "UTF-16 or no table"),
    "open quotation": (b'name,country\n"Centro,PA\nOther,PA\n', "quotation mark"),
    "endless cell": (b'name\n"' + b"x" * 200_000 + b'"\n', "endless"),
    "endless header": (b"n" * 200_000 + b"\n", "endless"),
    "no header": (b"\nname\nA\n", "first row is empty"),
    "too many columns": (b",".join([b"name"] * 101) + b"\n", "more than 100 columns"),
    "a zip": (_zip(readme_dot_txt=b"hello"), "not an Excel workbook"),
    "a document": (_zip(word__document_dot_xml=b"<w/>"), "not an Excel workbook"),
    "half a zip": (xlsx_of(ROWS)[:1500], "broken"),
    "a zip bomb": (_zip(xl__workbook_dot_xml=b"<w/>", xl__bomb_dot_xml=b"\0" * (101 * 1024 * 1024)), "unpacks into"),
    "many parts": (repacked(xlsx_of(ROWS), {f"xl/{number}.xml": b"" for number in range(2001)}), "unpacks into"),
    "macros": (repacked(xlsx_of(ROWS), {"xl/vbaProject.bin": b"x"}), "macros"),
    "no content": (_zip(xl__workbook_dot_xml=b"<w/>"), "broken or not one"),
    "an XML bomb": (repacked(xlsx_of(ROWS), {"xl/worksheets/sheet1.xml": ENTITY}), "broken or not one"),
    "a broken sheet": (
        repacked(xlsx_of(ROWS), {"xl/worksheets/sheet1.xml": b"<worksheet><sheetData>"}),
        "broken or not one",
    ),
    "not a workbook inside": (repacked(xlsx_of(ROWS), {"xl/workbook.xml": b"nonsense"}), "broken or not one"),
}


@pytest.mark.parametrize("name", BAD)
def test_read_bad_file_is_told_what_it_is(name: str) -> None:
    content, message = BAD[name]
    with pytest.raises(BadFile, match=message):
        read(content)


def test_read_encoding_error_names_the_row() -> None:
    with pytest.raises(BadFile) as caught:
        read("name\nA\nB\nÉ\n".encode("latin-1"))
    assert caught.value.row == 4


def test_read_too_large_file_is_refused_before_it_is_read() -> None:
    with override_settings(UPLOAD_MAX_BYTES=1024 * 1024), pytest.raises(BadFile, match="larger than 1 MB"):
        read(b"name\n" + b"A\n" * 600_000)


WORDS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"


def _with_words(words: bytes, at: str = "xl/sharedStrings.xml") -> bytes:
    """A workbook with a part of shared words, which it may call as it likes."""
    book = xlsx_of(ROWS)
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        types = archive.read("[Content_Types].xml")
    named = types.replace(b"</Types>", f'<Override PartName="/{at}" ContentType="{WORDS}"/></Types>'.encode())
    return repacked(book, {at: words, "[Content_Types].xml": named})


def _marks_besides(content: bytes) -> int:
    """The marks of all parts but the sheets."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [name for name in archive.namelist() if not name.startswith("xl/worksheets/sheet")]
        return sum(archive.read(name).count(b"<") for name in parts)


@pytest.mark.parametrize("at", ["xl/sharedStrings.xml", "xl/words.bin", "xl/worksheets/words.xml"])
@pytest.mark.parametrize("words", [b"<si><t>a</t></si>" * 9, b"<si>" + b"<r><t>a</t></r>" * 9 + b"</si>"])
def test_read_workbook_of_too_many_words_is_refused_before_they_are_read(
    monkeypatch: pytest.MonkeyPatch, words: bytes, at: str
) -> None:
    """What a workbook costs is the number of its marks: a million words within the limits of size took a quarter minute."""
    few = _with_words(b"<sst><si><t>a</t></si></sst>", at)
    monkeypatch.setattr(workbooks, "MOST_IN_WORDS", _marks_besides(few) + 20)
    assert read(few).rows == CELLS
    with pytest.raises(BadFile, match="more cells than can be read"):
        read(_with_words(b"<sst>" + words + b"</sst>", at))


def test_read_workbook_of_too_many_cells_is_refused_before_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MOST_IN_SHEETS", 120)
    assert read(xlsx_of([["name"], ["A"]])).rows == [(2, ["A"])]
    with pytest.raises(BadFile, match="more cells than can be read"):
        read(xlsx_of([["name"], *[["A"]] * 20]))


@pytest.mark.parametrize("make", [csv_of, xlsx_of])
def test_read_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch, make: object) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)
    rows = [["name"], *([str(number)] for number in range(4))]
    assert len(read(make(rows[:4])).rows) == 3  # type: ignore[operator]
    with pytest.raises(BadFile, match="more than 3 rows"):
        read(make(rows))  # type: ignore[operator]


def test_read_workbook_of_a_million_formatted_rows_finds_the_few() -> None:
    book = openpyxl.Workbook()
    book.active.append(["name"])
    book.active.cell(row=1_000_000, column=1, value="Far below")
    out = io.BytesIO()
    book.save(out)
    assert read(out.getvalue()).rows[0][0] == 1_000_000


def test_read_workbook_that_claims_a_row_far_below_is_refused() -> None:
    content = xlsx_of([["name"], ["A"]])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    changed = sheet.replace(b'<row r="2"', b'<row r="99999999999"')
    assert changed != sheet
    with pytest.raises(BadFile, match="more than"):
        read(repacked(content, {"xl/worksheets/sheet1.xml": changed}))


def test_read_csv_with_the_line_ends_of_old_macs() -> None:
    assert read(b"name,country\rA,PA\rB,PE\r").rows == [(2, ["A", "PA"]), (3, ["B", "PE"])]


@pytest.mark.parametrize("name", BAD)
def test_report_of_a_bad_file_adds_up(name: str) -> None:
    report = make_plan(BAD[name][0], REFERENCE).report
    assert report.errors
    assert report.skipped + len(report.rows_with_errors) == report.rows


def test_read_workbook_with_a_cell_far_to_the_right_is_refused() -> None:
    book = openpyxl.Workbook()
    book.active.append(["name"])
    book.active.cell(row=2, column=16_384, value="Far right")
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(BadFile, match="more than 100 columns"):
        read(out.getvalue())


def test_read_workbook_stated_dimensions_may_lie() -> None:
    content = xlsx_of(ROWS)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    for lie in (b"A1:A1", b"A1:XFD1048576"):
        changed = sheet.replace(b"A1:B4", lie)
        assert changed != sheet
        assert len(read(repacked(content, {"xl/worksheets/sheet1.xml": changed})).rows) == 3


def test_read_formulas_and_error_values_are_not_taken_for_text() -> None:
    for content in (xlsx_of([["name"], ['=HYPERLINK("http://x")']]), csv_of([["name"], ['=cmd|"/c calc"!A1']])):
        cell = read(content).rows[0][1][0]
        assert isinstance(cell, Unusable)
        assert "formula" in cell
    cell = read(xlsx_of([["name"], ["#REF!"]])).rows[0][1][0]
    assert isinstance(cell, Unusable)
    assert "#REF!" in cell


@given(st.binary(max_size=400))
def test_read_anything_ends_in_a_sheet_or_a_sentence(content: bytes) -> None:
    for file in (content, b"PK\x03\x04" + content, b"name,country\n" + content):
        with suppress(BadFile):
            assert read(file).header


@given(
    st.lists(
        st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=8), min_size=3, max_size=3),
        max_size=6,
    )
)
def test_read_csv_gives_back_what_was_written(rows: list[list[str]]) -> None:
    written = [["name", "country", "domain"], *rows]
    expected = [(number, [cell.strip() for cell in row]) for number, row in enumerate(rows, 2)]
    found = [(number, [str(cell) for cell in cells]) for number, cells in read(csv_of(written, separator=";")).rows]
    kept = [(number, row) for number, row in expected if any(row)]
    assert [number for number, _row in found] == [number for number, _row in kept]
    for (_number, row), (_same, cells) in zip(kept, found, strict=True):
        assert all(cell == text or text.startswith("=") for text, cell in zip(row, cells, strict=True))


@pytest.mark.parametrize(
    ("part", "element"), [("worksheets/sheet1", b"<row/>"), ("workbook", b"<x/>"), ("styles", b"<xf/>")]
)
def test_read_workbook_of_millions_of_empty_elements_is_refused_before_it_is_read(part: str, element: bytes) -> None:
    content, name = xlsx_of([["name"], ["A"]]), f"xl/{part}.xml"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        start, end, rest = archive.read(name).rpartition(b"</")
    with pytest.raises(BadFile, match="unpacks into far more"):
        read(repacked(content, {name: start + element * 2_000_000 + end + rest}))
