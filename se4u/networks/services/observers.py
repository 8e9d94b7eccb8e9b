"""Government observers, by invitation only: a secret link, of which only the digest is kept."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from se4u.accounts import invitations
from se4u.accounts.models import User
from se4u.accounts.people import confirmed_addresses
from se4u.core.action import SYSTEM, Refused, action, person
from se4u.core.authority import Capability, holds
from se4u.core.authority import holders as holders_at_root
from se4u.core.lifecycle import lock, move
from se4u.core.tokens import matches
from se4u.directory.models import Organization
from se4u.directory.services import place_in_authority
from se4u.networks.kinds import NetworkKind
from se4u.networks.models import Mandate, Network, ObserverInvitation, Role
from se4u.networks.people import holders

from .letters import observer_letter
from .mandates import end_mandate, give
from .opening import hold_open, hold_standing
from .telling import room, tell

State = ObserverInvitation.State


def authorities_for(network: Network) -> QuerySet[Organization]:
    """Return the authorities a network may invite: of the alliance's country, or of the countries of a region."""
    found = Organization.objects.filter(kind=Organization.Kind.AUTHORITY, state=Organization.State.APPROVED)
    if network.kind == NetworkKind.NATIONAL:
        return found.filter(seat=network.country)
    return found.filter(seat__in=network.countries.all())


@action("networks.invite_observer", record=("authority", "until"))
def invite_observer(
    network: Network, *, by: Any, authority: Organization, email: str, language: str, until: date | None = None
) -> ObserverInvitation:
    """Invite a person of an authority to observe, by a mailed link that works for ten days.

    Raises Refused for another kind of organisation or another country, and for a mailbox with an open invitation.
    """
    hold_open(network)
    if not authorities_for(network).filter(pk=authority.pk).exists():
        raise Refused(_("Only an authority of the network's own country can be invited to observe."))
    if observer_role(network) is None:
        raise Refused(_("This network has no role for government observers."))
    if until is not None and until < timezone.now().date():
        raise Refused(_("The end date lies in the past."))
    invitation = ObserverInvitation(
        network=network,
        authority=authority,
        email=email.strip().lower(),
        language=language,
        until=until,
        invited_by=person(by),
    )
    try:
        with transaction.atomic():
            invitations.send(invitation, observer_letter)
    except IntegrityError as error:
        raise Refused(
            _("This address has an open invitation. Revoke it first, or let the invited renew it.")
        ) from error
    return invitation


@action("networks.revoke_observer")
def revoke_observer(invitation: ObserverInvitation, *, by: Any) -> ObserverInvitation:
    """Take back an invitation that was not accepted; its link is worth nothing from now on."""
    return move(invitation, State.REVOKED)


@action("networks.renew_observer", unattributed=True)
def renew_observer(invitation: ObserverInvitation, *, by: Any, secret: str = "") -> ObserverInvitation:
    """Send a new link to the same mailbox, asked for with the old one; ten days begin again.

    Raises Refused for a foreign link and for one that still works, unless the mail server never took it, and where the network
    is closed.
    """
    hold_standing(invitation.network)
    lock(invitation)
    if by is not SYSTEM:
        _check_secret(invitation, secret)
    elif invitation.state != State.SENT:
        raise Refused(_("This link is not valid any more."))
    _require_standing(invitation)
    if by is not SYSTEM:
        _count_renewal(invitation)
    invitations.send(invitation, observer_letter)
    return invitation


@action("networks.accept_observer")
def accept_observer(invitation: ObserverInvitation, *, by: Any, secret: str) -> Mandate:
    """Accept for oneself: a mandate to observe, and a place in the authority. Observing is then all one does here.

    Raises Refused for a foreign, used or expired link, who has not confirmed the invited mailbox, and holders of other mandates.
    """
    hold_open(invitation.network)  # before what belongs to it, as everywhere
    lock(invitation)
    _check_secret(invitation, secret)
    _require_standing(invitation)
    if invitation.is_expired:
        raise Refused(_("This link has expired. You can ask for a new one."))
    if invitation.email not in confirmed_addresses(by):
        raise Refused(
            _(
                "This invitation was sent to another address. Sign in with that one, or confirm it as yours in your account."
            )
        )
    role = observer_role(invitation.network)
    if role is None:
        raise Refused(_("This network has no role for government observers."))
    _check_no_other_mandate(by)
    move(invitation, State.ACCEPTED)
    place_in_authority(invitation.authority, by=SYSTEM, person=by)
    lock(role)
    mandate = give(role, by, timezone.now().date(), invitation.until, invitation.authority)
    tell(
        holders(invitation.network, Capability.APPOINT),
        "networks.accept_observer",
        invitation.network,
        room(invitation.network, "powers"),
    )
    return mandate


def end_observing(person: User, authority: Organization) -> None:
    """End what a person observes for an authority, and tell who appoints there and the officers. Called inside an action."""
    officers = list(User.objects.filter(pk__in=holders_at_root(Capability.VET), is_active=True))
    ended = Mandate.objects.for_authorities().filter(person=person, organization=authority)
    for mandate in ended.select_related("role__network", "person").order_by("role__network_id"):
        network = mandate.role.network
        end_mandate(mandate, by=SYSTEM, cause=Mandate.Cause.LEFT)
        tell(holders(network, Capability.APPOINT), "networks.observer_left", network, room(network, "powers"))
        tell(officers, "networks.observer_left", network, reverse("directory:people", args=[authority.key]))


def by_secret(secret: str) -> ObserverInvitation | None:
    """Return the open invitation behind a link, expired ones included; None for used, revoked and foreign links."""
    found = ObserverInvitation.objects.behind(secret).open()
    return found.select_related("network", "authority").first()


def observer_role(network: Network) -> Role | None:
    """Return the role of government observers."""
    return next((role for role in network.roles.all() if Capability.OBSERVE in role.holds), None)


def stands(invitation: ObserverInvitation) -> bool:
    """Whether whoever sent an invitation may still give such a mandate: it is their word, and mandates end."""
    inviter = invitation.invited_by
    return inviter is None or holds(Capability.APPOINT, inviter, invitation.network_id)


def _require_standing(invitation: ObserverInvitation) -> None:
    if not stands(invitation):
        raise Refused(_("Whoever invited you appoints nobody here any more. Ask the network for a new invitation."))


def _count_renewal(invitation: ObserverInvitation) -> None:
    """Count what the invited ask for themselves: a link nobody wants any more is to be forgotten one day."""
    if not invitation.is_expired:
        raise Refused(_("This link still works. You need no new one."))
    if not invitation.renewals_left:
        raise Refused(_("This invitation was renewed often enough. Ask the network for a new one."))
    invitation.renewals += 1


def _check_secret(invitation: ObserverInvitation, secret: str) -> None:
    if invitation.state != State.SENT or not matches(secret, invitation.digest):
        raise Refused(_("This link is not valid any more."))


def _check_no_other_mandate(person: Any) -> None:
    others = Mandate.objects.live().filter(person=person).select_related("role")
    if any(Capability.OBSERVE not in mandate.role.holds for mandate in others):
        raise Refused(_("You hold another mandate. End it first: government observers hold no other."))
