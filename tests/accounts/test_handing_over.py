"""Who leaves says who takes over; nobody is left without being told."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from se4u.accounts import services
from se4u.accounts.models import User
from se4u.core import personal
from se4u.core.action import Refused
from se4u.directory.models import Affiliation
from tests.personas import Cast

from .leaving_help import answers_of

Proven = Callable[[User], Client]


def test_sole_focal_point_is_asked_who_follows(known: User, cast: Cast, proven: Proven) -> None:
    text = proven(known).get("/en/account/delete/").content.decode()
    assert "You are the only focal point of Casa Abierta (sample)" in text
    assert cast.newcomer.name in text
    assert "Nobody: the organisation stays without a focal point" in text


def test_successor_becomes_focal_point(known: User, cast: Cast) -> None:
    services.erase(known, by=known, answers=answers_of(known, lambda duty: duty.choices[0][0]))
    follower = Affiliation.objects.get(person=cast.newcomer, organization=cast.casa_abierta)
    assert follower.role == Affiliation.Role.FOCAL_POINT


def test_organisation_may_stay_without(known: User, cast: Cast) -> None:
    services.erase(known, by=known, answers=answers_of(known, lambda duty: duty.choices[-1][0]))
    live = Affiliation.objects.filter(organization=cast.casa_abierta, until__isnull=True)
    assert [place.role for place in live] == [Affiliation.Role.MEMBER]


@pytest.mark.parametrize("answer", [None, "", "somebody-elses-key"])
def test_erasing_without_handing_over_is_refused(known: User, cast: Cast, answer: str | None) -> None:
    answers = answers_of(known, lambda duty: duty.choices[0][0])
    key = next(key for key in answers if key.startswith("organization-"))
    if answer is None:
        del answers[key]
    else:
        answers[key] = answer
    with pytest.raises(Refused, match="only focal point"):
        services.erase(known, by=known, answers=answers)
    assert User.objects.get(pk=known.pk).is_active


def test_one_of_two_focal_points_is_not_asked(known: User, cast: Cast) -> None:
    Affiliation.objects.filter(person=cast.newcomer).update(role=Affiliation.Role.FOCAL_POINT)
    assert not [key for key in answers_of(known, lambda duty: duty.key) if key.startswith("organization-")]


def test_focal_point_who_cannot_sign_in_does_not_count(cast: Cast) -> None:
    person = cast.representative
    gone, colleague = cast.outsider, cast.newcomer
    for other in (gone, colleague):
        Affiliation.objects.create(person=other, organization=cast.casa_abierta, role=Affiliation.Role.FOCAL_POINT)
    assert not [key for key in answers_of(person, lambda duty: duty.key) if key.startswith("organization-")]
    Affiliation.objects.filter(person=colleague).update(role=Affiliation.Role.MEMBER)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    [duty] = [duty for duty in personal.duties_of(person) if duty.key.startswith("organization-")]
    assert [label for _key, label in duty.choices[:-1]] == [colleague.name]


@pytest.mark.parametrize("answered", [False, True])
def test_colleague_who_leaves_meanwhile_is_told_of_not_a_fault(answered: bool, cast: Cast) -> None:
    """Between the question and the deed the other focal point, or the chosen successor, has left."""
    person = cast.representative
    place = Affiliation.objects.create(
        person=cast.newcomer,
        organization=cast.casa_abierta,
        role=Affiliation.Role.MEMBER if answered else Affiliation.Role.FOCAL_POINT,
    )
    answers = answers_of(person, lambda duty: duty.choices[0][0])
    assert (place.key in answers.values()) is answered
    Affiliation.objects.filter(pk=place.pk).update(until=timezone.now())
    with pytest.raises(Refused, match="Somebody left Casa Abierta"):
        personal.PARTS["directory"].erase(person, answers)
