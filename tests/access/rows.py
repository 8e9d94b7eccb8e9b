"""How a row of the matrix is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from tests.personas import PERSONAS

World = Any
Row = TypeVar("Row")
NOTHING: Callable[[World], list[Any]] = lambda world: []  # noqa: E731  a default, read as one


@dataclass(frozen=True)
class Page:
    """One address: the status each persona gets for GET, in the order of the cast.

    `sees` is a sequence of codes in the order visitor, newcomer, representative, coordinator, committee member, government
    observer, officer, outsider: 2 = 200, 3 = redirect, 0 = 403, 4 = 404, 5 = 405 (the address answers POST alone),
    1 = 410 (a link that was used or taken back), 6 = 401 (a sign-in at an office that failed).
    """

    sees: str
    args: Callable[[World], list[Any]] = NOTHING
    query: str = ""

    def expected(self) -> dict[str, int]:
        """Return persona -> status code."""
        codes = {"2": 200, "3": 302, "0": 403, "4": 404, "5": 405, "1": 410, "6": 401}
        return {persona: codes[letter] for persona, letter in zip(PERSONAS, self.sees, strict=True)}


@dataclass(frozen=True)
class Deed:
    """One deed in one state of its subject: who succeeds; everyone else is denied.

    `do` calls the action with `by`; `allowed` names the personas who succeed, `refused` those who hold the right but are
    told that the state forbids it.
    """

    state: str
    do: Callable[[World, Any], Any]
    allowed: frozenset[str] = field(default_factory=frozenset)
    refused: frozenset[str] = field(default_factory=frozenset)


def joined(*tables: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """Put tables together; a name that stands in several has the rows of all."""
    together: dict[str, list[Row]] = {}
    for table in tables:
        for name, rows in table.items():
            together[name] = [*together.get(name, []), *rows]
    return together


def deed(state: str, do: Callable[[World, Any], Any], allowed: str = "", refused: str = "") -> Deed:
    """Write a row with the personas as one string."""
    return Deed(state, do, frozenset(allowed.split()), frozenset(refused.split()))
