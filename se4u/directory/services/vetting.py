"""Vetting: an officer takes a case, asks, approves or refuses; an approved body may be suspended and reinstated."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from se4u.core import authority
from se4u.core.action import action, needed, person
from se4u.core.authority import Capability
from se4u.core.lifecycle import WrongState, lock, move, only_in
from se4u.directory.models import Inquiry, Organization, ReferenceEntry, Verification, Vetted

from . import common
from .common import Subject
from .identity import require_read

State = Vetted.State
Outcome = Verification.Outcome


@action("directory.take")
def take(verification: Verification, *, by: Any) -> Verification:
    """Take a case, so that others see who works on it."""
    _open(verification)
    owner = verification.owner_id
    if owner not in (None, by.pk) and owner in authority.holders(Capability.VET):
        raise WrongState(_("A colleague has taken this case; they can release it."))
    verification.owner = person(by)
    verification.save(update_fields=["owner"])
    return verification


@action("directory.release")
def release(verification: Verification, *, by: Any) -> Verification:
    """Give a case back to all officers."""
    _open(verification)
    if verification.owner_id != by.pk:
        raise WrongState(_("This case is not yours."))
    verification.owner = None
    verification.save(update_fields=["owner"])
    return verification


@action("directory.ask")
def ask(verification: Verification, *, by: Any, question: str) -> Verification:
    """Ask the applicant something; the case waits for the answer."""
    question = needed(question, _("Write your question."))
    _open(verification)
    move(verification.subject, State.ASKED)
    Inquiry.objects.create(verification=verification, question=question, asked_by=person(by))
    if verification.owner_id is None:
        verification.owner = person(by)
        verification.save(update_fields=["owner"])
    common.publish(verification.subject)
    common.tell_people(verification.subject, "directory.ask", question=question)
    return verification


@action("directory.answer")
def answer(verification: Verification, *, by: Any, text: str) -> Verification:
    """Answer an officer's question; the case waits for the officer again."""
    text = needed(text, _("Write your answer."))
    _open(verification)
    subject = verification.subject
    move(subject, State.SUBMITTED)
    inquiry = verification.inquiries.get(answered_at__isnull=True)
    inquiry.answer, inquiry.answered_at = text, timezone.now()
    inquiry.save(update_fields=["answer", "answered_at"])
    common.publish(subject)
    owner = verification.owner
    told = [owner] if owner is not None and owner.is_active else common.officers(subject)
    common.tell(told, "directory.answer", subject, url=common.case_path(verification))
    return verification


@action("directory.approve")
def approve(verification: Verification, *, by: Any, read: str | None = None) -> Verification:
    """Approve: the minimal card is visible at once, and its people count as members; a voucher is needed no more.

    `read` is the digest of what the officer was shown. Raises WrongState when it is another by now.
    """
    voucher = {"vouched_by": ""} if isinstance(verification.subject, Organization) else {}
    subject = _decide(verification, by, State.APPROVED, read, approved_at=timezone.now(), **voucher)
    if isinstance(subject, Organization) and subject.started_from_id:
        free = ReferenceEntry.objects.filter(pk=subject.started_from_id, claimed_by__isnull=True)
        free.update(claimed_by=subject)
    common.tell_people(subject, "directory.approve")
    return verification


@action("directory.refuse")
def refuse(verification: Verification, *, by: Any, reason: str, read: str | None = None) -> Verification:
    """Refuse with a reason the applicant reads; they may mend the registration and submit it again. `read` as above."""
    reason = needed(reason, _("Write the reason: the applicant reads it and can mend what is wrong."))
    subject = _decide(verification, by, State.REFUSED, read, reason=reason)
    common.tell_people(subject, "directory.refuse", reason=reason)
    return verification


@action("directory.suspend")
def suspend(subject: Subject, *, by: Any, reason: str) -> Subject:
    """Suspend a vetted organisation or expert, with a reason its people read; it is not shown until reinstated."""
    reason = needed(reason, _("Write the reason: those concerned read it."))
    move(subject, State.SUSPENDED, suspended_because=reason)
    common.publish(subject)
    common.tell_people(subject, "directory.suspend", reason=reason)
    return subject


@action("directory.reinstate")
def reinstate(subject: Subject, *, by: Any, reason: str) -> Subject:
    """End a suspension, with a reason its people read."""
    reason = needed(reason, _("Write the reason: those concerned read it."))
    only_in(subject, State.SUSPENDED)
    move(subject, State.APPROVED, suspended_because="")
    common.publish(subject)
    common.tell_people(subject, "directory.reinstate", reason=reason)
    return subject


def _open(verification: Verification) -> None:
    """Lock a case; refuse when it has been decided."""
    lock(verification)
    if verification.outcome:
        raise WrongState(
            _("This case is decided: “%(outcome)s”. Somebody was faster.")
            % {"outcome": verification.get_outcome_display()}
        )


OUTCOMES = {State.APPROVED: Outcome.APPROVED, State.REFUSED: Outcome.REFUSED}


def _decide(
    verification: Verification, by: Any, state: State, read: str | None, reason: str = "", **values: Any
) -> Subject:
    """Move the subject and close the case in one locked write: of two officers at once, one wins and the other is told."""
    _open(verification)
    subject = lock(verification.subject)
    require_read(subject, read)
    move(subject, state, **values)
    verification.outcome = OUTCOMES[state]
    verification.reason = reason
    verification.decided_at = timezone.now()
    verification.decided_by = person(by)
    verification.save(update_fields=["outcome", "reason", "decided_at", "decided_by"])
    common.publish(subject)
    return subject
