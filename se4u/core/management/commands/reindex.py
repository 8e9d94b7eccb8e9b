"""`se4u reindex`: write the search table anew, after a restore or a change of what is indexed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from se4u.core import search


class Command(BaseCommand):
    """Writes the texts of every findable thing anew; safe at any time and to repeat."""

    help = "Write the search table anew."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the kinds to write, all by default."""
        parser.add_argument("labels", nargs="*", metavar="LABEL", help="for instance directory.organization")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Go through the rows in batches and say how many."""
        wanted = {label.lower() for label in options["labels"]}
        known = [source.label for source in search.sources()]
        if unknown := sorted(wanted.difference(known)):
            raise CommandError(f"Nothing is indexed under {', '.join(unknown)}. There are: {', '.join(known)}.")
        for source in search.sources():
            if not wanted or source.label in wanted:
                self.stdout.write(f"{source.label}: {search.reindex(source)}")
