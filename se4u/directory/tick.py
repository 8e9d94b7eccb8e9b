"""What the directory does on its own: mail invitations again that could not be mailed, forget old ones."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from se4u.core.action import SYSTEM
from se4u.core.lifecycle import WrongState
from se4u.core.tick import ticks

from . import services
from .models import Invitation, PendingImport
from .models.imports import PENDING_FOR

AGAIN_AFTER = timedelta(minutes=10)
TRIES = 5
KEPT = timedelta(days=90)


@ticks("directory.invitations")
def mail_invitations_again() -> int:
    """Send a fresh link where the mail server did not take the first; returns how many were tried."""
    tried = 0
    now = timezone.now()
    waiting = Invitation.objects.filter(
        state=Invitation.State.SENT,
        mailed_at__isnull=True,
        tries__lt=TRIES,
        sent_at__lt=now - AGAIN_AFTER,
        expires_at__gt=now,
    )
    for invitation in waiting[:100]:
        try:
            services.renew_invitation(invitation, by=SYSTEM)
        except WrongState:
            continue
        tried += 1
    return tried


@ticks("directory.forget", order=90)
def forget_invitations() -> int:
    """Delete invitations that were used, taken back or left to expire some months ago, with the addresses in them."""
    old = Invitation.objects.filter(expires_at__lt=timezone.now() - KEPT)
    with transaction.atomic():
        return old.delete()[0]


@ticks("directory.pending_imports", order=90)
def forget_pending_imports() -> int:
    """Delete files of lists whose preview nobody came back to."""
    old = PendingImport.objects.filter(at__lte=timezone.now() - PENDING_FOR)
    with transaction.atomic():
        return old.delete()[0]
