"""Two at once: exactly one wins, on SQLite and PostgreSQL alike."""

from __future__ import annotations

import pytest

from se4u.accounts.models import User
from se4u.networks.models import Guidelines, Mandate, Membership, Network, Role
from se4u.networks.services import mandates, memberships
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
    from allauth.mfa.models import Authenticator

    Authenticator.objects.create(user=cast.representative, type=Authenticator.Type.TOTP, data={"secret": "unused"})

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
