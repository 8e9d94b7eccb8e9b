"""Predicates as tables."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from se4u.core import authority
from se4u.core.authority import SecondFactorRequired
from se4u.directory import rules
from se4u.directory.models import Affiliation, Theme
from tests.personas import Cast

from . import making

Role = Affiliation.Role


@pytest.mark.parametrize(
    ("role", "ended", "speaks", "writes"),
    [
        (Role.FOCAL_POINT, False, True, True),
        (Role.EDITOR, False, False, True),
        (Role.MEMBER, False, False, False),
        (Role.FOCAL_POINT, True, False, False),
    ],
)
def test_role_allows(cast: Cast, role: str, ended: bool, speaks: bool, writes: bool) -> None:
    Affiliation.objects.create(
        person=cast.newcomer,
        organization=cast.casa_abierta,
        role=role,
        until=timezone.now() if ended else None,
    )
    assert rules.is_focal_point.test(cast.newcomer, cast.casa_abierta) is speaks
    assert rules.may_write_for.test(cast.newcomer, cast.casa_abierta) is writes
    assert not rules.may_write_for.test(cast.newcomer, cast.rio_claro)


def test_inactive_and_anonymous_speak_for_nobody(cast: Cast) -> None:
    cast.representative.is_active = False
    assert not rules.is_focal_point.test(cast.representative, cast.casa_abierta)
    assert not rules.is_focal_point.test(AnonymousUser(), cast.casa_abierta)
    assert not rules.is_the_expert.test(AnonymousUser(), cast.casa_abierta)


def test_no_party_is_neither_of_the_body_nor_the_expert(cast: Cast) -> None:
    own = making.expert(cast.officer, cast.sample_country)
    other = making.expert(cast.newcomer, cast.sample_country)
    assert rules.is_no_party.test(cast.officer, cast.casa_abierta)
    assert rules.is_no_party.test(cast.officer, other)
    assert not rules.is_no_party.test(cast.officer, own)
    assert not rules.is_no_party.test(cast.representative, cast.casa_abierta)


def test_vetting_asks_for_the_second_factor_when_it_is_used(cast: Cast) -> None:
    case = making.case(cast.newcomer, cast.sample_country)
    cast.officer.authenticator_set.all().delete()
    cast.officer.__dict__.pop("has_second_factor", None)
    assert not cast.officer.has_perm("directory.approve", case)  # no button is shown, nothing of it read
    with authority.acting(), pytest.raises(SecondFactorRequired):
        cast.officer.has_perm("directory.approve", case)


def test_own_case_does_not_ask_the_officer_for_a_second_factor(cast: Cast) -> None:
    own = making.case(cast.officer, cast.sample_country, "Officer's club")
    cast.officer.authenticator_set.all().delete()
    cast.officer.__dict__.pop("has_second_factor", None)
    with authority.acting():
        assert not cast.officer.has_perm("directory.approve", own)
        assert cast.officer.has_perm("directory.edit", own.organization)


def test_entries_belong_to_everyone_or_to_one_network(cast: Cast) -> None:
    general = Theme.objects.get(slug="firearms")
    network = Theme(network_pk=cast.americas.pk)
    for user, table in (
        (cast.officer, (True, False)),
        (cast.coordinator, (False, True)),
        (cast.committee_member, (False, False)),
        (cast.representative, (False, False)),
    ):
        assert (
            user.has_perm("directory.rename_entry", general),
            user.has_perm("directory.rename_entry", network),
        ) == table
