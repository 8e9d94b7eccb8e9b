"""Who may do what in networks. Relations come first and capabilities last, so that nobody is asked for a second factor in vain."""

from __future__ import annotations

from typing import Any

import rules

from se4u.core import authority
from se4u.core.authority import Capability, can_at_root, signed_in
from se4u.directory.models import Affiliation, Organization
from se4u.directory.models.organizations import NON_GOVERNMENTAL
from se4u.directory.sides import is_party

from .kinds import NetworkKind
from .models import Mandate, Membership, Network, ObserverInvitation


def network_of(obj: Any) -> Network | None:
    """Return the network a deed is done in: the object itself, or the one it belongs to."""
    if isinstance(obj, Network):
        return obj
    if isinstance(obj, Mandate):
        return obj.role.network
    network: Network | None = getattr(obj, "network", None)
    return network


def focal_organizations(user: Any) -> list[int]:
    """Return the organisations a person speaks for: none for people of governments, who observe and do nothing else."""
    viewer = authority.viewer_of(user)
    if viewer.government or not viewer.person_of:
        return []
    speaking = Affiliation.objects.focal_points().filter(person=user)
    return list(speaking.values_list("organization_id", flat=True))


def can(capability: Capability) -> Any:
    """Return the predicate "holds this capability where the deed is done"."""

    @rules.predicate(name=f"network:{capability}")
    def check(user: Any, obj: Any) -> bool:
        network = network_of(obj)
        return network is not None and authority.holds(capability, user, network.pk)

    return check


def not_stepping_in(capability: Capability) -> Any:
    """Return the predicate "not by an intervention alone": that is against abuse or danger, and brings nobody in."""

    @rules.predicate(name=f"not_stepping_in:{capability}")
    def check(user: Any, obj: Any) -> bool:
        network = network_of(obj)
        return network is not None and capability not in authority.viewer_of(user).stepped_in.get(network.pk, ())

    return check


def admits_by(rule: str) -> Any:
    """Return the predicate "the network has this rule of admission"."""

    @rules.predicate(name=f"admits_by:{rule}")
    def check(user: Any, obj: Any) -> bool:
        network = network_of(obj)
        return network is not None and network.admission == rule

    return check


@rules.predicate
def speaks_for_an_organization(user: Any, obj: Any) -> bool:
    """Is the focal point of some non-governmental organisation: authorities never apply."""
    spoken_for = focal_organizations(user)
    return bool(spoken_for) and Organization.objects.filter(pk__in=spoken_for, kind__in=NON_GOVERNMENTAL).exists()


@rules.predicate
def speaks_for_member(user: Any, membership: Membership | None) -> bool:
    """Is a focal point of the organisation whose membership this is."""
    return membership is not None and membership.organization_id in focal_organizations(user)


@rules.predicate
def speaks_for_any_member(user: Any, obj: Any) -> bool:
    """Is a focal point of a live member organisation of the network."""
    network = network_of(obj)
    if network is None or network.pk not in authority.viewer_of(user).networks:
        return False
    members = Membership.objects.in_force().filter(network=network, organization_id__in=focal_organizations(user))
    return members.exists()


@rules.predicate
def speaks_for_member_above(user: Any, group: Network | None) -> bool:
    """Is a focal point of a live member of the network the group belongs to."""
    if group is None or group.parent_id is None or group.parent_id not in authority.viewer_of(user).networks:
        return False
    members = Membership.objects.in_force().filter(network=group.parent_id)
    return members.filter(organization_id__in=focal_organizations(user)).exists()


@rules.predicate
def sits_on_committee(user: Any, obj: Any) -> bool:
    """Holds a mandate of the network's steering committee."""
    network, viewer = network_of(obj), authority.viewer_of(user)
    if network is None or viewer.user_pk is None or viewer.government:
        return False
    seated = Mandate.objects.effective().filter(person_id=viewer.user_pk, role__network=network, role__committee=True)
    return seated.exists() and authority.use_mandate(user)


@rules.predicate
def not_own_application(user: Any, membership: Membership | None) -> bool:
    """Neither belongs nor ever belonged to the organisation that applied: nobody decides on their own."""
    return not isinstance(membership, Membership) or not is_party(user, membership.organization)


@rules.predicate
def speaks_for_seat(user: Any, mandate: Mandate | None) -> bool:
    """Is a focal point of the organisation that holds the seat."""
    return mandate is not None and mandate.organization_id in focal_organizations(user)


