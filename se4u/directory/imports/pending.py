"""Files between preview and import: kept a day, for their uploader alone."""

from __future__ import annotations

from typing import Any

from se4u.directory.models import PendingImport

from .checking import Options
from .planning import FIRST_ROWS, make_plan
from .report import Report

MOST_SHOWN_CELLS = 12


def keep(person: Any, name: str, content: bytes, options: Options) -> PendingImport:
    """Keep a file with what an import of it would do; an older one of the same person goes."""
    plan = make_plan(content, options)
    PendingImport.objects.filter(person=person).delete()
    rows = [(1, plan.sheet.header), *plan.sheet.rows[:FIRST_ROWS]]
    width = max((position for position, heading in enumerate(plan.sheet.header, 1) if heading), default=0)
    first = [[number, *cells[: min(width, MOST_SHOWN_CELLS)]] for number, cells in rows if plan.sheet.header]
    return PendingImport.objects.create(
        person=person,
        name=name[:200],
        content=content,
        standing=options.standing,
        vouched_by=options.vouched_by,
        kind=options.kind,
        source=options.source[:300],
        report=plan.report.as_dict(),
        first=first,
    )


def renew(kept: PendingImport, report: Report) -> None:
    """Replace what the preview says."""
    kept.report = report.as_dict()
    kept.save(update_fields=["report"])


def options_of(kept: PendingImport) -> Options:
    """Return how the file was to come in."""
    return Options(standing=kept.standing, vouched_by=kept.vouched_by, kind=kept.kind, source=kept.source)


def drop(kept: PendingImport) -> None:
    """Forget a file that has come in."""
    kept.delete()
