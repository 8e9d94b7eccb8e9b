"""Networks that lose the last person who appoints: told to who can mend it, never silently."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from se4u.accounts.models import User
from se4u.accounts.services import erase
from se4u.core.action import SYSTEM
from se4u.core.authority import forget
from se4u.core.personal import duties_of
from se4u.directory import services as directory
from se4u.directory.models import Affiliation
from se4u.networks.heads import headless
from se4u.networks.models import Mandate, Network
from se4u.networks.personal import GIVEN_UP
from se4u.networks.services import mandates, memberships, powers, standing
from se4u.networks.tick import tell_of_lost_heads
from se4u.networks.views.waiting import waiting_in
from tests.personas import Cast

from . import making
from .making import DAY, TODAY

As = Callable[[str], Client]


@pytest.fixture
def colleague(cast: Cast) -> User:
    """Another focal point of the organisation that holds the coordinator's seat."""
    return making.speaker(cast.rio_claro, "colleague")


def leave(cast: Cast) -> None:
    directory.leave(Affiliation.objects.live().get(person=cast.coordinator), by=cast.coordinator)


def delete(cast: Cast) -> None:
    answers = {duty.key: GIVEN_UP for duty in duties_of(cast.coordinator)}
    erase(cast.coordinator, by=cast.coordinator, answers=answers)


def badges(user: User) -> set[str]:
    return {row["badge"] for row in waiting_in(user)}


@pytest.mark.parametrize("goes", [leave, delete])
def test_head_that_goes_leaves_its_seat_to_the_organisation(
    cast: Cast, colleague: User, goes: Callable[[Cast], None], client: Client
) -> None:
    seat = Mandate.objects.get(person=cast.coordinator)
    goes(cast)
    forget()
    assert [tell_of_lost_heads(), tell_of_lost_heads()] == [1, 0]
    assert making.told("networks.empty_seat") == {colleague.email}
    others = {cast.representative.email, cast.committee_member.email, cast.officer.email}
    assert making.told("networks.headless") == others
    url = reverse("networks:hand_over_seat", args=[cast.americas.slug, seat.key])
    assert url in {row["url"] for row in waiting_in(colleague)}
    client.force_login(colleague, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(url).status_code == 200
    mandates.hand_over_seat(Mandate.objects.get(pk=seat.pk), by=colleague, person=colleague)
    assert not headless().exists()
    assert url not in {row["url"] for row in waiting_in(colleague)}


def test_head_is_lost_when_the_term_runs_out(cast: Cast, colleague: User) -> None:
    Mandate.objects.filter(person=cast.coordinator).update(until=TODAY() - DAY)
    forget()
    assert tell_of_lost_heads() == 1
    assert making.told("networks.empty_seat") == set()  # the term is over, and with it the seat
    assert {cast.coordinator.email, colleague.email, cast.officer.email} <= making.told("networks.headless")


@pytest.mark.parametrize("owned", [True, False])
def test_network_without_a_head_waits_on_the_desk_of_the_secretariat(cast: Cast, colleague: User, owned: bool) -> None:
    assert "without a head" not in badges(cast.officer)
    if owned:
        leave(cast)
    else:
        Mandate.objects.filter(person=cast.coordinator).update(ended_at=timezone.now())
    forget()
    [row] = [row for row in waiting_in(cast.officer) if row["badge"] == "without a head"]
    assert row["url"] == reverse("networks:detail", args=[cast.americas.slug])
    assert ("hand its seat over" in row["text"], "Step in" in row["text"]) == (owned, not owned)
    for name in ("representative", "committee_member", "government_observer", "newcomer", "outsider"):
        assert "without a head" not in badges(cast.by_name()[name])


def test_network_without_a_head_gets_one_by_an_intervention(cast: Cast) -> None:
    role = Mandate.objects.get(person=cast.coordinator).role
    Mandate.objects.filter(person=cast.coordinator).update(ended_at=timezone.now())
    forget()
    assert tell_of_lost_heads() == 1
    values = {"reason": "Nobody is left.", "until": TODAY() + DAY}
    powers.intervene(cast.americas, by=cast.officer, capability="appoint", **values)
    mandates.appoint(role, by=cast.officer, person=cast.representative, since=TODAY())
    assert tell_of_lost_heads() == 0
    assert "without a head" not in badges(cast.officer)
    # Lost again, it is told again.
    Mandate.objects.filter(person=cast.representative).update(ended_at=timezone.now())
    forget()
    assert tell_of_lost_heads() == 1


def _suspend_body(cast: Cast) -> Any:
    return directory.suspend(cast.rio_claro, by=cast.officer, reason="x")


def _suspend_member(cast: Cast) -> Any:
    powers.intervene(cast.americas, by=cast.officer, capability="admit", reason="x", until=TODAY())
    place = cast.americas.memberships.get(organization=cast.rio_claro)
    return memberships.suspend(place, by=cast.officer, reason="x")


@pytest.mark.parametrize("deed", [_suspend_body, _suspend_member])
def test_head_that_is_suspended_is_a_lost_head(cast: Cast, deed: Callable[[Cast], Any]) -> None:
    deed(cast)
    assert list(headless()) == [cast.americas]
    assert tell_of_lost_heads() == 1
    assert making.told("networks.empty_seat") == set()


def test_network_that_has_none_yet_or_no_more_is_not_headless(cast: Cast) -> None:
    assert not headless().exists()  # nobody was ever appointed in the alliance
    making.group_of(cast.americas)
    standing.close(cast.americas, by=SYSTEM, reason="The work is done.")
    assert not headless().exists()
    assert Network.objects.filter(headless_since__isnull=False).count() == 0
