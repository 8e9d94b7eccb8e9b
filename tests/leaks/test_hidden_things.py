"""What somebody may not know of makes no difference to what they read: no number, no list, no choice of a filter.

The pages of the matrix are read, something hidden comes into the world, and the same pages are read again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.access.pages import PAGES
from tests.access.rows import Page
from tests.access.world import make_world
from tests.personas import PERSONAS

from .hidden_things import HIDDEN, Hidden, Stage, bring
from .reading import differences, read, undone

READING = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK")
# Beside the addresses of the matrix: lists narrowed to where only hidden things are, and pages of the group.
NARROWED = (
    "?country=XTC",
    "?works_in=XTC",
    "?kind=private_sector",
    "?theme=drugs",
    "?q=far",
    "?q=sight",
    "?q=harbour",
    "?sort=newest",
)
OF_GROUP = ("detail", "members", "powers", "history")


def addresses(stage: Stage, persona: str) -> list[str]:
    """Return what a persona may open without anything being made: rows of the matrix, and the addresses above."""
    world: Any = make_world(stage.cast)
    open_rows = [(name, page) for name, rows in PAGES.items() for page in rows if page.expected()[persona] == 200]
    found = [path for name, page in open_rows for path in _standing(world, name, page)]
    lists = [reverse("directory:list"), reverse("directory:experts"), reverse("portal:search")]
    lists += [reverse("directory:export", args=[form]) for form in ("csv", "xlsx")]
    found += [path + query for path in lists for query in NARROWED]
    found += [reverse("directory:profile", args=[body.key]) for body in (*stage.guarded.values(), stage.masked)]
    found += [reverse(f"networks:{page}", args=[stage.group.slug]) for page in OF_GROUP]
    return list(dict.fromkeys(found))


def _standing(world: Any, name: str, page: Page) -> list[str]:
    """Return the address of a row, unless something must be written for it."""
    written: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        if not sql.lstrip().upper().startswith(READING):
            written.append(sql)
        return execute(sql, *rest)

    with undone(), connection.execute_wrapper(note):
        path = reverse(name, args=page.args(world)) + page.query
    return [] if written else [path]


@pytest.mark.parametrize("persona", [name for name in PERSONAS if name != "officer"])
def test_what_one_may_not_know_of_changes_nothing(
    persona: str, stage: Stage, as_persona: Callable[[str], Client]
) -> None:
    client, paths = as_persona(persona), addresses(stage, persona)
    before = read(client, paths)
    bring(stage, [hidden for hidden in HIDDEN if persona not in hidden.known_to])
    assert differences(before, read(client, paths)) == {}


def test_hidden_things_are_met_by_who_knows_of_them(stage: Stage, as_persona: Callable[[str], Client]) -> None:
    """The test above could fail: each thing changes what is told on a page to everyone who may know of it."""
    paths = telling(stage)
    for persona in PERSONAS:
        client, known = as_persona(persona), [hidden for hidden in HIDDEN if persona in hidden.known_to]
        before = read(client, paths) if known else {}
        unnoticed = [str(hidden) for hidden in known if not _noticed(stage, hidden, client, before)]
        assert (persona, unnoticed) == (persona, [])


def telling(stage: Stage) -> list[str]:
    """Return the addresses where who may know learns of one hidden thing or another, all of which the other test reads."""
    cast = stage.cast
    places = [(cast.americas, "members"), (stage.group, "members"), (cast.alliance, "members")]
    found = [reverse(f"networks:{page}", args=[network.slug]) for network, page in places]
    found += [reverse(f"directory:{page}") for page in ("queue", "imports", "authorities", "experts")]
    found += [reverse("directory:profile", args=[body.key]) for body in (*stage.guarded.values(), stage.masked)]
    found += [reverse("portal:search") + "?q=sight"]
    return [
        *found,
        reverse("portal:desk"),
        reverse("networks:list"),
        reverse("networks:applications", args=[cast.americas.slug]),
    ]


def _noticed(stage: Stage, hidden: Hidden, client: Client, before: dict[str, list[str]]) -> bool:
    """Whether a page tells; they are read one after the other until one does."""
    with undone():
        bring(stage, [hidden])
        return any(differences({path: lines}, read(client, [path])) for path, lines in before.items())
