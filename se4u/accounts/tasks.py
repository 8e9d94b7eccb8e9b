"""Work done after the answer. Losing a task is harmless: `se4u tick` finds what was left."""

from __future__ import annotations

from django_tasks import task

from . import outbox
from .models import Notification


@task()
def mail_notifications(pks: list[int]) -> None:
    """Mail these notifications, each to its person, unless somebody else does already."""
    outbox.mail_each(Notification.objects.filter(pk__in=pks))
