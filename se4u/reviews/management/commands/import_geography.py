"""`se4u import_geography`: countries, regions and treaty facts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from se4u.core.action import SYSTEM
from se4u.reviews.geography import DATA, difference, load
from se4u.reviews.services import import_geography
from se4u.reviews.tables import BadTables


class Command(BaseCommand):
    """Run it after `se4u migrate`, and again whenever there are newer tables."""

    help = "Load countries, their names and regions, and treaty facts: those carried in the package, or newer tables."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--from", dest="folder", type=Path, default=DATA, help="a folder with tables of the same names"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would change and write nothing")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Read, compare, write."""
        try:
            facts = load(options["folder"])
        except BadTables as bad:
            if options["format"] == "json":
                self.stdout.write(
                    json.dumps({"errors": [vars(problem) for problem in bad.problems]}, ensure_ascii=False)
                )
            raise CommandError(f"Nothing was imported.\n{bad}") from None
        changes = difference(facts)
        if not changes.nothing and not options["dry_run"]:
            changes = import_geography(None, by=SYSTEM, facts=facts, as_of=facts.as_of)
        if options["format"] == "json":
            self.stdout.write(json.dumps({**changes.counts, "as_of": facts.as_of, "errors": []}))
        else:
            self.stdout.write(_sentence(changes.counts, facts.as_of, dry_run=options["dry_run"]))


def _sentence(counts: dict[str, int], as_of: str, *, dry_run: bool) -> str:
    return (
        "{head}: countries {countries_created} new, {countries_updated} changed; treaty facts {treaty_actions_created} new, "
        "{treaty_actions_updated} changed; {unchanged} rows as they were. Data as of {as_of}."
    ).format(head="Would write" if dry_run else "Geography", as_of=as_of, **counts)
