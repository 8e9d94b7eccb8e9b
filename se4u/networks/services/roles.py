"""The structure of a network: titles with what they may do, as the network itself wants it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models.deletion import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from se4u.core.action import SYSTEM, Refused, action
from se4u.core.authority import Capability, viewer_of
from se4u.core.lifecycle import lock
from se4u.networks.kinds import CAPABILITY_WORDS, KINDS, ROOT_ONLY, NetworkKind
from se4u.networks.models import Mandate, Network, Role

from .mandates import holds_last_appointment, most_at_once
from .opening import hold_standing


def add_starting_roles(network: Network) -> list[Role]:
    """Give a new network the structure its kind begins with."""
    return [
        Role.objects.create(
            network=network,
            name=dict(start.name),
            capabilities=sorted(start.capabilities),
            seats=start.seats,
            lead=start.lead,
            committee=start.committee,
            position=position,
        )
        for position, start in enumerate(KINDS[network.kind].roles)
    ]


@action("networks.add_role", record=("capabilities",))
def add_role(
    network: Network,
    *,
    by: Any,
    name: Mapping[str, str],
    capabilities: Iterable[str],
    seats: int | None = None,
    lead: bool = False,
    committee: bool = False,
) -> Role:
    """Add a role. Raises Refused for capabilities it may not carry here, or that one does not hold oneself."""
    hold_standing(network)
    chosen = check_capabilities(network, capabilities)
    _check_place(chosen, lead=lead, committee=committee)
    _check_gift(network, chosen, by)
    last = network.roles.order_by("-position").values_list("position", flat=True).first()
    position = 0 if last is None else last + 1
    return Role.objects.create(
        network=network,
        name=dict(name),
        capabilities=sorted(chosen),
        seats=seats,
        lead=lead,
        committee=committee,
        position=position,
    )


@action("networks.edit_role", record=("capabilities",))
def edit_role(
    role: Role,
    *,
    by: Any,
    name: Mapping[str, str],
    capabilities: Iterable[str],
    seats: int | None = None,
    lead: bool = False,
    committee: bool = False,
) -> Role:
    """Change a role. Its holders keep their mandates, with what the role may do from now on.

    Raises Refused as `add_role` does, for fewer seats than are taken, and when nobody could appoint any more.
    """
    hold_standing(role.network)
    lock(role)
    chosen = check_capabilities(role.network, capabilities)
    _check_place(chosen, lead=lead, committee=committee)
    _check_gift(role.network, chosen - role.holds, by)
    held = list(
        Mandate.objects.unfinished().filter(role=role)
    )  # of those to come too: nobody turns into something else
    if seats is not None and most_at_once(held, timezone.now().date()) > seats:
        raise Refused(_("More people hold this role, now or later, than it would have seats."))
    if held and (Capability.OBSERVE in chosen) != (Capability.OBSERVE in role.holds):
        raise Refused(
            _(
                "While somebody holds this role or is to hold it, it cannot become a government observer's or cease to be one."
            )
        )
    if Capability.APPOINT in role.holds - chosen and holds_last_appointment(role.network, held):
        raise Refused(_("Nobody could appoint others any more. Give this to another role first, and appoint someone."))
    role.name, role.capabilities = dict(name), sorted(chosen)
    role.seats, role.lead, role.committee = seats, lead, committee
    role.save()
    return role


@action("networks.remove_role")
def remove_role(role: Role, *, by: Any) -> Network:
    """Remove a role nobody ever held; one in use, now or formerly, stays."""
    network = role.network
    hold_standing(network)
    try:
        role.delete()
    except ProtectedError as error:
        raise Refused(_("This role is or was held by somebody and stays on record. You can change it.")) from error
    return network


def check_capabilities(network: Network, capabilities: Iterable[str]) -> frozenset[Capability]:
    """Return the capabilities, or raise Refused for those this network cannot give.

    What belongs to the secretariat stays there. Observing stands alone: an observer does nothing else, and observes only
    alliances and regional networks.
    """
    try:
        chosen = frozenset(Capability(value) for value in capabilities)
    except ValueError as error:
        raise Refused(_("This is not something a role may do.")) from error
    if chosen & ROOT_ONLY and network.kind != NetworkKind.SECRETARIAT:
        raise Refused(_("Vetting, the site's lists and interventions belong to the secretariat alone."))
    if Capability.OBSERVE in chosen and not network.ability.observed:
        raise Refused(_("Governments observe regional networks and alliances alone."))
    if Capability.OBSERVE in chosen and len(chosen) > 1:
        raise Refused(_("A government observer's role can do nothing but observe."))
    return chosen


def _check_place(chosen: frozenset[Capability], *, lead: bool, committee: bool) -> None:
    """Raise Refused for an observer who would lead, or sit on the committee: there one reads what members write."""
    if Capability.OBSERVE in chosen and (lead or committee):
        raise Refused(_("A government observer neither leads a network nor sits on its committee."))


def _check_gift(network: Network, added: frozenset[Capability], by: Any) -> None:
    """Raise Refused when somebody would give a role more than they hold, and so could lift themselves."""
    held = viewer_of(by).own(network.pk) if by is not SYSTEM else frozenset(Capability)
    if missing := added - held - {Capability.OBSERVE}:
        raise Refused(
            _("You can give a role only what you hold yourself. Missing: %(list)s.") % {"list": _words(missing)}
        )


def _words(capabilities: Iterable[Capability]) -> str:
    return "; ".join(str(CAPABILITY_WORDS[item]) for item in sorted(capabilities))
