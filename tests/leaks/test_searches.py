"""No search, filter, export or profile brings what is protected before the wrong eyes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import reverse

from tests.personas import PERSONAS

from .canaries import CANARIES, Canary, Protected
from .reading import leaks, text_of

EXPORTS = ("csv", "xlsx")


def searches(canary: Canary) -> Iterator[str]:
    """Yield every place where a reader could ask for a protected text."""
    yield f"{reverse('portal:search')}?q={canary.find}"
    yield f"{reverse('directory:list')}?q={canary.find}"
    yield f"{reverse('directory:experts')}?q={canary.find}"
    for form in EXPORTS:
        yield f"{reverse('directory:export', args=[form])}?q={canary.find}"


@pytest.mark.parametrize("persona", PERSONAS)
def test_no_search_or_export_finds_what_is_protected(
    persona: str, planted: Protected, as_persona: Callable[[str], Client]
) -> None:
    client = as_persona(persona)
    found = {path: leaks(text_of(client.get(path)), persona) for canary in CANARIES for path in searches(canary)}
    assert {path: words for path, words in found.items() if words} == {}


@pytest.mark.parametrize("persona", PERSONAS)
def test_filter_by_a_hidden_seat_finds_nothing(
    persona: str, planted: Protected, as_persona: Callable[[str], Client]
) -> None:
    shown = text_of(as_persona(persona).get(reverse("directory:list"), {"country": "XTC"}))
    assert "blue harbour" not in shown
    assert ("canarypseudonym" in shown) == (persona == "officer")


def test_the_planted_texts_are_found_by_who_may_read_them(
    planted: Protected, as_persona: Callable[[str], Client]
) -> None:
    """The leak test could leak: the officer meets the canaries in the same searches."""
    client = as_persona("officer")
    seen = " ".join(text_of(client.get(path)) for canary in CANARIES for path in searches(canary))
    assert {"canaryunlisted", "canarypseudonym", "canaryofficers", "canarymembers"} <= {
        canary.word for canary in CANARIES if canary.word in seen
    }


def test_members_read_what_is_for_members_and_governments_what_is_opened(
    planted: Protected, as_persona: Callable[[str], Client]
) -> None:
    keys = (planted.guarded.key, planted.gated.key)
    paths = [reverse("directory:profile", args=[key]) for key in keys]
    seen = {
        persona: " ".join(text_of(as_persona(persona).get(path)) for path in paths)
        for persona in ("outsider", "government_observer")
    }
    assert "canarymembers" in seen["outsider"]
    assert "canarygovernments" in seen["outsider"]
    assert "canarymembers" not in seen["government_observer"]
    assert "canarygovernments" in seen["government_observer"]
    assert "canarygate" in seen["outsider"]
    assert "canarygate" not in seen["government_observer"]


def test_unlisted_and_authorities_are_not_counted(planted: Protected, as_persona: Callable[[str], Client]) -> None:
    response = as_persona("visitor").get(reverse("directory:list"))
    shown = text_of(response)
    assert "ministry of justice" not in shown
    # Four vetted organisations of the cast, two guarded and the pseudonymous one; not the unlisted, not the ministry.
    assert "7 organisations" in shown
