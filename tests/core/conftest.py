"""Fixtures of core's tests."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import rules
from django.db import connection

from se4u.core import action


@pytest.fixture
def deeds(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    """Return a function (name, predicate) for deeds of the test alone: gives the right, leaves no trace in the registries."""
    monkeypatch.setattr(action, "ACTIONS", {})
    added = []

    def allow(name: str, predicate: Any = rules.always_allow) -> str:
        rules.add_perm(name, predicate)
        added.append(name)
        return name

    yield allow
    for name in added:
        rules.remove_perm(name)


def together(*works: Callable[[], Any]) -> list[Any]:
    """Run each work in a thread of its own, all beginning at the same moment; return results or exceptions in their order."""
    barrier = threading.Barrier(len(works))
    results: list[Any] = [None] * len(works)

    def run(place: int, work: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            results[place] = work()
        except Exception as error:  # noqa: BLE001  the result of this thread
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results
