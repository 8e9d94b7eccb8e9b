"""`se4u demo`: load the demonstration world and say how to sign in."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from se4u.demo.cast import PASSWORD, PEOPLE, address
from se4u.demo.world import RealData, is_there, load_world


class Command(BaseCommand):
    """Does nothing where the world stands already, and refuses where anything real does."""

    help = "Load the demonstration world into an empty database and print the sign-ins of the personas."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Load and print."""
        if is_there():
            self.stdout.write("The demonstration world is there.")
        else:
            try:
                load_world()
            except RealData:
                raise CommandError(
                    "This database holds real people, organisations, networks or lists. The demonstration is for an empty one: "
                    "name another file, for instance DATABASE_URL=sqlite:////tmp/demo.sqlite3"
                ) from None
            self.stdout.write(
                "The demonstration world was loaded. Everyone and everything marked (sample) is invented."
            )
        self.stdout.write("")
        rows = [("persona", "address", "password"), *((name, address(name), PASSWORD) for name in PEOPLE)]
        widths = [max(len(row[column]) for row in rows) for column in range(3)]
        for row in rows:
            self.stdout.write("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
