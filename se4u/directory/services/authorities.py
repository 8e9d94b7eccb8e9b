"""Authorities and intergovernmental organisations are entered by the officers; they do not register themselves."""

from __future__ import annotations

from typing import Any

import rules
from django.utils import timezone
from django.utils.translation import gettext as _

from se4u.accounts.models import User
from se4u.core import authority as rights
from se4u.core.action import Refused, action
from se4u.directory import duplicates
from se4u.directory.models import Affiliation, Country, Organization, Vetted
from se4u.directory.models.organizations import NON_GOVERNMENTAL

from . import common
from .people import affiliate

ROLE = Affiliation.Role.MEMBER
FIELDS = frozenset({"name", "latin_name", "kind", "seat", "website"})


@action("directory.add_authority", record=("kind",))
def add_authority(
    parent: None,
    *,
    by: Any,
    name: str,
    kind: str,
    seat: Country | None,
    latin_name: str = "",
    website: str = "",
) -> Organization:
    """Enter an authority or intergovernmental organisation; it is never a member, never counted, never listed."""
    if kind in NON_GOVERNMENTAL:
        raise Refused(_("Civil society, academia and companies register themselves."))
    common.one_at_a_time()
    values = {"name": name, "latin_name": latin_name, "kind": kind, "seat": seat, "website": website}
    now = timezone.now()
    body = Organization(state=Vetted.State.APPROVED, submitted_at=now, approved_at=now)
    wanted = duplicates.facts(names=(name, latin_name), country=seat, website=website)
    if any(match.is_same for match in duplicates.registered_like(wanted)):
        raise Refused(_("This body is here already."))
    common.store(body, values, FIELDS)
    return body


@action("directory.place_in_authority")
def place_in_authority(authority: Organization, *, by: Any, person: User) -> Affiliation:
    """Give a person a place in an authority; from then on they take part as a person of a government."""
    if authority.is_non_governmental:
        raise Refused(_("Civil society, academia and companies invite their people themselves."))
    return Affiliation.objects.live().filter(organization=authority, person=person).first() or affiliate(
        authority, person, ROLE
    )


# Networks call this with the system as actor, when an invitation to observe was accepted.
rules.add_perm("directory.place_in_authority", rights.nobody)
