"""The demonstration's own time, keys and mail: deeds are done for real, on past days, always with the same addresses."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from se4u.accounts import notify
from se4u.core import search
from se4u.core.models import keys

SEED = 20250115
NOTHING = "django.core.mail.backends.dummy.EmailBackend"


@contextmanager
def _replaced(place: Any, name: str, value: Any) -> Iterator[None]:
    kept = getattr(place, name)
    setattr(place, name, value)
    try:
        yield
    finally:
        setattr(place, name, kept)


@contextmanager
def staged() -> Iterator[None]:
    """Mail nobody, and draw public keys from a fixed row.

    For the one command that loads the demonstration, in its own process. Keys from a fixed row make the addresses the same
    in every demonstration; they are guessable, as everything in it is.
    """
    with (
        _replaced(settings, "EMAIL_BACKEND", NOTHING),
        _replaced(notify, "_mail", lambda _pks: None),
        _replaced(keys, "secrets", random.Random(SEED)),  # noqa: S311
    ):
        yield


@contextmanager
def indexed_at_the_end() -> Iterator[None]:
    """Make everything findable once, instead of after each deed."""
    with _replaced(search, "index_keys", lambda _source, _keys: None):
        yield
    for source in search.sources():
        search.reindex(source)


@contextmanager
def at(day: date, hour: int = 10, minute: int = 0) -> Iterator[None]:
    """Let everything inside happen at an hour (UTC) of a day."""
    moment = datetime.combine(day, time(hour, minute), tzinfo=UTC)
    with _replaced(timezone, "now", lambda: moment):
        yield


def days_before(today: date, days: int) -> date:
    """Return the day so many days before."""
    return today - timedelta(days=days)
