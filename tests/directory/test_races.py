"""Two who work on one organisation, invitation or list at once: one wins, the other is told, and nothing is left half done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from se4u.accounts import services as accounts
from se4u.accounts.models import User
from se4u.core import tokens
from se4u.core.action import SYSTEM, Refused
from se4u.directory import services
from se4u.directory.imports.checking import Options
from se4u.directory.models import Affiliation, Import, Invitation, JoinRequest, Organization, ReferenceEntry
from tests.networks.making import beside, race, speaker
from tests.personas import Cast

from . import making

pytestmark = pytest.mark.django_db(transaction=True)

AtOnce = Callable[..., list[str]]
at_once = pytest.mark.parametrize("at_once", [race, beside])


def again(user: User) -> User:
    """The person, read anew."""
    return User.objects.get(pk=user.pk)


# -- the last focal point hands over


def hand_over(cast: Cast, successor: User) -> Callable[[], object]:
    """The representative leaves, and names who takes over; the rows are read now, as by the page one answers."""
    places = Affiliation.objects.live().filter(organization=cast.casa_abierta)
    mine, next_one = places.get(person=cast.representative), places.get(person=successor)
    return lambda: services.leave(mine, by=again(cast.representative), successor=next_one)


def speaking(cast: Cast) -> list[User]:
    places = Affiliation.objects.speaking().filter(organization=cast.casa_abierta)
    return [place.person for place in places.select_related("person")]


@at_once
def test_handing_over_beside_the_successor_leaving(cast: Cast, at_once: AtOnce) -> None:
    successor = speaker(cast.casa_abierta, "successor", Affiliation.Role.MEMBER)
    own = Affiliation.objects.get(person=successor)

    def leave() -> None:
        services.leave(Affiliation.objects.get(pk=own.pk), by=again(successor))

    assert at_once(hand_over(cast, successor), leave) == ["done", "refused"]
    assert len(speaking(cast)) == 1


@at_once
def test_handing_over_beside_the_successor_deleting_the_account(cast: Cast, at_once: AtOnce) -> None:
    successor = speaker(cast.casa_abierta, "successor", Affiliation.Role.MEMBER)

    def erase() -> None:
        accounts.erase(again(successor), by=again(successor), answers={})

    assert at_once(hand_over(cast, successor), erase) == ["done", "refused"]
    assert len(speaking(cast)) == 1


# -- invitations


def invited(cast: Cast, organization: Organization, email: str, **changes: object) -> tuple[Invitation, str]:
    """An open invitation with the secret of its link."""
    now = timezone.now()
    secret, digest = tokens.new_secret()
    values = {"sent_at": now, "expires_at": now + timedelta(days=10), **changes}
    made = Invitation.objects.create(
        organization=organization, email=email, role=Affiliation.Role.EDITOR, digest=digest, **values
    )
    return made, secret


def test_two_accepting_one_invitation(cast: Cast) -> None:
    made, _secret = invited(cast, cast.casa_abierta, cast.newcomer.email)

    def accept(user: User) -> None:
        services.accept_invitation(Invitation.objects.get(pk=made.pk), by=again(user))

    twice = [lambda: accept(cast.newcomer)] * 2
    assert race(*twice, lambda: accept(cast.outsider)) == ["denied", "done", "refused"]
    assert Affiliation.objects.live().get(organization=cast.casa_abierta, role="editor").person == cast.newcomer


@at_once
def test_two_renewing_one_invitation_mail_one_link(cast: Cast, at_once: AtOnce) -> None:
    made, _secret = invited(cast, cast.casa_abierta, "gone@sample.example", expires_at=timezone.now())

    def renew() -> None:
        services.renew_invitation(Invitation.objects.get(pk=made.pk), by=again(cast.newcomer))

    assert at_once(renew, renew) in (["done", "refused"], ["denied", "done"])  # denied: the link works again
    assert len(mail.outbox) == 1


@at_once
def test_accepting_beside_the_registration_being_deleted(cast: Cast, at_once: AtOnce) -> None:
    """Both take the organisation before the invitation, so that neither waits for the other for ever."""
    draft = making.draft(cast.newcomer, cast.sample_country)
    made, _secret = invited(cast, draft, cast.outsider.email)
    theirs, ours = Invitation.objects.get(pk=made.pk), Organization.objects.get(pk=draft.pk)
    outcomes = at_once(
        lambda: services.accept_invitation(theirs, by=again(cast.outsider)),
        lambda: services.discard(ours, by=again(cast.newcomer)),
    )
    assert outcomes in (["done", "done"], ["done", "refused"])
    assert not Organization.objects.filter(pk=draft.pk).exists()


def test_accepting_what_was_deleted_a_moment_ago_is_refused(cast: Cast) -> None:
    draft = making.draft(cast.newcomer, cast.sample_country)
    made, _secret = invited(cast, draft, cast.outsider.email)
    theirs = Invitation.objects.get(pk=made.pk)
    services.discard(draft, by=again(cast.newcomer))
    with pytest.raises(Refused, match="no longer exists"):
        services.accept_invitation(theirs, by=again(cast.outsider))


@at_once
def test_letting_somebody_join_beside_the_registration_being_deleted(cast: Cast, at_once: AtOnce) -> None:
    case = making.case(cast.newcomer, cast.sample_country)
    assert case.organization is not None
    body = case.organization
    asked = services.ask_to_join(body, by=cast.outsider, note="Me")
    services.withdraw(body, by=cast.newcomer)
    theirs, ours = JoinRequest.objects.get(pk=asked.pk), Organization.objects.get(pk=body.pk)
    outcomes = at_once(
        lambda: services.accept_join(theirs, by=again(cast.newcomer)),
        lambda: services.discard(ours, by=again(cast.newcomer)),
    )
    assert outcomes in (["done", "done"], ["done", "refused"])
    assert not Organization.objects.filter(pk=body.pk).exists()


# -- lists


def test_two_undoing_one_import(cast: Cast) -> None:
    run = services.import_organizations(None, by=SYSTEM, content=b"name\nListed\n", options=Options())

    def undo() -> None:
        services.undo_import(Import.objects.get(pk=run.pk), by=again(cast.officer))

    assert race(undo, undo) == ["done", "refused"]
    assert not ReferenceEntry.objects.filter(name="Listed").exists()
