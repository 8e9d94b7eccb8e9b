"""What follows from a deed in the apps above it: registered there by the deed's name, done in the same transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any

Follower = Callable[[Any, Any], Iterator[None]]

FOLLOWERS: dict[str, list[Callable[[Any, Any], AbstractContextManager[None]]]] = defaultdict(list)


def follows(deed: str) -> Callable[[Follower], Follower]:
    """Register a generator of the deed's first argument and actor: it takes its locks, yields for the deed, goes on after it.

    Before the `yield` because an upper row is locked before the lower ones it belongs with, as everywhere. An upper app
    registers in its module `followers.py`. What it raises stops the deed too.
    """

    def register(function: Follower) -> Follower:
        FOLLOWERS[deed].append(contextmanager(function))
        return function

    return register


@contextmanager
def followed(deed: str, subject: Any, by: Any) -> Iterator[None]:
    """Do inside what follows from a deed: `core.action` does the deed itself within."""
    with ExitStack() as stack:
        for follower in FOLLOWERS.get(deed, ()):
            stack.enter_context(follower(subject, by))
        yield
