"""Who reads and who may."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from se4u.core import authority
from se4u.core.authority import PUBLIC, Capability, Level, Viewer, viewer_of
from se4u.directory.models import Vetted
from tests.personas import PERSONAS, Cast

LEVELS = {
    "visitor": Level.PUBLIC,
    "newcomer": Level.PUBLIC,
    "representative": Level.MEMBERS,
    "coordinator": Level.MEMBERS,
    "committee_member": Level.MEMBERS,
    "government_observer": Level.GOVERNMENTS,
    "officer": Level.OFFICERS,
    "outsider": Level.MEMBERS,
}


@pytest.mark.parametrize("persona", PERSONAS)
def test_everybody_belongs_to_one_class_of_reader(persona: str, cast: Cast) -> None:
    user = cast.by_name().get(persona, AnonymousUser())
    assert viewer_of(user).level is LEVELS[persona]


def test_viewer_of_government_observer_is_never_a_member(cast: Cast) -> None:
    viewer = viewer_of(cast.government_observer)
    assert (viewer.government, viewer.member, viewer.networks) == (True, False, frozenset())


def test_government_person_with_another_hat_stays_government(cast: Cast) -> None:
    cast.casa_abierta.affiliations.create(person=cast.government_observer)
    authority.forget()
    viewer = viewer_of(cast.government_observer)
    assert (viewer.level, viewer.member, viewer.networks) == (Level.GOVERNMENTS, False, frozenset())
    assert all(held <= {Capability.OBSERVE} for held in viewer.capabilities.values())


def test_viewer_of_representative_is_member_of_both_networks(cast: Cast) -> None:
    viewer = viewer_of(cast.representative)
    assert viewer.member
    assert viewer.networks == {cast.americas.pk, cast.alliance.pk}


def test_regional_coordinator_has_no_capability_in_the_alliance(cast: Cast) -> None:
    assert cast.alliance.pk not in viewer_of(cast.coordinator).capabilities
    assert cast.americas.pk in viewer_of(cast.coordinator).capabilities


def test_secretariat_has_no_capability_in_networks(cast: Cast) -> None:
    assert set(viewer_of(cast.officer).capabilities) == {cast.secretariat.pk}


def test_person_of_an_organisation_that_waits_is_no_member(cast: Cast) -> None:
    cast.far_shore.state = Vetted.State.SUBMITTED
    cast.far_shore.save()
    authority.forget()
    assert viewer_of(cast.outsider).level is Level.PUBLIC


def test_inactive_person_reads_as_the_public(cast: Cast) -> None:
    cast.officer.is_active = False
    assert viewer_of(cast.officer) is PUBLIC
    assert viewer_of(None) is PUBLIC


def test_viewer_stands_for_itself() -> None:
    viewer = Viewer(user_pk=5, member=True)
    assert viewer_of(viewer) is viewer


def test_viewer_names_the_networks_of_a_capability() -> None:
    viewer = Viewer(capabilities={1: frozenset({Capability.ADMIT}), 2: frozenset({Capability.PLAN})})
    assert viewer.where(Capability.ADMIT) == {1}


def test_viewer_is_read_once_per_request(cast: Cast, django_assert_num_queries: object) -> None:
    viewer_of(cast.coordinator)
    with django_assert_num_queries(0):  # type: ignore[operator]
        viewer_of(cast.coordinator)


def test_operators_hold_no_capability(cast: Cast) -> None:
    cast.newcomer.is_superuser = True
    cast.newcomer.save()
    authority.forget()
    viewer = viewer_of(cast.newcomer)
    assert not viewer.root
    assert not viewer.capabilities
    assert not viewer.officer
    assert not cast.newcomer.has_perm("directory.queue")
    assert not cast.newcomer.has_perm("directory.add_theme")  # also the name of one of Django's own permissions
    assert cast.officer.has_perm("directory.queue")


def test_inactive_person_holds_no_right(cast: Cast) -> None:
    cast.officer.is_active = False
    assert not cast.officer.has_perm("directory.queue")
    assert not cast.officer.has_perm("directory.contact", cast.far_shore)
