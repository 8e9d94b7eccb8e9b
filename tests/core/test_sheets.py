"""Tables to take away: cells stay what they are, and none becomes a formula."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from se4u.core.sheets import BOM, Sheet, cell, csv_lines, write_xlsx


@pytest.mark.parametrize("text", ["=1+1", "+43 1", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"])
def test_cell_that_begins_like_a_formula_stands_behind_an_apostrophe(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("value", [None, 7, 1.5, True, date(2026, 1, 2), "plain", "a=b", "https://x.example/?a=b"])
def test_cell_keeps_what_is_harmless(value: object) -> None:
    assert cell(value) == value


def test_cell_drops_what_a_file_cannot_hold() -> None:
    assert cell("a\x00b\x0bc\ud800") == "abc"
    assert len(str(cell("x" * 100_000))) < 32_767
    assert cell(datetime(2026, 1, 2, 3, tzinfo=UTC)) == datetime(2026, 1, 2, 3)  # noqa: DTZ001  as a sheet holds it


@given(st.lists(st.lists(st.text(max_size=20), min_size=2, max_size=2), max_size=5))
def test_any_text_survives_in_both_formats_and_none_is_a_formula(rows: list[list[str]]) -> None:
    book = load_workbook(io.BytesIO(write_xlsx([Sheet("Any", ["a", "b"], rows)])))
    for line in book["Any"].iter_rows(min_row=2):
        assert all(item.data_type != "f" for item in line)
        assert not any(str(item.value or "").startswith(("=", "+", "-", "@")) for item in line)
    lines = list(csv_lines(["a", "b"], rows))
    assert lines[0].startswith(BOM)
    for line in csv.reader(io.StringIO("".join(lines[1:]), newline="")):
        assert not any(item.startswith(("=", "+", "-", "@", "\t", "\r")) for item in line)


@pytest.mark.parametrize("text", ["Centre;=1+1;x", "Centre\t@SUM(A1)"])
def test_csv_cell_parted_at_its_semicolons_gives_no_formula(text: str) -> None:
    line = list(csv_lines(["a", "b"], [[text, 7]]))[1]
    for mark in ";\t":
        for item in csv.reader([line], delimiter=mark):
            assert not any(part.startswith(("=", "+", "-", "@")) for part in item)
    assert next(csv.reader([line]))[0].replace(" ", "") == text


def test_workbook_has_a_frozen_bold_head_and_typed_cells() -> None:
    rows = [["Ā", 2009, date(2026, 1, 2), "https://x.example"]]
    book = load_workbook(io.BytesIO(write_xlsx([Sheet("One", ["name", "year", "day", "web"], rows, [40, 10])])))
    sheet = book["One"]
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    assert [item.data_type for item in sheet[2]] == ["s", "n", "d", "s"]
    assert sheet["D2"].hyperlink is None
    assert sheet.column_dimensions["A"].width == 40
