"""`se4u serve ADDRESS`: the production server, inside this command. One process with threads; on PostgreSQL several."""

from __future__ import annotations

import os
import socket
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from se4u.core.checks import static_files_in_place
from se4u.core.listening import parse, refuse_beyond_loopback

# Python runs one thread at a time: more than two per core only wait for each other, and SQLite writes one after another.
THREADS = min(8, 2 * (os.cpu_count() or 1))


class Command(BaseCommand):
    """Serve pages and static files until interrupted."""

    help = "Serve the site on ADDRESS (127.0.0.1:8000). SQLite: one process; PostgreSQL: as many as --workers says."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the address and the numbers of processes and threads."""
        parser.add_argument("address", nargs="?", default="", metavar="ADDRESS", help="HOST:PORT or PORT")
        parser.add_argument("--workers", type=int, default=1, help="processes; more than one on PostgreSQL only")
        parser.add_argument("--threads", type=int, default=THREADS, help=f"threads per process ({THREADS})")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Check what can be checked before listening, then serve."""
        host, port = parse(options["address"])
        refuse_beyond_loopback(host)
        self._check_numbers(options["workers"], options["threads"])
        if not static_files_in_place():
            raise CommandError(f"No static files in {settings.STATIC_ROOT}: run `make setup` first.")
        claim(host, port)
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError("The database is not up to date: run `se4u migrate` first.")
        connections.close_all()  # the serving process is forked from this one and opens its own
        self.stdout.write(f"SE4U on http://{f'[{host}]' if ':' in host else host}:{port}/ (Ctrl+C ends it)")
        listen(host, port, workers=options["workers"], threads=options["threads"])

    def _check_numbers(self, workers: int, threads: int) -> None:
        if min(workers, threads) < 1:
            raise CommandError("--workers and --threads must be at least 1.")
        if workers > 1 and connection.vendor != "postgresql":
            raise CommandError("SQLite allows one process: leave --workers at 1, or set DATABASE_URL to PostgreSQL.")
        if workers > 1 and settings.CACHES["default"]["BACKEND"].endswith("LocMemCache"):
            self.stderr.write("Without CACHE_URL each process counts rate limits on its own.")


def claim(host: str, port: int) -> None:
    """Raise CommandError when the address is taken or not ours.

    The server itself shares its address with whoever else listens there, so a second one would go unnoticed.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(f"Cannot listen on {host}:{port}: {error.strerror or error}.") from error


def listen(host: str, port: int, *, workers: int, threads: int) -> None:
    """Run the server until a signal ends it."""
    from granian import Granian  # noqa: PLC0415  only this command needs it
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    Granian(
        ":".join(settings.WSGI_APPLICATION.rsplit(".", 1)),
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        blocking_threads_idle_timeout=600,  # a thread takes its database connection with it
        backpressure=256,  # requests that may wait for a thread, per process
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=workers > 1,
    ).serve()
