"""What an import would do: the same plan for the preview, the dry run and the real run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from se4u.core.visibility import Safety
from se4u.directory.models import Organization, ReferenceEntry

from .checking import Draft, Key, Options, check
from .lookups import Lookups
from .names import Neighbours, identity
from .report import Remark, Report, in_order
from .sheets import BadFile, Sheet, read
from .targets import Known, Target, target_of


@dataclass
class Plan:
    """A report, and what to write if it has no errors."""

    report: Report = field(default_factory=Report)
    created: list[Draft] = field(default_factory=list)
    updated: dict[int, dict[str, Any]] = field(default_factory=dict)  # key -> changed facts
    sheet: Sheet = field(default_factory=Sheet)


FIRST_ROWS = 5


def make_plan(content: bytes, options: Options) -> Plan:
    """Read, check and compare a file with what is here; nothing is written and nothing raised: errors are in the report."""
    plan = Plan()
    try:
        plan.sheet = read(content)
    except BadFile as bad:
        plan.report = Report.unreadable(bad.row, str(bad))
        return plan
    lookups = Lookups.load()
    drafts = check(plan.sheet, options, lookups, plan.report)
    kept = _without_repeats(drafts, plan.report)
    if plan.report.errors:
        plan.report = plan.report.stop()
        return plan
    _compare(kept, options, target_of(options), plan)
    plan.report.warnings = in_order(plan.report.warnings)
    return plan


def _without_repeats(drafts: list[Draft], report: Report) -> list[Draft]:
    """Return the drafts without those that stand twice; each is a warning that names the first."""
    seen: dict[Key, int] = {}
    kept = []
    for draft in drafts:
        keys = [draft.key] + ([draft.domain_key] if draft.domain_key else [])
        first = next((seen[key] for key in keys if key in seen), None)
        if first is None:
            kept.append(draft)
            seen.update(dict.fromkeys(keys, draft.row))
        else:
            report.skipped += 1
            message = _("The same organisation stands in row %(row)s already; this row is skipped.") % {"row": first}
            report.warnings.append(Remark(draft.row, "name", message))
    return kept


def _compare(drafts: list[Draft], options: Options, target: Target, plan: Plan) -> None:
    """Sort drafts into new, changed, unchanged and those to leave alone."""
    report = plan.report
    drafts = drafts if options.registered else _without_registered(drafts, report)
    matched = _match(drafts, target.known())
    held = target.facts(matched.values())
    others = target.kept_by_others(matched.values())
    for draft in drafts:
        pk = matched.get(draft.row)
        if options.registered:
            draft.facts["vouched_by"] = options.vouched_by
        if pk is None:
            plan.created.append(draft)
        elif pk in others:
            report.skipped += 1
            message = _("This organisation is here already and looks after its own entry; the row is skipped.")
            report.warnings.append(Remark(draft.row, "name", message))
        elif changed := _changed(draft, held[pk]):
            plan.updated[pk] = changed
        else:
            report.unchanged += 1
    report.created, report.updated = len(plan.created), len(plan.updated)
    _warn_of_neighbours(plan.created, options, report)


def _changed(draft: Draft, held: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts a row states otherwise than they are held; a domain guessed from the same website is none of them."""
    changed = {name: value for name, value in draft.facts.items() if held[name] != value}
    if draft.guessed_domain and "website" not in changed and held["domain"]:
        changed.pop("domain", None)
    return changed


def _without_registered(drafts: list[Draft], report: Report) -> list[Draft]:
    """Return the drafts without those a table of the directory names by their key: they are registered, no entries."""
    keys = [draft.known_as for draft in drafts if draft.known_as]
    here = set(Organization.objects.filter(key__in=keys).values_list("key", flat=True)) if keys else set()
    for draft in drafts:
        if draft.known_as in here:
            report.skipped += 1
            message = _("This organisation is registered here and becomes no reference entry; the row is skipped.")
            report.warnings.append(Remark(draft.row, "name", message))
    return [draft for draft in drafts if draft.known_as not in here]


def _match(drafts: list[Draft], known: Iterable[Known]) -> dict[int, int]:
    """Return row -> number of what is here already: by its key, by name and country, by name and domain; each taken once."""
    index: dict[Key, list[int]] = {}
    wanted = {draft.key for draft in drafts} | {draft.domain_key for draft in drafts if draft.domain_key}
    wanted |= {draft.known_key for draft in drafts if draft.known_key}
    for item in known:
        folded = identity(item.name)
        for key in (("key", item.key), ("country", folded, item.country), ("domain", folded, item.domain)):
            if key in wanted:
                index.setdefault(key, []).append(item.pk)
    matched: dict[int, int] = {}
    taken: set[int] = set()
    for kind in ("known_key", "key", "domain_key"):
        for draft in drafts:
            free = [pk for pk in index.get(getattr(draft, kind) or (), ()) if pk not in taken]
            if draft.row not in matched and free:
                matched[draft.row] = free[0]
                taken.add(free[0])
    return matched


def _warn_of_neighbours(created: list[Draft], options: Options, report: Report) -> None:
    """Name for each new row what is nearly the same and here already. It does not block: a person decides."""
    if not created:
        return
    own = {draft.key for draft in created} if options.registered else set()
    known = [
        (name, country)
        for name, country in ReferenceEntry.objects.values_list("name", "country_id")
        if not own or ("country", identity(name), country) not in own
    ]
    # A protected organisation is not named in a report, which is a file like any other.
    known += Organization.objects.filter(safety=Safety.OPEN).values_list("name", "seat_id")
    near = Neighbours(known)
    for draft in created:
        alike = near.like(draft.facts["name"], draft.facts.get("country"))
        if alike:
            message = _("Nearly the same name is here already: “%(name)s”. Please check.") % {"name": alike}
            report.warnings.append(Remark(draft.row, "name", message))


def summary(report: Report) -> str:
    """Return the counts in one sentence."""
    rows = ngettext("%(count)s row", "%(count)s rows", report.rows) % {"count": report.rows}
    return _(
        "%(rows)s: %(created)s new, %(updated)s changed, %(unchanged)s as they were, %(skipped)s skipped, "
        "%(errors)s with errors; %(warnings)s warnings."
    ) % {
        "rows": rows,
        "created": report.created,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "skipped": report.skipped,
        "errors": len(report.rows_with_errors),
        "warnings": len(report.warnings),
    }
