"""What follows in networks from deeds of the directory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from se4u.accounts.mentions import Mention
from se4u.core.following import follows
from se4u.directory.models import Affiliation, Organization

from .models import Membership, Network
from .people import deciders
from .services.memberships import end_all
from .services.observers import end_observing
from .services.opening import hold_each
from .services.telling import membership_page, tell


@follows("directory.withdraw")
def memberships_end(subject: Any, _by: Any) -> Iterator[None]:
    """End what an organisation that withdraws its registration belongs to: it was admitted as waiting for its vetting."""
    if not isinstance(subject, Organization):
        yield
        return
    hold_each(Network.objects.filter(memberships__in=Membership.objects.current().filter(organization=subject)))
    yield
    end_all(subject)


@follows("directory.leave")
@follows("directory.remove")
def observing_ends(affiliation: Affiliation, _by: Any) -> Iterator[None]:
    """End the mandates to observe of who leaves an authority: with them one would still stand for it."""
    authority = affiliation.organization
    if authority.kind != Organization.Kind.AUTHORITY:
        yield
        return
    # Those too where an invitation may be accepted at this moment.
    observed = Q(roles__mandates__organization=authority) | Q(observer_invitations__authority=authority)
    hold_each(Network.objects.filter(observed))
    yield
    end_observing(affiliation.person, authority)


@follows("directory.appoint")
def deciders_are_told(organization: Organization, by: Any) -> Iterator[None]:
    """Tell who decides on members, where a member's new focal point was named by officers and not by its own people."""
    yield
    places = Membership.objects.belonging().filter(organization=organization)
    for place in places.exclude(network__kind=Network.Kind.GROUP).select_related("network"):
        people = [person for person in deciders(place.network) if person.pk != by.pk]
        tell(
            people,
            "networks.focal_point_appointed",
            place.network,
            membership_page(place),
            organization=Mention.of(organization),
        )
