"""A person's mandates: what they get of them, and how they end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from se4u.accounts.invitations import forget_addresses
from se4u.accounts.models import User
from se4u.accounts.people import confirmed_addresses, shown_name
from se4u.core.action import SYSTEM
from se4u.core.authority import Capability
from se4u.core.personal import Answers, Duty, Export, personal

from .models import GuidelineAcceptance, Intervention, Mandate, Membership, ObserverInvitation
from .people import colleagues, focal_points, holders
from .services.mandates import hand_over_seat
from .services.observers import revoke_observer
from .services.telling import room, tell

GIVEN_UP = "given_up"


def export(person: User) -> Export:
    """Return the mandates, what was decided and accepted in networks, and the invitations as observer."""
    mandates = Mandate.objects.filter(person=person).select_related("role__network")
    accepted = GuidelineAcceptance.objects.filter(by=person).select_related("guidelines__network")
    sent = ObserverInvitation.objects.filter(invited_by=person)
    decided = Membership.objects.filter(decided_by=person)
    interventions = Intervention.objects.filter(by=person)
    return Export(
        {
            "mandates": [
                {"role": str(mandate.role), "network": str(mandate.role.network)}
                | _fields(mandate, "since", "until", "ended_at", "reminded_at", "cause", "reason")
                for mandate in mandates
            ],
            "observer_invitations": _in_networks(_invitations(person), "email", "state", "sent_at"),
            "observers_invited": _in_networks(sent, "state", "sent_at"),
            "memberships_decided": _in_networks(decided, "state", "decided_at", "reason"),
            "guidelines_accepted": [
                {"network": str(row.guidelines.network), "version": row.guidelines.version, "at": row.at}
                for row in accepted
            ],
            "interventions": _in_networks(interventions, "capability", "reason", "at", "until"),
        }
    )


def _in_networks(rows: QuerySet[Any], *names: str) -> list[dict[str, Any]]:
    return [{"network": str(row.network)} | _fields(row, *names) for row in rows.select_related("network")]


def _fields(row: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def duties(person: User) -> Iterator[Duty]:
    """Ask who takes over each seat: the organisation that holds it owns it; without other people it falls vacant."""
    for mandate in _live(person):
        vacant = (GIVEN_UP, _("I give this mandate up; the network will be asked to fill the seat"))
        yield Duty(
            key=f"mandate-{mandate.key}",
            question=_("You are %(role)s of %(network)s.") % {"role": mandate.role, "network": mandate.role.network},
            choices=(*_successors(mandate, person), vacant),
        )


def erase(person: User, answers: Answers) -> None:
    """Hand seats over as answered, end what is left and tell who fills it, take the address out of invitations."""
    for mandate in sorted(_live(person), key=lambda held: held.role.network.own_rules.pk):  # locked as everywhere
        answer = answers.get(f"mandate-{mandate.key}", GIVEN_UP)
        successor = None if answer == GIVEN_UP else colleagues(mandate).filter(key=answer).first()
        if successor is not None:
            hand_over_seat(mandate, by=SYSTEM, person=successor)
        else:
            _tell_of_vacancy(mandate)
    unfinished = Mandate.objects.filter(person=person, ended_at__isnull=True).exclude(until__lt=timezone.now().date())
    unfinished.exclude(pk__in=_kept_by_their_organization(person)).update(ended_at=timezone.now())
    Mandate.objects.filter(person=person).update(reason="")
    forget_addresses(_invitations(person), revoke_observer)
    # What they did for others, the history knows by its opaque key.
    Membership.objects.filter(decided_by=person).update(decided_by=None)
    GuidelineAcceptance.objects.filter(by=person).update(by=None)
    Intervention.objects.filter(by=person).update(by=None)


def _invitations(person: User) -> QuerySet[ObserverInvitation]:
    return ObserverInvitation.objects.filter(email__in=confirmed_addresses(person))


def _live(person: User) -> QuerySet[Mandate]:
    return Mandate.objects.live().filter(person=person).select_related("role__network", "organization")


def _successors(mandate: Mandate, person: User) -> list[tuple[str, str]]:
    """Return who could take the seat; observers are invited in person, and nobody inherits their place."""
    if mandate.organization is None or Capability.OBSERVE in mandate.role.holds:
        return []
    return [(other.key, shown_name(other, person, colleague=True)) for other in colleagues(mandate)]


def _kept_by_their_organization(person: User) -> list[int]:
    """Return the last seats that appoint in a network, where somebody else can hand them over: else nobody could.

    Nothing can be done with such a seat until its organisation names who takes it over.
    """
    return [
        mandate.pk
        for mandate in _live(person)
        if mandate.organization is not None
        and Capability.APPOINT in mandate.role.holds
        and not any(other.pk != person.pk for other in holders(mandate.role.network, Capability.APPOINT))
        and focal_points(mandate.organization).exclude(pk=person.pk).filter(is_active=True).exists()
    ]


def _tell_of_vacancy(mandate: Mandate) -> None:
    """Tell whoever may fill the seat, in a group the network it belongs to as well; without a name, for the person leaves."""
    network = mandate.role.network
    appointing = [*holders(network, Capability.APPOINT), *holders(network.own_rules, Capability.APPOINT)]
    people = {person.pk: person for person in appointing if person.pk != mandate.person_id and person.is_active}
    tell(people.values(), "networks.seat_vacant", network, room(network, "powers"), role=mandate.role)


personal("networks", export=export, erase=erase, duties=duties)
