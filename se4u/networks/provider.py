"""The one source of memberships and capabilities behind `core.authority`: bridges, not command.

What a person may do in a network comes from four places alone: a mandate there; for a group, a mandate in the network it
belongs to; what that network granted to another in which one holds the same capability; an intervention of the secretariat.
Grants and interventions go no further than the network they name.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef

from se4u.core.authority import Capability, Viewer
from se4u.directory.models import Affiliation, Expert, Organization, Vetted
from se4u.directory.models.organizations import NON_GOVERNMENTAL

from .kinds import GRANTABLE, INTERVENABLE, KINDS, ROOT_ONLY, NetworkKind
from .models import Grant, Intervention, Mandate, Membership, Network
from .people import of_governments

Held = dict[int, frozenset[Capability]]
NOTHING: frozenset[Capability] = frozenset()
INHERITING = tuple(kind for kind, ability in KINDS.items() if ability.inherits_rights)


class NetworkProvider:
    """Builds the viewer of a person in a constant number of queries."""

    def viewer(self, user: Any) -> Viewer:
        """Return the viewer of a signed-in person."""
        affiliated = list(
            Affiliation.objects.live()
            .filter(person=user)
            .values_list("organization_id", "organization__kind", "organization__state")
        )
        unfinished = _mandates_of(user)
        mandates = [mandate for mandate in unfinished if mandate.usable]
        own = own_capabilities(mandates)
        root_pks = {mandate.role.network_id for mandate in mandates if _is_root(mandate.role.network)}
        capabilities = _with_groups(own, root_pks)
        lent = _lent(own, capabilities)
        capabilities = _joined(capabilities, lent)
        stepped_in = _stepped_in(own, root_pks, capabilities)
        # Who leaves the authority observes for it until that mandate has ended, and comes to stand on no other side before.
        observing = any(Capability.OBSERVE in _holds(mandate) for mandate in unfinished)
        government = observing or any(kind == Organization.Kind.AUTHORITY for _pk, kind, _state in affiliated)
        if government:  # observes and nothing else, whatever other hat the person wears
            capabilities = {pk: held & {Capability.OBSERVE} for pk, held in own.items() if Capability.OBSERVE in held}
            lent, stepped_in, root_pks = {}, {}, set()
        return Viewer(
            user_pk=user.pk,
            person_of=frozenset(pk for pk, _kind, _state in affiliated),
            member=not government and _is_member(user, affiliated),
            government=government,
            networks=_networks([pk for pk, kind, _state in affiliated if kind in NON_GOVERNMENTAL and not government]),
            capabilities=_joined(capabilities, stepped_in),
            lent=lent,
            stepped_in=stepped_in,
            opened=_opened(mandates),
            root=frozenset[Capability]().union(*(own[pk] for pk in root_pks)),
            mandated=bool(mandates),
            confirmed=settings.DEMO or not mandates or user.has_second_factor,
        )

    def holders(self, capability: Capability, network_pk: int | None) -> frozenset[int]:
        """Return the people who hold a capability by a live mandate in a network (in the secretariat for None)."""
        where = (
            {"role__network__kind": NetworkKind.SECRETARIAT} if network_pk is None else {"role__network": network_pk}
        )
        mandates = Mandate.objects.effective().filter(**where).select_related("role")
        if capability != Capability.OBSERVE:  # all that people of governments hold
            mandates = mandates.exclude(person__in=of_governments())
        return frozenset(mandate.person_id for mandate in mandates if capability in mandate.role.holds)

    def networks_of(self, organization_pk: int) -> dict[int, str]:
        """Return where an organisation is a member in force, each with the short name of the network."""
        counting = Membership.objects.in_force().filter(organization=organization_pk).select_related("network")
        return {row.network_id: row.network.short_name for row in counting.order_by("network__slug")}

    def belongs(self, organization_pk: int) -> bool:
        """Whether some network admitted an organisation and it has not left, in force or not."""
        return Membership.objects.belonging().filter(organization=organization_pk).exists()


def _mandates_of(user: Any) -> list[Any]:
    """Return a person's unfinished mandates, each with whether it is `usable` now."""
    effective = Mandate.objects.effective().filter(pk=OuterRef("pk"))
    mandates = Mandate.objects.unfinished().filter(person=user).annotate(usable=Exists(effective))
    return list(mandates.select_related("role__network", "organization"))


