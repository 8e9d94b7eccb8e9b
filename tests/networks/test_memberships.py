"""From application to the end of a membership: who may do what, what is kept, who is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from se4u.accounts import mentions
from se4u.accounts.models import Notification, User
from se4u.core import authority
from se4u.core.action import SYSTEM, Refused
from se4u.core.lifecycle import WrongState
from se4u.core.models import Event
from se4u.directory.models import Affiliation, Filing, Organization, Vetted
from se4u.networks.models import Mandate, Membership, Network
from se4u.networks.search import NETWORK
from se4u.networks.services import memberships, structure
from se4u.networks.views.waiting import waiting_in
from tests.personas import Cast

from . import making

State = Membership.State


@pytest.fixture
def application(cast: Cast) -> Membership:
    """Of the outsider's institute, to NET4U Americas."""
    return memberships.apply(
        cast.americas, by=cast.outsider, organization=cast.far_shore, motivation="We study firearms."
    )


# -- applying


def test_apply_writes_state_event_and_tells_who_decides(cast: Cast, application: Membership) -> None:
    assert (application.state, application.motivation) == (State.APPLIED, "We study firearms.")
    assert making.told("networks.apply") == {cast.coordinator.email}
    event = making.event("networks.apply")
    assert (event.actor_key, event.scope_pk, event.subject_pk) == (
        cast.outsider.actor_key,
        cast.americas.pk,
        application.pk,
    )
    assert event.data == {"organization": f"directory.organization:{cast.far_shore.pk}"}  # never the motivation


def test_apply_mail_names_the_network_in_the_language_of_the_reader(cast: Cast) -> None:
    User.objects.filter(pk=cast.coordinator.pk).update(language="ar")
    memberships.apply(cast.americas, by=cast.outsider, organization=cast.far_shore, motivation="x")
    context = Notification.objects.get(template="networks.apply").context
    assert context["network"] == "شبكة المجتمع المدني للأمريكتين"


@pytest.mark.parametrize(
    ("safety", "named"),
    [("open", "Far Shore Institute (sample)"), ("pseudonym", "an organisation"), ("unlisted", "an organisation")],
)
def test_apply_mail_does_not_name_an_organisation_at_risk(cast: Cast, safety: str, named: str) -> None:
    """Nor by its other name: a letter about it from before may hold the own one, and the same address."""
    Organization.objects.filter(pk=cast.far_shore.pk).update(safety=safety, pseudonym="The Lamp")
    cast.far_shore.refresh_from_db()
    memberships.apply(cast.americas, by=cast.outsider, organization=cast.far_shore, motivation="x")
    [told] = mentions.told([Notification.objects.get(template="networks.apply")], cast.coordinator, by_mail=True)
    assert told.words["organization"] == named


def test_apply_for_anothers_organisation_is_denied(cast: Cast) -> None:
    for user in (cast.representative, cast.newcomer, cast.officer):
        with pytest.raises(PermissionDenied):
            memberships.apply(cast.americas, by=user, organization=cast.far_shore, motivation="x")
    assert not Membership.objects.filter(organization=cast.far_shore).exists()


def test_apply_as_ordinary_member_of_the_organisation_is_denied(cast: Cast) -> None:
    editor = making.speaker(cast.far_shore, role="editor")
    with pytest.raises(PermissionDenied):
        memberships.apply(cast.americas, by=editor, organization=cast.far_shore, motivation="x")


@pytest.mark.parametrize("kind", ["authority", "intergovernmental"])
@pytest.mark.parametrize("network", ["americas", "alliance"])
def test_apply_of_an_authority_is_impossible(cast: Cast, kind: str, network: str) -> None:
    """By its own people, and even by an operator."""
    Organization.objects.filter(pk=cast.ministry.pk).update(kind=kind)
    cast.ministry.refresh_from_db()
    for actor in (cast.government_observer, SYSTEM):
        with pytest.raises(PermissionDenied):
            memberships.apply(getattr(cast, network), by=actor, organization=cast.ministry, motivation="x")
    assert not Membership.objects.filter(organization=cast.ministry).exists()


def test_admit_of_an_authority_is_impossible_even_if_it_stood_as_applied(cast: Cast) -> None:
    standing = making.applied(cast.americas, cast.ministry)
    for actor in (cast.coordinator, SYSTEM):
        with pytest.raises(Refused):
            memberships.admit(standing, by=actor)
    standing.refresh_from_db()
    assert standing.state == State.APPLIED


