"""What an import says: counts that add up to the rows of the file, and every error and warning by row and column."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Remark:
    """An error or a warning. `row` is the line of the sheet (the header is 1); `column` may be empty for a whole row."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        return f"{self.row} {self.column}: {self.message}" if self.column else f"{self.row}: {self.message}"


@dataclass
class Report:
    """created + updated + unchanged + skipped + rows with errors = rows.

    Rows that stand twice are skipped with a warning. With any error nothing is written, and every good row counts as skipped.
    """

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    errors: list[Remark] = field(default_factory=list)
    warnings: list[Remark] = field(default_factory=list)

    @classmethod
    def unreadable(cls, row: int, message: str) -> Report:
        """Return what is said of a file that cannot be read from a row on: the rows above it are skipped, for all that is known."""
        above = max(0, row - 2)  # without the header
        return cls(rows=above + (row > 1), skipped=above, errors=[Remark(row, "", message)])

    def as_dict(self) -> dict[str, Any]:
        """Return the report as it is printed and kept."""
        return asdict(self)

    @property
    def rows_with_errors(self) -> frozenset[int]:
        """The numbers of the rows that hold an error; the header is none of the rows."""
        return frozenset(error.row for error in self.errors if error.row > 1)

    def stop(self) -> Report:
        """Return what is left to say when there are errors: nothing is written."""
        good = self.rows - len(self.rows_with_errors)
        return Report(rows=self.rows, skipped=good, errors=in_order(self.errors), warnings=in_order(self.warnings))


def in_order(remarks: list[Remark]) -> list[Remark]:
    """Return remarks by row, as one reads the sheet."""
    return sorted(remarks, key=lambda remark: remark.row)
