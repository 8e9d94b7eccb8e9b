"""Letters to addresses that may belong to nobody here yet: invitations."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from se4u.accounts import mail
from se4u.core.visibility import Safety
from se4u.directory.models import Invitation

logger = logging.getLogger(__name__)


def send_invitation(invitation: Invitation, secret: str) -> None:
    """Mail the link once the transaction holds; a failure is kept for `tick`, which sends a fresh link."""
    Invitation.objects.filter(pk=invitation.pk).update(mailed_at=None)
    transaction.on_commit(lambda: _mail(invitation, secret))


def _mail(invitation: Invitation, secret: str) -> None:
    language = invitation.language
    organization = invitation.organization
    name = organization.name if organization.safety == Safety.OPEN else ""
    with override(language):
        letter = mail.Letter(
            words=mail.words("notifications/directory.invite.txt", {"name": name}),
            button=_("See the invitation"),
            url=mail.absolute(reverse("directory:invitation", args=[secret]), language),
            reason=_("You get this because somebody of this organisation named your address."),
        )
    try:
        mail.send(invitation.email, language, letter)
    except (SMTPException, OSError):
        Invitation.objects.filter(pk=invitation.pk).update(tries=F("tries") + 1)
        logger.warning("an invitation could not be mailed; tick tries again")
        return
    Invitation.objects.filter(pk=invitation.pk).update(mailed_at=timezone.now())
