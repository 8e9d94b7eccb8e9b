"""Invitations by mail: the link carries a secret of which only the digest is kept."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from se4u.accounts import invitations
from se4u.core.action import SYSTEM, Refused, action, person
from se4u.core.lifecycle import WrongState, lock, move
from se4u.directory.models import Affiliation, Invitation, Organization

from .letters import invitation_letter
from .people import affiliate

State = Invitation.State


@action("directory.invite", record=("role",))
def invite(organization: Organization, *, by: Any, email: str, role: str, language: str = "en") -> Invitation:
    """Invite somebody by mail to belong to the organisation; the link lives ten days."""
    email = email.strip().lower()
    lock(organization)
    live = Affiliation.objects.live().filter(organization=organization)
    if live.filter(person__emailaddress__email__iexact=email, person__emailaddress__verified=True).exists():
        raise Refused(_("This person belongs to the organisation already."))
    if Invitation.objects.open().filter(organization=organization, email=email).exists():
        raise Refused(_("An invitation to this address is open. Send it again or take it back below."))
    invitation = Invitation(organization=organization, email=email, role=role, language=language, invited_by=person(by))
    invitations.send(invitation, invitation_letter)
    return invitation


@action("directory.renew_invitation")
def renew_invitation(invitation: Invitation, *, by: Any) -> Invitation:
    """Mail a fresh link to the same address; the old one is void. The invited may do this with an expired link.

    A focal point makes the invitation theirs. Raises WrongState where it is open no longer, where its sender speaks for the
    organisation no more or the invited have renewed it often enough, and where somebody else had one mailed at the same
    moment: that one holds.
    """
    known = invitation.digest
    lock(invitation)
    if invitation.digest != known:
        raise WrongState(_("A fresh link was mailed a moment ago."))
    if invitation.state != State.SENT:
        raise WrongState(_("This invitation is no longer open."))
    if _speaks(by, invitation.organization):
        invitation.invited_by, invitation.renewals = by, 0
    else:
        _renew_for_the_invited(invitation, by)
    invitations.send(invitation, invitation_letter)
    return invitation


@action("directory.revoke_invitation")
def revoke_invitation(invitation: Invitation, *, by: Any) -> Invitation:
    """Take an invitation back."""
    return move(invitation, State.REVOKED)


@action("directory.accept_invitation")
def accept_invitation(invitation: Invitation, *, by: Any) -> Affiliation:
    """Accept: by a person who has confirmed the address the invitation went to."""
    lock(invitation.organization)  # before what belongs to it, as everywhere
    _still_valid(invitation)
    move(invitation, State.ACCEPTED)
    return affiliate(invitation.organization, by, invitation.role)


@action("directory.decline_invitation")
def decline_invitation(invitation: Invitation, *, by: Any) -> Invitation:
    """Decline an invitation."""
    return move(invitation, State.DECLINED)


def _speaks(user: Any, organization: Organization) -> bool:
    speaking = Affiliation.objects.speaking().filter(organization=organization)
    return person(user) is not None and speaking.filter(person=user.pk).exists()


def _renew_for_the_invited(invitation: Invitation, by: Any) -> None:
    """Count the renewals of the invited; mailing again what no mail server took is none."""
    _require_standing(invitation)
    if by is SYSTEM:
        return
    if not invitation.renewals_left:
        raise WrongState(_("This invitation was renewed often enough. Ask whoever invited you for a new one."))
    invitation.renewals += 1


def _require_standing(invitation: Invitation) -> None:
    """An invitation is the word of whoever sent it: without a right to it any more, nobody gives places away."""
    if not invitation.stands:
        raise WrongState(
            _("Whoever invited you no longer speaks for this organisation. Ask its people for a new invitation.")
        )


def _still_valid(invitation: Invitation) -> None:
    lock(invitation.organization)
    lock(invitation)
    _require_standing(invitation)
    if invitation.is_expired:
        raise WrongState(_("This invitation has expired. Ask for a fresh link: one click, to the same address."))


def by_secret(secret: str) -> Invitation | None:
    """Return the invitation a link belongs to, whatever its state; None for a link that never was or was replaced."""
    return Invitation.objects.behind(secret).select_related("organization", "invited_by").first()
