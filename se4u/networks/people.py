"""Which people a deed in a network concerns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from se4u.accounts.models import User
from se4u.accounts.people import shown_name
from se4u.core.authority import Capability, viewer_of
from se4u.core.visibility import Safety
from se4u.directory import cards
from se4u.directory.models import Affiliation, Organization

from .models import Mandate, Membership, Network


def focal_points(*organizations: Organization) -> QuerySet[User]:
    """Return the people who speak for these organisations; who is also of a government is told nothing of networks."""
    return _people(Affiliation.objects.focal_points().filter(organization__in=organizations))


def focal_points_of_members(network: Network) -> QuerySet[User]:
    """Return the people who speak for the members in force."""
    members = Membership.objects.in_force().filter(network=network)
    return _people(Affiliation.objects.focal_points().filter(organization__in=members.values("organization")))


def _people(affiliations: QuerySet[Affiliation]) -> QuerySet[User]:
    return User.objects.filter(pk__in=affiliations.values("person")).exclude(pk__in=of_governments())


def of_governments() -> QuerySet[Any, Any]:
    """Return (as a subquery) who stands for an authority, by a place in it or a mandate that has not ended.

    They observe, and no letter of a network goes to them.
    """
    places = Affiliation.objects.live().filter(organization__kind=Organization.Kind.AUTHORITY)
    return places.values("person").union(Mandate.objects.for_authorities().values("person"))


def seated(network: Network) -> QuerySet[Mandate]:
    """Return the usable mandates of a network, without those of observers and of anybody else from a government."""
    usable = Mandate.objects.effective().filter(role__network=network).exclude(person__in=of_governments())
    return usable.select_related("role", "person")


def holders(network: Network, capability: Capability | None = None) -> list[User]:
    """Return who holds a usable mandate there, of any kind or with one capability; never people of governments."""
    return [mandate.person for mandate in seated(network) if capability is None or capability in mandate.role.holds]


def leads(network: Network) -> list[User]:
    """Return the holders of the lead role: the contact point."""
    return [mandate.person for mandate in seated(network).filter(role__lead=True)]


def deciders(network: Network) -> list[User]:
    """Return who decides on applications, by the network's rule of admission."""
    if network.admission == Network.Admission.MEMBERS:
        return list(focal_points_of_members(network))
    if network.admission == Network.Admission.COMMITTEE:
        return [mandate.person for mandate in seated(network).filter(role__committee=True)]
    return holders(network, Capability.ADMIT)


def colleagues(mandate: Mandate) -> QuerySet[User]:
    """Return who could take over a seat: the other people of the organisation that holds it."""
    own = Affiliation.objects.live().filter(organization=mandate.organization)
    return (
        User.objects.filter(pk__in=own.values("person"), is_active=True).exclude(pk=mandate.person_id).order_by("name")
    )


def beside(organization: Organization | None, reader: Any) -> str:
    """Return how an organisation is called beside one of its people: never by its pseudonym, which their name would undo."""
    return (cards.known_name(organization, reader) or _("an organisation")) if organization else ""


def people_at_risk(actor_keys: Iterable[Any], reader: Any) -> frozenset[Any]:
    """Return those who belong or belonged to an organisation whose own name is kept from this reader."""
    viewer = viewer_of(reader)
    if viewer.officer:
        return frozenset()
    theirs = Affiliation.objects.filter(person__actor_key__in=list(actor_keys)).exclude(
        organization__safety=Safety.OPEN
    )
    return frozenset(
        theirs.exclude(organization__in=viewer.person_of).values_list("person__actor_key", flat=True).distinct()
    )


def labels(people: QuerySet[User], reader: Any) -> dict[int, str]:
    """Return a label for each person: the name a reader may see, with the organisations they come from."""
    rows = Affiliation.objects.live().filter(person__in=people).select_related("organization")
    bodies: dict[int, list[str]] = {}
    for row in rows:
        bodies.setdefault(row.person_id, []).append(beside(row.organization, reader))
    return {person.pk: ", ".join([shown_name(person, reader), *sorted(bodies.get(person.pk, []))]) for person in people}
