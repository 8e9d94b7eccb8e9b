"""`se4u permissions`: writes docs/permissions.md and docs/personal-data.md; with --check only says whether they are current."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    """Write what the code knows of rights and of personal data."""

    help = "Write docs/permissions.md and docs/personal-data.md from the code."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the option that writes nothing."""
        parser.add_argument("--check", action="store_true", help="fail if the pages are not current; write nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write each page, or compare it."""
        from se4u.core.reference import PAGES  # noqa: PLC0415  every other command starts without it

        for name, page in PAGES.items():
            path = Path(settings.BASE_DIR) / "docs" / name
            if not options["check"]:
                path.write_text(page(), encoding="utf-8")
            elif not path.exists() or path.read_text(encoding="utf-8") != page():
                raise CommandError(f"docs/{name} is not current: run `se4u permissions`.")
