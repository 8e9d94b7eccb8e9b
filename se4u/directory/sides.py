"""On which side a person stands: with a government, or with those who are no government; never with both.

Authorities do not register themselves and are never members, so people of governments neither register nor join; and
whoever takes part outside government ends that before standing for an authority.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from se4u.accounts.models import User
from se4u.core.authority import viewer_of

from .models import Affiliation, Expert, Organization, Vetted
from .models.organizations import NON_GOVERNMENTAL

# An expert whom officers have not seen, or who went no further, takes no part; people of governments cannot go on from there.
_APART = (Vetted.State.DRAFT, Vetted.State.REFUSED, Vetted.State.WITHDRAWN)


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
    return Expert.objects.filter(person=person).exclude(state__in=_APART).exists()
