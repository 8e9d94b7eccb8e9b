"""`se4u tick`: do what is due."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from se4u.core import tick


class Command(BaseCommand):
    """Runs every part of the scheduled work once. Safe to run at any time, and twice."""

    help = "Do what is due: mail, reminders, pruning. Run it from cron every few minutes; running it twice is harmless."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the name of an app or of one part."""
        parser.add_argument("only", nargs="?", default="", help="an app (core) or one part (core.uploads)")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print a line per part; end with an error status when any of them failed."""
        outcomes = tick.run(options["only"])
        if not outcomes:
            raise CommandError(f"Nothing is registered under “{options['only']}”.")
        for outcome in outcomes:
            self.stdout.write(f"{outcome.name}: {f'failed ({outcome.error})' if outcome.error else outcome.done}")
        failed = [outcome.name for outcome in outcomes if outcome.error]
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}. The log tells why.")
