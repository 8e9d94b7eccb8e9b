"""`se4u runserver ADDRESS`: Django's development server; the demonstration does not listen beyond this machine."""

from typing import Any

from whitenoise.runserver_nostatic.management.commands.runserver import Command as RunserverCommand

from se4u.core.listening import refuse_beyond_loopback


class Command(RunserverCommand):
    """Django's `runserver` with one more condition."""

    def run(self, **options: Any) -> None:
        """Start, unless the demonstration would be reachable from other machines."""
        refuse_beyond_loopback(self.addr)
        super().run(**options)
