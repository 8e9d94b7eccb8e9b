"""What is lent, and how the secretariat steps in: never silently, never for ever."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from se4u.core.action import SYSTEM, Refused
from se4u.core.authority import Capability as C  # noqa: N817  read in tables
from se4u.core.authority import viewer_of
from se4u.networks.kinds import GRANTABLE, INTERVENABLE, INTERVENTION_DAYS
from se4u.networks.models import Grant, Intervention, Mandate, Network
from se4u.networks.services import mandates, memberships, powers, roles
from se4u.networks.services.observers import invite_observer
from se4u.networks.views.waiting import waiting_in
from tests.personas import Cast

from . import making
from .making import DAY, TODAY


@pytest.fixture
def national(cast: Cast) -> Cast:
    """The cast, with the representative leading the alliance."""
    making.mandate(cast.alliance.roles.get(lead=True), cast.representative, cast.casa_abierta)
    return cast


def lend(cast: Cast, by: Any = None, **changes: Any) -> Grant:
    values = {"to": cast.americas, "capability": C.CONVENE, "until": TODAY() + 30 * DAY, **changes}
    return powers.grant(cast.alliance, by=by or cast.representative, **values)


def test_grant_lets_the_others_act_until_its_day_and_tells_them(national: Cast) -> None:
    made = lend(national)
    assert viewer_of(national.coordinator).capabilities[national.alliance.pk] == {C.CONVENE}
    assert making.told("networks.grant") == {national.coordinator.email, national.committee_member.email}
    event = making.event("networks.grant")
    assert (event.scope_pk, event.data["capability"]) == (national.alliance.pk, "convene")
    powers.end_grant(made, by=national.representative)
    assert national.alliance.pk not in viewer_of(national.coordinator).capabilities
    assert making.told("networks.end_grant") == {national.coordinator.email, national.committee_member.email}
    with pytest.raises(Refused):
        powers.end_grant(made, by=national.representative)


@pytest.mark.parametrize("persona", ["coordinator", "committee_member", "officer", "government_observer", "outsider"])
def test_grant_is_given_and_ended_by_the_network_alone(national: Cast, persona: str) -> None:
    made, user = lend(national), national.by_name()[persona]
    with pytest.raises(PermissionDenied):
        lend(national, by=user, capability=C.PLAN)
    with pytest.raises(PermissionDenied):
        powers.end_grant(made, by=user)


@pytest.mark.parametrize("capability", sorted(set(C) - GRANTABLE))
def test_grant_of_what_cannot_be_lent_is_refused(national: Cast, capability: str) -> None:
    with pytest.raises(Refused):
        lend(national, by=SYSTEM, capability=capability)


def test_grant_that_makes_no_sense_is_refused(national: Cast) -> None:
    group = making.group_of(national.americas)
    for changes in (
        {"until": TODAY() - DAY},
        {"to": national.alliance},
        {"to": group},
        {"to": national.secretariat, "capability": C.ADMIT},  # no role there holds it
    ):
        with pytest.raises(Refused):
            lend(national, **changes)
    lend(national, until=TODAY())
    with pytest.raises(Refused):  # twice
        lend(national)


def test_grant_to_oneself_is_impossible(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(network=cast.alliance, to=cast.alliance, capability=C.PLAN, until=TODAY())


# -- interventions


def step_in(cast: Cast, by: Any = None, **changes: Any) -> Intervention:
    values = {"capability": C.ADMIT, "reason": "A member threatens people.", "until": TODAY() + 10 * DAY, **changes}
    return powers.intervene(cast.americas, by=by or cast.officer, **values)


def test_intervention_is_told_to_every_mandate_holder_at_once(cast: Cast) -> None:
    made = step_in(cast)
    assert making.told("networks.intervene") == {cast.coordinator.email, cast.committee_member.email}
    assert (made.by, made.reason) == (cast.officer, "A member threatens people.")
    event = making.event("networks.intervene")
    assert set(event.data) == {"capability", "until"}  # the reason stays where the network reads it
    assert event.actor_key == cast.officer.actor_key


def test_intervention_in_a_group_is_told_to_its_network_too(cast: Cast) -> None:
    group = making.group_of(cast.americas)
    powers.intervene(group, by=cast.officer, capability=C.PUBLISH, reason="x", until=TODAY())
    assert making.told("networks.intervene") == {cast.coordinator.email, cast.committee_member.email}


def test_who_stepped_in_looks_as_others_do_and_finds_the_way_back(cast: Cast, as_persona: Any) -> None:
    step_in(cast, capability=C.APPOINT)
    path = reverse("networks:powers", args=[cast.americas.slug])
    assert as_persona("officer").get(path).status_code == 200
    assert "They do not see this page" in as_persona("officer").get(path + "?as=public").text


def test_intervention_lets_an_officer_suspend_and_nothing_more(cast: Cast) -> None:
    standing = cast.americas.memberships.get(organization=cast.casa_abierta)
    with pytest.raises(PermissionDenied):
        memberships.suspend(standing, by=cast.officer, reason="x")
    step_in(cast)
    memberships.suspend(standing, by=cast.officer, reason="Threats.")
    for deed in ("edit", "appoint", "grant", "publish_guidelines", "create_group", "invite_observer", "decide"):
        assert not cast.officer.has_perm(f"networks.{deed}", cast.americas), deed


def test_intervention_brings_nobody_in(cast: Cast) -> None:
    waiting = making.applied(cast.americas, cast.far_shore)
    step_in(cast)
    step_in(cast, capability=C.APPOINT)
    with pytest.raises(PermissionDenied):
        memberships.admit(waiting, by=cast.officer)
    assert not cast.officer.has_perm("networks.invite_observer", cast.americas)
    assert waiting_in(cast.officer) == []
    assert [row["badge"] for row in waiting_in(cast.coordinator)] == ["to decide"]


def test_intervention_takes_nothing_from_a_right_of_ones_own(cast: Cast) -> None:
    making.mandate(making.role_of(cast.americas, C.ADMIT), cast.officer)
    step_in(cast)
    memberships.admit(making.applied(cast.americas, cast.far_shore), by=cast.officer)


def test_intervention_is_shown_by_what_it_allows(cast: Cast, as_persona: Callable[[str], Client]) -> None:
    step_in(cast)
    page = as_persona("coordinator").get(reverse("networks:powers", args=[cast.americas.slug])).content.decode()
    assert "Suspend and reinstate members" in page


@pytest.mark.parametrize(
    "persona", ["coordinator", "committee_member", "representative", "government_observer", "outsider"]
)
def test_intervention_is_for_officers_alone(cast: Cast, persona: str) -> None:
    made, user = step_in(cast), cast.by_name()[persona]
    with pytest.raises(PermissionDenied):
        step_in(cast, by=user, capability=C.PUBLISH)
    with pytest.raises(PermissionDenied):
        powers.end_intervention(made, by=user)


def test_intervention_is_not_for_who_vets_only(cast: Cast) -> None:
    vetting = making.speaker(cast.far_shore, "vetting")
    making.mandate(cast.secretariat.roles.get(position=1), vetting)
    with pytest.raises(PermissionDenied):
        step_in(cast, by=vetting)


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_intervention_without_reason_is_refused(cast: Cast, reason: str) -> None:
    with pytest.raises(Refused):
        step_in(cast, reason=reason)
    with pytest.raises(IntegrityError), transaction.atomic():
        Intervention.objects.create(network=cast.americas, capability=C.ADMIT, reason="", until=TODAY())


@pytest.mark.parametrize("capability", sorted(set(C) - INTERVENABLE))
def test_intervention_for_what_is_not_on_the_short_list_is_refused(cast: Cast, capability: str) -> None:
    with pytest.raises(Refused):
        step_in(cast, capability=capability)


@pytest.mark.parametrize(
    ("days", "possible"), [(-1, False), (0, True), (INTERVENTION_DAYS, True), (INTERVENTION_DAYS + 1, False)]
)
def test_intervention_ends_within_thirty_days(cast: Cast, days: int, possible: bool) -> None:
    if possible:
        step_in(cast, until=TODAY() + timedelta(days=days))
    else:
        with pytest.raises(Refused):
            step_in(cast, until=TODAY() + timedelta(days=days))


def test_intervention_ended_by_the_officer_ends_at_once_and_stays_on_record(cast: Cast) -> None:
    made = step_in(cast)
    powers.end_intervention(made, by=cast.officer)
    assert cast.americas.pk not in viewer_of(cast.officer).capabilities
    assert Intervention.objects.get().reason == "A member threatens people."
    assert making.told("networks.end_intervention") == {cast.coordinator.email, cast.committee_member.email}
    with pytest.raises(Refused):
        powers.end_intervention(made, by=cast.officer)


def test_intervention_in_the_secretariat_itself_is_denied(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        powers.intervene(cast.secretariat, by=cast.officer, capability=C.ADMIT, reason="x", until=TODAY())


@pytest.mark.parametrize("capability", sorted(INTERVENABLE))
def test_stepping_in_leads_to_a_page_that_opens(cast: Cast, as_persona: Callable[[str], Client], capability: C) -> None:
    client, url = as_persona("officer"), reverse("networks:intervene", args=[cast.americas.slug])
    assert client.get(client.get(url).context["back"]).status_code == 200  # who thinks better of it
    sent = client.post(url, {"capability": capability, "reason": "Threats.", "until": TODAY().isoformat()}, follow=True)
    assert (sent.redirect_chain[0][1], sent.status_code) == (302, 200)


# -- ending what only the abused network itself could end


def test_intervention_ends_the_last_mandate_that_appoints_and_gives_it_to_another_member(cast: Cast) -> None:
    """The only coordinator may be the danger: in the starting structure nobody else appoints."""
    standing = Mandate.objects.get(person=cast.coordinator)
    step_in(cast, capability=C.APPOINT)
    with pytest.raises(Refused):
        mandates.end_mandate(standing, by=cast.officer)  # without a reason
    mandates.end_mandate(standing, by=cast.officer, reason="Threats against a member.")
    assert cast.americas.pk not in viewer_of(cast.coordinator).capabilities
    assert (standing.cause, standing.reason) == ("intervention", "Threats against a member.")
    assert making.told("networks.end_mandate") == {cast.coordinator.email}
    assert making.told("networks.stepped_in") == {cast.representative.email, cast.committee_member.email}
    mandates.appoint(standing.role, by=cast.officer, person=cast.representative, since=TODAY())
    assert C.APPOINT in viewer_of(cast.representative).own(cast.americas.pk)


def test_intervention_suspends_even_the_member_that_coordinates(cast: Cast) -> None:
    body = cast.americas.memberships.get(organization=cast.rio_claro)
    with pytest.raises(Refused):
        memberships.suspend(body, by=SYSTEM, reason="It is a front.")
    step_in(cast, capability=C.ADMIT)
    memberships.suspend(body, by=cast.officer, reason="It is a front.")
    ended = Mandate.objects.get(person=cast.coordinator)
    assert (ended.ended_at is not None, ended.cause, ended.reason) == (True, "intervention", "It is a front.")
    assert cast.committee_member.email in making.told("networks.stepped_in")


def test_intervention_for_members_ends_no_mandate_itself(cast: Cast) -> None:
    step_in(cast, capability=C.ADMIT)
    with pytest.raises(PermissionDenied):
        mandates.end_mandate(Mandate.objects.get(person=cast.coordinator), by=cast.officer, reason="x")


def test_network_reads_why_the_secretariat_ended_a_mandate(cast: Cast, as_persona: Callable[[str], Client]) -> None:
    step_in(cast, capability=C.APPOINT)
    standing = Mandate.objects.get(person=cast.coordinator)
    url = reverse("networks:end_mandate", args=[cast.americas.slug, standing.key])
    page = as_persona("officer").post(url, {"reason": ""})
    assert list(page.context["form"].errors) == ["reason"]
    as_persona("officer").post(url, {"reason": "Threats against a member."})
    shown = as_persona("representative").get(reverse("networks:powers", args=[cast.americas.slug])).content.decode()
    assert "Threats against a member." in shown
    assert "ended by the secretariat, which had stepped in" in shown


# -- what a loan or an intervention opens

ROOM = ("guidelines", "history", "powers")


def statuses(client: Client, network: Network, *names: str) -> dict[str, int]:
    return {name: client.get(reverse(f"networks:{name}", args=[network.slug])).status_code for name in names}


@pytest.mark.parametrize("capability", sorted(GRANTABLE))
def test_loan_opens_the_pages_that_serve_it_and_not_the_room(
    national: Cast, as_persona: Callable[[str], Client], capability: C
) -> None:
    quiet = making.member(national.alliance, making.body(national, "Quiet House"), shown=False)
    lend(national, by=SYSTEM, capability=capability)
    borrower, own = as_persona("coordinator"), as_persona("representative")
    assert statuses(own, national.alliance, *ROOM) == dict.fromkeys(ROOM, 200)
    assert statuses(borrower, national.alliance, *ROOM) == dict.fromkeys(ROOM, 404)
    decides = capability == C.ADMIT
    assert statuses(borrower, national.alliance, "applications")["applications"] == (200 if decides else 404)
    for name in ("members", "detail"):
        url = reverse(f"networks:{name}", args=[national.alliance.slug])
        assert "Quiet House" in own.get(url).content.decode()
        assert ("Quiet House" in borrower.get(url).content.decode()) is decides, name
    assert (borrower.get(reverse("networks:membership", args=[quiet.key])).status_code == 200) is decides
    shown = borrower.get(reverse("networks:detail", args=[national.alliance.slug])).content.decode()
    assert "Lent to your network." in shown
    assert (reverse("networks:applications", args=[national.alliance.slug]) in shown) is decides
    assert national.alliance.pk not in viewer_of(national.coordinator).rooms


@pytest.mark.parametrize("capability", sorted(INTERVENABLE))
def test_intervention_opens_the_pages_that_serve_it_and_not_the_room(
    cast: Cast, as_persona: Callable[[str], Client], capability: C
) -> None:
    quiet = making.member(cast.americas, making.body(cast, "Quiet House"), shown=False)
    made = step_in(cast, capability=capability)
    officer, own = as_persona("officer"), as_persona("coordinator")
    assert statuses(own, cast.americas, *ROOM) == dict.fromkeys(ROOM, 200)
    opened = dict.fromkeys(ROOM, 404) | ({"powers": 200} if capability == C.APPOINT else {})
    assert statuses(officer, cast.americas, *ROOM) == opened
    suspends = capability == C.ADMIT
    members = reverse("networks:members", args=[cast.americas.slug])
    assert "Quiet House" in own.get(members).content.decode()
    assert ("Quiet House" in officer.get(members).content.decode()) is suspends
    assert (officer.get(reverse("networks:membership", args=[quiet.key])).status_code == 200) is suspends
    # Whatever was taken up is found, and ended, on the network's page.
    end = reverse("networks:end_intervention", args=[cast.americas.slug, made.key])
    assert end in officer.get(reverse("networks:detail", args=[cast.americas.slug])).content.decode()
    officer.post(end)
    assert Intervention.objects.get().ended_at is not None


def test_stepping_in_for_mandates_shows_invitations_to_take_back(
    national: Cast, as_persona: Callable[[str], Client]
) -> None:
    values = {"email": "somebody@sample.example", "language": "en"}
    sent = invite_observer(national.alliance, by=national.representative, authority=national.ministry, **values)
    powers.intervene(national.alliance, by=national.officer, capability=C.APPOINT, reason="x", until=TODAY())
    page = as_persona("officer").get(reverse("networks:powers", args=[national.alliance.slug])).content.decode()
    assert reverse("networks:revoke_observer", args=[national.alliance.slug, sent.key]) in page
    assert reverse("networks:invite_observer", args=[national.alliance.slug]) not in page


def test_page_of_powers_says_what_a_loan_and_an_intervention_open(
    national: Cast, as_persona: Callable[[str], Client]
) -> None:
    url = reverse("networks:powers", args=[national.alliance.slug])
    lend(national)
    assert "It opens nothing of the members’ room." in as_persona("representative").get(url).content.decode()
    lend(national, capability=C.ADMIT)
    page = as_persona("representative").get(url).content.decode()
    assert "It opens every application and every member, those at risk by name too; the rest" in page
    powers.intervene(national.alliance, by=national.officer, capability=C.APPOINT, reason="x", until=TODAY())
    assert "It opens this page; the rest" in as_persona("representative").get(url).content.decode()


def test_right_of_ones_own_beside_a_loan_opens_the_room(national: Cast, as_persona: Callable[[str], Client]) -> None:
    lend(national, capability=C.ADMIT)
    making.mandate(making.role_of(national.alliance, C.PLAN), national.coordinator)
    assert statuses(as_persona("coordinator"), national.alliance, *ROOM) == dict.fromkeys(ROOM, 200)


def test_what_is_lent_cannot_be_given_to_a_role(national: Cast) -> None:
    """Else whoever shapes the roles would turn a loan into a lasting right."""
    shaping = making.role_of(national.alliance, C.CONFIGURE)
    making.mandate(shaping, national.coordinator)
    lend(national, capability=C.ADMIT)
    values = {"name": {"en": "Clerk"}, "capabilities": [C.ADMIT]}
    with pytest.raises(Refused):
        roles.add_role(national.alliance, by=national.coordinator, **values)
    roles.add_role(national.alliance, by=national.representative, **values)


def test_what_may_be_lent_to_includes_the_secretariat_and_no_group(cast: Cast) -> None:
    making.group_of(cast.americas)
    assert set(powers.lendable_to(cast.alliance)) == {cast.americas, cast.secretariat}
    Network.objects.filter(pk=cast.americas.pk).update(state=Network.State.CLOSED)
    assert set(powers.lendable_to(cast.alliance)) == {cast.secretariat}
