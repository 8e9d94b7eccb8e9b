"""Two at once: exactly one wins, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from se4u.accounts import services as accounts
from se4u.accounts.models import User
from se4u.core.action import SYSTEM
from se4u.core.authority import forget
from se4u.core.tokens import new_secret
from se4u.directory import services
from se4u.directory.models import Affiliation, Organization
from se4u.networks.models import Guidelines, Mandate, Membership, Network, ObserverInvitation, Role
from se4u.networks.services import mandates, memberships, observers, standing
from tests.directory.making import case
from tests.personas import Cast

from . import making

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_admitting_at_once(cast: Cast) -> None:
    Network.objects.filter(pk=cast.americas.pk).update(admission=Network.Admission.COMMITTEE)
    waiting = making.applied(cast.americas, cast.far_shore)

    def admit(user: User) -> None:
        memberships.admit(Membership.objects.get(pk=waiting.pk), by=User.objects.get(pk=user.pk))

    assert making.race(lambda: admit(cast.coordinator), lambda: admit(cast.committee_member)) == ["done", "refused"]
    assert making.event("networks.admit").subject_pk == waiting.pk


def test_admitting_and_declining_at_once(cast: Cast) -> None:
    Network.objects.filter(pk=cast.americas.pk).update(admission=Network.Admission.COMMITTEE)
    waiting = making.applied(cast.americas, cast.far_shore)

    def fresh() -> Membership:
        return Membership.objects.get(pk=waiting.pk)

    outcome = making.race(
        lambda: memberships.admit(fresh(), by=User.objects.get(pk=cast.coordinator.pk)),
        lambda: memberships.decline(fresh(), by=User.objects.get(pk=cast.committee_member.pk), reason="x"),
    )
    assert outcome == ["done", "refused"]
    assert fresh().state in {Membership.State.ADMITTED, Membership.State.DECLINED}


def test_two_applying_at_once(cast: Cast) -> None:
    second = making.speaker(cast.far_shore)

    def apply(user: User) -> None:
        memberships.apply(
            cast.americas, by=User.objects.get(pk=user.pk), organization=cast.far_shore, motivation="Together."
        )

    assert making.race(lambda: apply(cast.outsider), lambda: apply(second)) == ["done", "refused"]
    assert Membership.objects.filter(organization=cast.far_shore).count() == 1


def test_two_appointed_to_one_seat_at_once(cast: Cast) -> None:
    role = making.role_of(cast.americas, "plan", seats=1)

    def appoint(person: User) -> None:
        mandates.appoint(
            Role.objects.get(pk=role.pk),
            by=User.objects.get(pk=cast.coordinator.pk),
            person=person,
            since=making.TODAY(),
        )

    outcome = making.race(lambda: appoint(cast.representative), lambda: appoint(cast.committee_member))
    assert outcome == ["done", "refused"]
    assert Mandate.objects.filter(role=role).count() == 1


def test_two_who_appoint_ending_each_other_at_once_leave_one(cast: Cast) -> None:
    """Of the last two mandates that may appoint, one stays, whoever is faster."""
    role = making.role_of(cast.americas, "appoint", "convene")
    second = making.mandate(role, cast.representative, cast.casa_abierta)
    first = Mandate.objects.get(person=cast.coordinator)

    def end(mandate: Mandate, user: User) -> None:
        mandates.end_mandate(Mandate.objects.get(pk=mandate.pk), by=User.objects.get(pk=user.pk))

    outcome = making.race(lambda: end(second, cast.coordinator), lambda: end(first, cast.representative))
    assert outcome.count("done") == 1
    assert Mandate.objects.effective().filter(pk__in=[first.pk, second.pk]).count() == 1


def test_two_publishing_guidelines_at_once_number_them(cast: Cast) -> None:
    from se4u.networks.services import guidelines

    def publish() -> None:
        guidelines.publish_guidelines(
            Network.objects.get(pk=cast.americas.pk),
            by=User.objects.get(pk=cast.coordinator.pk),
            text={"en": "Respect."},
            major=True,
        )

    assert making.race(publish, publish) == ["done", "done"]
    assert sorted(Guidelines.objects.values_list("version", flat=True)) == [1, 2]


# -- a network is closed while something goes on there


def close(cast: Cast) -> None:
    """Close the regional network."""
    network = Network.objects.get(pk=cast.americas.pk)
    standing.close(network, by=User.objects.get(pk=cast.coordinator.pk), reason="The work is done.")


def closed_with(cast: Cast) -> list[str]:
    """The states of all who ever applied, once the network is closed and nobody holds a mandate in it."""
    assert Network.objects.get(pk=cast.americas.pk).state == Network.State.CLOSED
    assert not Mandate.objects.live().filter(role__network=cast.americas).exists()
    places = Membership.objects.filter(network=cast.americas, organization=cast.far_shore)
    return list(places.values_list("state", flat=True))


@pytest.mark.parametrize("at_once", [making.race, making.beside])
def test_closing_beside_an_application_leaves_none_waiting(cast: Cast, at_once: Callable[..., list[str]]) -> None:
    def apply() -> None:
        outsider = User.objects.get(pk=cast.outsider.pk)
        memberships.apply(cast.americas, by=outsider, organization=cast.far_shore, motivation="Together.")

    outcomes = at_once(apply, lambda: close(cast))
    assert (outcomes, closed_with(cast)) in [(["done", "done"], ["declined"]), (["done", "refused"], [])]


@pytest.mark.parametrize("deed", [memberships.admit, memberships.withdraw])
@pytest.mark.parametrize("at_once", [making.race, making.beside])
def test_closing_beside_the_end_of_an_application_is_not_stopped(
    cast: Cast, at_once: Callable[..., list[str]], deed: Callable[..., object]
) -> None:
    waiting = making.applied(cast.americas, cast.far_shore)
    outcomes = at_once(lambda: deed(Membership.objects.get(pk=waiting.pk), by=SYSTEM), lambda: close(cast))
    [state] = closed_with(cast)
    assert outcomes == (["done", "refused"] if state == "declined" else ["done", "done"])


# -- invitations to observe


def invited(cast: Cast, email: str) -> tuple[ObserverInvitation, str]:
    """An invitation to observe the regional network, with the secret of its link."""
    secret, digest = new_secret()
    now = timezone.now()
    made = ObserverInvitation.objects.create(
        network=cast.americas,
        authority=cast.ministry,
        email=email,
        digest=digest,
        sent_at=now,
        expires_at=now + timedelta(days=10),
    )
    return made, secret


def test_two_accepting_one_invitation_to_observe(cast: Cast) -> None:
    made, secret = invited(cast, cast.newcomer.email)

    def accept(user: User) -> None:
        invitation = ObserverInvitation.objects.get(pk=made.pk)
        observers.accept_observer(invitation, by=User.objects.get(pk=user.pk), secret=secret)

    assert making.race(*[lambda: accept(cast.newcomer)] * 2, lambda: accept(cast.outsider)) == [
        "done",
        "refused",
        "refused",
    ]
    assert Mandate.objects.get(role__network=cast.americas, organization=cast.ministry).person == cast.newcomer
    assert Affiliation.objects.live().filter(person=cast.newcomer, organization=cast.ministry).count() == 1


@pytest.mark.parametrize("at_once", [making.race, making.beside])
def test_closing_beside_accepting_to_observe(cast: Cast, at_once: Callable[..., list[str]]) -> None:
    made, secret = invited(cast, cast.newcomer.email)

    def accept() -> None:
        invitation = ObserverInvitation.objects.get(pk=made.pk)
        observers.accept_observer(invitation, by=User.objects.get(pk=cast.newcomer.pk), secret=secret)

    outcomes = at_once(accept, lambda: close(cast))
    closed_with(cast)
    made.refresh_from_db()
    assert (outcomes, made.state) in [(["done", "done"], "accepted"), (["done", "refused"], "revoked")]


def test_two_renewing_one_invitation_to_observe(cast: Cast) -> None:
    made, secret = invited(cast, "gone@sample.example")
    ObserverInvitation.objects.update(expires_at=timezone.now())

    def renew() -> None:
        observers.renew_observer(ObserverInvitation.objects.get(pk=made.pk), by=AnonymousUser(), secret=secret)

    assert making.race(renew, renew) == ["done", "refused"]


# -- the directory beneath changes


@pytest.mark.parametrize("first", ["withdraw", "admit"])
@pytest.mark.parametrize("at_once", [making.race, making.beside])
def test_withdrawing_the_registration_beside_being_admitted(
    cast: Cast, at_once: Callable[..., list[str]], first: str
) -> None:
    submitted = case(cast.newcomer, cast.sample_country)
    body = submitted.organization
    assert body is not None
    waiting = making.applied(cast.alliance, body)
    mine, theirs = Organization.objects.get(pk=body.pk), Membership.objects.get(pk=waiting.pk)
    deeds = {
        "withdraw": lambda: services.withdraw(mine, by=User.objects.get(pk=cast.newcomer.pk)),
        "admit": lambda: memberships.admit(theirs, by=SYSTEM),
    }
    outcomes = at_once(deeds.pop(first), *deeds.values())
    body.refresh_from_db()
    waiting.refresh_from_db()
    assert (outcomes, waiting.state) in [(["done", "done"], "left"), (["done", "refused"], "withdrawn")]
    assert (body.state, body.vouched_by, body.listed) == ("withdrawn", "", False)


@pytest.mark.parametrize("first", ["withdraw", "apply"])
@pytest.mark.parametrize("at_once", [making.race, making.beside])
def test_withdrawing_the_registration_beside_applying(
    cast: Cast, at_once: Callable[..., list[str]], first: str
) -> None:
    body = case(cast.newcomer, cast.sample_country).organization
    assert body is not None
    mine, ours = Organization.objects.get(pk=body.pk), Organization.objects.get(pk=body.pk)
    second = making.speaker(body, "second")
    deeds = {
        "withdraw": lambda: services.withdraw(mine, by=User.objects.get(pk=cast.newcomer.pk)),
        "apply": lambda: memberships.apply(
            cast.alliance, by=User.objects.get(pk=second.pk), organization=ours, motivation="Together."
        ),
    }
    outcomes = at_once(deeds.pop(first), *deeds.values())
    states = list(Membership.objects.filter(organization=body).values_list("state", flat=True))
    assert (outcomes, states) in [(["done", "done"], ["withdrawn"]), (["done", "refused"], [])]


@pytest.mark.parametrize("first", ["leave", "accept"])
@pytest.mark.parametrize("at_once", [making.race, making.beside])
def test_leaving_the_authority_beside_becoming_its_observer(
    cast: Cast, at_once: Callable[..., list[str]], first: str
) -> None:
    """Whichever comes first: who holds the mandate belongs to the authority, and who left it holds none."""
    made, secret = invited(cast, cast.newcomer.email)
    place = Affiliation.objects.create(person=cast.newcomer, organization=cast.ministry)
    forget()
    mine, theirs = Affiliation.objects.get(pk=place.pk), ObserverInvitation.objects.get(pk=made.pk)
    deeds = {
        "leave": lambda: services.leave(mine, by=User.objects.get(pk=cast.newcomer.pk)),
        "accept": lambda: observers.accept_observer(theirs, by=User.objects.get(pk=cast.newcomer.pk), secret=secret),
    }
    assert at_once(deeds.pop(first), *deeds.values()) == ["done", "done"]
    belongs = Affiliation.objects.live().filter(person=cast.newcomer, organization=cast.ministry).exists()
    assert Mandate.objects.for_authorities().filter(person=cast.newcomer).exists() == belongs


# -- somebody deletes the account


def test_deleting_an_account_beside_a_member_leaving_its_network(cast: Cast) -> None:
    """Both take the network before the organisation, so that neither waits for the other for ever."""
    place = Membership.objects.get(network=cast.americas, organization=cast.puente_norte)
    second = making.speaker(cast.puente_norte)
    seat = Mandate.objects.get(person=cast.committee_member)

    def erase() -> None:
        person = User.objects.get(pk=cast.committee_member.pk)
        accounts.erase(person, by=person, answers={f"mandate-{seat.key}": second.key})

    outcomes = making.race(erase, lambda: memberships.leave(Membership.objects.get(pk=place.pk), by=SYSTEM))
    assert outcomes == ["done", "refused"]
    assert Mandate.objects.effective().get(role=seat.role).person == second
