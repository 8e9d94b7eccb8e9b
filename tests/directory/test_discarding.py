"""Registrations nobody goes on with: their owner deletes them, or a year does; a question that waits is reminded of once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from se4u.accounts.models import Notification
from se4u.core.action import Refused
from se4u.core.models import Event, SearchDocument
from se4u.core.visibility import Safety
from se4u.directory import services, tick
from se4u.directory.models import Affiliation, Expert, Filing, Inquiry, Organization, Verification
from tests.networks.making import member
from tests.personas import Cast

from . import making

As = Callable[[str], Client]
YEAR = timedelta(days=365)


def left(row: Organization | Expert, ago: timedelta) -> None:
    """Let a registration have been written on some time ago."""
    type(row)._default_manager.filter(pk=row.pk).update(changed_at=timezone.now() - ago)


def withdrawn(cast: Cast) -> Organization:
    """A registration that was sent and withdrawn."""
    case = making.case(cast.newcomer, cast.sample_country)
    assert case.organization is not None
    services.withdraw(case.organization, by=cast.newcomer)
    return case.organization


@pytest.mark.parametrize("make", [lambda cast: making.draft(cast.newcomer, cast.sample_country), withdrawn])
def test_discard_deletes_all_that_was_written(cast: Cast, as_persona: As, make: Callable[[Cast], Organization]) -> None:
    draft, newcomer = make(cast), as_persona("newcomer")
    path = reverse("directory:register_discard", args=[draft.key])
    assert path in newcomer.get(reverse("directory:register")).text
    assert path in newcomer.get(reverse("directory:status", args=[draft.key])).text
    assert "cannot be undone" in newcomer.get(path).text
    assert Organization.objects.filter(pk=draft.pk).exists()
    assert newcomer.post(path, {"once": ""}, follow=True).status_code == 200
    assert not Organization.objects.filter(pk=draft.pk).exists()
    assert not Affiliation.objects.filter(person=cast.newcomer).exists()
    assert not Verification.objects.filter(organization=draft.pk).exists()
    assert not Filing.objects.filter(organization=draft.pk).exists()
    assert not SearchDocument.objects.filter(label="directory.organization", object_pk=draft.pk).exists()
    event = Event.objects.latest("pk")
    assert (event.action, event.subject_label, event.subject_pk) == (
        "directory.discard",
        "directory.organization",
        draft.pk,
    )


def test_expert_discards_and_begins_again(cast: Cast, as_persona: As) -> None:
    making.expert(cast.newcomer, cast.sample_country)
    newcomer = as_persona("newcomer")
    newcomer.post(reverse("directory:expert_discard"), {"once": ""})
    assert not Expert.objects.filter(person=cast.newcomer).exists()
    assert making.expert(cast.newcomer, cast.sample_country).pk


def test_discard_of_what_officers_refused_once_is_refused(cast: Cast) -> None:
    case = making.case(cast.newcomer, cast.sample_country)
    services.refuse(case, by=cast.officer, reason="Too little.")
    assert case.organization is not None
    again = services.resubmit(case.organization, by=cast.newcomer, distinct_because="It is ours.").organization
    services.withdraw(again, by=cast.newcomer)
    with pytest.raises(Refused, match="decided"):
        services.discard(again, by=cast.newcomer)
    left(again, YEAR * 2)
    assert tick.forget_drafts() == 0


def test_record_of_officers_on_a_vetted_expert_stays(cast: Cast) -> None:
    expert = making.expert(cast.newcomer, cast.sample_country)
    services.approve(services.submit(expert, by=cast.newcomer), by=cast.officer)
    services.withdraw(expert, by=cast.newcomer)
    with pytest.raises(Refused, match="decided"):
        services.discard(expert, by=cast.newcomer)
    left(expert, YEAR * 2)
    assert tick.forget_drafts() == 0


def test_discard_of_what_belongs_to_a_network_is_refused(cast: Cast) -> None:
    body = withdrawn(cast)
    member(cast.alliance, body)
    with pytest.raises(Refused, match="Others work"):
        services.discard(body, by=cast.newcomer)


def test_what_belonged_to_a_network_once_goes_when_its_owner_or_a_year_says_so(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tick, "BATCH", 1)
    kept, once = withdrawn(cast), making.draft(cast.newcomer, cast.sample_country, "Another House")
    member(cast.alliance, kept)
    member(cast.alliance, once, state="left")
    left(kept, YEAR * 3)
    left(once, YEAR * 2)
    assert tick.forget_drafts() == 1  # what stays is older and does not stand in the way
    assert not Organization.objects.filter(pk=once.pk).exists()
    assert Organization.objects.filter(pk=kept.pk).exists()


def test_tick_forgets_what_nobody_wrote_on_for_a_year(cast: Cast) -> None:
    draft = making.draft(cast.newcomer, cast.sample_country)
    expert = making.expert(cast.newcomer, cast.sample_country)
    for row in (draft, expert):
        left(row, YEAR - timedelta(days=1))
    assert tick.forget_drafts() == 0
    left(draft, YEAR)
    left(expert, YEAR)
    assert [tick.forget_drafts(), tick.forget_drafts()] == [2, 0]
    assert not Organization.objects.filter(pk=draft.pk).exists()


def test_tick_leaves_what_was_sent_or_written_on(cast: Cast) -> None:
    case = making.case(cast.newcomer, cast.sample_country)
    draft = making.draft(cast.outsider, cast.sample_country, "Another Hope")
    for row in (case.organization, draft, cast.casa_abierta):
        assert row is not None
        left(row, YEAR * 2)
    services.revise(draft, by=cast.outsider, about="We still train.")
    assert tick.forget_drafts() == 0


def test_open_question_is_reminded_of_once(cast: Cast) -> None:
    case = making.case(cast.newcomer, cast.sample_country)
    services.ask(case, by=cast.officer, question="Which law?")
    assert tick.remind_of_questions() == 0
    Inquiry.objects.update(asked_at=timezone.now() - timedelta(days=14))
    assert [tick.remind_of_questions(), tick.remind_of_questions()] == [1, 0]
    row = Notification.objects.get(template="directory.remind_question")
    assert (row.person, row.context["question"]) == (cast.newcomer, "Which law?")


def test_answered_or_decided_question_is_not_reminded_of(cast: Cast) -> None:
    answered = services.ask(making.case(cast.newcomer, cast.sample_country), by=cast.officer, question="Which law?")
    services.answer(answered, by=cast.newcomer, text="The one of 1999.")
    other = making.case(cast.outsider, cast.sample_country, "Another Hope")
    services.ask(other, by=cast.officer, question="Which?")
    services.refuse(other, by=cast.officer, reason="Too little.")
    Inquiry.objects.update(asked_at=timezone.now() - timedelta(days=30))
    assert tick.remind_of_questions() == 0


def test_reminder_of_one_at_risk_carries_the_link_alone(cast: Cast, django_capture_on_commit_callbacks: object) -> None:
    case = making.case(cast.newcomer, cast.sample_country)
    services.ask(case, by=cast.officer, question="Which law?")
    Organization.objects.filter(pk=case.organization_id).update(safety=Safety.UNLISTED)
    Inquiry.objects.update(asked_at=timezone.now() - timedelta(days=14))
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert tick.remind_of_questions() == 1
    assert [message.to for message in mail.outbox] == [[cast.newcomer.email]]
    assert not any(word in mail.outbox[0].body + mail.outbox[0].subject for word in ("Which law?", "New Hope"))
