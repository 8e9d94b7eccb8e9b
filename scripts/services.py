"""PostgreSQL and Redis for the second run of the tests: found, else started, else installed; never skipped.

Prints `DATABASE_URL=...` and `CACHE_URL=...` for the shell. SE4U_TEST_DATABASE_URL and SE4U_TEST_CACHE_URL name others than
those at the usual local ports.
"""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from scripts.browser import install, run_quietly

HOST = "127.0.0.1"
POSTGRES_PORT, REDIS_PORT = 5432, 6379
TRUSTED = f"postgres://postgres@{HOST}:{POSTGRES_PORT}/postgres"
ROLE = "se4u_test"
WAIT_SECONDS = 30


class MissingServiceError(Exception):
    """A server cannot be had; the message says in one line what to do."""


def listens(port: int) -> bool:
    """Whether something on this machine answers at a port."""
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex((HOST, port)) == 0


def came_up(port: int, seconds: float = WAIT_SECONDS) -> bool:
    """Wait for a server that was just started."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if listens(port):
            return True
        time.sleep(0.5)
    return False


def as_root(command: Sequence[str]) -> list[str]:
    """Return the command with the rights to start a service: as it is for root, else with a sudo that never asks."""
    return list(command) if os.geteuid() == 0 else ["sudo", "-n", *command]


def starters(name: str) -> list[list[str]]:
    """Return the ways to start a service that is installed, the surest first."""
    if name == "postgresql":
        clusters = sorted(Path("/etc/postgresql").glob("*/main"), reverse=True)
        direct = [
            ["pg_ctlcluster", "--skip-systemctl-redirect", path.parent.name, "main", "start"] for path in clusters
        ]
        return [as_root(command) for command in direct] + [as_root(["service", "postgresql", "start"])]
    own = ["redis-server", "--daemonize", "yes", "--bind", HOST, "--port", str(REDIS_PORT), "--save", ""]
    return [own, as_root(["service", "redis-server", "start"])]


def ensure(name: str, port: int, *, start: Callable[[str, int], bool], fetch: Callable[[str], bool]) -> None:
    """See that a service listens: start it, and if that fails install it and start it.

    Raises MissingServiceError.
    """
    if listens(port) or start(name, port):
        return
    if fetch(name) and (listens(port) or start(name, port)):
        return
    raise MissingServiceError(
        f"The tests need {name} on {HOST}:{port}: install Debian's package `{name}` and start it."
    )


def start(name: str, port: int) -> bool:
    """Start an installed service in the ways there are. Return whether it listens now."""
    for command in starters(name):
        program = command[2] if command[0] == "sudo" else command[0]
        if shutil.which(program) and run_quietly(command) and came_up(port):
            return True
    return listens(port)


def fetch(name: str) -> bool:
    """Install Debian's package if we may."""
    return install([name], root=os.geteuid() == 0, which=shutil.which, run=run_quietly)


def accepts(url: str) -> bool:
    """Whether a PostgreSQL server lets us in and lets us make databases."""
    import psycopg  # noqa: PLC0415  not needed to start a service

    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            row = connection.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.Error:
        return False
    return bool(row and row[0])


def own_role() -> str:
    """Make a role for the tests as the server's owner and return its address.

    Raises MissingServiceError where that is not ours to do.
    """
    password = secrets.token_hex(16)
    statement = (
        f"DO $$ BEGIN CREATE ROLE {ROLE}; EXCEPTION WHEN duplicate_object THEN NULL; END $$; "
        f"ALTER ROLE {ROLE} LOGIN CREATEDB PASSWORD '{password}'"
    )
    switch = (
        ["su", "postgres", "-c", "psql --quiet"]
        if os.geteuid() == 0
        else ["sudo", "-n", "-u", "postgres", "psql", "-q"]
    )
    done = subprocess.run(switch, input=statement, capture_output=True, text=True, cwd="/", check=False)
    url = f"postgres://{ROLE}:{password}@{HOST}:{POSTGRES_PORT}/postgres"
    if done.returncode != 0 or not accepts(url):
        raise MissingServiceError(
            "PostgreSQL lets nobody in: name a role that may create databases in SE4U_TEST_DATABASE_URL."
        )
    return url


def addresses() -> dict[str, str]:
    """Return the addresses of both servers, running. Raises MissingServiceError."""
    named = os.environ.get("SE4U_TEST_DATABASE_URL")
    if named and not accepts(named):
        raise MissingServiceError("SE4U_TEST_DATABASE_URL names no PostgreSQL that lets us in and create databases.")
    if not named:
        ensure("postgresql", POSTGRES_PORT, start=start, fetch=fetch)
        named = TRUSTED if accepts(TRUSTED) else own_role()
    cache = os.environ.get("SE4U_TEST_CACHE_URL")
    if not cache:
        ensure("redis-server", REDIS_PORT, start=start, fetch=fetch)
        cache = f"redis://{HOST}:{REDIS_PORT}/0"
    return {"DATABASE_URL": named, "CACHE_URL": cache}


def main() -> int:
    """Print the addresses; or one line about what is missing, and fail."""
    try:
        found = addresses()
    except MissingServiceError as reason:
        print(reason, file=sys.stderr)
        return 1
    for name, value in found.items():
        print(f"{name}={value}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