@pytest.mark.parametrize(
    ("state", "regional", "national"),
    [
        (Vetted.State.APPROVED, True, True),
        (Vetted.State.SUBMITTED, False, True),
        (Vetted.State.ASKED, False, True),
        (Vetted.State.DRAFT, False, False),
        (Vetted.State.REFUSED, False, False),
        (Vetted.State.WITHDRAWN, False, False),
        (Vetted.State.SUSPENDED, False, False),
    ],
)
def test_apply_depends_on_the_state_of_vetting(cast: Cast, state: str, regional: bool, national: bool) -> None:
    Organization.objects.filter(pk=cast.far_shore.pk).update(state=state)
    cast.far_shore.refresh_from_db()
    for network, possible in ((cast.americas, regional), (cast.alliance, national)):
        if possible:
            memberships.apply(network, by=cast.outsider, organization=cast.far_shore, motivation="x")
        else:
            with pytest.raises(Refused):
                memberships.apply(network, by=cast.outsider, organization=cast.far_shore, motivation="x")


@pytest.mark.parametrize("state", [State.APPLIED, State.ADMITTED, State.SUSPENDED])
def test_apply_twice_is_refused(cast: Cast, application: Membership, state: str) -> None:
    Membership.objects.filter(pk=application.pk).update(state=state, decided_at=timezone.now())
    with pytest.raises(Refused):
        memberships.apply(cast.americas, by=cast.outsider, organization=cast.far_shore, motivation="again")
    assert Membership.objects.filter(organization=cast.far_shore).count() == 1


@pytest.mark.parametrize("state", [State.DECLINED, State.WITHDRAWN, State.LEFT])
def test_apply_again_after_the_end_is_possible_and_keeps_the_old_row(
    cast: Cast, application: Membership, state: str
) -> None:
    Membership.objects.filter(pk=application.pk).update(state=state, reason="x", decided_at=timezone.now())
    memberships.apply(cast.americas, by=cast.outsider, organization=cast.far_shore, motivation="again")
    assert Membership.objects.filter(organization=cast.far_shore).count() == 2


def test_apply_to_a_group_or_the_secretariat_is_denied(cast: Cast) -> None:
    for network in (making.group_of(cast.americas), cast.secretariat):
        with pytest.raises(PermissionDenied):
            memberships.apply(network, by=cast.outsider, organization=cast.far_shore, motivation="x")


@pytest.mark.parametrize("state", [Network.State.DORMANT, Network.State.CLOSED])
def test_apply_to_a_sleeping_network_is_refused(cast: Cast, state: str) -> None:
    Network.objects.filter(pk=cast.americas.pk).update(state=state)
    cast.americas.refresh_from_db()
    with pytest.raises(Refused):
        memberships.apply(cast.americas, by=cast.outsider, organization=cast.far_shore, motivation="x")


# -- deciding


def test_admit_writes_state_event_and_tells_the_applicant(cast: Cast, application: Membership) -> None:
    memberships.admit(application, by=cast.coordinator)
    application.refresh_from_db()
    assert (application.state, application.decided_by) == (State.ADMITTED, cast.coordinator)
    assert application.decided_at is not None
    assert making.told("networks.admit") == {cast.outsider.email}
    assert making.event("networks.admit").scope_pk == cast.americas.pk
    assert cast.americas.pk in authority.viewer_of(cast.outsider).networks


def test_decline_needs_a_reason_and_tells_the_applicant_without_it(cast: Cast, application: Membership) -> None:
    for empty in ("", "   "):
        with pytest.raises(Refused):
            memberships.decline(application, by=cast.coordinator, reason=empty)
    memberships.decline(application, by=cast.coordinator, reason=" Not our region. ")
    application.refresh_from_db()
    assert (application.state, application.reason) == (State.DECLINED, "Not our region.")
    [letter] = Notification.objects.filter(template="networks.decline")
    assert letter.person == cast.outsider
    assert "Not our region" not in str(letter.context)
    assert making.event("networks.decline").data == {}