def _opened(mandates: list[Any]) -> frozenset[int]:
    """Return the networks one observes whose members' room is open to governments."""
    observed = [mandate.role.network for mandate in mandates if Capability.OBSERVE in _holds(mandate)]
    return frozenset(network.pk for network in observed if network.open_to_governments)


def own_capabilities(mandates: list[Mandate]) -> Held:
    """Return what mandates allow in their own networks. What belongs to the secretariat counts nowhere else."""
    held: dict[int, frozenset[Capability]] = {}
    for mandate in mandates:
        network = mandate.role.network
        allowed = _holds(mandate) if _is_root(network) else _holds(mandate) - ROOT_ONLY
        held[network.pk] = held.get(network.pk, frozenset()) | allowed
    return held


def _holds(mandate: Mandate) -> frozenset[Capability]:
    """Return what a mandate gives: to observe only for an authority, or a network could make anybody a government."""
    body = mandate.organization
    if body is not None and body.kind == Organization.Kind.AUTHORITY:
        return mandate.role.holds
    return mandate.role.holds - {Capability.OBSERVE}


def _is_root(network: Network) -> bool:
    return network.kind == NetworkKind.SECRETARIAT


def _is_member(user: Any, affiliated: list[tuple[int, str, str]]) -> bool:
    """Whether this is a person of a vetted non-governmental stakeholder, or a vetted expert."""
    if any(kind in NON_GOVERNMENTAL and state == Vetted.State.APPROVED for _pk, kind, state in affiliated):
        return True
    return Expert.objects.filter(person=user, state=Vetted.State.APPROVED).exists()


def _networks(organization_pks: list[int]) -> frozenset[int]:
    """Return where these organisations are members in force."""
    if not organization_pks:
        return frozenset()
    counting = Membership.objects.in_force().filter(organization_id__in=organization_pks)
    return frozenset(counting.values_list("network_id", flat=True))


def _joined(some: Held, others: Held) -> Held:
    return {pk: some.get(pk, NOTHING) | others.get(pk, NOTHING) for pk in {*some, *others}}


def _with_groups(own: Held, root_pks: set[int]) -> Held:
    """Add to one's own capabilities what groups inherit."""
    if not own:
        return {}
    held: dict[int, set[Capability]] = defaultdict(set)
    for pk, capabilities in own.items():
        held[pk] |= capabilities
    inheriting = Network.objects.filter(kind__in=INHERITING, parent_id__in=[pk for pk in own if pk not in root_pks])
    for child_pk, parent_pk in inheriting.values_list("pk", "parent_id"):
        held[child_pk] |= own[parent_pk or 0]
    return {pk: frozenset(capabilities) for pk, capabilities in held.items() if capabilities}


def _lent(own: Held, held: Held) -> Held:
    """Return what loans alone allow: kept apart, because a loan opens the pages that serve it, not the members' room."""
    found: dict[int, set[Capability]] = defaultdict(set)
    for grant in Grant.objects.live().filter(to_id__in=own) if own else ():
        if grant.capability in (own[grant.to_id] & GRANTABLE) - held.get(grant.network_id, NOTHING):
            found[grant.network_id].add(Capability(grant.capability))
    return {pk: frozenset(capabilities) for pk, capabilities in found.items()}


def _stepped_in(own: Held, root_pks: set[int], held: Held) -> Held:
    """Return what interventions alone allow: kept apart, because they carry less than a right of one's own."""
    found: dict[int, set[Capability]] = defaultdict(set)
    if any(Capability.INTERVENE in own[pk] for pk in root_pks):
        for intervention in Intervention.objects.live():
            if intervention.capability in INTERVENABLE - held.get(intervention.network_id, NOTHING):
                found[intervention.network_id].add(Capability(intervention.capability))
    return {pk: frozenset(capabilities) for pk, capabilities in found.items()}
