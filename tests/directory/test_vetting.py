"""Vetting: asking, deciding, and two officers at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from se4u.accounts.models import Notification, User
from se4u.core.action import SYSTEM, Refused
from se4u.core.models import Event
from se4u.demo.cast import person
from se4u.directory import services
from se4u.directory.models import Affiliation, Organization, Verification, Vetted
from se4u.directory.pace import usual_days
from se4u.networks.models import Mandate
from tests.personas import Cast

from . import making

State = Vetted.State
As = Callable[[str], Client]


def second_officer(cast: Cast) -> User:
    """Another officer, with a second factor."""
    from allauth.mfa.models import Authenticator

    user = person("second_officer")
    Mandate.objects.create(role=cast.secretariat.roles.get(position=1), person=user, since=timezone.now().date())
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "unused"})
    return user


def test_submit_tells_every_officer_and_nobody_else(cast: Cast) -> None:
    other = second_officer(cast)
    making.case(cast.newcomer, cast.sample_country)
    told = Notification.objects.filter(template="directory.submit").values_list("person", flat=True)
    assert set(told) == {cast.officer.pk, other.pk}


def test_ask_moves_to_the_applicant_who_is_told(cast: Cast) -> None:
    case = making.case(cast.newcomer, cast.sample_country)
    services.ask(case, by=cast.officer, question="Which law?")
    case.refresh_from_db()
    note = Notification.objects.get(template="directory.ask")
    assert (case.organization.state, case.owner, note.person) == (State.ASKED, cast.officer, cast.newcomer)
    assert note.context["question"] == "Which law?"


def test_answer_goes_to_the_owner_alone_and_is_kept_with_its_question(cast: Cast) -> None:
    second_officer(cast)
    case = making.case(cast.newcomer, cast.sample_country)
    services.ask(case, by=cast.officer, question="Which law?")
    services.answer(case, by=cast.newcomer, text="The law of 1990.")
    services.ask(case, by=cast.officer, question="And who funds you?")
    told = Notification.objects.filter(template="directory.answer").values_list("person", flat=True)
    assert list(told) == [cast.officer.pk]
    assert [(each.question, each.answer) for each in case.inquiries.all()] == [
        ("Which law?", "The law of 1990."),
        ("And who funds you?", ""),
    ]


def test_approve_shows_the_minimal_card_and_makes_a_member(cast: Cast) -> None:
    case = making.case(cast.newcomer, cast.sample_country)
    assert not Organization.objects.visible_to(None).filter(pk=case.organization.pk).exists()
    services.approve(case, by=cast.officer)
    assert Organization.objects.visible_to(None).filter(pk=case.organization.pk).exists()
    assert Notification.objects.get(template="directory.approve").person == cast.newcomer


def test_refuse_without_a_reason_is_refused(cast: Cast) -> None:
    case = making.case(cast.newcomer, cast.sample_country)
    with pytest.raises(Refused):
        services.refuse(case, by=cast.officer, reason="  ")
    case.organization.refresh_from_db()
    assert case.organization.state == State.SUBMITTED


def test_refused_registration_is_kept_and_can_be_sent_again(cast: Cast) -> None:
    case = making.case(cast.newcomer, cast.sample_country)
    services.refuse(case, by=cast.officer, reason="The paragraph names victims.")
    organization = case.organization
    services.revise(organization, by=cast.newcomer, about="We train judges.")
    again = services.resubmit(organization, by=cast.newcomer)
    services.approve(again, by=cast.officer)
    organization.refresh_from_db()
    outcomes = list(organization.verifications.order_by("pk").values_list("outcome", "reason"))
    assert (organization.state, outcomes) == (
        State.APPROVED,
        [("refused", "The paragraph names victims."), ("approved", "")],
    )


def test_withdraw_closes_the_case_and_tells_its_owner(cast: Cast) -> None:
    case = making.case(cast.newcomer, cast.sample_country)
    services.take(case, by=cast.officer)
    services.withdraw(case.organization, by=cast.newcomer)
    case.refresh_from_db()
    assert (case.outcome, case.organization.state) == ("withdrawn", State.WITHDRAWN)
    assert Notification.objects.get(template="directory.withdraw").person == cast.officer
    with pytest.raises(Refused):
        services.approve(case, by=cast.officer)


def test_take_by_a_colleague_is_refused_until_released(cast: Cast) -> None:
    other = second_officer(cast)
    case = making.case(cast.newcomer, cast.sample_country)
    services.take(case, by=cast.officer)
    with pytest.raises(Refused):
        services.take(case, by=other)
    with pytest.raises(Refused):
        services.release(case, by=other)
    services.release(case, by=cast.officer)
    assert services.take(case, by=other).owner == other


def test_officer_may_not_vet_an_organisation_of_their_own(cast: Cast) -> None:
    own = making.case(cast.officer, cast.sample_country, "Officer's club")
    for deed, values in (
        (services.take, {}),
        (services.approve, {}),
        (services.ask, {"question": "?"}),
        (services.refuse, {"reason": "."}),
    ):
        with pytest.raises(PermissionDenied):
            deed(own, by=cast.officer, **values)
    assert services.approve(own, by=second_officer(cast)).outcome == "approved"


@pytest.mark.parametrize("begun", [True, False], ids=["began it", "was there for a day"])
def test_officer_may_not_vet_what_was_their_own_once(cast: Cast, as_persona: As, begun: bool) -> None:
    case = making.case(cast.officer if begun else cast.newcomer, cast.sample_country, "Once club")
    foreign = making.case(cast.newcomer, cast.sample_country, "Foreign club")
    body = case.organization
    assert body is not None
    mine, _made = Affiliation.objects.get_or_create(person=cast.officer, organization=body)
    successor = Affiliation.objects.create(person=cast.outsider, organization=body) if begun else None
    services.leave(mine, by=cast.officer, successor=successor)
    with pytest.raises(PermissionDenied):
        services.approve(case, by=cast.officer)
    with pytest.raises(PermissionDenied):
        services.edit(body, by=cast.officer, about="Mine again")
    page = as_persona("officer").get(reverse("directory:case", args=[case.key]), follow=True)
    assert page.redirect_chain == [(reverse("directory:queue"), 302)]
    assert "You belonged to this organisation once" in page.text
    assert page.text.count("yours: a colleague decides") == 1
    services.approve(case, by=second_officer(cast))
    with pytest.raises(PermissionDenied):
        services.suspend(Organization.objects.get(pk=body.pk), by=cast.officer, reason="x")
    assert services.approve(foreign, by=cast.officer).outcome == "approved"


def test_officer_sees_of_their_own_case_what_every_applicant_sees(cast: Cast, as_persona: As) -> None:
    own = making.case(cast.officer, cast.sample_country, "Officer's club")
    foreign = making.case(cast.newcomer, cast.sample_country, "Another body")
    for case in (own, foreign):
        services.take(case, by=second_officer(cast) if case is own else cast.officer)
    client = as_persona("officer")
    page = client.get(reverse("directory:case", args=[own.key]), follow=True)
    assert page.redirect_chain == [(reverse("directory:status", args=[own.organization.key]), 302)]
    assert "This is your own case." in page.text
    assert "second_officer" not in page.text
    other = client.get(reverse("directory:case", args=[foreign.key]))
    assert other.status_code == 200
    assert "Ola Officer" in other.text


def test_answer_opens_while_a_question_waits_alone(cast: Cast, as_persona: As) -> None:
    case = making.case(cast.newcomer, cast.sample_country)
    client, path = as_persona("newcomer"), reverse("directory:answer", args=[case.key])
    assert "No question waits for your answer." in client.get(path).text
    services.ask(case, by=cast.officer, question="Which law?")
    assert client.get(path).status_code == 200
    services.answer(case, by=cast.newcomer, text="The law of 1999.")
    assert client.get(path).status_code == 403
    late = client.post(path, {"answer": "Once more."})
    assert "Once more." in late.text


@pytest.mark.parametrize("name", ["newcomer", "representative", "coordinator", "government_observer", "outsider"])
def test_approve_by_anyone_but_officers_is_denied(cast: Cast, name: str) -> None:
    case = making.case(cast.newcomer, cast.sample_country)
    with pytest.raises(PermissionDenied):
        services.approve(case, by=cast.by_name()[name])


def test_suspend_hides_and_reinstate_shows_again(cast: Cast) -> None:
    organization = making.approved(cast.newcomer, cast.officer, cast.sample_country)
    services.suspend(organization, by=cast.officer, reason="Reported for fraud.")
    assert not Organization.objects.visible_to(None).filter(pk=organization.pk).exists()
    assert Notification.objects.get(template="directory.suspend").context["reason"] == "Reported for fraud."
    services.reinstate(organization, by=cast.officer, reason="Cleared.")
    assert Organization.objects.visible_to(None).filter(pk=organization.pk).exists()
    assert organization.suspended_because == ""


def test_suspend_takes_membership_from_its_people(cast: Cast) -> None:
    from se4u.core.authority import viewer_of

    organization = making.approved(cast.newcomer, cast.officer, cast.sample_country)
    assert viewer_of(cast.newcomer).member
    services.suspend(organization, by=cast.officer, reason="Reported.")
    assert not viewer_of(cast.newcomer).member


@pytest.mark.parametrize("path", ["queue", "authorities"])
def test_queue_is_for_officers_alone(cast: Cast, as_persona: As, path: str) -> None:
    seen = {name: as_persona(name).get(reverse(f"directory:{path}")).status_code for name in cast.by_name()}
    assert {name for name, code in seen.items() if code == 200} == {"officer"}
    assert set(seen.values()) == {200, 403}


def test_queue_lists_the_oldest_first_with_age_and_likeness(cast: Cast, as_persona: As) -> None:
    young = making.case(cast.newcomer, cast.sample_country, "Young")
    old = making.case(cast.outsider, cast.sample_country, "Casa Abierta (samples)")
    Verification.objects.filter(pk=old.pk).update(opened_at=timezone.now() - timedelta(days=5))
    page = as_persona("officer").get(reverse("directory:queue"))
    assert [row["case"].pk for row in page.context["rows"]] == [old.pk, young.pk]
    assert [row["alike"] for row in page.context["rows"]] == [1, 0]
    assert "waiting 5 days" in page.text


@pytest.mark.parametrize("query", ["?owner=mine", "?standing=asked", "?kind=expert"])
def test_queue_filters(cast: Cast, as_persona: As, query: str) -> None:
    making.case(cast.newcomer, cast.sample_country, "Not this one")
    wanted = making.expert(cast.representative, cast.sample_country)
    services.ask(services.submit(wanted, by=cast.representative), by=cast.officer, question="Which one?")
    page = as_persona("officer").get(reverse("directory:queue") + query)
    assert [row["name"] for row in page.context["rows"]] == [cast.representative.own_name]


def test_queue_filter_with_nonsense_filters_nothing(cast: Cast, as_persona: As) -> None:
    making.case(cast.newcomer, cast.sample_country)
    page = as_persona("officer").get(reverse("directory:queue") + "?kind=%00&page=x")
    assert len(page.context["rows"]) == 1


@pytest.mark.parametrize("name", ["queue", "case"])
def test_queries_do_not_grow_with_rows(cast: Cast, as_persona: As, django_assert_num_queries: Any, name: str) -> None:
    from django.test.utils import CaptureQueriesContext

    first = making.case(cast.newcomer, cast.sample_country, "Alike one")
    path = reverse("directory:queue") if name == "queue" else reverse("directory:case", args=[first.key])
    officer = as_persona("officer")
    officer.get(path)
    with CaptureQueriesContext(connection) as before:
        officer.get(path)
    for number in ("two", "three"):
        services.take(
            making.case(person(f"applicant_{number}"), cast.sample_country, f"Alike {number}"), by=cast.officer
        )
    with django_assert_num_queries(len(before)):
        officer.get(path)


def test_case_shows_documents_people_likeness_and_history(cast: Cast, as_persona: As) -> None:
    case = making.case(cast.newcomer, cast.sample_country, "Casa Abierta (samples)", website="https://abierta.example")
    text = as_persona("officer").get(reverse("directory:case", args=[case.key])).text
    for expected in (
        "Noor Newcomer",
        "Director",
        "Casa Abierta (sample)",
        "was sent to the vetting officers",
        "We train.",
    ):
        assert expected in text


def test_case_of_another_persons_registration_is_not_theirs(cast: Cast, as_persona: As) -> None:
    case = making.case(cast.newcomer, cast.sample_country)
    assert as_persona("outsider").get(reverse("directory:case", args=[case.key])).status_code == 403
    assert as_persona("outsider").get(reverse("directory:status", args=[case.organization.key])).status_code == 404
    assert as_persona("outsider").post(reverse("directory:answer", args=[case.key]), {"answer": "x"}).status_code == 404
    assert as_persona("officer").get(reverse("directory:case", args=["nonsense"])).status_code == 404


def test_refuse_form_without_a_reason_keeps_the_page(cast: Cast, as_persona: As) -> None:
    case = making.case(cast.newcomer, cast.sample_country)
    path = reverse("directory:decide", args=[case.key, "refuse"])
    page = as_persona("officer").post(path, {"refuse-reason": ""})
    assert page.status_code == 200
    assert page.context["forms"]["refuse"].errors["reason"]


def test_second_decision_on_the_web_is_told(cast: Cast, as_persona: As) -> None:
    case = making.case(cast.newcomer, cast.sample_country)
    officer = as_persona("officer")
    read = officer.get(reverse("directory:case", args=[case.key])).context["read"]
    officer.post(reverse("directory:decide", args=[case.key, "approve"]), {"read": read})
    path = reverse("directory:decide", args=[case.key, "refuse"])
    page = officer.post(path, {"refuse-reason": "Late"})
    assert "Somebody was faster" in page.text
    assert "Late" in page.text or page.context["case"].outcome == "approved"
    case.refresh_from_db()
    assert case.outcome == "approved"


def test_unknown_deed_is_not_found(cast: Cast, as_persona: As) -> None:
    case = making.case(cast.newcomer, cast.sample_country)
    assert as_persona("officer").post(reverse("directory:decide", args=[case.key, "suspend"])).status_code == 404


def test_status_says_how_long_it_takes_once_enough_was_decided(cast: Cast) -> None:
    assert usual_days() is None
    for number in range(5):
        case = making.case(person(f"applicant_{number}"), cast.sample_country, f"Body {number} of many {number * 7}")
        services.approve(case, by=cast.officer)
    Verification.objects.update(opened_at=timezone.now() - timedelta(days=4))
    assert usual_days() == 4


def test_two_officers_at_once_one_wins_the_other_is_told(transactional_db: None, cast: Cast) -> None:
    other = second_officer(cast)
    case = making.case(cast.newcomer, cast.sample_country)
    barrier, outcomes = Barrier(2), []

    def decide(deed: Any, officer: User, **values: str) -> None:
        try:
            mine = Verification.objects.get(pk=case.pk)
            barrier.wait(timeout=20)
            deed(mine, by=officer, **values)
            outcomes.append("won")
        except Refused as refusal:
            outcomes.append(str(refusal))
        finally:
            connection.close()

    threads = [
        Thread(target=decide, args=(services.approve, cast.officer)),
        Thread(target=decide, args=(services.refuse, other), kwargs={"reason": "No."}),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    case.refresh_from_db()
    assert outcomes.count("won") == 1
    assert any("faster" in outcome for outcome in outcomes)
    decided = Event.objects.filter(action__in=("directory.approve", "directory.refuse"), subject_pk=case.pk)
    assert decided.count() == 1
    assert case.outcome in {"approved", "refused"}
    assert Notification.objects.filter(person=cast.newcomer).count() == 1


def test_affiliation_of_the_applicant_is_focal_point(cast: Cast) -> None:
    organization = making.draft(cast.newcomer, cast.sample_country)
    mine = Affiliation.objects.get(organization=organization)
    assert (mine.person, mine.role, mine.title) == (cast.newcomer, Affiliation.Role.FOCAL_POINT, "Director")


def test_case_taken_by_the_command_line_has_no_owner(cast: Cast) -> None:
    case = Verification.objects.create(organization=cast.casa_abierta, owner=None)
    assert services.take(case, by=SYSTEM).owner is None