@pytest.mark.parametrize("deed", ["admit", "decline"])
def test_decide_what_is_decided_tells_who_came_second(cast: Cast, application: Membership, deed: str) -> None:
    stale = Membership.objects.get(pk=application.pk)
    memberships.admit(application, by=cast.coordinator)
    again = {
        "admit": lambda: memberships.admit(stale, by=cast.coordinator),
        "decline": lambda: memberships.decline(stale, by=cast.coordinator, reason="x"),
    }
    with pytest.raises(WrongState):
        again[deed]()
    assert Event.objects.filter(action__in=("networks.admit", "networks.decline")).count() == 1


DECIDERS = {
    # who admits, by the network's rule
    Network.Admission.COORDINATOR: {"coordinator"},
    Network.Admission.COMMITTEE: {"coordinator", "committee_member"},
    Network.Admission.MEMBERS: {"coordinator", "committee_member", "representative"},
}


@pytest.mark.parametrize("rule", sorted(Network.Admission))
@pytest.mark.parametrize("deed", ["admit", "decline"])
def test_who_decides_is_the_networks_rule(cast: Cast, application: Membership, rule: str, deed: str) -> None:
    Network.objects.filter(pk=cast.americas.pk).update(admission=rule)
    able = set()
    for name, user in cast.by_name().items():
        point = transaction.savepoint()
        standing = Membership.objects.get(pk=application.pk)
        try:
            if deed == "admit":
                memberships.admit(standing, by=user)
            else:
                memberships.decline(standing, by=user, reason="x")
            able.add(name)
        except PermissionDenied:
            pass
        transaction.savepoint_rollback(point)
        authority.forget()
    assert able == DECIDERS[Network.Admission(rule)]


@pytest.mark.parametrize("rule", sorted(Network.Admission))
def test_those_who_decide_are_told_and_may_open_the_application(cast: Cast, rule: str) -> None:
    Network.objects.filter(pk=cast.americas.pk).update(admission=rule)
    cast.americas.refresh_from_db()
    made = memberships.apply(cast.americas, by=cast.outsider, organization=cast.far_shore, motivation="x")
    expected = {cast.by_name()[name].email for name in DECIDERS[Network.Admission(rule)]}
    assert making.told("networks.apply") == expected
    for name, user in cast.by_name().items():
        seen = Membership.objects.visible_to(user).at_hand_of(user).filter(pk=made.pk).exists()
        assert seen is (name in DECIDERS[Network.Admission(rule)] or name == "outsider"), name


def test_committee_seat_of_who_left_the_organisation_decides_nothing(cast: Cast, application: Membership) -> None:
    Network.objects.filter(pk=cast.americas.pk).update(admission=Network.Admission.COMMITTEE)
    cast.committee_member.affiliations.update(until=timezone.now())
    authority.forget()
    with pytest.raises(PermissionDenied):
        memberships.admit(Membership.objects.get(pk=application.pk), by=cast.committee_member)


def test_nobody_decides_on_their_own_application(cast: Cast, application: Membership) -> None:
    cast.coordinator.affiliations.create(organization=cast.far_shore)
    authority.forget()
    with pytest.raises(PermissionDenied):
        memberships.admit(application, by=cast.coordinator)


def test_nobody_decides_on_what_was_their_own_once(cast: Cast, application: Membership) -> None:
    place = cast.coordinator.affiliations.create(organization=cast.far_shore)
    place.until = timezone.now()
    place.save()
    authority.forget()
    assert not waiting_in(cast.coordinator, cast.americas)
    for deed, values in ((memberships.admit, {}), (memberships.decline, {"reason": "x"})):
        with pytest.raises(PermissionDenied):
            deed(application, by=cast.coordinator, **values)
    memberships.admit(application, by=SYSTEM)
    with pytest.raises(PermissionDenied):
        memberships.suspend(application, by=cast.coordinator, reason="x")


def test_committee_member_without_second_factor_is_led_to_it(cast: Cast, application: Membership) -> None:
    Network.objects.filter(pk=cast.americas.pk).update(admission=Network.Admission.COMMITTEE)
    cast.committee_member.authenticator_set.all().delete()  # type: ignore[attr-defined]
    with pytest.raises(authority.SecondFactorRequired):
        memberships.admit(Membership.objects.get(pk=application.pk), by=User.objects.get(pk=cast.committee_member.pk))


# -- vouching


def test_alliance_vouches_for_an_organisation_that_waits_for_vetting(cast: Cast) -> None:
    waiting = making.body(cast, state=Vetted.State.SUBMITTED, approved_at=None)
    memberships.admit(making.applied(cast.alliance, waiting), by=SYSTEM)
    waiting.refresh_from_db()
    assert waiting.vouched_by == "National Civil Society Alliance of Sample Country"
    assert waiting.listed
    assert Event.objects.filter(action="directory.vouch", subject_pk=waiting.pk).exists()