@rules.predicate
def without_coordinator(user: Any, network: Network | None) -> bool:
    """Nobody was ever appointed there, so no one but the secretariat can begin."""
    return network is not None and not Mandate.objects.filter(role__network=network).exists()


@rules.predicate
def is_group(user: Any, network: Network | None) -> bool:
    """Is a group of a network."""
    return network is not None and network.kind == NetworkKind.GROUP


@rules.predicate
def has_members(user: Any, network: Network | None) -> bool:
    """Is a network with members, not the secretariat."""
    return network is not None and network.ability.has_members


@rules.predicate
def takes_observers(user: Any, obj: Any) -> bool:
    """Is done in a network that governments may observe: an alliance or a regional network, never a group."""
    network = network_of(obj)
    return network is not None and network.ability.observed


@rules.predicate
def was_invited(user: Any, invitation: ObserverInvitation | None) -> bool:
    """Was invited by this very invitation: the secret in the link says so; the service compares it."""
    return invitation is not None


@rules.predicate
def not_secretariat(user: Any, network: Network | None) -> bool:
    """Is a network other than the secretariat."""
    return network is not None and network.kind != NetworkKind.SECRETARIAT


Rule = Network.Admission
admits = (
    admits_by(Rule.MEMBERS) & speaks_for_any_member
    | admits_by(Rule.COMMITTEE) & sits_on_committee
    | admits_by(Rule.COORDINATOR) & not_stepping_in(Capability.ADMIT) & can(Capability.ADMIT)
)

rules.add_perm("networks.found", can_at_root(Capability.CONFIGURE))
rules.add_perm("networks.begin", without_coordinator & not_secretariat & ~is_group & can_at_root(Capability.CONFIGURE))
rules.add_perm("networks.edit", can(Capability.CONFIGURE))
rules.add_perm("networks.rest", not_secretariat & can(Capability.CONFIGURE))
rules.add_perm("networks.wake", not_secretariat & can(Capability.CONFIGURE))
rules.add_perm(
    "networks.close",
    not_secretariat & (can(Capability.CONFIGURE) | without_coordinator & ~is_group & can_at_root(Capability.CONFIGURE)),
)
rules.add_perm("networks.create_group", ~is_group & has_members & can(Capability.CONFIGURE))
rules.add_perm("networks.add_role", can(Capability.CONFIGURE))
rules.add_perm("networks.edit_role", can(Capability.CONFIGURE))
rules.add_perm("networks.remove_role", can(Capability.CONFIGURE))

rules.add_perm("networks.apply", ~is_group & not_secretariat & speaks_for_an_organization)
rules.add_perm("networks.join_group", is_group & speaks_for_member_above)
rules.add_perm("networks.decide", admits)
rules.add_perm("networks.admit", not_own_application & admits)
rules.add_perm("networks.decline", not_own_application & admits)
rules.add_perm("networks.withdraw", speaks_for_member)
rules.add_perm("networks.leave", speaks_for_member)
rules.add_perm("networks.renew", speaks_for_member)
rules.add_perm("networks.show", speaks_for_member)
rules.add_perm("networks.suspend", not_own_application & can(Capability.ADMIT))
rules.add_perm("networks.reinstate", not_own_application & can(Capability.ADMIT))

rules.add_perm("networks.appoint", can(Capability.APPOINT))
rules.add_perm("networks.end_mandate", can(Capability.APPOINT))
rules.add_perm("networks.hand_over_seat", speaks_for_seat)

rules.add_perm("networks.publish_guidelines", has_members & can(Capability.CONFIGURE))
rules.add_perm("networks.accept_guidelines", speaks_for_member)

rules.add_perm("networks.grant", not_secretariat & can(Capability.CONFIGURE))
rules.add_perm("networks.end_grant", can(Capability.CONFIGURE))
rules.add_perm("networks.intervene", not_secretariat & can_at_root(Capability.INTERVENE))
rules.add_perm("networks.end_intervention", can_at_root(Capability.INTERVENE))

rules.add_perm(
    "networks.invite_observer", takes_observers & not_stepping_in(Capability.APPOINT) & can(Capability.APPOINT)
)
rules.add_perm("networks.revoke_observer", takes_observers & can(Capability.APPOINT))
rules.add_perm("networks.renew_observer", was_invited)
rules.add_perm("networks.accept_observer", signed_in & was_invited)

rules.add_perm("networks.contact", authority.anyone)

# Permissions that open pages and change nothing.
READS = frozenset({"networks.decide"})
