"""Files between preview and import: a store of drafts, kept a day, for their uploader alone.

No deed of their own and no event: nothing of the directory changes, nobody else sees them, and what comes of them is
`directory.import_organizations`, whose right is asked here too.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from se4u.core.action import require
from se4u.directory.imports.checking import Options
from se4u.directory.imports.planning import FIRST_ROWS, make_plan
from se4u.directory.models import Import, PendingImport

from .imports import NotImported, import_organizations

MOST_SHOWN_CELLS = 12
PERM = "directory.import_organizations"


def keep_file(person: Any, name: str, content: bytes, options: Options) -> PendingImport:
    """Keep a file with what an import of it would do; an older one of the same person goes."""
    require(person, PERM)
    plan = make_plan(content, options)
    rows = [(1, plan.sheet.header), *plan.sheet.rows[:FIRST_ROWS]]
    width = max((position for position, heading in enumerate(plan.sheet.header, 1) if heading), default=0)
    first = [[number, *cells[: min(width, MOST_SHOWN_CELLS)]] for number, cells in rows if plan.sheet.header]
    with transaction.atomic():
        PendingImport.objects.filter(person=person).delete()
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


def import_file(kept: PendingImport, *, by: Any) -> Import:
    """Import a kept file and forget it. Raises NotImported when it has errors by now; then its preview says which."""
    options = Options(standing=kept.standing, vouched_by=kept.vouched_by, kind=kept.kind, source=kept.source)
    try:
        with transaction.atomic():
            run: Import = import_organizations(None, by=by, content=bytes(kept.content), options=options)
            kept.delete()
    except NotImported as refused:
        kept.report = refused.report.as_dict()
        kept.save(update_fields=["report"])
        raise
    return run