def test_alliance_vouches_not_for_a_vetted_organisation(cast: Cast) -> None:
    memberships.admit(making.applied(cast.alliance, cast.far_shore), by=SYSTEM)
    cast.far_shore.refresh_from_db()
    assert cast.far_shore.vouched_by == ""


@pytest.mark.parametrize("end", ["leave", "suspend"])
def test_voucher_ends_with_the_membership(cast: Cast, end: str) -> None:
    waiting = making.body(cast, state=Vetted.State.SUBMITTED, approved_at=None)
    standing = making.applied(cast.alliance, waiting)
    memberships.admit(standing, by=SYSTEM)
    if end == "leave":
        memberships.leave(standing, by=SYSTEM)
    else:
        memberships.suspend(standing, by=SYSTEM, reason="x")
    waiting.refresh_from_db()
    assert (waiting.vouched_by, waiting.listed) == ("", False)
    if end == "suspend":
        memberships.reinstate(standing, by=SYSTEM)
        waiting.refresh_from_db()
        assert waiting.vouched_by


def test_voucher_passes_to_the_other_alliance(cast: Cast) -> None:
    waiting = making.body(cast, state=Vetted.State.ASKED, approved_at=None)
    other = making.alliance_of(cast)
    first = making.applied(cast.alliance, waiting)
    memberships.admit(first, by=SYSTEM)
    memberships.admit(making.applied(other, waiting), by=SYSTEM)
    waiting.refresh_from_db()
    assert waiting.vouched_by == "National Civil Society Alliance of Sample Country"
    memberships.leave(first, by=SYSTEM)
    waiting.refresh_from_db()
    assert waiting.vouched_by == "Other Alliance"


def test_voucher_ends_though_the_vetting_was_refused_meanwhile(cast: Cast) -> None:
    waiting = making.body(cast, state=Vetted.State.SUBMITTED, approved_at=None)
    standing = making.applied(cast.alliance, waiting)
    memberships.admit(standing, by=SYSTEM)
    Organization.objects.filter(pk=waiting.pk).update(state=Vetted.State.REFUSED)
    memberships.leave(Membership.objects.get(pk=standing.pk), by=SYSTEM)
    waiting.refresh_from_db()
    assert waiting.vouched_by == ""


def test_voucher_is_needed_no_more_after_the_vetting(cast: Cast) -> None:
    from se4u.directory import services
    from se4u.directory.models import Verification

    waiting = making.body(cast, state=Vetted.State.SUBMITTED, approved_at=None)
    memberships.admit(making.applied(cast.alliance, waiting), by=SYSTEM)
    services.approve(Verification.objects.create(organization=waiting), by=cast.officer)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.vouched_by) == (Vetted.State.APPROVED, "")


def test_voucher_follows_a_renamed_alliance_and_ends_with_the_membership(cast: Cast) -> None:
    """Else who left would stay listed on the word of an alliance under its former name."""
    waiting = making.body(cast, state=Vetted.State.SUBMITTED, approved_at=None)
    standing = making.applied(cast.alliance, waiting)
    memberships.admit(standing, by=SYSTEM)
    structure.edit(cast.alliance, by=SYSTEM, name={"en": "Alliance under another name"})
    waiting.refresh_from_db()
    assert waiting.vouched_by == "Alliance under another name"
    Network.objects.filter(pk=cast.alliance.pk).update(name={"en": "Renamed past the deed"})
    memberships.leave(Membership.objects.get(pk=standing.pk), by=SYSTEM)
    waiting.refresh_from_db()
    assert (waiting.vouched_by, waiting.listed) == ("", False)


