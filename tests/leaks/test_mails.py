"""No mail names who is protected: those of deeds, the reminders of `se4u tick`, the daily mail. Nor does a line of the log."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from se4u.accounts import outbox
from se4u.accounts.models import Notification, User
from se4u.core import tick
from se4u.core.action import Refused
from se4u.core.authority import forget
from se4u.core.visibility import Safety
from se4u.directory.models import Invitation, Organization
from se4u.directory.models.organizations import NON_GOVERNMENTAL
from se4u.networks.models import Mandate, Membership, Network, ObserverInvitation
from tests.access import directory_things, networks_things
from tests.access.deeds import DEEDS
from tests.access.rows import World
from tests.access.world import make_world
from tests.personas import Cast

from .reading import undone

PROTECTED = "canary of all"
SAFETIES = (Safety.UNLISTED, Safety.PSEUDONYM)
UNREACHED = {"directory.contact"}  # the unlisted cannot be written to; every other deed is done
LONG_AGO = timedelta(days=366)


@pytest.fixture(autouse=True)
def log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Whatever is done leaves no line in the log: what goes well is the history's to tell, which names nobody."""
    with caplog.at_level(logging.DEBUG, logger="se4u"):
        yield
    assert [record.getMessage() for record in caplog.get_records("call") if record.name.startswith("se4u")] == []


@pytest.fixture(params=SAFETIES)
def world(cast: Cast, request: pytest.FixtureRequest) -> World:
    """A world where every stakeholder and every person but the officer is protected."""
    made = make_world(cast)
    protect_everyone(request.param)
    return made


def protect_everyone(safety: str) -> None:
    """Give every stakeholder and every person but the officer a name that no mail may hold."""
    members = Organization.objects.filter(kind__in=NON_GOVERNMENTAL)
    members.update(name=PROTECTED, latin_name=PROTECTED, safety=safety, pseudonym="Blue Harbour")
    others = User.objects.exclude(email__startswith="officer")
    others.update(name=PROTECTED, latin_name=PROTECTED, safety=safety, pseudonym="Quiet Voice")
    forget()


def every_deed(world: World) -> Iterator[None]:
    """Do every deed of the matrix that somebody may do, one after the other, each undone when the next begins."""
    for name, row in ((name, row) for name, rows in DEEDS.items() for row in rows if row.allowed):
        actor = User.objects.get(pk=world.cast.by_name()[min(row.allowed - {"visitor"})].pk)
        with undone():
            with suppress(Refused) if name in UNREACHED else nullcontext():
                row.do(world, actor)
            yield
        for person in world.cast.by_name().values():  # the rows are as before, and so are those in hand
            person.refresh_from_db()


def letters() -> list[str]:
    """Return what was mailed, each with its subject and its other forms."""
    return [f"{message.subject}\n{message.body}\n{getattr(message, 'alternatives', '')}" for message in mail.outbox]


def naming(texts: list[str]) -> list[str]:
    """Return those texts that name somebody protected."""
    return [text for text in texts if PROTECTED in text.lower()]


def test_no_mail_of_any_deed_names_who_is_protected(world: World, django_capture_on_commit_callbacks: Any) -> None:
    deeds = every_deed(world)
    done = False
    while not done:
        with django_capture_on_commit_callbacks(execute=True):
            done = next(deeds, "over") == "over"
    assert len(mail.outbox) > 20
    assert naming(letters()) == []


def test_no_daily_mail_names_who_is_protected(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What all deeds tell waits until the morning, and goes out gathered."""
    mail_in_the_morning(news_of_every_deed(world), monkeypatch)
    assert naming(letters()) == []


@pytest.mark.parametrize("safety", SAFETIES)
def test_no_mail_sent_later_names_who_was_protected_meanwhile(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, safety: str
) -> None:
    """All is done by name; before the mail goes out nobody is shown by name any more."""
    world = make_world(cast)
    protect_everyone(Safety.OPEN)
    news = news_of_every_deed(world)
    protect_everyone(safety)
    mail_in_the_morning(news, monkeypatch)
    assert naming(letters()) == []


def news_of_every_deed(world: World) -> list[Notification]:
    """Return what is told to the cast by every deed of the matrix, to be mailed in the morning."""
    User.objects.update(delivery=User.Delivery.DAILY)
    news: list[Notification] = []
    for _deed in every_deed(world):
        news += Notification.objects.filter(person__in=world.cast.by_name().values()).exclude(pk=world.notification.pk)
    return news


def mail_in_the_morning(news: list[Notification], monkeypatch: pytest.MonkeyPatch) -> None:
    """Send the daily mail with all of it."""
    monkeypatch.setattr(outbox, "MORNING", 0)
    told = {row.template for row in news}
    Notification.objects.bulk_create(_copy(row) for row in news)
    assert {outcome.error for outcome in tick.run("accounts")} == {""}
    assert len(told) > 15
    assert sum(letter.count("• ") for letter in letters()) > len(told)


def _copy(row: Notification) -> Notification:
    return Notification(
        person=row.person,
        template=row.template,
        context=row.context,
        url=row.url,
        protected=row.protected,
        state=Notification.State.WAITING,
    )


def test_no_reminder_names_who_is_protected(world: World, django_capture_on_commit_callbacks: Any) -> None:
    """Everything `se4u tick` tells by itself is due at once: ends of mandates, renewals, invitations to mail again."""
    before = timezone.now() - timedelta(hours=1)
    ObserverInvitation.objects.filter(pk=networks_things.invited(world)[0].pk).update(sent_at=before, mailed_at=None)
    Invitation.objects.filter(pk=directory_things.invitation(world).pk).update(sent_at=before, mailed_at=None)
    Mandate.objects.filter(ended_at=None).update(until=timezone.now().date() + timedelta(days=9))
    Network.objects.update(renews_yearly=True)
    Membership.objects.filter(state=Membership.State.ADMITTED).update(decided_at=timezone.now() - LONG_AGO)
    mail.outbox.clear()
    protect_everyone(Organization.objects.get(pk=world.cast.casa_abierta.pk).safety)
    with django_capture_on_commit_callbacks(execute=True):
        outcomes = {outcome.name: outcome for outcome in tick.run()}
    reminding = ("networks.mandates", "networks.renewals", "networks.invitations", "directory.invitations")
    assert all(outcomes[name].done for name in reminding)
    assert {outcome.error for outcome in outcomes.values()} == {""}
    assert len(mail.outbox) > len(reminding)
    assert naming(letters()) == []
