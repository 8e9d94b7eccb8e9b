"""People take on roles for a term, and give them back; former holders stay on record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from se4u.accounts.models import User
from se4u.core.action import SYSTEM, Refused, action, needed
from se4u.core.authority import Capability, viewer_of
from se4u.core.lifecycle import lock
from se4u.directory.models import Affiliation, Organization
from se4u.networks.kinds import NetworkKind
from se4u.networks.models import Mandate, Membership, Network, Role
from se4u.networks.people import focal_points_of_members, holders, seated

from .opening import hold_standing
from .telling import room, tell


@action("networks.appoint", record=("since", "until"))
def appoint(
    role: Role,
    *,
    by: Any,
    person: User,
    since: date,
    until: date | None = None,
    organization: Organization | None = None,
) -> Mandate:
    """Give a person a role for a term. The seat belongs to a member organisation, which may name a successor for it.

    Without `organization` it is the one member the person belongs to; only people of the secretariat hold a seat of their own.
    Raises Refused for an observer's role (that is by invitation), a person from outside or of several members, a term in
    disorder, no free seat.
    """
    hold_standing(role.network)
    lock(role)
    if Capability.OBSERVE in role.holds:
        raise Refused(_("Government observers are invited; nobody is appointed to this role."))
    seat = _seat_for(role.network, person, organization, by)
    return give(role, person, since, until, seat)


def give(role: Role, person: User, since: date, until: date | None, organization: Organization | None) -> Mandate:
    """Write a mandate if term and seats allow it, and tell the person. Called inside an action, with the role locked."""
    if until is not None and until < since:
        raise Refused(_("The term ends before it begins."))
    taken = list(Mandate.objects.filter(role=role).overlapping(since, until))
    if any(mandate.person_id == person.pk for mandate in taken):
        raise Refused(_("This person holds the role already during these days."))
    if role.seats is not None and most_at_once(taken, since) >= role.seats:
        raise Refused(
            _("All seats of this role are taken during these days. End a mandate first, or choose other dates.")
        )
    mandate = Mandate.objects.create(role=role, person=person, organization=organization, since=since, until=until)
    tell([person], "networks.appoint", role.network, room(role.network), role=role)
    return mandate


@action("networks.end_mandate")
def end_mandate(mandate: Mandate, *, by: Any, reason: str = "", cause: str = "") -> Mandate:
    """End a mandate before its term; it stays on record as a former one, and the person is told, with the reason.

    Who stepped in may end even the last mandate that appoints: there the abuse may be. The network is told and reads why.
    `cause` is named by the deed that this one follows from, and that asked whether somebody is left to appoint.

    Raises Refused for one that has ended, for the last that may appoint others, and to who stepped in without a reason.
    """
    network = mandate.role.network
    lock(network)  # the last who may appoint is asked for across all roles
    lock(mandate)
    if mandate.ended_at is not None:
        raise Refused(_("This mandate has ended already."))
    if stepped_in(by, network, Capability.APPOINT):
        reason = needed(reason, _("Write the reason: the network reads it."))
        cause = Mandate.Cause.INTERVENTION
    elif not cause and holds_last_appointment(network, [mandate]):
        raise Refused(_("This is the last mandate that may appoint others. Appoint a successor first."))
    mandate.reason = reason.strip()[:300]
    ended = _end(mandate, cause)
    if cause == Mandate.Cause.INTERVENTION:
        tell_of_intervention(network, mandate.person)
    return ended


@action("networks.hand_over_seat")
def hand_over_seat(mandate: Mandate, *, by: Any, person: User) -> Mandate:
    """Name another of one's own people for a seat one's organisation holds, for the rest of the term."""
    hold_standing(mandate.role.network)
    lock(mandate.role)
    lock(mandate)
    organization = mandate.organization
    if organization is None or not mandate.is_live:
        raise Refused(_("Only a seat your organisation holds now can be handed over."))
    if not Affiliation.objects.live().filter(person=person, organization=organization).exists():
        raise Refused(_("Choose a person of the organisation that holds the seat."))
    if person.pk == mandate.person_id:
        raise Refused(_("This person holds the seat already."))
    _refuse_government(person)
    _end(mandate, Mandate.Cause.HANDED_OVER)
    return give(mandate.role, person, timezone.now().date(), mandate.until, organization)


def _end(mandate: Mandate, cause: str) -> Mandate:
    mandate.ended_at, mandate.cause = timezone.now(), cause
    mandate.save(update_fields=["ended_at", "cause", "reason"])
    network, cause, reason = mandate.role.network, mandate.cause, mandate.reason
    tell(
        [mandate.person], "networks.end_mandate", network, room(network), role=mandate.role, cause=cause, reason=reason
    )
    return mandate


def stepped_in(user: Any, network: Network, capability: Capability) -> bool:
    """Whether somebody acts there by an intervention alone."""
    return capability in viewer_of(user).stepped_in.get(network.pk, ())


def tell_of_intervention(network: Network, *concerned: User) -> None:
    """Tell a network what who stepped in did there: whoever holds a mandate, and who speaks for its members."""
    told = {*holders(network), *holders(network.own_rules), *focal_points_of_members(network.own_rules)}
    tell(told.difference(concerned), "networks.stepped_in", network, room(network, "powers"))


def end_all(network: Network) -> None:
    """End every mandate of a network that closes, the last that appoints too. Called inside an action."""
    unfinished = Mandate.objects.unfinished().filter(role__network=network)
    for mandate in unfinished.select_related("role__network", "person"):
        _end(mandate, Mandate.Cause.CLOSED)


def mandates_of(membership: Membership) -> QuerySet[Mandate]:
    """Return the unfinished mandates an organisation's people hold for it in the network and its groups."""
    within = Q(role__network=membership.network) | Q(role__network__parent=membership.network)
    unfinished = Mandate.objects.unfinished().filter(within)
    people = Affiliation.objects.live().filter(organization=membership.organization).values("person")
    held = Q(organization=membership.organization) | Q(organization=None, person__in=people)
    return unfinished.filter(held)


