"""What follows from a deed: around it, in its transaction, for each that registered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from se4u.accounts.models import User
from se4u.core import following
from se4u.core.action import Refused, action
from se4u.core.models import Event
from tests.personas import Cast


@pytest.fixture
def rename(deeds: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """A deed of the test alone, with nothing that follows from it yet."""
    monkeypatch.setattr(following, "FOLLOWERS", defaultdict(list))

    @action(deeds("t.rename"))
    def rename(person: User, *, by: Any, new: str) -> None:
        person.name = new
        person.save()

    return rename


def test_what_follows_is_done_around_the_deed(cast: Cast, rename: Callable[..., Any]) -> None:
    seen = []

    @following.follows("t.rename")
    def note(person: User, by: Any) -> Iterator[None]:
        seen.append((person.name, by))
        yield
        seen.append((person.name, by))

    rename(cast.newcomer, by=cast.outsider, new="New")
    assert seen == [("Noor Newcomer (sample)", cast.outsider), ("New", cast.outsider)]


@pytest.mark.parametrize("when", ["before", "after"])
def test_what_follows_stops_the_deed_whole(cast: Cast, rename: Callable[..., Any], when: str) -> None:
    @following.follows("t.rename")
    def refuse(_person: User, _by: Any) -> Iterator[None]:
        if when == "after":
            yield
        raise Refused("Not now.")

    with pytest.raises(Refused):
        rename(cast.newcomer, by=cast.outsider, new="New")
    assert User.objects.get(pk=cast.newcomer.pk).name == "Noor Newcomer (sample)"
    assert not Event.objects.filter(action="t.rename").exists()


def test_nothing_follows_from_another_deed(cast: Cast, rename: Callable[..., Any]) -> None:
    @following.follows("t.other")
    def refuse(_person: User, _by: Any) -> Iterator[None]:
        raise Refused("Not now.")
        yield

    rename(cast.newcomer, by=cast.outsider, new="New")
    assert User.objects.get(pk=cast.newcomer.pk).name == "New"
