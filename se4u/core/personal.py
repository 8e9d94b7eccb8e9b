"""What each app gives a person of their own data, and how it lets go of them: registered in each app's `personal.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Export:
    """One app's part of "export my data": what JSON can hold, and files as (name in the archive, content), read one by one."""

    data: Any
    files: Iterable[tuple[str, bytes]] = ()


@dataclass(frozen=True)
class Duty:
    """Something that must be handed over before a person leaves: a question with its choices."""

    key: str
    question: str
    choices: tuple[tuple[str, str], ...]


Answers = Mapping[str, str]  # key of a duty -> the choice made


@dataclass(frozen=True)
class Part:
    """How one app exports and erases a person, and what it asks before."""

    app: str
    export: Callable[[Any], Export]
    erase: Callable[[Any, Answers], None]
    duties: Callable[[Any], Iterable[Duty]]
    changed: Callable[[Any, bool], None]


PARTS: dict[str, Part] = {}


def personal(
    app: str,
    *,
    export: Callable[[Any], Export],
    erase: Callable[[Any, Answers], None],
    duties: Callable[[Any], Iterable[Duty]] | None = None,
    changed: Callable[[Any, bool], None] | None = None,
) -> None:
    """Register one app's part; its `personal.py` is imported at start.

    `changed(person, shown_otherwise)` is called in the same transaction after a person's names or protection changed, the
    deletion of the account included, so that what an app keeps for searching follows; `shown_otherwise` says whether the
    person stands under another name from now on, or under none, or comes back.

    `erase(person, answers)` runs inside the transaction of the deed; `accounts` comes last, so the person's name and address
    are still there to look for. It must leave nothing that names the person and keep what others need (the organisation
    owns its seat, the history stays).
    """
    PARTS[app] = Part(
        app, export, erase, duties or (lambda _person: ()), changed or (lambda _person, _shown_otherwise: None)
    )


def tell_changed(person: Any, *, shown_otherwise: bool) -> None:
    """Let every app follow a change of a person's names or protection."""
    for part in PARTS.values():
        part.changed(person, shown_otherwise)


def duties_of(person: Any) -> Iterator[Duty]:
    """Yield what a person must hand over before leaving."""
    for part in PARTS.values():
        yield from part.duties(person)