def test_voucher_is_one(cast: Cast) -> None:
    making.member(cast.alliance, cast.far_shore, vouches=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        making.member(making.alliance_of(cast), cast.far_shore, vouches=True)


def test_voucher_of_an_import_stays(cast: Cast) -> None:
    Organization.objects.filter(pk=cast.far_shore.pk).update(vouched_by="Own list of the office")
    standing = making.applied(cast.alliance, cast.far_shore)
    memberships.admit(standing, by=SYSTEM)
    memberships.leave(standing, by=SYSTEM)
    cast.far_shore.refresh_from_db()
    assert cast.far_shore.vouched_by == "Own list of the office"


def test_vouch_is_for_no_person(cast: Cast) -> None:
    from se4u.directory.services.vouching import unvouch, vouch

    for user in cast.by_name().values():
        for deed in (vouch, unvouch):
            with pytest.raises(PermissionDenied):
                deed(cast.far_shore, by=user, name="x")


def test_vouch_for_an_authority_is_refused(cast: Cast) -> None:
    from se4u.directory.services.vouching import vouch

    Organization.objects.filter(pk=cast.ministry.pk).update(state=Vetted.State.SUBMITTED)
    with pytest.raises(Refused):
        vouch(Organization.objects.get(pk=cast.ministry.pk), by=SYSTEM, name="x")


# -- staying and leaving


def test_withdraw_by_the_applicant_tells_who_decides(cast: Cast, application: Membership) -> None:
    with pytest.raises(PermissionDenied):
        memberships.withdraw(application, by=cast.coordinator)
    memberships.withdraw(application, by=cast.outsider)
    application.refresh_from_db()
    assert application.state == State.WITHDRAWN
    assert application.ended_at is not None
    assert making.told("networks.withdraw") == {cast.coordinator.email}


def test_leave_ends_the_groups_too(cast: Cast) -> None:
    group = making.group_of(cast.americas)
    inside = memberships.join_group(group, by=cast.representative, organization=cast.casa_abierta)
    standing = Membership.objects.get(network=cast.americas, organization=cast.casa_abierta)
    memberships.leave(standing, by=cast.representative)
    inside.refresh_from_db()
    standing.refresh_from_db()
    assert (inside.state, standing.state) == (State.LEFT, State.LEFT)
    assert Event.objects.filter(action="networks.leave").count() == 2
    assert cast.coordinator.email in making.told("networks.leave")


def test_group_is_a_filter_of_the_directory_only_while_the_membership_above_it_stands(cast: Cast) -> None:
    group = making.group_of(cast.americas)
    memberships.join_group(group, by=cast.representative, organization=cast.casa_abierta, shown=True)
    filed = Filing.objects.filter(organization=cast.casa_abierta, term=NETWORK.term(group.pk))
    assert filed.exists()
    standing = Membership.objects.get(network=cast.americas, organization=cast.casa_abierta)
    memberships.suspend(standing, by=cast.coordinator, reason="x")
    assert not filed.exists()
    memberships.reinstate(standing, by=cast.coordinator)
    assert filed.exists()


def test_leave_while_holding_a_mandate_is_refused(cast: Cast) -> None:
    standing = Membership.objects.get(network=cast.americas, organization=cast.puente_norte)
    with pytest.raises(Refused):
        memberships.leave(standing, by=cast.committee_member)
    Mandate.objects.filter(person=cast.committee_member).update(ended_at=timezone.now())
    memberships.leave(standing, by=cast.committee_member)


def test_suspend_ends_mandates_and_tells(cast: Cast) -> None:
    standing = Membership.objects.get(network=cast.americas, organization=cast.puente_norte)
    with pytest.raises(Refused):
        memberships.suspend(standing, by=cast.coordinator, reason=" ")
    memberships.suspend(standing, by=cast.coordinator, reason="It harassed a State’s delegate.")
    standing.refresh_from_db()
    assert standing.state == State.SUSPENDED
    assert not Mandate.objects.live().filter(person=cast.committee_member).exists()
    assert making.told("networks.suspend") == {cast.committee_member.email}
    assert cast.americas.pk not in authority.viewer_of(cast.committee_member).networks
    memberships.reinstate(standing, by=cast.coordinator)
    standing.refresh_from_db()
    assert (standing.state, standing.reason) == (State.ADMITTED, "")
    assert making.told("networks.reinstate") == {cast.committee_member.email}


def test_suspend_of_the_last_who_appoints_is_refused(cast: Cast) -> None:
    standing = Membership.objects.get(network=cast.americas, organization=cast.rio_claro)
    with pytest.raises(Refused):
        memberships.suspend(standing, by=SYSTEM, reason="x")
    standing.refresh_from_db()
    assert standing.state == State.ADMITTED


def test_suspend_of_ones_own_organisation_is_denied(cast: Cast) -> None:
    standing = Membership.objects.get(network=cast.americas, organization=cast.rio_claro)
    with pytest.raises(PermissionDenied):
        memberships.suspend(standing, by=cast.coordinator, reason="x")


def test_reinstate_of_an_applicant_is_refused(cast: Cast, application: Membership) -> None:
    """The way from applied to member is admission alone."""
    with pytest.raises(Refused):
        memberships.reinstate(application, by=cast.coordinator)


@pytest.mark.parametrize("rule", sorted(Network.Admission))
def test_suspend_is_for_who_holds_admit_under_every_rule(cast: Cast, rule: str) -> None:
    Network.objects.filter(pk=cast.americas.pk).update(admission=rule)
    standing = Membership.objects.get(network=cast.americas, organization=cast.casa_abierta)
    for user in (cast.committee_member, cast.representative, cast.officer, cast.government_observer):
        with pytest.raises(PermissionDenied):
            memberships.suspend(standing, by=user, reason="x")


def test_renew_by_the_focal_point(cast: Cast) -> None:
    standing = Membership.objects.get(network=cast.americas, organization=cast.casa_abierta)
    Network.objects.filter(pk=cast.americas.pk).update(renews_yearly=True)
    Membership.objects.filter(pk=standing.pk).update(decided_at=timezone.now() - timedelta(days=400))
    standing = Membership.objects.select_related("network").get(pk=standing.pk)
    assert standing.renewal_due
    with pytest.raises(PermissionDenied):
        memberships.renew(standing, by=cast.coordinator)
    memberships.renew(standing, by=cast.representative)
    assert not Membership.objects.select_related("network").get(pk=standing.pk).renewal_due


def test_renew_of_an_application_is_refused(cast: Cast, application: Membership) -> None:
    with pytest.raises(Refused):
        memberships.renew(application, by=cast.outsider)


def test_show_is_the_members_own_choice(cast: Cast) -> None:
    standing = Membership.objects.get(network=cast.americas, organization=cast.casa_abierta)
    with pytest.raises(PermissionDenied):
        memberships.show(standing, by=cast.coordinator, shown=False)
    memberships.show(standing, by=cast.representative, shown=False)
    standing.refresh_from_db()
    assert standing.shown is False
    assert making.event("networks.show").data == {"shown": False}


def test_join_group_is_for_members_of_the_network(cast: Cast) -> None:
    group = making.group_of(cast.americas)
    second = making.body(cast)
    Affiliation.objects.create(person=cast.representative, organization=second, role="focal_point")
    for by, organization in ((cast.outsider, cast.far_shore), (cast.outsider, cast.casa_abierta)):
        with pytest.raises(PermissionDenied):
            memberships.join_group(group, by=by, organization=organization)
    with pytest.raises(Refused, match="Only members"):
        memberships.join_group(group, by=cast.representative, organization=second)
    with pytest.raises(PermissionDenied):
        memberships.join_group(cast.americas, by=cast.representative, organization=cast.casa_abierta)
    joined = memberships.join_group(group, by=cast.representative, organization=cast.casa_abierta)
    assert joined.state == State.ADMITTED
    with pytest.raises(Refused):
        memberships.join_group(group, by=cast.representative, organization=cast.casa_abierta)
    memberships.leave(joined, by=cast.representative)


# -- what the database holds


def test_one_current_membership_per_organisation_and_network(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        making.applied(cast.americas, cast.casa_abierta)


def test_declined_without_reason_is_impossible(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        making.member(cast.americas, cast.far_shore, state=State.DECLINED)


def test_member_without_decision_is_impossible(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        making.member(cast.americas, cast.far_shore, decided_at=None)


def test_where_members_admit_focal_points_alone_read_applications(
    cast: Cast, as_persona: Callable[[str], Client]
) -> None:
    Network.objects.filter(pk=cast.americas.pk).update(admission=Network.Admission.MEMBERS)
    waiting = making.applied(cast.americas, cast.far_shore)
    pages = [
        reverse("networks:applications", args=["net4u-americas"]),
        reverse("networks:membership", args=[waiting.key]),
    ]
    client = as_persona("representative")
    assert [client.get(page).status_code for page in pages] == [200, 200]
    assert any("application" in row["title"] for row in waiting_in(cast.representative))
    Affiliation.objects.filter(person=cast.representative).update(role=Affiliation.Role.MEMBER)
    authority.forget()
    assert [client.get(page).status_code for page in pages] == [403, 404]
    assert waiting_in(cast.representative) == []
