"""What apps do with their mailed invitations: send the link, send it again, forget the address."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from datetime import timedelta
from smtplib import SMTPException
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import override

from se4u.core.action import SYSTEM, Refused
from se4u.core.models import OPEN, MailedInvitation

from . import mail

logger = logging.getLogger(__name__)

M = TypeVar("M", bound=MailedInvitation)
AGAIN_AFTER = timedelta(minutes=10)
TRIES = 5
KEPT = timedelta(days=90)
BATCH = 200


def send(invitation: M, letter: Callable[[M, str], mail.Letter]) -> None:
    """Give the invitation a fresh link, save it, and mail the link once the transaction holds.

    `letter(invitation, secret)` writes the mail in the invitation's language, which is the active one then. A failure of the
    mail server is kept for `tick`, which sends another link.
    """
    secret = invitation.new_link()
    invitation.mailed_at = None
    invitation.save()
    transaction.on_commit(lambda: _mail(invitation, letter, secret))


def _mail(invitation: M, letter: Callable[[M, str], mail.Letter], secret: str) -> None:
    with override(invitation.language):
        written = letter(invitation, secret)
    try:
        mail.send(invitation.email, invitation.language, written)
    except (SMTPException, OSError):
        _rows(invitation).update(tries=F("tries") + 1)
        logger.warning("an invitation (%s) could not be mailed; tick tries again", invitation._meta.label)
        return
    _rows(invitation).update(mailed_at=timezone.now())


def _rows(invitation: M) -> QuerySet[Any]:
    return type(invitation)._default_manager.filter(pk=invitation.pk)


def mail_again(model: type[M], renew: Callable[..., Any]) -> int:
    """Send a fresh link where the mail server did not take the first; return how many were tried.

    `renew` is the deed that sends one.
    """
    tried = 0
    waiting = model.objects.not_mailed(timezone.now() - AGAIN_AFTER, TRIES)
    for invitation in waiting.order_by("sent_at")[:BATCH]:
        try:
            renew(invitation, by=SYSTEM)
        except Refused:  # used or taken back in the meantime
            continue
        tried += 1
    return tried


def forget_old(model: type[M]) -> int:
    """Delete invitations that were used, taken back or left to expire some months ago, with the addresses in them."""
    old = model._default_manager.filter(expires_at__lt=timezone.now() - KEPT)
    with transaction.atomic():
        return old.delete()[0]


def forget_addresses(invitations: QuerySet[M], revoke: Callable[..., Any]) -> None:
    """Take the addresses of somebody who leaves out of invitations; open ones are taken back first, by the deed for it."""
    for invitation in invitations:
        if invitation.state == OPEN:
            revoke(invitation, by=SYSTEM)
        invitation.email = f"{uuid.uuid4().hex}@erased.invalid"
        invitation.save(update_fields=["email"])
