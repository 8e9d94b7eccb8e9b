"""The relay: neither address is shown, nobody is enumerated, nobody is flooded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from se4u.accounts.models import Notification
from se4u.core.models import Event
from se4u.directory import services
from se4u.directory.models import Affiliation, Organization
from tests.personas import Cast

As = Callable[[str], Client]
MESSAGE = {"message": "We would like to work with you.", "sender": "Ana", "reach": "ana@elsewhere.example"}


def address(body: Organization) -> str:
    return reverse("directory:contact", args=[body.key])


@pytest.mark.parametrize("persona", ["visitor", "newcomer", "government_observer"])
def test_message_reaches_the_focal_points_and_shows_no_address(
    cast: Cast, as_persona: As, django_capture_on_commit_callbacks: Any, persona: str
) -> None:
    services.edit(cast.casa_abierta, by=cast.officer, contact_email="inside@casa.example")
    client = as_persona(persona)
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(address(cast.casa_abierta), MESSAGE, follow=True)
    assert "was passed on" in page.text
    note = Notification.objects.get(template="directory.contact")
    assert note.person == cast.representative
    assert note.context["message"] == MESSAGE["message"]
    for secret in ("representative@sample.example", "inside@casa.example", "Rosa"):
        assert secret not in page.text
    letter = mail.outbox[-1]
    assert letter.to == ["representative@sample.example"]
    assert MESSAGE["reach"] in letter.body
    assert f"{persona.replace('_', '-')}@sample.example" not in str(letter.message())


def test_address_of_the_writer_is_passed_on_only_if_written(
    cast: Cast, as_persona: As, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        as_persona("newcomer").post(address(cast.casa_abierta), {"message": "Hello"})
    letter = mail.outbox[-1]
    assert "newcomer@sample.example" not in str(letter.message())
    assert "Noor" not in letter.body
    assert "did not say how to be reached" in letter.body


def test_history_does_not_name_who_wrote(cast: Cast, as_persona: As) -> None:
    as_persona("newcomer").post(address(cast.casa_abierta), MESSAGE)
    event = Event.objects.get(action="directory.contact")
    assert (event.actor_key, event.data) == (None, {})


@pytest.mark.parametrize(
    ("field", "value"),
    [("message", ""), ("message", "x" * 1_000_000), ("message", "a\x00b"), ("sender", "y" * 201), ("reach", "z" * 201)],
)
def test_bad_message_is_said_beside_the_field_and_kept(cast: Cast, as_persona: As, field: str, value: str) -> None:
    page = as_persona("visitor").post(address(cast.casa_abierta), {**MESSAGE, field: value})
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert ("Ana" in page.text) or field == "sender"
    assert not Notification.objects.filter(template="directory.contact").exists()


def test_missing_unlisted_draft_and_authority_answer_the_same(cast: Cast, as_persona: As) -> None:
    services.set_safety(cast.casa_abierta, by=cast.representative, safety="unlisted")
    draft = services.begin(None, by=cast.newcomer, name="Draft", kind="academia", seat=cast.sample_country)
    client = as_persona("visitor")
    for body in (cast.casa_abierta, cast.ministry, draft):
        for method in (client.get, client.post):
            assert method(address(body)).status_code == 404
    assert client.get(reverse("directory:contact", args=["nothing"])).status_code == 404


def test_pseudonymous_organisation_can_be_written_to_and_is_not_named(
    cast: Cast, as_persona: As, django_capture_on_commit_callbacks: Any
) -> None:
    services.set_safety(cast.casa_abierta, by=cast.representative, safety="pseudonym", pseudonym="Blue Group")
    client = as_persona("visitor")
    page = client.get(address(cast.casa_abierta)).text
    assert "Blue Group" in page
    assert "Casa Abierta" not in page
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address(cast.casa_abierta), MESSAGE)
    letter = mail.outbox[-1]
    assert "Casa Abierta" not in letter.subject + letter.body
    assert MESSAGE["message"] not in letter.body  # the mail of a protected body carries the link alone


def send(client: Client, body: Organization, place: str = "203.0.113.1") -> bool:
    """Send a message from a network address; whether it was passed on."""
    return client.post(address(body), MESSAGE, REMOTE_ADDR=place).status_code == 302


def test_too_many_messages_of_one_sender_are_refused_with_the_input_kept(cast: Cast, as_persona: As) -> None:
    client = as_persona("visitor")
    assert [send(client, cast.casa_abierta) for _number in range(6)] == [True] * 5 + [False]
    page = client.post(address(cast.casa_abierta), MESSAGE, REMOTE_ADDR="203.0.113.1")
    assert page.status_code == 200
    assert "too often" in page.text
    assert MESSAGE["message"] in page.text
    assert [send(client, cast.rio_claro) for _number in range(4)] == [True] * 3 + [False]  # ten tries a day to anybody
    assert Notification.objects.filter(template="directory.contact").count() == 8


def test_one_person_with_an_account_and_without_counts_once(cast: Cast, as_persona: As) -> None:
    signed_in, anonymous = as_persona("outsider"), as_persona("visitor")
    assert all(send(signed_in, cast.casa_abierta) for _number in range(5))
    assert not send(anonymous, cast.casa_abierta)
    assert not send(signed_in, cast.casa_abierta, "203.0.113.2")  # nor from another address
    assert send(anonymous, cast.casa_abierta, "203.0.113.2")


def test_full_mailbox_is_told_and_stays_open_to_the_signed_in(cast: Cast, as_persona: As) -> None:
    client = as_persona("visitor")
    places = [f"198.51.100.{number}" for number in range(51)]
    assert [send(client, cast.casa_abierta, place) for place in places] == [True] * 50 + [False]
    page = client.post(address(cast.casa_abierta), MESSAGE, REMOTE_ADDR="198.51.100.99")
    assert "More messages came for this address today" in page.text
    assert MESSAGE["message"] in page.text
    assert send(as_persona("outsider"), cast.casa_abierta)
    assert send(client, cast.rio_claro, "198.51.100.99")


def test_organisation_without_focal_point_says_so(cast: Cast, as_persona: As) -> None:
    Affiliation.objects.filter(organization=cast.casa_abierta).update(role="member")
    page = as_persona("visitor").post(address(cast.casa_abierta), MESSAGE)
    assert "Nobody speaks for this organisation" in page.text


def test_page_carries_a_token_and_is_never_kept_for_others(cast: Cast, as_persona: As) -> None:
    first, second = (as_persona("visitor").get(address(cast.casa_abierta)).text for _turn in range(2))
    assert "csrfmiddlewaretoken" in first
    assert first != second
