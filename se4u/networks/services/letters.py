"""Letters to addresses that may belong to nobody here yet: invitations to observe."""

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
from se4u.core import official
from se4u.networks.models import ObserverInvitation

logger = logging.getLogger(__name__)


def send_link(invitation: ObserverInvitation, secret: str) -> None:
    """Mail the link once the transaction holds; a failure is kept for `tick`, which sends a fresh link."""
    ObserverInvitation.objects.filter(pk=invitation.pk).update(mailed_at=None)
    transaction.on_commit(lambda: _mail(invitation, secret))


def _mail(invitation: ObserverInvitation, secret: str) -> None:
    language = invitation.language
    with override(language):
        names = {"network": official.plain(invitation.network.name), "authority": invitation.authority.name}
        letter = mail.Letter(
            words=mail.words("notifications/networks.invite_observer.txt", names),
            button=_("Read the invitation"),
            url=mail.absolute(reverse("networks:observer_invitation", args=[secret]), language),
            reason=_("You get this mail because a network named your address."),
        )
    try:
        mail.send(invitation.email, language, letter)
    except (SMTPException, OSError):
        ObserverInvitation.objects.filter(pk=invitation.pk).update(tries=F("tries") + 1)
        logger.warning("an invitation to observe could not be mailed; tick tries again")
        return
    ObserverInvitation.objects.filter(pk=invitation.pk).update(mailed_at=timezone.now())
