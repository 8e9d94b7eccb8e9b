"""Bridges, not command: who may do what where, as tables over persona, network and time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from se4u.accounts.models import User
from se4u.core.authority import Capability as C  # noqa: N817  read in tables
from se4u.core.authority import forget, holders, viewer_of
from se4u.directory.models import Affiliation, Organization, Vetted
from se4u.networks.kinds import GRANTABLE, INTERVENABLE, ROOT_ONLY
from se4u.networks.models import Grant, Intervention, Mandate, Membership, Network, Role
from tests.personas import PERSONAS, Cast

from . import making
from .making import DAY, TODAY

NETWORK_CAPABILITIES = frozenset(C) - ROOT_ONLY - {C.OBSERVE}


def held(user: User, network: Network) -> frozenset[C]:
    forget()
    return viewer_of(user).capabilities.get(network.pk, frozenset())


COORDINATION = {C.CONFIGURE, C.ADMIT, C.APPOINT, C.CONVENE, C.PLAN, C.CONSULT, C.SELECT, C.PUBLISH}
COMMITTEE = {C.CONVENE, C.PLAN, C.CONSULT}
OFFICER = {C.VET, C.CURATE, C.INTERVENE, C.APPOINT, C.CONFIGURE, C.PUBLISH, C.SELECT, C.CONVENE}


@pytest.mark.parametrize(
    ("persona", "expected"),
    [
        # persona -> what it may do in the secretariat, the regional network, its group, the alliance, its group
        ("newcomer", (set(), set(), set(), set(), set())),
        ("representative", (set(), set(), set(), set(), set())),
        ("coordinator", (set(), COORDINATION, COORDINATION, set(), set())),
        ("committee_member", (set(), COMMITTEE, COMMITTEE, set(), set())),
        ("government_observer", (set(), set(), set(), {C.OBSERVE}, set())),
        ("officer", (OFFICER, set(), set(), set(), set())),
        ("outsider", (set(), set(), set(), set(), set())),
    ],
)
def test_capabilities_of_each_persona_in_each_network(cast: Cast, persona: str, expected: tuple[set[C], ...]) -> None:
    networks = [
        cast.secretariat,
        cast.americas,
        making.group_of(cast.americas),
        cast.alliance,
        making.group_of(cast.alliance),
    ]
    user = cast.by_name()[persona]
    assert tuple(set(held(user, network)) for network in networks) == expected


def test_alliance_linked_to_the_regional_network_gives_its_coordinator_nothing(cast: Cast) -> None:
    linked = making.alliance_of(cast, parent=cast.americas)
    assert held(cast.coordinator, linked) == frozenset()
    assert held(cast.coordinator, making.group_of(linked)) == frozenset()


def test_alliance_stands_where_no_regional_network_exists(cast: Cast) -> None:
    Grant.objects.all().delete()
    alone = making.alliance_of(cast, parent=None)
    lead = alone.roles.get(lead=True)
    making.member(alone, cast.far_shore)
    making.mandate(lead, cast.outsider, cast.far_shore)
    assert held(cast.outsider, alone) == COORDINATION


@pytest.mark.parametrize(
    ("since", "until", "ended", "works"),
    [
        (1, None, False, False),  # begins tomorrow
        (0, None, False, True),  # begins today
        (-9, None, False, True),
        (-9, 0, False, True),  # ends today
        (-9, -1, False, False),  # ended yesterday
        (-9, 9, False, True),
        (-9, 9, True, False),  # ended before its term
        (1, 9, False, False),
        (-9, None, True, False),
    ],
)
def test_mandate_over_time(cast: Cast, since: int, until: int | None, ended: bool, works: bool) -> None:
    Mandate.objects.filter(person=cast.coordinator).update(
        since=TODAY() + since * DAY,
        until=None if until is None else TODAY() + until * DAY,
        ended_at=timezone.now() if ended else None,
    )
    group = making.group_of(cast.americas)
    assert (held(cast.coordinator, cast.americas) == COORDINATION) is works
    assert (held(cast.coordinator, group) == COORDINATION) is works
    assert viewer_of(cast.coordinator).mandated is works
    assert (cast.coordinator.pk in holders(C.ADMIT, cast.americas.pk)) is works


def test_seat_of_an_organisation_is_used_by_its_people_alone(cast: Cast) -> None:
    Affiliation.objects.filter(person=cast.coordinator).update(until=timezone.now())
    assert held(cast.coordinator, cast.americas) == frozenset()
    assert holders(C.ADMIT, cast.americas.pk) == frozenset()
    assert Mandate.objects.live().filter(person=cast.coordinator).exists()  # the organisation still owns the seat


@pytest.mark.parametrize("capability", sorted(C))
@pytest.mark.parametrize(
    ("until", "ended", "live"), [(-1, False, False), (0, False, True), (5, False, True), (5, True, False)]
)
def test_grant_over_time(cast: Cast, capability: C, until: int, ended: bool, live: bool) -> None:
    """An alliance lends one capability to a regional network."""
    group = making.group_of(cast.alliance)
    before = held(cast.coordinator, cast.alliance)
    Grant.objects.create(
        network=cast.alliance,
        to=cast.americas,
        capability=capability,
        until=TODAY() + until * DAY,
        ended_at=timezone.now() if ended else None,
    )
    works = live and capability in GRANTABLE
    assert before == frozenset()
    assert held(cast.coordinator, cast.alliance) == ({capability} if works else frozenset())
    assert held(cast.coordinator, group) == frozenset()  # a loan goes no further than the network that lent
    assert held(cast.committee_member, cast.alliance) == ({capability} if works and capability in COMMITTEE else set())
    assert held(cast.officer, cast.alliance) == frozenset()
    assert held(cast.outsider, cast.alliance) == frozenset()


def test_grant_works_one_way_alone(cast: Cast) -> None:
    making.mandate(cast.alliance.roles.get(lead=True), cast.representative, cast.casa_abierta)
    Grant.objects.create(network=cast.alliance, to=cast.americas, capability=C.CONVENE, until=making.tomorrow())
    assert held(cast.representative, cast.americas) == frozenset()


def test_grant_is_not_passed_on(cast: Cast) -> None:
    """Who holds a capability by a grant cannot use it for the grants of others."""
    third = making.alliance_of(cast)
    Grant.objects.create(network=cast.alliance, to=cast.americas, capability=C.CONVENE, until=making.tomorrow())
    Grant.objects.create(network=third, to=cast.alliance, capability=C.CONVENE, until=making.tomorrow())
    assert held(cast.coordinator, third) == frozenset()


def test_grant_to_the_secretariat_is_for_those_who_hold_the_capability_there(cast: Cast) -> None:
    for capability in (C.CONVENE, C.ADMIT):
        Grant.objects.create(network=cast.americas, to=cast.secretariat, capability=capability, until=making.tomorrow())
    assert held(cast.officer, cast.americas) == {C.CONVENE}


def test_mandate_of_the_secretariat_goes_no_further_by_a_group_below_it(cast: Cast) -> None:
    """The services refuse such a group; if one stood in the database, it would inherit nothing."""
    group = Network.objects.create(kind="group", slug="below", name={"en": "Below"}, parent=cast.secretariat)
    assert held(cast.officer, group) == frozenset()


def test_group_inherits_from_its_direct_network_alone(cast: Cast) -> None:
    first = making.group_of(cast.americas)
    second = Network.objects.create(kind="group", slug="second", name={"en": "Second"}, parent=first)
    lead = making.speaker(cast.casa_abierta)
    making.mandate(first.roles.get(), lead, cast.casa_abierta)
    assert held(cast.coordinator, first) == COORDINATION
    assert held(cast.coordinator, second) == frozenset()
    assert held(lead, second) == {C.CONFIGURE, C.ADMIT, C.CONVENE, C.PLAN, C.CONSULT, C.PUBLISH}
    assert held(lead, cast.americas) == frozenset()


@pytest.mark.parametrize("capability", sorted(C))
@pytest.mark.parametrize(
    ("until", "ended", "live"), [(-1, False, False), (0, False, True), (5, False, True), (5, True, False)]
)
def test_intervention_over_time(cast: Cast, capability: C, until: int, ended: bool, live: bool) -> None:
    group = making.group_of(cast.americas)
    Intervention.objects.create(
        network=cast.americas,
        capability=capability,
        reason="Danger.",
        by=cast.officer,
        until=TODAY() + until * DAY,
        ended_at=timezone.now() if ended else None,
    )
    works = live and capability in INTERVENABLE
    assert held(cast.officer, cast.americas) == ({capability} if works else frozenset())
    assert held(cast.officer, group) == frozenset()
    assert held(cast.officer, cast.alliance) == frozenset()
    assert held(cast.coordinator, cast.americas) == COORDINATION
    assert held(cast.outsider, cast.americas) == frozenset()


def test_intervention_is_for_those_alone_who_may_intervene(cast: Cast) -> None:
    vetting = User.objects.create_user("vetting@sample.example")
    making.mandate(cast.secretariat.roles.get(position=1), vetting)
    Intervention.objects.create(network=cast.americas, capability=C.PUBLISH, reason="x", until=making.tomorrow())
    assert held(vetting, cast.americas) == frozenset()
    assert viewer_of(vetting).root == {C.VET}


@pytest.mark.parametrize("capability", sorted(ROOT_ONLY))
def test_what_belongs_to_the_secretariat_counts_nowhere_else(cast: Cast, capability: C) -> None:
    """Even if a row of the database said otherwise."""
    role = making.role_of(cast.americas, capability, C.CONVENE)
    making.mandate(role, cast.representative, cast.casa_abierta)
    assert held(cast.representative, cast.americas) == {C.CONVENE}
    assert viewer_of(cast.representative).root == frozenset()
    assert not viewer_of(cast.representative).officer


def test_unknown_capability_of_a_role_is_ignored(cast: Cast) -> None:
    role = making.role_of(cast.americas, "rule_the_world", C.PLAN)
    making.mandate(role, cast.representative, cast.casa_abierta)
    assert held(cast.representative, cast.americas) == {C.PLAN}


@pytest.mark.parametrize("hat", ["affiliation", "mandate"])
def test_government_person_observes_and_nothing_else(cast: Cast, hat: str) -> None:
    """Whatever other hat they wear: coordinator, officer, member."""
    user = cast.coordinator
    making.mandate(cast.secretariat.roles.get(lead=True), user)
    Affiliation.objects.create(person=user, organization=cast.ministry)
    if hat == "mandate":
        making.mandate(cast.alliance.roles.get(position=4), user, cast.ministry)
    forget()
    viewer = viewer_of(user)
    assert (viewer.government, viewer.member, viewer.officer, viewer.root) == (True, False, False, frozenset())
    assert viewer.networks == frozenset()
    assert dict(viewer.capabilities) == ({cast.alliance.pk: {C.OBSERVE}} if hat == "mandate" else {})


def test_persona_of_nobody_holds_nothing(cast: Cast) -> None:
    cast.coordinator.is_active = False
    assert viewer_of(cast.coordinator).capabilities == {}
    assert set(PERSONAS) > set(cast.by_name())


@pytest.mark.parametrize(
    ("network", "state", "member"),
    [
        ("americas", Vetted.State.APPROVED, True),
        ("americas", Vetted.State.SUSPENDED, False),
        ("alliance", Vetted.State.APPROVED, True),
        ("alliance", Vetted.State.SUBMITTED, True),  # admitted by the alliance, not vetted
        ("alliance", Vetted.State.ASKED, True),
        ("alliance", Vetted.State.SUSPENDED, True),  # by the secretariat, which commands nothing there
        ("alliance", Vetted.State.REFUSED, False),
        ("alliance", Vetted.State.WITHDRAWN, False),
        ("alliance", Vetted.State.DRAFT, False),
    ],
)
def test_membership_counts_by_what_the_network_admits(cast: Cast, network: str, state: str, member: bool) -> None:
    Organization.objects.filter(pk=cast.casa_abierta.pk).update(state=state)
    forget()
    wanted: Network = getattr(cast, network)
    assert (wanted.pk in viewer_of(cast.representative).networks) is member


@pytest.mark.parametrize("state", sorted(Membership.State))
def test_membership_over_its_states(cast: Cast, state: str) -> None:
    Membership.objects.filter(network=cast.americas, organization=cast.casa_abierta).update(
        state=state, reason="x", decided_at=timezone.now()
    )
    forget()
    assert (cast.americas.pk in viewer_of(cast.representative).networks) is (state == Membership.State.ADMITTED)


def test_group_counts_members_of_its_network_alone(cast: Cast) -> None:
    group = making.group_of(cast.americas)
    making.member(group, cast.casa_abierta)
    assert group.pk in viewer_of(cast.representative).networks
    Membership.objects.filter(network=cast.americas, organization=cast.casa_abierta).update(
        state=Membership.State.LEFT, ended_at=timezone.now()
    )
    forget()
    assert group.pk not in viewer_of(cast.representative).networks


def test_ended_affiliation_ends_membership_for_the_person(cast: Cast) -> None:
    Affiliation.objects.filter(person=cast.representative).update(until=timezone.now())
    forget()
    viewer = viewer_of(cast.representative)
    assert (viewer.member, viewer.networks, viewer.person_of) == (False, frozenset(), frozenset())


@pytest.mark.parametrize("persona", ["representative", "coordinator", "government_observer", "officer"])
def test_viewer_takes_a_constant_number_of_queries(
    cast: Cast, persona: str, django_assert_max_num_queries: Any
) -> None:
    user = cast.by_name()[persona]
    for number in range(3):
        alliance = making.alliance_of(cast, slug=f"more-{number}")
        making.group_of(alliance)
        Grant.objects.create(network=alliance, to=cast.americas, capability=C.CONVENE, until=making.tomorrow())
        Intervention.objects.create(network=alliance, capability=C.ADMIT, reason="x", until=making.tomorrow())
        making.mandate(making.role_of(cast.americas, C.PLAN), user)
    forget()
    with django_assert_max_num_queries(7):
        viewer_of(user)


def test_roles_of_kinds_never_mix_observing_with_anything(cast: Cast) -> None:
    for role in Role.objects.all():
        assert C.OBSERVE not in role.holds or role.holds == {C.OBSERVE}
        assert role.network.kind == "secretariat" or not role.holds & ROOT_ONLY


def test_network_capabilities_are_the_ones_described() -> None:
    from se4u.networks.kinds import CAPABILITY_WORDS

    assert set(CAPABILITY_WORDS) == set(C)
    assert GRANTABLE <= NETWORK_CAPABILITIES
    assert INTERVENABLE <= NETWORK_CAPABILITIES
    assert timedelta(days=1) == DAY
