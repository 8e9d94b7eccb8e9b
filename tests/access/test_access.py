"""Every URL and every action, for every persona; a missing row fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from se4u.core.action import ACTIONS, Refused
from tests.personas import PERSONAS

from .deeds import DEEDS
from .pages import PAGES
from .rows import Deed, Page, World

PAGE_CASES = [pytest.param(name, page, id=f"{name}-{n}") for name, rows in PAGES.items() for n, page in enumerate(rows)]
DEED_CASES = [pytest.param(row, id=f"{name}-{row.state}") for name, rows in DEEDS.items() for row in rows]


def named_addresses(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """Yield the full name of every address of the site."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            namespace = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from named_addresses(entry, namespace)
        elif isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}" if entry.name else f"(unnamed) {entry.pattern}"


def test_every_address_has_a_row() -> None:
    assert set(named_addresses(get_resolver())) == set(PAGES)


def test_every_action_has_a_row() -> None:
    assert set(DEEDS) == set(ACTIONS)


@pytest.mark.parametrize(("name", "page"), PAGE_CASES)
def test_page_for_each_persona(name: str, page: Page, world: World, as_persona: Callable[[str], Client]) -> None:
    path = reverse(name, args=page.args(world)) + page.query
    seen = {persona: _status(as_persona(persona), path) for persona in PERSONAS}
    assert seen == page.expected()


def _status(client: Client, path: str) -> int:
    response: Any = client.get(path)
    if response.streaming:
        list(response)  # read to its end, which closes the file
    return int(response.status_code)


@pytest.mark.parametrize("row", DEED_CASES)
def test_deed_for_each_persona(row: Deed, world: World) -> None:
    outcome = {persona: _try(row, world, _actor(world, persona)) for persona in PERSONAS}
    expected = dict.fromkeys(PERSONAS, "denied")
    expected |= dict.fromkeys(row.allowed, "allowed") | dict.fromkeys(row.refused, "refused")
    assert outcome == expected


def _actor(world: World, persona: str) -> Any:
    return AnonymousUser() if persona == "visitor" else world.cast.by_name()[persona]


def _try(row: Deed, world: World, actor: Any) -> str:
    """Do the deed, note how it ended, and undo it."""
    point = transaction.savepoint()
    try:
        row.do(world, actor)
    except Refused:
        return "refused"
    except PermissionDenied:
        return "denied"
    else:
        return "allowed"
    finally:
        transaction.savepoint_rollback(point)