def holds_last_appointment(network: Network, going: Iterable[Mandate]) -> bool:
    """Whether without these mandates nobody in the network could appoint any more, where somebody can now."""
    if network.kind == NetworkKind.GROUP:
        return False  # the network a group belongs to can always appoint there
    appointing = {mandate.pk for mandate in seated(network) if Capability.APPOINT in mandate.role.holds}
    return bool(appointing) and appointing <= {mandate.pk for mandate in going}


def may_hold_mandates(network: Network) -> QuerySet[User]:
    """Return the people whom one may appoint in a network: of its members, and of the secretariat's."""
    members = Membership.objects.in_force().filter(network=network.own_rules)
    belonging = Affiliation.objects.live().filter(organization__in=members.values("organization"))
    staff = Mandate.objects.effective().filter(role__network__kind=NetworkKind.SECRETARIAT)
    wanted = Q(pk__in=belonging.values("person")) | Q(pk__in=staff.values("person"))
    return User.objects.filter(wanted, is_active=True)


def several_seats(network: Network) -> dict[int, list[Organization]]:
    """Return, of the people who belong to several members, for which of these each could hold a seat."""
    members = Membership.objects.in_force().filter(network=network.own_rules)
    places = Affiliation.objects.live().filter(organization__in=members.values("organization"), person__is_active=True)
    twice = places.order_by().values("person").annotate(number=Count("pk")).filter(number__gt=1)
    found: dict[int, list[Organization]] = {}
    several = places.filter(person__in=twice.values("person")).select_related("organization")
    for place in several.order_by("organization__sort_name", "organization_id"):
        found.setdefault(place.person_id, []).append(place.organization)
    return found


def _seat_for(network: Network, person: User, organization: Organization | None, by: Any) -> Organization | None:
    """Return the organisation that would hold the seat, or raise Refused for a person from outside."""
    _refuse_government(person)
    if network.kind == NetworkKind.SECRETARIAT:
        return None
    own = Affiliation.objects.live().filter(person=person).values("organization")
    members = Membership.objects.in_force().filter(network=network.own_rules, organization__in=own)
    if organization is not None:
        members = members.filter(organization=organization)
    found = list(members.select_related("organization")[:2])
    if len(found) > 1:
        raise Refused(_("This person belongs to several member organisations. Choose which one holds the seat."))
    if found:
        return found[0].organization
    if organization is not None:
        raise Refused(_("The seat can be held by a member organisation only, for one of its own people."))
    if not _is_staff(person):
        raise Refused(_("Only people of member organisations or of the secretariat can hold a mandate here."))
    if by is not SYSTEM and not _appoints_by_own_mandate(by, network):
        # Else the secretariat could turn an intervention of some days into a lasting mandate of its own.
        raise Refused(_("Only the network itself may give a mandate to people of the secretariat."))
    return None


def _refuse_government(person: User) -> None:
    if viewer_of(person).government:
        raise Refused(_("People of governments observe; they cannot hold another mandate."))


def _is_staff(person: User) -> bool:
    staff = Mandate.objects.effective().filter(role__network__kind=NetworkKind.SECRETARIAT, person=person)
    return staff.exists()


def _appoints_by_own_mandate(user: Any, network: Network) -> bool:
    held = Mandate.objects.effective().filter(role__network__in=[network, network.own_rules], person=user)
    return any(Capability.APPOINT in mandate.role.holds for mandate in held.select_related("role"))


def most_at_once(taken: list[Mandate], since: date) -> int:
    """Return how many of these terms run on the busiest day from `since` on; it is a day on which one begins."""
    days = {since} | {mandate.since for mandate in taken if mandate.since > since}
    return max(sum(m.since <= day and (m.until is None or m.until >= day) for m in taken) for day in days)
