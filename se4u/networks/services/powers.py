"""The two exceptions to "no command": what a network lends to another, and the secretariat stepping in against abuse."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from se4u.core.action import Refused, action, needed, person
from se4u.core.authority import Capability
from se4u.core.lifecycle import lock
from se4u.networks.kinds import GRANTABLE, INTERVENABLE, INTERVENTION_DAYS, NetworkKind
from se4u.networks.models import Grant, Intervention, Network
from se4u.networks.people import holders

from .opening import hold_open, hold_standing
from .telling import room, tell


@action("networks.grant", record=("to", "capability", "until"))
def grant(network: Network, *, by: Any, to: Network, capability: str, until: date) -> Grant:
    """Lend one capability, until a day, to those who hold it in another network.

    Raises Refused for what cannot be lent, for a day in the past, or where nobody in the other network could use it.
    """
    if capability not in GRANTABLE:
        raise Refused(_("This cannot be lent to another network."))
    if to == network or to.kind == NetworkKind.GROUP:
        raise Refused(_("Choose another network, an alliance or the secretariat."))
    if until < _today():
        raise Refused(_("The end date lies in the past."))
    if not any(capability in role.holds for role in to.roles.all()):
        raise Refused(_("No role of that network holds this, so nobody could use it."))
    hold_open(network)
    if Grant.objects.live().filter(network=network, to=to, capability=capability).exists():
        raise Refused(_("This is lent to that network already. End it first to change the date."))
    made = Grant.objects.create(network=network, to=to, capability=capability, until=until)
    tell(holders(to, Capability(capability)), "networks.grant", network, room(network))
    return made


@action("networks.end_grant")
def end_grant(lent: Grant, *, by: Any) -> Grant:
    """Take back what was lent, at once."""
    lock(lent)
    if lent.ended_at is not None:
        raise Refused(_("This has ended already."))
    lent.ended_at = timezone.now()
    lent.save(update_fields=["ended_at"])
    tell(holders(lent.to, Capability(lent.capability)), "networks.end_grant", lent.network, room(lent.network))
    return lent


@action("networks.intervene", record=("capability", "until"))
def intervene(network: Network, *, by: Any, capability: str, reason: str, until: date) -> Intervention:
    """Step into a network against abuse or danger, with a written reason; all its mandate holders are told at once.

    Raises Refused without a reason, for a capability that is not on the short list, or for more than 30 days.
    """
    if capability not in INTERVENABLE:
        raise Refused(
            _("An intervention may suspend members, change who holds mandates or withdraw what was published, no more.")
        )
    reason = needed(reason, _("Write the reason: the network reads it."))
    if not _today() <= until <= _today() + timedelta(days=INTERVENTION_DAYS):
        raise Refused(_("An intervention ends within %(days)d days.") % {"days": INTERVENTION_DAYS})
    hold_standing(network)
    made = Intervention.objects.create(
        network=network,
        capability=capability,
        reason=reason,
        by=person(by),
        until=until,
    )
    people = [*holders(network), *holders(network.own_rules)]
    tell(people, "networks.intervene", network, room(network, "powers"))
    return made


@action("networks.end_intervention")
def end_intervention(intervention: Intervention, *, by: Any) -> Intervention:
    """End an intervention before its day."""
    lock(intervention)
    if intervention.ended_at is not None:
        raise Refused(_("This has ended already."))
    intervention.ended_at = timezone.now()
    intervention.save(update_fields=["ended_at"])
    tell(
        holders(intervention.network),
        "networks.end_intervention",
        intervention.network,
        room(intervention.network, "powers"),
    )
    return intervention


def lendable_to(network: Network) -> QuerySet[Network]:
    """Return to whom a network may lend a right: other networks, alliances, and the secretariat."""
    kinds = (NetworkKind.SECRETARIAT, NetworkKind.REGIONAL, NetworkKind.NATIONAL)
    standing = Network.objects.filter(kind__in=kinds, state=Network.State.ACTIVE).exclude(pk=network.pk)
    return standing.order_by("kind_order", "slug")


def _today() -> date:
    return timezone.now().date()
