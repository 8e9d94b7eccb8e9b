"""What one may not know of answers as what does not exist: the same status, headers and page for its key as for a key of nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from se4u.core.models import KEY_ALPHABET, KEY_LENGTH
from se4u.demo.cast import person
from tests.access.pages import PAGES
from tests.access.rows import World
from tests.access.world import make_world
from tests.personas import Cast

from .reading import lines_of, undone
from .test_mails import protect_everyone

NOTHING = "2" * KEY_LENGTH
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def is_key(part: Any) -> bool:
    """Whether a part of an address is a public key."""
    return isinstance(part, str) and len(part) == KEY_LENGTH and not set(part) - set(KEY_ALPHABET)


def answer(client: Client, path: str, key: str, method: str) -> tuple[int, dict[str, str], list[str]]:
    """Return what tells one answer from another, but for the key that was asked for."""
    cache.clear()  # limits of a rate
    response: Any = getattr(client, method)(path)
    headers = {name: value.replace(key, "KEY") for name, value in response.headers.items()}
    return response.status_code, headers, [line.replace(key, "KEY") for line in lines_of(response)]


def told_apart(world: World, client: Client) -> Iterator[tuple[str, str]]:
    """Yield the addresses whose answer tells something protected from nothing."""
    for name, rows in PAGES.items():
        for page in rows:
            with undone():
                args = page.args(world)
                protect_everyone("unlisted")
                for key in filter(is_key, args):
                    real = reverse(name, args=args) + page.query
                    missing = reverse(name, args=[NOTHING if part == key else part for part in args]) + page.query
                    for method in ("get", "post"):
                        if answer(client, real, key, method) != answer(client, missing, NOTHING, method):
                            yield method, real


@pytest.mark.parametrize("who", ["visitor", "stranger"])
def test_protected_things_answer_as_nothing(who: str, cast: Cast, as_persona: Callable[[str], Client]) -> None:
    world: Any = make_world(cast)
    client = as_persona("visitor")
    if who == "stranger":
        client.force_login(person("stranger"), backend=BACKEND)
    assert list(told_apart(world, client)) == []
