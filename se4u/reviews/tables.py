"""Reading the small CSV tables of facts, with every error named by file, row and column."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

MOST_BYTES = 5 * 1024 * 1024
AS_OF = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a file; row 1 is the header."""

    file: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        where = f", column {self.column}" if self.column else ""
        return f"{self.file}, row {self.row}{where}: {self.message}"


class BadTables(Exception):  # noqa: N818  named for what it tells
    """The files cannot be imported; nothing was written. `problems` names every error."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass
class Row:
    """One line of a table; `problems` is shared by all rows of all tables."""

    file: str
    number: int
    values: dict[str, str]
    problems: list[Problem] = field(repr=False)

    def wrong(self, column: str, message: str) -> None:
        """Note an error in a cell."""
        self.problems.append(Problem(self.file, self.number, column, message))

    def text(self, column: str, *, most: int, required: bool = False) -> str:
        """Return a cell, at most so many characters long."""
        value = self.values[column]
        if required and not value:
            self.wrong(column, "is empty")
        elif len(value) > most:
            self.wrong(column, f"is longer than {most} characters")
        return value

    def matching(self, column: str, pattern: str, meaning: str, *, required: bool = False) -> str:
        """Return a cell that is empty or matches a pattern as a whole."""
        value = self.text(column, most=100, required=required)
        if value and not re.fullmatch(pattern, value):
            self.wrong(column, f"“{value[:40]}” is not {meaning}")
        return value

    def one_of(self, column: str, allowed: Iterable[str], *, required: bool = False) -> str:
        """Return a cell that is empty or one of some words."""
        value, words = self.values[column], list(allowed)
        if value not in words and (value or required):
            self.wrong(column, f"“{value[:40]}” is not one of: {', '.join(words)}")
        return value

    def day(self, column: str) -> date | None:
        """Return a cell as a date (YYYY-MM-DD), None if it is empty."""
        value = self.values[column]
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            self.wrong(column, f"“{value[:40]}” is not a date as 2014-07-31")
            return None

    def as_of(self, column: str) -> str:
        """Return the date of the data: a year, a month or a day."""
        return self.matching(
            column, AS_OF.pattern, "a year, month or day as 2014, 2014-07 or 2014-07-31", required=True
        )


def read(path: Path, columns: tuple[str, ...], problems: list[Problem]) -> list[Row]:
    """Return the rows of one CSV table in UTF-8 with at least these columns; errors go to `problems`."""

    def fail(row: int, column: str, message: str) -> list[Row]:
        problems.append(Problem(path.name, row, column, message))
        return []

    try:
        content = path.read_bytes()
    except OSError as error:
        return fail(1, "", f"cannot be read: {error.strerror}")
    if len(content) > MOST_BYTES:
        return fail(1, "", "is larger than 5 MB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return fail(content[: error.start].count(b"\n") + 1, "", "is not written in UTF-8")
    return list(_rows(path.name, text, columns, problems, fail))


def _rows(
    file: str,
    text: str,
    columns: tuple[str, ...],
    problems: list[Problem],
    fail: Callable[[int, str, str], list[Row]],
) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        missing = [column for column in columns if header.count(column) != 1]
        for column in missing:
            fail(1, column, "is missing from the header" if column not in header else "stands twice in the header")
        if missing:
            return
        for number, cells in enumerate(reader, 2):
            if not any(cells):
                continue
            if len(cells) != len(header):
                fail(number, "", f"has {len(cells)} cells, the header {len(header)}")
                continue
            yield Row(file, number, {name: cell.strip() for name, cell in zip(header, cells, strict=True)}, problems)
    except csv.Error as error:
        fail(reader.line_num, "", f"is not a CSV table: {error}")
