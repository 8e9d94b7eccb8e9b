"""Deeds that reach others have limits: only what is sent counts, and what was typed stays when it is too much."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django.urls import reverse

from se4u.core.ratelimit import DAY, HOUR, TooMany, message_for, ratelimit
from se4u.directory.models import Invitation, Organization, Verification
from tests.personas import Cast

from . import making

As = Callable[[str], Client]


def use_up(cast: Cast, persona: str, name: str, limit: int, per: timedelta = DAY) -> None:
    """Do a thing in somebody's name as often as it is allowed."""
    request: Any = RequestFactory().get("/")
    request.user = cast.by_name().get(persona, AnonymousUser())
    for _n in range(limit):
        ratelimit(request, name, limit, per)
    with pytest.raises(TooMany):
        ratelimit(request, name, limit, per)


def invitation(**changes: str) -> dict[str, str]:
    values = {"email": "colleague@sample.example", "role": "editor", "language": "en", **changes}
    return {f"invite-{name}": value for name, value in values.items()}


def test_mistyped_input_is_not_counted(cast: Cast, as_persona: As) -> None:
    client, path = as_persona("representative"), reverse("directory:invite", args=[cast.casa_abierta.key])
    for _n in range(55):
        assert client.post(path, invitation(email="not an address")).status_code == 200
    assert client.post(path, invitation()).status_code == 302


@pytest.mark.parametrize(
    ("persona", "name", "limit", "per", "address", "typed"),
    [
        ("representative", "directory.invite", 50, DAY, "invite", invitation()),
        (
            "representative",
            "directory.add_document",
            60,
            HOUR,
            "documents",
            {"kind": "registration", "title": "colleague"},
        ),
        ("newcomer", "directory.ask_to_join", 20, DAY, "join", {"note": "A colleague"}),
        ("newcomer", "directory.begin", 20, DAY, "register_begin", {"name": "colleague", "kind": "academia"}),
    ],
)
def test_too_much_is_said_above_the_form_which_keeps_what_was_typed(
    cast: Cast, as_persona: As, persona: str, name: str, limit: int, per: timedelta, address: str, typed: dict[str, Any]
) -> None:
    use_up(cast, persona, name, limit, per)
    path = reverse(f"directory:{address}", args=[] if address == "register_begin" else [cast.casa_abierta.key])
    typed = {**typed, "seat": cast.sample_country.pk, "reach": "officers", "file": making_file()}
    page = as_persona(persona).post(path, typed)
    assert page.status_code == 200
    text = page.content.decode()
    assert "too often" in text
    assert "colleague" in text
    assert not Invitation.objects.exists()
    assert not Organization.objects.filter(name="colleague").exists()


def making_file() -> Any:
    from tests.access.directory_things import file

    return file()


def test_registrations_sent_are_limited_and_the_draft_stays(cast: Cast, as_persona: As) -> None:
    draft = making.draft(cast.newcomer, cast.sample_country)
    path = reverse("directory:register_you", args=[draft.key])
    use_up(cast, "newcomer", "directory.submit", 20)
    client = as_persona("newcomer")
    values = {name: field for name, field in client.get(path).context["form"].initial.items() if field}
    assert client.post(path, {**values, "role": "focal_point", "confirm": "on", "once": ""}).status_code == 429
    assert not Verification.objects.exists()
    assert Organization.objects.filter(pk=draft.pk).exists()


@pytest.mark.parametrize(("wait", "words"), [(1, "1 minute,"), (90 * 60, "90 minutes"), (90 * 60 + 1, "2 hours")])
def test_wait_is_told_in_minutes_or_hours(wait: int, words: str) -> None:
    assert words in message_for(wait)
