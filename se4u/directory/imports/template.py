"""The template of a list: a workbook that explains itself, and the same as CSV."""

from __future__ import annotations

from django.utils.translation import gettext as _

from se4u.core.sheets import Sheet, csv_lines, write_xlsx

from .columns import COLUMNS

FIELDS = [column.field for column in COLUMNS]
EXAMPLE = [column.example for column in COLUMNS]


def as_csv() -> bytes:
    """Return the header and one sample row, in UTF-8 with the mark that lets Excel read it right."""
    return "".join(csv_lines(FIELDS, [EXAMPLE])).encode()


def as_xlsx() -> bytes:
    """Return a workbook with a sheet to fill and a sheet that says what each column holds, in the reader's language."""
    rows = [
        [_("One organisation in a row, below the first row. Delete the sample row. Columns you do not need may go.")],
        [],
        [_("Column"), _("What it holds")],
        *([column.field, str(column.help)] for column in COLUMNS),
    ]
    widths = [max(14, len(field) + 4) for field in FIELDS]
    return write_xlsx(
        [
            Sheet("Organisations", FIELDS, [EXAMPLE], widths),
            Sheet("README", [_("How to fill this list")], rows, [24, 90]),
        ]
    )
