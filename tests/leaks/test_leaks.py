"""The leak test: plant what is protected, then read everything as everyone."""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from se4u.accounts.models import User
from se4u.core.action import Refused
from se4u.core.authority import forget
from se4u.core.visibility import Safety
from se4u.directory.models import Organization
from se4u.directory.models.organizations import NON_GOVERNMENTAL
from tests.access.deeds import DEEDS
from tests.access.pages import PAGES
from tests.access.world import make_world
from tests.personas import PERSONAS, Cast

from .canaries import CANARIES, Canary, Protected, plant

EXPORTS = ("csv", "xlsx")
PROTECTED = "canary of all"


@pytest.fixture
def planted(cast: Cast) -> Protected:
    """The canaries around the cast."""
    return plant(cast)


def text_of(response: HttpResponse) -> str:
    """Return everything readable in an answer: headers, streamed bodies and the members of zipped files."""
    body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            body = b"\n".join(archive.read(name) for name in archive.namelist())
    return f"{dict(response.headers)}\n{body.decode('utf-8', 'replace')}".lower()


def every_page(world: Any, client: Client) -> Iterator[tuple[str, str]]:
    """Yield address and text of every page of the matrix that answers GET; what a row makes is undone after it."""
    for name, rows in PAGES.items():
        for page in rows:
            if page.sees == "55555555":
                continue
            point = transaction.savepoint()
            path = reverse(name, args=page.args(world)) + page.query
            yield path, text_of(client.get(path))
            transaction.savepoint_rollback(point)


def searches(canary: Canary) -> Iterator[str]:
    """Yield every place where a reader could ask for a protected text."""
    yield f"{reverse('portal:search')}?q={canary.find}"
    yield f"{reverse('directory:list')}?q={canary.find}"
    yield f"{reverse('directory:experts')}?q={canary.find}"
    for form in EXPORTS:
        yield f"{reverse('directory:export', args=[form])}?q={canary.find}"


def leaks(text: str, persona: str) -> list[str]:
    """Return the protected words in a text that this persona may not read."""
    return [canary.word for canary in CANARIES if canary.word in text and persona not in canary.readers]


@pytest.mark.parametrize("persona", PERSONAS)
def test_no_page_shows_what_is_protected(
    persona: str, cast: Cast, planted: Protected, as_persona: Callable[[str], Client], caplog: pytest.LogCaptureFixture
) -> None:
    world = make_world(cast)
    client = as_persona(persona)
    with caplog.at_level(logging.INFO):
        found = {path: leaks(text, persona) for path, text in every_page(world, client)}
    assert {path: words for path, words in found.items() if words} == {}
    assert leaks(caplog.text.lower(), "") == []


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
    path = reverse("directory:profile", args=[planted.guarded.key])
    seen = {persona: text_of(as_persona(persona).get(path)) for persona in ("outsider", "government_observer")}
    assert "canarymembers" in seen["outsider"]
    assert "canarygovernments" in seen["outsider"]
    assert "canarymembers" not in seen["government_observer"]
    assert "canarygovernments" in seen["government_observer"]


def test_unlisted_and_authorities_are_not_counted(planted: Protected, as_persona: Callable[[str], Client]) -> None:
    response = as_persona("visitor").get(reverse("directory:list"))
    shown = text_of(response)
    assert "ministry of justice" not in shown
    # Four vetted organisations of the cast, the guarded and the pseudonymous one; not the unlisted, not the ministry.
    assert "6 organisations" in shown


@pytest.mark.parametrize("safety", [Safety.UNLISTED, Safety.PSEUDONYM])
def test_no_mail_of_any_deed_names_who_is_protected(
    safety: Safety, cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    """Every deed of the matrix is done for real, in a world where everyone is protected; then all mails are read."""
    world = make_world(cast)
    protect_everyone(safety)
    for row in filter(None, (next((row for row in rows if row.allowed), None) for rows in DEEDS.values())):
        actor = User.objects.get(pk=cast.by_name()[min(row.allowed - {"visitor"})].pk)
        point = transaction.savepoint()
        with suppress(Refused, PermissionDenied), django_capture_on_commit_callbacks(execute=True):
            row.do(world, actor)
        transaction.savepoint_rollback(point)
        forget()
    letters = [f"{message.subject}\n{message.body}\n{getattr(message, 'alternatives', '')}" for message in mail.outbox]
    assert len(letters) > 20
    assert [letter for letter in letters if PROTECTED in letter.lower()] == []


def protect_everyone(safety: Safety) -> None:
    """Give every stakeholder and every person but the officer a name that no mail may hold."""
    members = Organization.objects.filter(kind__in=NON_GOVERNMENTAL)
    members.update(name=PROTECTED, latin_name=PROTECTED, safety=safety, pseudonym="Blue Harbour")
    others = User.objects.exclude(email__startswith="officer")
    others.update(name=PROTECTED, latin_name=PROTECTED, safety=safety, pseudonym="Quiet Voice")
    forget()
