"""Bringing in a list, and taking it back whole."""

from __future__ import annotations

import hashlib
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from se4u.core.action import Refused, action, person
from se4u.core.lifecycle import move
from se4u.directory.imports.checking import Options
from se4u.directory.imports.planning import Plan, make_plan
from se4u.directory.imports.report import Report
from se4u.directory.imports.targets import BATCH, Target, digest, target_of
from se4u.directory.models import Import, Imported

from .common import one_at_a_time

KEPT_REMARKS = 2000  # of a report; a file of nonsense would otherwise fill the database


class NotImported(Refused):
    """The list has errors: nothing was written. `report` names every one."""

    def __init__(self, report: Report) -> None:
        super().__init__(_("Nothing was imported: the file has errors."))
        self.report = report


@action("directory.import_organizations")
def import_organizations(parent: None, /, *, by: Any, content: bytes, options: Options) -> Import:
    """Bring in a list, as reference entries or as registered organisations that somebody vouches for.

    Args:
        parent: None; lists belong to the whole directory.
        by: who curates at the secretariat, or the system.
        content: the file.
        options: how it comes in.

    Returns the import with its report. Raises NotImported with the report when any row has an error, and Refused when
    nobody vouches for registered organisations: then nothing is written.
    """
    if options.registered and not options.vouched_by.strip():
        raise Refused(_("Say who vouches for these organisations."))
    one_at_a_time()
    plan = make_plan(content, options)
    if plan.report.errors:
        raise NotImported(plan.report)
    run = Import.objects.create(
        standing=options.standing,
        vouched_by=options.vouched_by if options.registered else "",
        source=options.source[:300],
        sha256=hashlib.sha256(content).hexdigest(),
        by=person(by),
        report=kept(plan.report),
    )
    _write(plan, target_of(options), run)
    return run


def kept(report: Report) -> dict[str, Any]:
    """Return the report as it is stored."""
    values = report.as_dict()
    return {**values, "errors": values["errors"][:KEPT_REMARKS], "warnings": values["warnings"][:KEPT_REMARKS]}


def _write(plan: Plan, target: Target, run: Import) -> None:
    """Write a plan and note what was done to which row."""
    held = target.facts(plan.updated)
    before = {pk: {name: held[pk][name] for name in changed} for pk, changed in plan.updated.items()}
    made = target.create(plan.created, run)
    target.update(plan.updated)
    after = target.facts([*made, *plan.updated])
    Imported.objects.bulk_create(
        (
            Imported(**{"run": run, f"{target.link}_id": pk, "before": before.get(pk), "after": digest(facts)})
            for pk, facts in after.items()
        ),
        batch_size=BATCH,
    )
    target.settle(run)


@action("directory.undo_import")
def undo_import(run: Import, /, *, by: Any) -> Import:
    """Take a whole import back: what it made is deleted, what it changed is as before; or nothing, if people built on it.

    Raises Refused naming how many rows were changed, claimed or joined since, and WrongState when it is undone already.
    """
    one_at_a_time()
    move(run, Import.State.UNDONE, undone_at=timezone.now())
    target = target_of(Options(standing=run.standing))
    rows = {getattr(row, f"{target.link}_id"): row for row in run.imported.all()}
    _refuse_if_built_on(run, rows, target)
    made = [pk for pk, row in rows.items() if row.before is None]
    changed = {pk: row.before for pk, row in rows.items() if row.before is not None}
    target.update(changed)
    target.delete(made)
    target.settle(run)
    run.imported.all().delete()
    return run


def _refuse_if_built_on(run: Import, rows: dict[int, Imported], target: Target) -> None:
    later = Imported.objects.filter(**{f"{target.link}__in": list(rows)}, run__pk__gt=run.pk)
    newest = later.order_by("-run__at").select_related("run").first()
    if newest is not None:
        day = date_format(timezone.localtime(newest.run.at), "DATETIME_FORMAT")
        raise Refused(
            _("A later import, of %(day)s, changed the same organisations. Undo that one first.") % {"day": day}
        )
    now = target.facts(rows)
    changed = {pk for pk, row in rows.items() if pk not in now or digest(now[pk]) != row.after}
    if changed:
        raise Refused(
            ngettext(
                "%(count)s organisation of this import has been changed or claimed since; it can no longer be undone.",
                "%(count)s organisations of this import have been changed or claimed since; it can no longer be undone.",
                len(changed),
            )
            % {"count": len(changed)}
        )
    joined = target.pointed_at([pk for pk, row in rows.items() if row.before is None])
    if joined:
        raise Refused(
            ngettext(
                "People have begun to work with %(count)s organisation of this import; it can no longer be undone.",
                "People have begun to work with %(count)s organisations of this import; it can no longer be undone.",
                len(joined),
            )
            % {"count": len(joined)}
        )
