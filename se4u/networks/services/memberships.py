"""Organisations come into networks, stay and leave."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from se4u.accounts.mentions import Mention
from se4u.core import official
from se4u.core.action import SYSTEM, Refused, action, needed, person
from se4u.core.authority import Capability
from se4u.core.lifecycle import lock, move, only_in
from se4u.directory import search
from se4u.directory.models import Organization, Vetted
from se4u.directory.services.vocabulary import forget
from se4u.directory.services.vouching import VOUCHABLE, unvouch, vouch
from se4u.networks.kinds import NetworkKind
from se4u.networks.models import Mandate, Membership, Network
from se4u.networks.people import deciders, focal_points
from se4u.networks.rules import focal_organizations

from .mandates import end_mandate, holds_last_appointment, mandates_of, stepped_in
from .opening import hold, hold_open, hold_standing
from .telling import membership_page, tell

State = Membership.State
CLOSED = Network.State.CLOSED


def check_eligible(network: Network, organization: Organization) -> None:
    """Raise Refused unless the organisation may be a member of this network as it stands.

    Governments never are; regional networks take vetted organisations only, an alliance also one that waits for vetting.
    """
    if not organization.is_non_governmental:
        raise Refused(_("Government authorities and intergovernmental organisations cannot be members of a network."))
    if organization.state == Vetted.State.APPROVED:
        return
    if network.ability.admits_unvetted and organization.state in VOUCHABLE:
        return
    if network.ability.admits_unvetted:
        raise Refused(_("Complete and submit your organisation's registration first, then apply."))
    raise Refused(_("This network admits vetted organisations only. Apply when your registration is approved."))


@action("networks.apply", record=("organization",))
def apply(network: Network, *, by: Any, organization: Organization, motivation: str, shown: bool = False) -> Membership:
    """Apply for membership, as the organisation's focal point, with a motivation; `shown` if it agrees to be named in public.

    Raises PermissionDenied for another's organisation, Refused when it is not eligible, has applied or belongs already.
    """
    _require_own(organization, by)
    motivation = needed(motivation, _("Write why your organisation wants to belong."))
    hold_open(network)
    check_eligible(network, lock(organization))  # its registration may be withdrawn at this moment
    membership = _create_once(
        Membership(network=network, organization=organization, motivation=motivation, shown=shown)
    )
    people = [person for person in deciders(network) if person.pk != by.pk]
    tell(people, "networks.apply", network, membership_page(membership), organization=Mention.of(organization))
    return membership


@action("networks.admit")
def admit(membership: Membership, *, by: Any) -> Membership:
    """Admit an organisation that applied; its people are told.

    An alliance vouches by this for an organisation the secretariat has not vetted.
    Raises Refused when it is not eligible any more, WrongState when somebody was faster.
    """
    hold_open(membership.network)
    organization = lock(membership.organization)
    only_in(membership, State.APPLIED)  # a suspension is ended by `reinstate`: who admits need not be who may do that
    check_eligible(membership.network, organization)
    move(membership, State.ADMITTED, decided_at=timezone.now(), decided_by=person(by), reason="")
    settle_voucher(organization)
    search.index(organization)
    _tell_applicant(membership, "networks.admit")
    return membership


@action("networks.decline")
def decline(membership: Membership, *, by: Any, reason: str) -> Membership:
    """Decline an application, with a reason that its people read.

    Raises Refused without a reason, WrongState when somebody was faster.
    """
    move(membership, State.DECLINED, decided_at=timezone.now(), decided_by=person(by), reason=_required(reason))
    _tell_applicant(membership, "networks.decline")
    return membership


@action("networks.withdraw")
def withdraw(membership: Membership, *, by: Any) -> Membership:
    """Take an application back before it is decided."""
    move(membership, State.WITHDRAWN, ended_at=timezone.now())
    tell(
        deciders(membership.network),
        "networks.withdraw",
        membership.network,
        membership_page(membership),
        organization=Mention.of(membership.organization),
    )
    return membership


@action("networks.leave")
def leave(membership: Membership, *, by: Any) -> Membership:
    """End one's organisation's membership, with those in the network's groups and what it chose of the network's own lists.

    Raises Refused while the organisation's people hold mandates there: these are handed over or ended first.
    """
    hold(membership.network)  # nobody of the organisation is appointed meanwhile
    lock(membership)
    if mandates_of(membership).exists():
        raise Refused(
            _("People of your organisation hold mandates in %(network)s. Hand them over or end them first.")
            % {"network": official.plain(membership.network.name)}
        )
    move(membership, State.LEFT, ended_at=timezone.now())
    _leave_groups(membership)
    forget(membership.organization, membership.network_id)
    settle_voucher(membership.organization)
    search.index(membership.organization)
    tell(
        deciders(membership.network),
        "networks.leave",
        membership.network,
        membership_page(membership),
        organization=Mention.of(membership.organization),
    )
    return membership


@action("networks.suspend")
def suspend(membership: Membership, *, by: Any, reason: str) -> Membership:
    """Suspend a member, with a reason that its people read; the mandates its people hold in the network end.

    Raises Refused without a reason, or when one of these is the last mandate that may appoint, but to who stepped in: the
    network is told then, and reads the reason.
    """
    given = _required(reason)
    hold_standing(membership.network)
    lock(membership)
    mandates = list(mandates_of(membership).select_related("role__network", "person"))
    intervening = stepped_in(by, membership.network, Capability.ADMIT)
    if not intervening and holds_last_appointment(membership.network, mandates):
        raise Refused(_("This member holds the last mandate that may appoint others. Appoint a successor first."))
    move(membership, State.SUSPENDED, reason=given)
    for mandate in mandates:
        if intervening:
            end_mandate(mandate, by=SYSTEM, cause=Mandate.Cause.INTERVENTION, reason=given)
        else:
            end_mandate(mandate, by=SYSTEM, cause=Mandate.Cause.SUSPENDED)
    settle_voucher(membership.organization)
    search.index(membership.organization)
    _tell_applicant(membership, "networks.suspend")
    return membership


@action("networks.reinstate")
def reinstate(membership: Membership, *, by: Any) -> Membership:
    """End a suspension; the organisation is a member again."""
    hold_open(membership.network)
    lock(membership)
    if membership.state != State.SUSPENDED:
        raise Refused(_("Only a suspended member can be reinstated."))
    check_eligible(membership.network, membership.organization)
    move(membership, State.ADMITTED, reason="")
    settle_voucher(membership.organization)
    search.index(membership.organization)
    _tell_applicant(membership, "networks.reinstate")
    return membership


@action("networks.renew")
def renew(membership: Membership, *, by: Any) -> Membership:
    """Confirm that the organisation stays a member for another year."""
    hold_standing(membership.network)
    lock(membership)
    if membership.state != State.ADMITTED:
        raise Refused(_("Only a member can renew its membership."))
    membership.renewed_at = timezone.now()
    membership.save(update_fields=["renewed_at"])
    return membership


@action("networks.show", record=("shown",))
def show(membership: Membership, *, by: Any, shown: bool) -> Membership:
    """Choose whether the organisation is named among the members on the public page."""
    lock(membership)
    membership.shown = shown
    membership.save(update_fields=["shown"])
    search.index(membership.organization)
    return membership


@action("networks.join_group", record=("organization",))
def join_group(group: Network, *, by: Any, organization: Organization, shown: bool = False) -> Membership:
    """Join a group of a network one's organisation is a member of; `shown` if it agrees to be named there in public.

    Raises PermissionDenied for another's organisation, Refused for one outside the network.
    """
    _require_own(organization, by)
    hold_open(group)
    lock(organization)
    if not Membership.objects.in_force().filter(network=group.parent, organization=organization).exists():
        raise Refused(_("Only members of the network can join its groups."))
    now = timezone.now()
    membership = _create_once(
        Membership(network=group, organization=organization, state=State.ADMITTED, decided_at=now, shown=shown)
    )
    search.index(organization)
    return membership


def settle_voucher(organization: Organization) -> None:
    """Let an organisation that waits for vetting be vouched for by an alliance it is a member of, or by none.

    A closed alliance vouches for nobody. Which membership vouches is kept with it: the directory keeps the name of the
    alliance, which may change. A voucher that no alliance gave (of an imported list) stays.
    """
    lock(organization)
    in_alliances = organization.memberships.filter(network__kind=NetworkKind.NATIONAL).select_related("network")
    rows = list(in_alliances.order_by("decided_at"))
    able = [row for row in rows if row.state == State.ADMITTED and row.network.state != CLOSED]
    before = next((row for row in rows if row.vouches), None)
    after = before if before in able else next(iter(able if organization.state in VOUCHABLE else ()), None)
    if before != after:
        organization.memberships.filter(vouches=True).update(vouches=False)
    if after is None:
        if before is not None and organization.vouched_by:
            unvouch(organization, by=SYSTEM, name=organization.vouched_by)
        return
    if before != after:
        organization.memberships.filter(pk=after.pk).update(vouches=True)
    name = official.plain(after.network.name, "en")[:300]
    if organization.state in VOUCHABLE and organization.vouched_by != name:
        vouch(organization, by=SYSTEM, name=name)


def end_all(organization: Organization) -> None:
    """End all an organisation applied for or belongs to, groups with their network. Called inside an action.

    Raises Refused while its people hold mandates there, as `leave` does.
    """
    places = Membership.objects.current().filter(organization=organization).exclude(network__kind=NetworkKind.GROUP)
    for place in places.select_related("network").order_by("network_id"):
        deed = withdraw if place.state == State.APPLIED else leave
        deed(place, by=SYSTEM)


def _leave_groups(membership: Membership) -> None:
    """End the memberships in the network's groups; each is its own line in the history."""
    groups = Membership.objects.current().filter(
        network__parent=membership.network, organization=membership.organization
    )
    for row in groups:
        leave(row, by=SYSTEM)


def _create_once(membership: Membership) -> Membership:
    """Save a new membership unless the organisation has a current one there; of two at once, one is told."""
    try:
        with transaction.atomic():
            membership.save()
    except IntegrityError as error:
        raise Refused(_("Your organisation has applied here or is a member already.")) from error
    return membership


def _require_own(organization: Organization, by: Any) -> None:
    if by is not SYSTEM and organization.pk not in focal_organizations(by):
        raise PermissionDenied


def _required(reason: str) -> str:
    return needed(reason, _("Write the reason: the organisation reads it."))


def _tell_applicant(membership: Membership, deed: str) -> None:
    """Tell the organisation's people; the reason stays behind the sign-in."""
    tell(focal_points(membership.organization), deed, membership.network, membership_page(membership))
