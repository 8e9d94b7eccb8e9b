"""Scheduled work: what `se4u tick` does, each part registered by the app it belongs to."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from . import files, once

Task = Callable[[], int]

TICKS: dict[str, tuple[int, Task]] = {}

logger = logging.getLogger(__name__)


def ticks(name: str, *, order: int = 50) -> Callable[[Task], Task]:
    """Register, in an app's `tick.py`, a function without arguments that does what is due and returns how much it did.

    It runs from cron every few minutes, so it must be idempotent (a second run right after does nothing and returns 0),
    and it must hold when two runs meet. It opens its own transactions: one that fails must not undo what was done before.
    Lower `order` runs first; `name` is "app.verb".
    """

    def register(function: Task) -> Task:
        TICKS[name] = (order, function)
        return function

    return register


@dataclass(frozen=True)
class Outcome:
    """What one part of a tick did, or why it failed."""

    name: str
    done: int = 0
    error: str = ""


def run(only: str = "") -> list[Outcome]:
    """Run every registered part, or those of one app or one name; a part that fails does not stop the others."""
    chosen = sorted((order, name) for name, (order, _task) in TICKS.items() if _wanted(name, only))
    return [_attempt(name, TICKS[name][1]) for _order, name in chosen]


def _wanted(name: str, only: str) -> bool:
    return not only or name == only or name.partition(".")[0] == only


def _attempt(name: str, task: Task) -> Outcome:
    try:
        return Outcome(name, done=task())
    except Exception as error:
        logger.exception("tick %s failed", name)
        return Outcome(name, error=type(error).__name__)


@ticks("core.submissions", order=90)
def prune_submissions() -> int:
    """Forget forms that were sent days ago."""
    return once.prune()


@ticks("core.uploads", order=90)
def discard_uploads() -> int:
    """Remove files nobody holds."""
    return files.discard_unowned()
