"""Whom notifications name is decided when they are read or mailed, not when they are written."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from se4u.accounts import mentions, outbox
from se4u.accounts import services as accounts
from se4u.accounts.archive import archive
from se4u.accounts.mentions import Mention
from se4u.accounts.models import Notification, User
from se4u.accounts.notify import notify
from se4u.core import tick
from se4u.core.action import SYSTEM
from se4u.core.authority import forget
from se4u.directory import services
from se4u.directory.models import Affiliation, Expert, Organization
from se4u.networks.models import Mandate
from se4u.networks.services import memberships
from tests.directory import making
from tests.personas import Cast

As = Callable[[str], Client]
HIDDEN = [("pseudonym", "Blue Door"), ("unlisted", "")]


@pytest.fixture(params=HIDDEN, ids=["pseudonym", "unlisted"])
def hide(request: pytest.FixtureRequest) -> Callable[[Any], None]:
    """Let an entry be shown otherwise than by its name."""
    safety, pseudonym = request.param

    def choose(subject: Organization | Expert) -> None:
        services.set_safety(subject, by=SYSTEM, safety=safety, pseudonym=pseudonym)

    return choose


def inbox(client: Client) -> str:
    """Return the page of notifications."""
    return client.get("/en/account/notifications/").text


def export(person: User) -> str:
    """Return all that the export holds in words."""
    with archive(User.objects.get(pk=person.pk)) as content, zipfile.ZipFile(content) as bundle:
        return "\n".join(str(json.loads(bundle.read(n))) for n in bundle.namelist() if n.endswith(".json"))


def letters() -> str:
    """Return everything mailed."""
    return "\n".join(f"{each.subject}\n{each.body}\n{each.alternatives}" for each in mail.outbox)  # type: ignore[attr-defined]


def end_mandates(person: User) -> None:
    """Let a person hold no mandate any more."""
    Mandate.objects.filter(person=person).update(ended_at=timezone.now())
    forget()


def test_daily_mail_names_who_is_still_shown_by_name(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "MORNING", 0)
    User.objects.filter(pk=cast.coordinator.pk).update(delivery=User.Delivery.DAILY)
    for network in (cast.americas, cast.alliance):
        memberships.apply(network, by=cast.outsider, organization=cast.far_shore, motivation="x")
    memberships.withdraw(cast.far_shore.memberships.get(network=cast.americas), by=cast.outsider)
    assert cast.coordinator.notifications.count() == 2
    tick.run("accounts")
    assert "2 pieces of news" in letters()


@pytest.mark.parametrize("delivery", [User.Delivery.DAILY, User.Delivery.AT_ONCE])
def test_mail_that_goes_out_later_does_not_name_who_went_out_of_sight(
    cast: Cast, as_persona: As, monkeypatch: pytest.MonkeyPatch, delivery: str, hide: Callable[[Any], None]
) -> None:
    """Far Shore applies; before the daily mail, or the second try of one at once, it goes out of sight."""
    monkeypatch.setattr(outbox, "MORNING", 0)
    User.objects.filter(pk=cast.coordinator.pk).update(delivery=delivery)
    memberships.apply(cast.americas, by=cast.outsider, organization=cast.far_shore, motivation="x")
    assert "Far Shore" in inbox(as_persona("coordinator"))
    hide(cast.far_shore)
    tick.run("accounts")
    assert [message.to for message in mail.outbox] == [[cast.coordinator.email]]
    assert "An organisation applied" in letters()
    for told in (letters(), inbox(as_persona("coordinator")), export(cast.coordinator)):
        assert "Far Shore" not in told
        assert "Blue Door" not in told  # which would say who stands behind it to whoever read of Far Shore


def test_mail_to_its_own_people_carries_the_link_alone_by_then(
    cast: Cast, as_persona: As, hide: Callable[[Any], None]
) -> None:
    case = making.case(cast.newcomer, cast.sample_country, latin_name="")
    services.ask(case, by=cast.officer, question="Which law?")
    hide(case.organization)
    tick.run("accounts")
    assert cast.newcomer.email in {address for message in mail.outbox for address in message.to}
    assert "New Hope" not in letters()
    assert "Which law?" not in letters()
    for name in ("newcomer", "officer"):
        assert "New Hope" in inbox(as_persona(name))  # they may know it


def test_mail_names_nobody_at_risk_even_to_who_may_know(
    cast: Cast, as_persona: As, hide: Callable[[Any], None]
) -> None:
    """A mailbox may be read by others; the page is read by its person alone."""
    words = {"network": "Americas", "organization": Mention.of(cast.far_shore)}
    notify([cast.officer], "networks.apply", url="/desk/", **words)
    hide(cast.far_shore)
    tick.run("accounts")
    assert "would like to become a member" in letters()
    assert "Far Shore" not in letters()
    assert "Far Shore" in inbox(as_persona("officer"))


def test_former_officer_reads_no_name_behind_another(cast: Cast, as_persona: As, hide: Callable[[Any], None]) -> None:
    body = making.approved(cast.newcomer, cast.officer, cast.sample_country, latin_name="")
    hide(body)
    assert "New Hope" in inbox(as_persona("officer"))
    assert "New Hope" in export(cast.officer)
    end_mandates(cast.officer)
    for told in (inbox(as_persona("officer")), export(cast.officer)):
        assert "an organisation" in told
        assert "New Hope" not in told
        assert "Blue Door" not in told


def test_former_officer_still_reads_who_is_shown_by_name(cast: Cast, as_persona: As) -> None:
    making.approved(cast.newcomer, cast.officer, cast.sample_country, latin_name="")
    end_mandates(cast.officer)
    assert "To vet: New Hope" in inbox(as_persona("officer"))


def test_former_officer_reads_no_name_of_what_is_not_in_the_directory(cast: Cast, as_persona: As) -> None:
    case = making.case(cast.newcomer, cast.sample_country, latin_name="")
    services.submit(making.expert(cast.outsider, cast.sample_country), by=cast.outsider)
    assert "To vet: New Hope" in inbox(as_persona("officer"))
    end_mandates(cast.officer)
    tick.run("accounts")
    assert cast.officer.email in {address for message in mail.outbox for address in message.to}
    for told in (letters(), inbox(as_persona("officer")), export(cast.officer)):
        assert case.organization.name not in told
        assert "Otis Outsider" not in told


def test_who_left_reads_neither_name(cast: Cast, as_persona: As, hide: Callable[[Any], None]) -> None:
    """Their own past is theirs, but not what the organisation is called since."""
    body = making.approved(cast.newcomer, cast.officer, cast.sample_country, latin_name="")
    Affiliation.objects.create(person=cast.outsider, organization=body, role="focal_point")
    place = Affiliation.objects.get(person=cast.newcomer, organization=body)
    hide(body)
    forget()
    assert "New Hope" in inbox(as_persona("newcomer"))
    services.remove(place, by=cast.outsider)
    for told in (inbox(as_persona("newcomer")), export(cast.newcomer)):
        assert "New Hope" not in told
        assert "Blue Door" not in told
    assert "You no longer act for an organisation" in inbox(as_persona("newcomer"))


def test_declined_request_does_not_name_who_went_out_of_sight(
    cast: Cast, as_persona: As, hide: Callable[[Any], None]
) -> None:
    asked = services.ask_to_join(cast.casa_abierta, by=cast.newcomer, note="Me", found_as="Casa Abierta")
    hide(cast.casa_abierta)
    services.decline_join(asked, by=cast.representative)
    tick.run("accounts")
    assert "Your request to join an organisation was declined" in letters()
    assert "Casa Abierta" not in letters() + inbox(as_persona("newcomer"))


@pytest.mark.parametrize("whose", ["entry", "person"])
def test_expert_is_named_to_officers_alone_once_protected(cast: Cast, as_persona: As, whose: str) -> None:
    case = services.submit(making.expert(cast.newcomer, cast.sample_country), by=cast.newcomer)
    assert "Noor Newcomer" in inbox(as_persona("officer"))
    if whose == "entry":
        services.set_safety(case.subject, by=cast.newcomer, safety="pseudonym", pseudonym="Blue Door")
    else:
        accounts.update_profile(cast.newcomer, by=cast.newcomer, safety="pseudonym", pseudonym="Blue Door")
    assert "Noor Newcomer" in inbox(as_persona("officer"))
    tick.run("accounts")
    assert cast.officer.email in {address for message in mail.outbox for address in message.to}
    end_mandates(cast.officer)
    for told in (letters(), inbox(as_persona("officer")), export(cast.officer)):
        assert "Noor Newcomer" not in told
        assert "Blue Door" not in told


def test_what_is_gone_is_named_no_more(cast: Cast, as_persona: As) -> None:
    case = making.case(cast.newcomer, cast.sample_country, latin_name="")
    services.withdraw(case.organization, by=cast.newcomer)
    services.discard(case.organization, by=cast.newcomer)
    page = inbox(as_persona("officer"))
    assert "To vet: an organisation" in page
    assert "New Hope" not in page


def test_name_is_the_one_of_now(cast: Cast, as_persona: As) -> None:
    making.case(cast.newcomer, cast.sample_country, latin_name="")
    Organization.objects.filter(name="New Hope").update(name="Newer Hope")
    assert "To vet: Newer Hope" in inbox(as_persona("officer"))


@pytest.mark.parametrize("rows", [1, 3])
def test_names_of_a_page_take_a_constant_number_of_queries(
    cast: Cast, rows: int, django_assert_num_queries: Any
) -> None:
    bodies = [cast.casa_abierta, cast.rio_claro, cast.far_shore][:rows]
    for body in bodies:
        notify([cast.newcomer], "directory.approve", url="/desk/", name=Mention.of(body))
    kept = list(Notification.objects.filter(template="directory.approve").order_by("pk"))
    reader = User.objects.get(pk=cast.newcomer.pk)
    reader.has_perm("accounts.agree", reader)
    mentions.told(kept, reader)
    with django_assert_num_queries(1):
        assert [told.words["name"] for told in mentions.told(kept, reader)] == [body.name for body in bodies]
