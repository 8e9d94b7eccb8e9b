"""From the cells of a sheet to checked facts; every error of every row is found, not the first alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from se4u.directory.models import Import
from se4u.directory.names import domain_of

from .cells import LeftOut, WrongCell, value_of
from .columns import BY_FIELD, field_of, is_key, is_told
from .lookups import Lookups
from .names import identity
from .report import Remark, Report
from .sheets import Sheet

REFERENCE_FIELDS = frozenset(name for name, column in BY_FIELD.items() if column.reference)
Key = tuple[object, ...]


@dataclass(frozen=True)
class Options:
    """How a list comes in: as reference entries, or as registered organisations that somebody vouches for."""

    standing: str = Import.Standing.REFERENCE
    vouched_by: str = ""
    kind: str = ""  # for rows that name none
    source: str = ""

    @property
    def registered(self) -> bool:
        return self.standing == Import.Standing.REGISTERED


@dataclass
class Draft:
    """One row with its facts; a fact the row does not state is not in it, and stays as it is in the database.

    The facts are complete when a draft leaves `check`; its keys are made of them once.
    """

    row: int
    facts: dict[str, Any] = field(default_factory=dict)
    known_as: str = ""  # its key in the address, of a table taken from the directory
    guessed_domain: bool = False  # from the website, not stated

    @cached_property
    def key(self) -> Key:
        """The first thing that makes two rows one: the name in a country."""
        return ("country", identity(self.facts["name"]), self.facts.get("country"))

    @cached_property
    def known_key(self) -> Key | None:
        """The surest, of a table taken from the directory: its own key."""
        return ("key", self.known_as) if self.known_as else None

    @cached_property
    def domain_key(self) -> Key | None:
        """The other: the name on a domain."""
        domain = self.facts.get("domain")
        return ("domain", self.key[1], domain) if domain else None


def check(sheet: Sheet, options: Options, lookups: Lookups, report: Report) -> list[Draft]:
    """Return a draft per good row; counts of rows, errors and warnings go into the report."""
    report.rows = len(sheet.rows)
    fields = _header(sheet.header, options, report)
    if report.errors:
        return []
    headings = {position for position, heading in enumerate(sheet.header) if heading}
    drafts = []
    for row, cells in sheet.rows:
        before = len(report.errors)
        draft = Draft(row, _facts(row, cells, fields, lookups, report), known_as=_key(sheet.header, cells))
        if any(cell and position not in headings for position, cell in enumerate(cells)):
            message = _("This row has a cell under no heading; perhaps a separator in a text is not quoted.")
            report.errors.append(Remark(row, "", message))
        _complete(draft, options, report)
        if len(report.errors) == before:
            drafts.append(draft)
    return drafts


def _header(header: list[str], options: Options, report: Report) -> dict[str, int]:
    """Return field -> position; unknown, repeated and unkept columns are named."""
    fields: dict[str, int] = {}
    for position, heading in enumerate(header):
        name = field_of(heading)
        if name in fields:
            report.errors.append(Remark(1, heading, _("This column stands twice in the first row.")))
        elif name:
            fields[name] = position
            if not options.registered and name not in REFERENCE_FIELDS:
                message = _("This column is checked, but reference entries do not keep it.")
                report.warnings.append(Remark(1, heading, message))
        elif heading and not is_key(heading) and not is_told(heading):
            report.warnings.append(Remark(1, heading, _("This column is not known and is left out.")))
    if "name" not in fields:
        report.errors.append(Remark(1, "name", _("The first row names no column “name”. Use the template.")))
    return fields


def _key(header: list[str], cells: list[str]) -> str:
    """Return the key a row is known by here, if it has one."""
    return next((cell.strip() for heading, cell in zip(header, cells, strict=False) if is_key(heading)), "")


def _facts(row: int, cells: list[str], fields: dict[str, int], lookups: Lookups, report: Report) -> dict[str, Any]:
    """Return the facts a row states; wrong cells are noted."""
    facts: dict[str, Any] = {}
    for name, position in fields.items():
        text = cells[position] if position < len(cells) else ""
        try:
            value = value_of(name, text, lookups)
        except WrongCell as wrong:
            report.errors.append(Remark(row, name, str(wrong)))
            facts.setdefault("wrong", set()).add(name)
        except LeftOut as left_out:
            report.warnings.append(Remark(row, name, str(left_out)))
        else:
            if value is not None:
                facts[name] = value
    return facts


def _complete(draft: Draft, options: Options, report: Report) -> None:
    """Note what is missing, and add what follows from the rest."""
    wrong = draft.facts.pop("wrong", set())
    if "name" not in draft.facts and "name" not in wrong:
        report.errors.append(Remark(draft.row, "name", _("is empty; every row needs a name")))
    if options.kind:
        draft.facts.setdefault("kind", options.kind)
    if options.registered and "kind" not in draft.facts and "kind" not in wrong:
        message = _("is empty; a registered organisation needs a kind, in the row or for the whole list")
        report.errors.append(Remark(draft.row, "kind", message))
    if "domain" not in draft.facts and domain_of(draft.facts.get("website", "")):
        draft.facts["domain"] = domain_of(draft.facts["website"])
        draft.guessed_domain = True
    if not options.registered:
        draft.facts = {name: value for name, value in draft.facts.items() if name in REFERENCE_FIELDS}
