"""Reading the environment: whatever is wrong with a variable is said at start, with its name and what it should be."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()
TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off", ""})
DATABASES = ("sqlite", "postgres", "postgresql")
CACHES = ("locmemcache", "redis", "rediss")


def flag(name: str, *, default: bool) -> bool:
    """Return a switch. A value that is neither on nor off is an error: a misspelt "true" must not mean "off"."""
    value = env.str(name, default="1" if default else "0").strip().lower()
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not “{value}”.")
    return value in TRUE


def number(name: str, *, default: int, least: int = 0) -> int:
    """Return a whole number not below `least`."""
    value = env.str(name, default=str(default)).strip()
    if not value.isdecimal() or int(value) < least:
        raise ImproperlyConfigured(f"{name} must be a whole number of at least {least}, not “{value}”.")
    return int(value)


def choice(name: str, options: Collection[str], *, default: str) -> str:
    """Return one of the options."""
    value: str = env.str(name, default=default).strip()
    if value not in options:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(options)}, not “{value}”.")
    return value


def site(name: str, *, default: str, tls: bool) -> str:
    """Return the public address of the site, without a slash at its end; behind TLS it must say https."""
    value: str = env.str(name, default=default).strip().rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path:
        raise ImproperlyConfigured(f"{name} must be an address such as https://se4u.example, not “{value}”.")
    if tls and parts.scheme != "https":
        raise ImproperlyConfigured(f"{name} must begin with https:// when SE4U_TLS is on; mails carry it.")
    return value


def host_of(address: str) -> str:
    """Return the host in an address, as it stands in a request."""
    host = urlsplit(address).hostname or ""
    return f"[{host}]" if ":" in host else host


def folder(name: str, *, default: Path) -> Path:
    """Return a folder of ours, made here where it is missing."""
    path = Path(env.str(name, default=str(default)))
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"{name}: the folder {path} cannot be made: {error.strerror}.") from None
    return path


def database(name: str, *, default: str) -> dict[str, Any]:
    """Return Django's description of the database that an address names: an SQLite file or a PostgreSQL server."""
    value = env.str(name, default=default).strip() or default
    _scheme(name, value, DATABASES)
    described: dict[str, Any] = env.db_url_config(value)
    if not described["NAME"]:
        raise ImproperlyConfigured(f"{name} names no database.")
    if described["ENGINE"].endswith("sqlite3"):
        place = Path(described["NAME"]).parent
        if not place.is_dir():
            raise ImproperlyConfigured(f"{name}: there is no folder {place} for the file.")
        # A new connection for each request would cost as much as a page that is kept; each thread keeps its own.
        described["CONN_MAX_AGE"] = 600
        described["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536",
        }
    else:
        described |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    return described


def shared_cache(name: str, *, default: str) -> dict[str, Any]:
    """Return Django's description of the cache: the memory of one process, or a Redis server for several."""
    value = env.str(name, default=default).strip() or default
    _scheme(name, value, CACHES)
    described: dict[str, Any] = env.cache_url_config(value)
    if described["BACKEND"].endswith("LocMemCache"):
        described["OPTIONS"] = {"MAX_ENTRIES": 100_000}  # Django's 300 would soon forget who tried too often
    return described


def _scheme(name: str, value: str, allowed: Collection[str]) -> None:
    """Refuse an address of another kind, without printing it: it may hold a password."""
    scheme = value.partition(":")[0]
    if "://" not in value or scheme not in allowed:
        raise ImproperlyConfigured(f"{name} must begin with one of {', '.join(f'{item}://' for item in allowed)}.")
