"""`se4u import_organizations FILE`: bring in a list of organisations."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from se4u.core.action import SYSTEM
from se4u.directory.imports.checking import Options
from se4u.directory.imports.planning import make_plan, summary
from se4u.directory.imports.report import Remark, Report
from se4u.directory.models import Country, Import
from se4u.directory.models.organizations import NON_GOVERNMENTAL
from se4u.directory.services.imports import NotImported, import_organizations


class Command(BaseCommand):
    """All or nothing: with an error in any row nothing is written, every error is named, and the exit status is 1."""

    help = "Import organisations from a CSV or Excel (.xlsx) file, as reference entries unless --registered."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="print the same report and write nothing")
        parser.add_argument("--format", choices=["text", "json"], default="text")
        parser.add_argument(
            "--registered",
            action="store_true",
            help="as registered organisations, shown in the directory (with --vouched-by)",
        )
        parser.add_argument("--vouched-by", default="", metavar="TEXT", help="who vouches for registered organisations")
        parser.add_argument(
            "--kind", choices=[str(kind) for kind in NON_GOVERNMENTAL], default="", help="for rows without a kind"
        )
        parser.add_argument(
            "--source", default="", metavar="TEXT", help="where the list is from (default: the file's name)"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Import, print the report, exit with 1 if there are errors."""
        if options["registered"] != bool(options["vouched_by"].strip()):
            raise CommandError("--registered and --vouched-by TEXT belong together: somebody must vouch for members.")
        report = self._run(options)
        if options["format"] == "json":
            self.stdout.write(json.dumps(report.as_dict(), ensure_ascii=False))
        else:
            self._print(report, dry_run=options["dry_run"])
        if report.errors:
            sys.exit(1)

    def _run(self, options: dict[str, Any]) -> Report:
        """Return the report of the run; a file that cannot be opened is an error in it."""
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            return Report(errors=[Remark(1, "", f"The file cannot be read: {error.strerror}.")])
        chosen = Options(
            standing=Import.Standing.REGISTERED if options["registered"] else Import.Standing.REFERENCE,
            vouched_by=options["vouched_by"].strip(),
            kind=options["kind"],
            source=options["source"] or options["file"].name,
        )
        with transaction.atomic():
            if not Country.objects.offered().exclude(iso2="XS").exists():  # rows name countries
                call_command("import_geography", stdout=self.stderr)
            if options["dry_run"]:
                report = make_plan(content, chosen).report
                transaction.set_rollback(True)
                return report
            try:
                return _report(import_organizations(None, by=SYSTEM, content=content, options=chosen))
            except NotImported as refused:
                return refused.report

    def _print(self, report: Report, *, dry_run: bool) -> None:
        for title, remarks in (("error", report.errors), ("warning", report.warnings)):
            for remark in remarks:
                self.stdout.write(f"{title}: row {remark}")
        if report.errors:
            self.stdout.write("Nothing was imported.")
        elif dry_run:
            self.stdout.write("Dry run, nothing was written.")
        self.stdout.write(summary(report))


def _report(run: Import) -> Report:
    values = run.report
    remarks = {name: [Remark(**remark) for remark in values[name]] for name in ("errors", "warnings")}
    return Report(**{**values, **remarks})
