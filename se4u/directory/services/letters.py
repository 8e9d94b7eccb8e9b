"""Letters to addresses that may belong to nobody here yet: invitations."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from se4u.accounts import mail
from se4u.core.visibility import Safety
from se4u.directory.models import Invitation


def invitation_letter(invitation: Invitation, secret: str) -> mail.Letter:
    """Write the mail with the link, in the active language; an organisation at risk is not named."""
    organization = invitation.organization
    name = organization.name if organization.safety == Safety.OPEN else ""
    return mail.Letter(
        words=mail.words("notifications/directory.invite.txt", {"name": name}),
        button=_("See the invitation"),
        url=mail.absolute(reverse("directory:invitation", args=[secret]), invitation.language),
        reason=_("You get this because somebody of this organisation named your address."),
    )
