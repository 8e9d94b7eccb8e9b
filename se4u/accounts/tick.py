"""What is due for people: mail that could not go out before, the daily mail, and forgetting."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from se4u.core.tick import ticks

from . import outbox
from .models import Session

TASKS_KEPT = timedelta(days=14)


@ticks("accounts.wishes", order=10)
def settle_wishes() -> int:
    """Keep on the site what waits for people who now read only here."""
    return outbox.settle_changed_wishes()


@ticks("accounts.mail", order=20)
def mail_due() -> int:
    """Mail what waits, and what failed before and is due again."""
    return outbox.mail_due()


@ticks("accounts.digests", order=30)
def mail_digests() -> int:
    """Send the daily mail to whoever it is morning for."""
    return outbox.mail_digests()


@ticks("accounts.prune_notifications", order=90)
def prune_notifications() -> int:
    """Forget old notifications."""
    return outbox.prune()


@ticks("accounts.prune_sessions", order=90)
def prune_sessions() -> int:
    """Remove sign-ins that have run out."""
    removed, _by_model = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    return removed


@ticks("accounts.prune_tasks", order=90)
def prune_tasks() -> int:
    """Forget what lay in the queue weeks ago, done or not: what a lost task should have done, `mail_due` has."""
    removed, _by_model = DBTaskResult.objects.filter(enqueued_at__lt=timezone.now() - TASKS_KEPT).delete()
    return removed
