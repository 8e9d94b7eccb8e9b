"""Mandates, roles and seats: who gives them, to whom, for how long, and what can never happen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from se4u.accounts import mail
from se4u.accounts.models import Notification, User
from se4u.core import authority
from se4u.core.action import SYSTEM, Refused
from se4u.core.authority import Capability as C  # noqa: N817  read in tables
from se4u.directory import services as directory
from se4u.directory.models import Affiliation
from se4u.networks.kinds import KINDS, ROOT_ONLY
from se4u.networks.models import Intervention, Mandate, Role
from se4u.networks.services import mandates, memberships, roles
from tests.personas import Cast

from . import making
from .making import DAY, TODAY

NAME = {"en": "Treasurer", "ar": "أمين الصندوق"}


def appoint(role: Role, by: Any, person: User, **fields: Any) -> Mandate:
    return mandates.appoint(role, by=by, person=person, **{"since": TODAY(), **fields})


# -- appointing


def test_appoint_writes_mandate_event_and_tells(cast: Cast) -> None:
    role = making.role_of(cast.americas, C.PLAN)
    made = appoint(role, cast.coordinator, cast.representative, until=TODAY() + 365 * DAY)
    assert (made.person, made.organization) == (
        cast.representative,
        cast.casa_abierta,
    )  # the organisation holds the seat
    assert making.told("networks.appoint") == {cast.representative.email}
    event = making.event("networks.appoint")
    assert (event.scope_pk, event.subject_pk) == (cast.americas.pk, made.pk)
    assert set(event.data) == {"since", "until"}
    assert C.PLAN in authority.viewer_of(cast.representative).capabilities[cast.americas.pk]


@pytest.mark.parametrize(
    "persona", ["newcomer", "representative", "committee_member", "government_observer", "officer", "outsider"]
)
def test_appoint_without_the_right_is_denied(cast: Cast, persona: str) -> None:
    role = making.role_of(cast.americas, C.PLAN)
    with pytest.raises(PermissionDenied):
        appoint(role, cast.by_name()[persona], cast.representative)
    assert not role.mandates.exists()


def test_appoint_in_the_alliance_is_denied_to_the_regional_coordinator(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        appoint(cast.alliance.roles.get(lead=True), cast.coordinator, cast.representative)


def test_appoint_in_a_group_is_for_those_who_appoint_in_its_network(cast: Cast) -> None:
    group = making.group_of(cast.americas)
    made = appoint(group.roles.get(lead=True), cast.coordinator, cast.representative)
    assert made.organization == cast.casa_abierta  # a member of the network, not yet of the group


@pytest.mark.parametrize("persona", ["newcomer", "outsider"])
def test_appoint_of_somebody_from_outside_is_refused(cast: Cast, persona: str) -> None:
    with pytest.raises(Refused):
        appoint(making.role_of(cast.americas, C.PLAN), cast.coordinator, cast.by_name()[persona])


def test_appoint_of_government_people_is_refused(cast: Cast) -> None:
    role = making.role_of(cast.alliance, C.PLAN)
    for user in (cast.government_observer, _two_hats(cast)):
        with pytest.raises(Refused):
            appoint(role, SYSTEM, user)


def _two_hats(cast: Cast) -> User:
    user = making.speaker(cast.casa_abierta, "two-hats")
    Affiliation.objects.create(person=user, organization=cast.ministry)
    return user


def test_appoint_to_the_observers_role_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused):
        appoint(cast.alliance.roles.get(position=4), SYSTEM, cast.representative)


def test_appoint_of_the_secretariats_people_is_the_networks_own_choice(cast: Cast) -> None:
    role = making.role_of(cast.americas, C.PLAN)
    made = appoint(role, cast.coordinator, cast.officer)
    assert made.organization is None


def test_intervention_cannot_be_turned_into_a_lasting_mandate(cast: Cast) -> None:
    Intervention.objects.create(network=cast.americas, capability=C.APPOINT, reason="x", until=making.tomorrow())
    authority.forget()
    role = making.role_of(cast.americas, C.PLAN)
    with pytest.raises(Refused):
        appoint(role, cast.officer, cast.officer)
    appoint(role, cast.officer, cast.representative)  # a person of the network may be appointed


def test_appoint_with_an_organisation_names_its_own_person(cast: Cast) -> None:
    role = making.role_of(cast.americas, C.PLAN)
    with pytest.raises(Refused):
        appoint(role, cast.coordinator, cast.representative, organization=cast.rio_claro)
    with pytest.raises(Refused):
        appoint(role, cast.coordinator, cast.outsider, organization=cast.far_shore)


def test_appoint_with_a_term_in_disorder_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused):
        appoint(making.role_of(cast.americas, C.PLAN), cast.coordinator, cast.representative, until=TODAY() - DAY)


def test_appoint_twice_in_one_term_is_refused(cast: Cast) -> None:
    role = making.role_of(cast.americas, C.PLAN)
    appoint(role, cast.coordinator, cast.representative, until=TODAY() + 9 * DAY)
    with pytest.raises(Refused):
        appoint(role, cast.coordinator, cast.representative, since=TODAY() + 9 * DAY)
    appoint(role, cast.coordinator, cast.representative, since=TODAY() + 10 * DAY)


@pytest.mark.parametrize(
    ("taken", "wanted", "free"),
    [
        # terms as (first day, last day) from today; two seats
        ([], (0, 9), True),
        ([(0, None)], (0, 9), True),
        ([(0, None), (0, None)], (0, 9), False),
        ([(0, 4), (5, 9)], (0, 9), True),  # one after the other: one seat at a time
        ([(0, 5), (5, 9)], (0, 9), False),  # both on day five
        ([(0, 4), (0, 4)], (5, 9), True),
        ([(0, 4), (0, 4)], (4, 9), False),
        ([(6, 9), (7, None)], (0, 9), False),  # both later, within the term
        ([(6, 9), (7, None)], (0, None), False),
        ([(6, 9), (7, None)], (0, 6), True),
    ],
)
def test_seats_are_counted_on_the_busiest_day(
    cast: Cast,
    taken: list[tuple[int, int | None]],
    wanted: tuple[int, int | None],
    free: bool,
) -> None:
    role = making.role_of(cast.americas, C.PLAN, seats=2)
    for number, (first, last) in enumerate(taken):
        user = making.speaker(cast.casa_abierta, f"holder-{number}")
        making.mandate(role, user, cast.casa_abierta, since=TODAY() + first * DAY, until=_day(last))
    term = {"since": TODAY() + wanted[0] * DAY, "until": _day(wanted[1])}
    if free:
        appoint(role, cast.coordinator, cast.representative, **term)
    else:
        with pytest.raises(Refused):
            appoint(role, cast.coordinator, cast.representative, **term)


def _day(offset: int | None) -> Any:
    return None if offset is None else TODAY() + offset * DAY


def test_seat_of_an_ended_mandate_is_free(cast: Cast) -> None:
    coordination = Mandate.objects.get(person=cast.coordinator).role
    with pytest.raises(Refused):
        appoint(coordination, cast.coordinator, cast.representative)
    Mandate.objects.filter(role=coordination).update(ended_at=timezone.now())
    appoint(coordination, SYSTEM, cast.representative)


# -- ending


def test_end_keeps_the_former_holder_and_tells(cast: Cast) -> None:
    mandate = Mandate.objects.get(person=cast.committee_member)
    mandates.end_mandate(mandate, by=cast.coordinator, reason="Moved to another country.")
    mandate.refresh_from_db()
    assert mandate.ended_at is not None
    assert mandate.reason == "Moved to another country."
    assert list(Mandate.objects.past()) == [mandate]
    assert making.told("networks.end_mandate") == {cast.committee_member.email}
    assert making.event("networks.end_mandate").data == {}
    with pytest.raises(Refused):
        mandates.end_mandate(mandate, by=cast.coordinator)


@pytest.mark.parametrize(
    ("persona", "reads"), [("coordinator", True), ("committee_member", True), ("representative", False)]
)
def test_reason_is_read_by_whom_it_concerns(
    cast: Cast, as_persona: Callable[[str], Client], persona: str, reads: bool
) -> None:
    mandate = Mandate.objects.get(person=cast.committee_member)
    mandates.end_mandate(mandate, by=cast.coordinator, reason="Moved to another country.")
    page = as_persona(persona).get(reverse("networks:powers", args=[cast.americas.slug])).content.decode()
    assert "Former holders" in page
    assert ("Moved to another country." in page) is reads


@pytest.mark.parametrize("language", ["en", "ar", "fr"])
def test_mail_of_the_end_gives_the_reason_and_the_cause_in_the_readers_words(cast: Cast, language: str) -> None:
    User.objects.filter(pk=cast.committee_member.pk).update(language=language)
    member = cast.americas.memberships.get(organization=cast.puente_norte)
    with translation.override("es"):  # of who does it
        memberships.suspend(member, by=cast.coordinator, reason="No answer for two years.")
    told = Notification.objects.get(template="networks.end_mandate")
    assert (told.context["cause"], told.context["reason"]) == ("suspended", "")
    with translation.override(language):
        words = mail.words("notifications/networks.end_mandate.txt", told.context | {"reason": "Why not."})
        expected = translation.gettext("Your organisation’s membership was suspended.")
    assert expected in str(words)
    assert "Why not." in str(words)
    if language == "ar":
        assert expected != "Your organisation’s membership was suspended."


def test_seat_of_a_person_of_several_members_is_asked_for(cast: Cast, as_persona: Callable[[str], Client]) -> None:
    Affiliation.objects.create(person=cast.representative, organization=cast.puente_norte)
    authority.forget()
    role = making.role_of(cast.americas, C.PLAN)
    with pytest.raises(Refused):
        appoint(role, cast.coordinator, cast.representative)
    client, url = as_persona("coordinator"), reverse("networks:appoint", args=[cast.americas.slug, role.pk])
    values = {"person": cast.representative.key, "since": TODAY().isoformat()}
    for organization in ("", cast.rio_claro.key):
        page = client.post(url, values | {"organization": organization})
        assert list(page.context["form"].errors) == ["organization"]
    client.post(url, values | {"organization": cast.puente_norte.key})
    assert Mandate.objects.get(role=role).organization == cast.puente_norte
    client.post(url, {"person": cast.committee_member.key, "since": TODAY().isoformat()})
    assert role.mandates.count() == 2


def test_organisation_is_not_asked_for_where_everybody_has_one(cast: Cast, as_persona: Callable[[str], Client]) -> None:
    role = making.role_of(cast.americas, C.PLAN)
    page = as_persona("coordinator").get(reverse("networks:appoint", args=[cast.americas.slug, role.pk]))
    assert "organization" not in page.context["form"].fields


def test_end_of_the_last_who_appoints_is_refused(cast: Cast) -> None:
    mandate = Mandate.objects.get(person=cast.coordinator)
    for actor in (cast.coordinator, SYSTEM):
        with pytest.raises(Refused):
            mandates.end_mandate(mandate, by=actor)
    second = making.role_of(cast.americas, C.APPOINT)
    making.mandate(second, cast.representative, cast.casa_abierta)
    mandates.end_mandate(mandate, by=cast.coordinator)


def test_end_does_not_count_a_successor_who_cannot_act_yet(cast: Cast) -> None:
    """A mandate of tomorrow, of somebody who left the organisation, or an ended one appoints nobody today."""
    second = making.role_of(cast.americas, C.APPOINT)
    making.mandate(second, cast.representative, cast.casa_abierta, since=making.tomorrow())
    making.mandate(second, cast.outsider, cast.casa_abierta)
    making.mandate(second, cast.committee_member, cast.puente_norte, ended_at=timezone.now())
    with pytest.raises(Refused):
        mandates.end_mandate(Mandate.objects.get(person=cast.coordinator), by=cast.coordinator)


@pytest.mark.parametrize("persona", ["representative", "committee_member", "officer", "government_observer"])
def test_end_without_the_right_is_denied(cast: Cast, persona: str) -> None:
    with pytest.raises(PermissionDenied):
        mandates.end_mandate(Mandate.objects.get(person=cast.coordinator), by=cast.by_name()[persona])


def test_term_in_disorder_is_impossible(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        making.mandate(making.role_of(cast.americas), cast.representative, until=TODAY() - 9 * DAY)


# -- the organisation owns its seat


def test_hand_over_names_a_successor_for_the_rest_of_the_term(cast: Cast) -> None:
    colleague = making.speaker(cast.rio_claro, role="member")
    mandate = Mandate.objects.get(person=cast.coordinator)
    mandate.until = TODAY() + 30 * DAY
    mandate.save()
    new = mandates.hand_over_seat(mandate, by=cast.coordinator, person=colleague)
    mandate.refresh_from_db()
    assert (new.person, new.organization, new.until) == (colleague, cast.rio_claro, mandate.until)
    assert mandate.ended_at is not None
    assert C.APPOINT in authority.viewer_of(colleague).capabilities[cast.americas.pk]


def test_hand_over_works_after_the_holder_left(cast: Cast) -> None:
    colleague = making.speaker(cast.rio_claro)
    Affiliation.objects.filter(person=cast.coordinator).update(until=timezone.now())
    authority.forget()
    mandates.hand_over_seat(Mandate.objects.get(person=cast.coordinator), by=colleague, person=colleague)
    assert C.APPOINT in authority.viewer_of(colleague).capabilities[cast.americas.pk]


def test_hand_over_is_for_the_organisation_that_holds_the_seat(cast: Cast) -> None:
    mandate = Mandate.objects.get(person=cast.committee_member)
    for user in (cast.coordinator, cast.representative, cast.officer):
        with pytest.raises(PermissionDenied):
            mandates.hand_over_seat(mandate, by=user, person=user)
    with pytest.raises(Refused):
        mandates.hand_over_seat(mandate, by=cast.committee_member, person=cast.representative)
    with pytest.raises(Refused):
        mandates.hand_over_seat(mandate, by=cast.committee_member, person=cast.committee_member)


# -- roles


def edited(role: Role, by: Any, **changes: Any) -> Role:
    values = {"name": NAME, "capabilities": role.capabilities, "seats": role.seats, "lead": role.lead}
    return roles.edit_role(role, by=by, **{**values, "committee": role.committee, **changes})


@pytest.mark.parametrize("name", ["alliance", "americas", "group", "secretariat"])
def test_role_to_observe_is_for_alliances_and_regional_networks(cast: Cast, name: str) -> None:
    network = making.group_of(cast.americas) if name == "group" else getattr(cast, name)
    role = roles.add_role(network, by=SYSTEM, name=NAME, capabilities=[])
    values = {"name": NAME, "capabilities": ["observe"]}
    for deed, subject in ((roles.add_role, network), (roles.edit_role, role)):
        if name in {"alliance", "americas"}:
            assert deed(subject, by=SYSTEM, **values).holds == {C.OBSERVE}
        else:
            with pytest.raises(Refused, match="regional networks and alliances alone"):
                deed(subject, by=SYSTEM, **values)


def test_add_role_in_several_languages(cast: Cast) -> None:
    made = roles.add_role(cast.americas, by=cast.coordinator, name=NAME, capabilities=["plan", "convene"], seats=2)
    made.refresh_from_db()
    assert (made.name.data, made.capabilities, made.seats) == (NAME, ["convene", "plan"], 2)
    assert made.position == max(cast.americas.roles.values_list("position", flat=True))
    assert making.event("networks.add_role").scope_pk == cast.americas.pk


@pytest.mark.parametrize("capability", sorted(ROOT_ONLY))
@pytest.mark.parametrize("actor", ["coordinator", "system"])
def test_what_belongs_to_the_secretariat_is_given_in_no_other_network(cast: Cast, capability: str, actor: str) -> None:
    by = SYSTEM if actor == "system" else cast.coordinator
    with pytest.raises(Refused):
        roles.add_role(cast.americas, by=by, name=NAME, capabilities=[capability])
    with pytest.raises(Refused):
        edited(cast.americas.roles.get(position=1), by, capabilities=[capability])
    roles.add_role(cast.secretariat, by=SYSTEM, name=NAME, capabilities=[capability])


def test_role_may_carry_no_more_than_its_maker_holds(cast: Cast) -> None:
    """Who may change the structure cannot lift themselves by it."""
    co = making.role_of(cast.americas, C.CONFIGURE, C.PLAN)
    making.mandate(co, cast.officer)
    with pytest.raises(Refused, match="Give and end mandates"):
        roles.add_role(cast.americas, by=cast.officer, name=NAME, capabilities=["appoint", "plan"])
    with pytest.raises(Refused):
        edited(co, cast.officer, capabilities=["configure", "plan", "admit"])
    roles.add_role(cast.americas, by=cast.officer, name=NAME, capabilities=["plan"])
    edited(cast.americas.roles.get(position=1), cast.officer)  # what it holds already may stay


@pytest.mark.parametrize("capabilities", [["observe", "plan"], ["observe", "convene", "admit"]])
def test_observing_stands_alone(cast: Cast, capabilities: list[str]) -> None:
    with pytest.raises(Refused):
        roles.add_role(cast.alliance, by=SYSTEM, name=NAME, capabilities=capabilities)


def test_role_held_by_somebody_does_not_become_an_observers(cast: Cast) -> None:
    with pytest.raises(Refused):
        edited(cast.americas.roles.get(position=1), SYSTEM, capabilities=["observe"])
    with pytest.raises(Refused):
        edited(cast.alliance.roles.get(position=4), SYSTEM, capabilities=["plan"])


def test_role_of_somebody_to_come_does_not_become_an_observers(cast: Cast) -> None:
    """Else whoever appoints could turn anybody into a "government" from tomorrow on."""
    role = making.role_of(cast.americas, C.PLAN)
    appoint(role, cast.coordinator, cast.officer, since=making.tomorrow())
    with pytest.raises(Refused):
        edited(role, cast.coordinator, capabilities=["observe"])
    edited(role, cast.coordinator, capabilities=["convene"])


@pytest.mark.parametrize("body", ["casa_abierta", None])
def test_observing_without_an_authority_makes_nobody_a_government(cast: Cast, body: str | None) -> None:
    """A role that observes takes nothing from a person of civil society, or of the secretariat, however they came to it."""
    user = cast.representative if body else cast.officer
    before = authority.viewer_of(user)
    making.mandate(making.role_of(cast.americas, C.OBSERVE), user, cast.casa_abierta if body else None)
    after = authority.viewer_of(user)
    assert (after.government, after.root, after.networks) == (False, before.root, before.networks)
    assert C.OBSERVE not in after.capabilities.get(cast.americas.pk, ())


@pytest.mark.parametrize("place", ["lead", "committee"])
def test_observer_neither_leads_nor_sits_on_the_committee(cast: Cast, place: str) -> None:
    with pytest.raises(Refused):
        roles.add_role(cast.alliance, by=SYSTEM, name=NAME, capabilities=["observe"], **{place: True})
    with pytest.raises(Refused):
        edited(cast.alliance.roles.get(position=4), SYSTEM, **{place: True})
    with pytest.raises(IntegrityError), transaction.atomic():
        making.role_of(cast.alliance, C.OBSERVE, **{place: True})


def test_unknown_capability_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused):
        roles.add_role(cast.americas, by=cast.coordinator, name=NAME, capabilities=["rule_the_world"])


def test_edit_that_would_leave_nobody_to_appoint_is_refused(cast: Cast) -> None:
    role = cast.americas.roles.get(lead=True)
    with pytest.raises(Refused):
        edited(role, cast.coordinator, capabilities=sorted(set(role.capabilities) - {"appoint"}))
    making.mandate(making.role_of(cast.americas, C.APPOINT), cast.representative, cast.casa_abierta)
    edited(role, cast.coordinator, capabilities=sorted(set(role.capabilities) - {"appoint"}))


def test_edit_to_fewer_seats_than_are_taken_is_refused(cast: Cast) -> None:
    role = making.role_of(cast.americas, C.PLAN)
    for user in (cast.representative, cast.committee_member):
        making.mandate(role, user, user.affiliations.get().organization)
    with pytest.raises(Refused):
        edited(role, cast.coordinator, seats=1)
    edited(role, cast.coordinator, seats=2)


def test_edit_to_fewer_seats_than_are_taken_later_is_refused(cast: Cast) -> None:
    role = making.role_of(cast.americas, C.PLAN)
    days = [(0, 4), (5, 9), (5, None)]  # one after the other; two from the fifth day on
    for number, (first, last) in enumerate(days):
        user = making.speaker(cast.casa_abierta, f"holder-{number}")
        making.mandate(role, user, cast.casa_abierta, since=TODAY() + first * DAY, until=_day(last))
    with pytest.raises(Refused):
        edited(role, cast.coordinator, seats=1)
    edited(role, cast.coordinator, seats=2)


def test_seat_of_a_suspended_organisation_rests(cast: Cast) -> None:
    """Its people lose the capabilities in the network, and what these let them read; they come back with the organisation."""
    held = authority.viewer_of(cast.coordinator).capabilities
    assert C.APPOINT in held[cast.americas.pk]
    directory.suspend(cast.rio_claro, by=cast.officer, reason="It is a front.")
    assert authority.viewer_of(cast.coordinator).capabilities == {}
    assert not cast.coordinator.has_perm("networks.appoint", cast.americas)
    directory.reinstate(cast.rio_claro, by=cast.officer, reason="It was not.")
    assert authority.viewer_of(cast.coordinator).capabilities == held


def test_remove_of_a_role_in_use_or_formerly_is_refused(cast: Cast) -> None:
    role = making.role_of(cast.americas, C.PLAN)
    making.mandate(role, cast.representative, cast.casa_abierta, ended_at=timezone.now())
    with pytest.raises(Refused):
        roles.remove_role(role, by=cast.coordinator)
    unused = making.role_of(cast.americas, C.PLAN)
    number = unused.pk
    roles.remove_role(unused, by=cast.coordinator)
    assert not Role.objects.filter(pk=number).exists()


@pytest.mark.parametrize(
    "persona", ["representative", "committee_member", "officer", "government_observer", "outsider"]
)
def test_roles_are_changed_by_who_configures_alone(cast: Cast, persona: str) -> None:
    user, role = cast.by_name()[persona], making.role_of(cast.americas, C.PLAN)
    with pytest.raises(PermissionDenied):
        roles.add_role(cast.americas, by=user, name=NAME, capabilities=[])
    with pytest.raises(PermissionDenied):
        edited(role, user)
    with pytest.raises(PermissionDenied):
        roles.remove_role(role, by=user)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_starting_structure_can_begin_and_is_named_in_every_language(kind: str, settings: Any) -> None:
    start = KINDS[kind].roles
    assert sum(role.lead for role in start) == 1
    for role in start:
        assert set(role.name) == {code for code, _name in settings.LANGUAGES}
        assert not role.capabilities & ROOT_ONLY or kind == "secretariat"
        assert C.OBSERVE not in role.capabilities or role.capabilities == {C.OBSERVE}
    if kind != "group":
        assert any(C.APPOINT in role.capabilities and role.lead for role in start)
