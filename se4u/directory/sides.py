"""On which side a person stands: with a government, or with those who are no government; never with both.

Authorities do not register themselves and are never members, so people of governments neither register nor join; and
whoever takes part outside government ends that before standing for an authority.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from se4u.accounts.models import User
from se4u.core.authority import viewer_of

from .models import Affiliation, Expert, Organization, Vetted
from .models.organizations import NON_GOVERNMENTAL


def side_of(kind: str) -> str:
    """Return the side a kind of body stands on: outside government the kinds are one side, each of the others is its own."""
    return "outside" if kind in NON_GOVERNMENTAL else kind


def is_party(user: Any, organization: Organization) -> bool:
    """Whether somebody belongs or ever belonged to an organisation: nobody decides on what was theirs by leaving it first.

    Whoever begins a registration belongs to it, so that they are a party too.
    """
    return Affiliation.objects.ever_of(user).filter(organization=organization).exists()


def stood_for_government(*people: User) -> dict[int, datetime]:
    """Return until when each of these people last had a place in an authority: whoever gives them one outside may know."""
    ended = Affiliation.objects.filter(
        person__in=people, organization__kind=Organization.Kind.AUTHORITY, until__isnull=False
    )
    found: dict[int, Any] = dict(ended.order_by("until").values_list("person_id", "until"))
    return found


def obstacle(person: User, organization: Organization) -> str:
    """Return why a person cannot have a place in an organisation, or nothing; the one place of this rule."""
    if organization.kind in NON_GOVERNMENTAL and viewer_of(person).government:
        return _(
            "People of governments observe: they have no place in organisations of civil society, academia or business."
        )
    if organization.kind == Organization.Kind.AUTHORITY and _takes_part(person):
        return _(
            "Who stands for a government takes no other part here: organisations outside government are left first, "
            "a registration as an expert or a mandate ends first."
        )
    return ""


def _takes_part(person: User) -> bool:
    """Whether a person belongs to an organisation outside government, is or becomes an expert, or holds a mandate."""
    viewer = viewer_of(person)
    if viewer.mandated and not viewer.government:
        return True
    if Affiliation.objects.live().filter(person=person, organization__kind__in=NON_GOVERNMENTAL).exists():
        return True
    # An expert whom officers have not seen, or who went no further, takes no part; people of governments cannot go on there.
    return Expert.objects.filter(person=person).exclude(state__in=Vetted.OUT_OF_VETTING).exists()
