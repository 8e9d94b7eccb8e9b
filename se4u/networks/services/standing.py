"""A network rests, is active again, or is closed for good. Its page stays and says so."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from se4u.accounts.models import User
from se4u.core.action import SYSTEM, action, needed, require
from se4u.core.lifecycle import move
from se4u.directory import search
from se4u.networks.models import Grant, Intervention, Membership, Network, ObserverInvitation
from se4u.networks.people import focal_points_of_members, holders

from .mandates import end_all
from .memberships import decline, settle_voucher
from .observers import revoke_observer
from .opening import hold
from .powers import end_grant, end_intervention
from .telling import room, tell

State = Network.State


@action("networks.rest")
def rest(network: Network, *, by: Any, reason: str) -> Network:
    """Let a network rest, with a reason everyone reads: nobody is admitted and no message passed on until it wakes."""
    move(network, State.DORMANT, state_since=timezone.now(), state_reason=_required(reason))
    _tell(network, "networks.rest", by)
    return network


@action("networks.wake")
def wake(network: Network, *, by: Any) -> Network:
    """Wake a network that rests."""
    move(network, State.ACTIVE, state_since=timezone.now(), state_reason="")
    _tell(network, "networks.wake", by)
    return network


@action("networks.close")
def close(network: Network, *, by: Any, reason: str) -> Network:
    """Close a network and its groups for good, with a reason everyone reads.

    Applications that wait are declined, invitations to observe and what was lent are taken back, interventions and mandates
    end. Members keep reading their room. Until its first coordinator took the lead, the secretariat that founded it may close
    it.
    """
    given = _required(reason)
    hold(network)
    require(by, "networks.close", network)  # asked again: it may have got its first coordinator a moment ago
    told = _concerned(network)
    move(network, State.CLOSED, state_since=timezone.now(), state_reason=given)
    for group in Network.objects.filter(parent=network, kind=Network.Kind.GROUP).standing():
        close(group, by=SYSTEM, reason=given)
    _end_what_waits(network, given)
    end_all(network)
    for member in (
        Membership.objects.live().filter(network=network).select_related("organization").order_by("organization")
    ):
        settle_voucher(member.organization)
        search.index(member.organization)
    tell((person for person in told if person.pk != by.pk), "networks.close", network, room(network))
    return network


def _end_what_waits(network: Network, reason: str) -> None:
    """End what is open; the rows are locked as they are found, so that one that ends at the same moment stops nothing."""
    applications = Membership.objects.filter(network=network, state=Membership.State.APPLIED)
    for application in applications.select_for_update():
        decline(application, by=SYSTEM, reason=reason)
    for invitation in ObserverInvitation.objects.open().filter(network=network).select_for_update():
        revoke_observer(invitation, by=SYSTEM)
    for lent in Grant.objects.live().filter(network=network).select_for_update():
        end_grant(lent, by=SYSTEM)
    for intervention in Intervention.objects.live().filter(network=network).select_for_update():
        end_intervention(intervention, by=SYSTEM)


def _tell(network: Network, deed: str, by: Any) -> None:
    tell((person for person in _concerned(network) if person.pk != by.pk), deed, network, room(network))


def _concerned(network: Network) -> set[User]:
    """Return who is told: mandate holders, and of a network (not of each of its groups) the focal points of members."""
    members = () if network.kind == Network.Kind.GROUP else focal_points_of_members(network)
    return {*members, *holders(network)}


def _required(reason: str) -> str:
    return needed(reason, _("Write the reason: everyone reads it on the network’s page."))
