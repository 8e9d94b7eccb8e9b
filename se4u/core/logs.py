"""What is written into the log: where something happened and what kind of thing, never what people sent.

The path of a request may hold the secret of a mailed link, and the message of an exception the very row that could not be
written; so a line names the route instead of the path, and a trace the kinds of its exceptions without their words.
"""

from __future__ import annotations

import copy
import logging
import traceback
from typing import Any

SHOWN = 2  # parts of an address without a route: enough to see which app was meant


class Line(logging.Formatter):
    """One line of the log, with a trace below it where there was an exception."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; Django's own lines about a request end with its path."""
        request = getattr(record, "request", None)
        record = copy.copy(record)
        record.exc_text = None  # another handler may have kept its own, with all words
        if request is not None and isinstance(record.args, tuple) and record.args:
            record.args = (*record.args[:-1], place_of(request))
        return super().format(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802  the name is logging's
        """Return the trace with the kinds of the exceptions alone, the causes of the last first."""
        return "\n".join(_told(ei[1], set())) if ei[1] is not None else ""


def place_of(request: Any) -> str:
    """Return where a request went: its route, or the beginning of a path that has none."""
    match = getattr(request, "resolver_match", None)
    if match is not None:
        return f"/{match.route}"
    parts = str(getattr(request, "path", "")).split("/")[1:]
    return "/" + "/".join(parts if len(parts) <= SHOWN else [*parts[:SHOWN], "…"])


def _told(error: BaseException, seen: set[int]) -> list[str]:
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    lines = [*_told(before, seen), "", "which led to:", ""] if before is not None and id(before) not in seen else []
    frames = "".join(traceback.format_tb(error.__traceback__)).rstrip("\n")
    return [
        *lines,
        "Traceback (most recent call last):",
        frames,
        f"{type(error).__module__}.{type(error).__qualname__}",
    ]
