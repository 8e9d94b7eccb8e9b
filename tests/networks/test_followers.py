"""What follows in networks when the directory changes: an alliance never stands for another body than it admitted."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from se4u.accounts.models import User
from se4u.core.action import SYSTEM, Refused
from se4u.core.authority import Capability as C  # noqa: N817  read in tables
from se4u.core.authority import forget, viewer_of
from se4u.core.models import Event
from se4u.directory import services
from se4u.directory.models import Organization, Verification
from se4u.networks.counts import counted
from se4u.networks.heads import headless
from se4u.networks.models import Mandate, Membership, Network
from se4u.networks.services import memberships
from tests.directory.making import case
from tests.personas import Cast

from . import making

As = Callable[[str], Client]
State = Membership.State


@pytest.fixture
def led(cast: Cast) -> Cast:
    """The cast, with the representative leading the alliance."""
    making.mandate(cast.alliance.roles.get(lead=True), cast.representative, cast.casa_abierta)
    return cast


@pytest.fixture
def unvetted(led: Cast) -> tuple[Verification, Membership]:
    """The newcomer's body, which waits for vetting and was admitted by the alliance, a group and no other."""
    submitted = case(led.newcomer, led.sample_country)
    assert submitted.organization is not None
    place = making.applied(led.alliance, submitted.organization)
    memberships.admit(place, by=SYSTEM)
    memberships.join_group(making.group_of(led.alliance), by=led.newcomer, organization=submitted.organization)
    return submitted, place


def fresh(row: Membership | Verification) -> Organization:
    return Organization.objects.get(pk=row.organization_id)


def members_of(network: Network) -> int:
    return int(counted([network], None)[0].visible_members)


@pytest.mark.parametrize("state", ["submitted", "asked"])
def test_withdrawing_the_registration_ends_memberships_groups_and_applications(
    led: Cast, unvetted: tuple[Verification, Membership], state: str
) -> None:
    submitted, _place = unvetted
    if state == "asked":
        services.ask(submitted, by=led.officer, question="Who are you?")
    body = fresh(submitted)
    waiting = making.applied(making.alliance_of(led), body)
    assert body.listed
    services.withdraw(body, by=led.newcomer)
    states = {
        row.network.kind: row.state for row in Membership.objects.filter(organization=body).exclude(pk=waiting.pk)
    }
    assert states == {"national": State.LEFT, "group": State.LEFT}
    assert Membership.objects.get(pk=waiting.pk).state == State.WITHDRAWN
    assert making.told("networks.leave") == {led.representative.email}
    assert (fresh(submitted).vouched_by, fresh(submitted).listed) == ("", False)
    forget()
    assert viewer_of(led.newcomer).networks == frozenset()
    assert Event.objects.filter(action="networks.leave", scope_pk=led.alliance.pk).count() == 1


def test_withdrawn_body_comes_back_under_another_name_as_an_applicant_alone(
    led: Cast, unvetted: tuple[Verification, Membership]
) -> None:
    body = fresh(unvetted[0])
    services.withdraw(body, by=led.newcomer)
    services.revise(body, by=led.newcomer, name="Casa Abierta of the North")
    services.resubmit(body, by=led.newcomer)
    assert not Membership.objects.current().filter(organization=body).exists()
    assert not fresh(unvetted[0]).listed
    assert memberships.apply(led.alliance, by=led.newcomer, organization=fresh(unvetted[0]), motivation="Again.")


def test_withdrawing_while_ones_people_hold_mandates_is_refused_and_nothing_changes(
    led: Cast, unvetted: tuple[Verification, Membership]
) -> None:
    submitted, place = unvetted
    held = making.mandate(making.role_of(led.alliance, C.PLAN), led.newcomer, fresh(submitted))
    with pytest.raises(Refused, match="National Civil Society Alliance of Sample Country"):
        services.withdraw(fresh(submitted), by=led.newcomer)
    place.refresh_from_db()
    submitted.refresh_from_db()
    assert (fresh(submitted).state, place.state, submitted.outcome) == ("submitted", State.ADMITTED, "")
    Mandate.objects.filter(pk=held.pk).delete()
    services.withdraw(fresh(submitted), by=led.newcomer)


def test_page_before_withdrawing_says_that_memberships_end(
    led: Cast, as_persona: As, unvetted: tuple[Verification, Membership]
) -> None:
    path = reverse("directory:register_withdraw", args=[fresh(unvetted[0]).key])
    assert "memberships in networks end" in as_persona("newcomer").get(path).text
    memberships.leave(unvetted[1], by=led.newcomer)
    assert "memberships in networks end" not in as_persona("newcomer").get(path).text


def test_refused_body_counts_nowhere_and_its_seats_rest(led: Cast, unvetted: tuple[Verification, Membership]) -> None:
    """The alliance keeps the membership; with the registration sent again it counts again, under the name it knows."""
    submitted, _place = unvetted
    other = making.alliance_of(led)
    making.member(other, fresh(submitted))
    seat = making.mandate(other.roles.get(lead=True), led.newcomer, fresh(submitted))
    assert (members_of(led.alliance), list(headless())) == (2, [])
    services.refuse(submitted, by=led.officer, reason="Not yet.")
    assert members_of(led.alliance) == 1
    assert not Mandate.objects.effective().filter(pk=seat.pk).exists()
    assert list(headless()) == [other]
    forget()
    assert C.APPOINT not in viewer_of(User.objects.get(pk=led.newcomer.pk)).capabilities.get(other.pk, frozenset())
    services.resubmit(fresh(submitted), by=led.newcomer)
    assert (members_of(led.alliance), list(headless())) == (2, [])
