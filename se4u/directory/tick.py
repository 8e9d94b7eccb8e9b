"""What the directory does on its own: mail invitations again that could not be mailed, remind of questions, forget what is old."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from se4u.accounts import invitations
from se4u.core.action import SYSTEM, Refused
from se4u.core.tick import ticks

from . import services
from .models import Expert, Inquiry, Invitation, Organization, PendingImport, Verification, Vetted
from .models.imports import PENDING_FOR
from .services.common import tell_people

DRAFTS_KEPT = timedelta(days=365)
REMIND_AFTER = timedelta(days=14)
BATCH = 200


@ticks("directory.invitations")
def mail_invitations_again() -> int:
    """Send a fresh link where the mail server did not take the first; returns how many were tried."""
    return invitations.mail_again(Invitation, services.renew_invitation)


@ticks("directory.questions")
def remind_of_questions() -> int:
    """Remind applicants once of an officer's question they have not answered for two weeks; returns how many were told."""
    waiting = Inquiry.objects.filter(
        answered_at__isnull=True,
        reminded_at__isnull=True,
        asked_at__lte=timezone.now() - REMIND_AFTER,
        verification__outcome="",
    )
    found = waiting.select_related("verification__organization", "verification__expert__person")
    return sum(_remind_of_question(inquiry) for inquiry in found[:BATCH])


def _remind_of_question(inquiry: Inquiry) -> int:
    """Tell the people of one case; of two ticks that meet, one wins."""
    with transaction.atomic():
        mine = Inquiry.objects.filter(pk=inquiry.pk, reminded_at__isnull=True).update(reminded_at=timezone.now())
        if mine:
            tell_people(inquiry.verification.subject, "directory.remind_question", question=inquiry.question)
    return mine


@ticks("directory.drafts", order=90)
def forget_drafts() -> int:
    """Delete registrations that were not sent, or withdrawn, and that nobody has written on for a year."""
    gone = 0
    for model in (Organization, Expert):
        old = model._default_manager.filter(
            state__in=Vetted.DISCARDABLE, changed_at__lte=timezone.now() - DRAFTS_KEPT
        ).exclude(verifications__outcome__in=Verification.DECIDED)
        for pk in old.order_by("changed_at").values_list("pk", flat=True):  # those that stay must not fill the batch
            gone += _forget(model, pk)
            if gone >= BATCH:
                return gone
    return gone


def _forget(model: type[Organization | Expert], pk: int) -> int:
    """Delete one registration; return 0 for one taken up again in the meantime, or that somebody builds on."""
    try:
        services.discard(model._default_manager.get(pk=pk), by=SYSTEM)
    except (Refused, model.DoesNotExist):
        return 0
    return 1


@ticks("directory.forget", order=90)
def forget_invitations() -> int:
    """Delete invitations that were used, taken back or left to expire some months ago, with the addresses in them."""
    return invitations.forget_old(Invitation)


@ticks("directory.pending_imports", order=90)
def forget_pending_imports() -> int:
    """Delete files of lists whose preview nobody came back to."""
    old = PendingImport.objects.filter(at__lte=timezone.now() - PENDING_FOR)
    with transaction.atomic():
        return old.delete()[0]
