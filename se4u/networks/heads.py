"""Networks that lost their head: nobody is left who may appoint, and who can mend it."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from se4u.accounts.models import User
from se4u.core import authority
from se4u.core.authority import Capability
from se4u.directory.models import Affiliation, Organization

from .kinds import NetworkKind
from .models import Mandate, Network, NetworkQuerySet, Role
from .people import focal_points, focal_points_of_members, of_governments


def headless() -> NetworkQuerySet:
    """Return the networks where somebody once could appoint, and nobody can now.

    One that was never handed to anybody waits for its first coordinator; over a group its network appoints.
    """
    led = Network.objects.standing().filter(kind__in=(NetworkKind.REGIONAL, NetworkKind.NATIONAL))
    roles = Role.objects.filter(network__in=led).values_list("pk", "capabilities")  # JSON no database searches alike
    appointing = [pk for pk, capabilities in roles if Capability.APPOINT in capabilities]
    held = Mandate.objects.filter(role__in=appointing)
    usable = Mandate.objects.effective().filter(role__in=appointing).exclude(person__in=of_governments())
    return led.filter(pk__in=held.values("role__network")).exclude(pk__in=usable.values("role__network"))


def empty_seats() -> QuerySet[Mandate]:
    """Return the seats that run on without their holder: the organisation that owns one names who takes it over."""
    held = Mandate.objects.live().filter(organization__isnull=False, role__network__in=Network.objects.standing())
    held = held.exclude(organization__kind=Organization.Kind.AUTHORITY)  # observers are invited in person
    place = Affiliation.objects.live().filter(person=OuterRef("person"), organization=OuterRef("organization"))
    gone = held.exclude(Exists(place.filter(person__is_active=True)))
    return gone.select_related("role__network", "organization")


def owned(*networks: Network) -> list[Mandate]:
    """Return the empty seats of these networks that may appoint."""
    seats = empty_seats().filter(role__network__in=networks)
    return [seat for seat in seats if Capability.APPOINT in seat.role.holds]


def who_mends(network: Network) -> tuple[dict[Mandate, list[User]], list[User]]:
    """Return who can give a network a head again: for each empty seat who hands it over, and the others to be told."""
    seats = {seat: list(focal_points(seat.organization)) for seat in owned(network) if seat.organization}
    asked = {person.pk for people in seats.values() for person in people}
    officers = User.objects.filter(pk__in=authority.holders(Capability.INTERVENE))
    others: dict[int, Any] = {person.pk: person for person in [*focal_points_of_members(network), *officers]}
    return seats, [person for pk, person in others.items() if pk not in asked]
