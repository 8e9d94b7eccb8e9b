"""What "see as" shows is what such a reader really sees: what comes into the world changes both pages by the same lines."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from .hidden_things import HIDDEN, MEMBERS, Stage, bring, bring_what_everyone_knows
from .reading import differences, read

AS = re.compile(r"(\?|&amp;)as=\w+")
ROOM = ("detail", "members", "groups", "guidelines", "history")
# Who looks, as whom, and the persona who is such a reader; "inside" where that reader belongs to the network looked at.
LOOKING = (
    ("officer", "public", "visitor", ""),
    ("officer", "member", "outsider", ""),
    ("officer", "government", "government_observer", ""),
    ("coordinator", "public", "visitor", ""),
    ("coordinator", "member", "representative", "inside"),
    ("coordinator", "government", "government_observer", ""),
)


def pages(stage: Stage, *, inside: bool) -> list[str]:
    """Return the addresses that can be seen as others see them."""
    found = [reverse("directory:profile", args=[body.key]) for body in (*stage.guarded.values(), stage.masked)]
    tabs = ROOM if inside else ROOM[:3]
    return found + [reverse(f"networks:{tab}", args=[stage.cast.americas.slug]) for tab in tabs]


def changes(before: dict[str, list[str]], after: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return the lines that came and went by page, whatever "see as" adds to links."""
    return {
        path.partition("?")[0]: [AS.sub("", line) for line in lines if not line.startswith("@@")]
        for path, lines in differences(before, after).items()
    }


@pytest.mark.parametrize(("looking", "eyes", "real", "where"), LOOKING)
def test_see_as_shows_what_such_a_reader_sees(
    looking: str, eyes: str, real: str, where: str, stage: Stage, as_persona: Callable[[str], Client]
) -> None:
    # Not what this very persona knows by their own organisation, and not every reader like them.
    brought = [hidden for hidden in HIDDEN if real not in hidden.known_to or hidden.known_to >= MEMBERS]
    looker, reader = as_persona(looking), as_persona(real)
    paths = pages(stage, inside=bool(where))
    shown = [f"{path}?as={eyes}" for path in paths]
    before = read(looker, shown), read(reader, paths)
    bring(stage, brought)
    bring_what_everyone_knows(stage)
    previewed, seen = changes(before[0], read(looker, shown)), changes(before[1], read(reader, paths))
    assert seen
    apart = {path: (previewed.get(path), seen.get(path)) for path in {*previewed, *seen}}
    assert {path: both for path, both in apart.items() if both[0] != both[1]} == {}
