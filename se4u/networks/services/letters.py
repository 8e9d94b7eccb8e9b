"""Letters to addresses that may belong to nobody here yet: invitations to observe."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from se4u.accounts import mail
from se4u.core import official
from se4u.networks.models import ObserverInvitation


def observer_letter(invitation: ObserverInvitation, secret: str) -> mail.Letter:
    """Write the mail with the link, in the active language."""
    names = {"network": official.plain(invitation.network.name), "authority": invitation.authority.name}
    return mail.Letter(
        words=mail.words("notifications/networks.invite_observer.txt", names),
        button=_("Read the invitation"),
        url=mail.absolute(reverse("networks:observer_invitation", args=[secret]), invitation.language),
        reason=_("You get this mail because a network named your address."),
    )
