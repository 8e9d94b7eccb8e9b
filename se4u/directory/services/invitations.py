"""Invitations by mail: the link carries a secret of which only the digest is kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from se4u.core import tokens
from se4u.core.action import Refused, action, person
from se4u.core.lifecycle import WrongState, lock, move
from se4u.directory.models import Affiliation, Invitation, Organization

from . import letters
from .people import affiliate

LIFETIME = timedelta(days=10)
State = Invitation.State


@action("directory.invite", record=("role",))
def invite(organization: Organization, *, by: Any, email: str, role: str, language: str = "en") -> Invitation:
    """Invite somebody by mail to belong to the organisation; the link lives ten days."""
    email = email.strip().lower()
    lock(organization)
    live = Affiliation.objects.live().filter(organization=organization)
    if live.filter(person__emailaddress__email__iexact=email, person__emailaddress__verified=True).exists():
        raise Refused(_("This person belongs to the organisation already."))
    if Invitation.objects.filter(organization=organization, email=email, state=State.SENT).exists():
        raise Refused(_("An invitation to this address is open. Send it again or take it back below."))
    invitation = Invitation(organization=organization, email=email, role=role, language=language, invited_by=person(by))
    _send(invitation)
    return invitation


@action("directory.renew_invitation")
def renew_invitation(invitation: Invitation, *, by: Any) -> Invitation:
    """Mail a fresh link to the same address; the old one is void. The invited may do this with an expired link."""
    lock(invitation)
    if invitation.state != State.SENT:
        raise WrongState(_("This invitation is no longer open."))
    _send(invitation)
    return invitation


@action("directory.revoke_invitation")
def revoke_invitation(invitation: Invitation, *, by: Any) -> Invitation:
    """Take an invitation back."""
    return move(invitation, State.REVOKED)


@action("directory.accept_invitation")
def accept_invitation(invitation: Invitation, *, by: Any) -> Affiliation:
    """Accept: by a person who has confirmed the address the invitation went to."""
    _still_valid(invitation)
    move(invitation, State.ACCEPTED)
    return affiliate(invitation.organization, by, invitation.role)


@action("directory.decline_invitation")
def decline_invitation(invitation: Invitation, *, by: Any) -> Invitation:
    """Decline an invitation."""
    return move(invitation, State.DECLINED)


def _still_valid(invitation: Invitation) -> None:
    lock(invitation)
    if invitation.is_expired:
        raise WrongState(_("This invitation has expired. Ask for a fresh link: one click, to the same address."))


def _send(invitation: Invitation) -> None:
    """Give the invitation a new secret and ten days, and mail the link after the transaction."""
    secret, invitation.digest = tokens.new_secret()
    invitation.sent_at = timezone.now()
    invitation.expires_at = invitation.sent_at + LIFETIME
    invitation.save()
    letters.send_invitation(invitation, secret)


def by_secret(secret: str) -> Invitation | None:
    """Return the invitation a link belongs to, whatever its state; None for a link that never was or was replaced."""
    return (
        Invitation.objects.select_related("organization", "invited_by").filter(digest=tokens.digest_of(secret)).first()
    )
