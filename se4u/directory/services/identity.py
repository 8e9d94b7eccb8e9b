"""What is vetted of an entry: who may change it when, and what an officer was shown of it before deciding."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from se4u.accounts.models import User
from se4u.core import tokens
from se4u.core.action import Refused
from se4u.core.authority import belongs, viewer_of
from se4u.core.lifecycle import WrongState
from se4u.core.pseudonyms import tells
from se4u.core.visibility import Safety
from se4u.directory import duplicates
from se4u.directory.models import Organization, Vetted
from se4u.directory.names import sort_name
from se4u.directory.sides import is_party, side_of

from .common import Subject

State = Vetted.State
VETTED = frozenset({"name", "latin_name", "kind", "seat"})
IDENTITY = VETTED | {"website"}
# What officers read of an expert: the entry, and the names, which are the person's own.
_EXPERT = ("kind", "country_id", "website", "about", "about_language")
_ORGANIZATION = (
    *("name", "latin_name", "acronym", "kind", "seat_id", "website", "about", "about_language", "provinces", "founded"),
    *("registration_number", "unregistered_reason", "ecosoc_status", "uncac_interest"),
    *("contact_name", "contact_email", "contact_phone"),
)


def acts_as_officer(user: Any, subject: Subject) -> bool:
    """Whether somebody meets an entry as an officer; to what is or was their own nobody is one."""
    viewer = viewer_of(user)
    if not viewer.officer:
        return False
    return not (is_party(user, subject) if isinstance(subject, Organization) else subject.person_id == viewer.user_pk)


def held(subject: Subject, user: Any) -> frozenset[str]:
    """Return the fields of an entry that somebody may not change now.

    They are being read by officers, or were vetted, or a network answers for the organisation it knows by them. A website
    that was never given may be added.
    """
    if not isinstance(subject, Organization) or acts_as_officer(user, subject):
        return frozenset()
    if subject.state not in (State.SUBMITTED, State.APPROVED) and not _answered_for(subject):
        return frozenset()
    return IDENTITY if subject.website else VETTED


def _answered_for(organization: Organization) -> bool:
    """Whether somebody vouches for an organisation, or a network has it as a member, in force or not."""
    return bool(organization.vouched_by) or belongs(organization.pk)


def why_held(subject: Subject) -> str:
    """Return why these fields cannot be changed now, and what to do."""
    if subject.state == State.SUBMITTED:
        return _(
            "The vetting officers are reading this. To change it, withdraw the registration, mend it and send it again;"
            " or wait until they ask."
        )
    if subject.state != State.APPROVED:
        return _(
            "A network you belong to knows you by this. Write to the vetting officers to have it changed, or leave the"
            " network first."
        )
    return _("This was vetted. Write to the vetting officers to have it changed.")


def keep_vetted(organization: Organization, by: Any, values: dict[str, Any]) -> None:
    """Refuse a change of what is held, of the side an entry stands on (to officers too), or into what is here already."""
    changed = {name for name in IDENTITY & values.keys() if getattr(organization, name) != values[name]}
    if not changed:
        return
    if changed & held(organization, by):
        raise Refused(why_held(organization))
    if side_of(values.get("kind", organization.kind)) != side_of(organization.kind):
        raise Refused(
            _("Nothing becomes an authority or an intergovernmental organisation, nor ceases to be one. Enter it anew.")
        )
    in_use = organization.state in (*Vetted.OPEN_STATES, State.APPROVED)
    if in_use and not acts_as_officer(by, organization):
        _stay_another(organization, by, {name: values[name] for name in changed})


def _stay_another(organization: Organization, by: Any, values: dict[str, Any]) -> None:
    """Refuse to take on the name or website of a body it was not found alike before: submission asked of that one."""
    before = {match.item.pk for match in duplicates.same_as(organization, by)}
    for name, value in values.items():
        setattr(organization, name, value)
    if any(match.item.pk not in before for match in duplicates.same_as(organization, by)):
        raise Refused(_("An organisation with this name in this country, or with this website, is already here."))


def digest_of(subject: Subject) -> str:
    """Return a digest of what officers read of an entry, by which they say later what they decided on."""
    organization = isinstance(subject, Organization)
    facts = [getattr(subject, name) for name in (_ORGANIZATION if organization else _EXPERT)]
    many = ["themes", "languages", *(("services", "operates_in", "documents") if organization else ())]
    facts += [sorted(_keys(subject, name)) for name in many]
    if not isinstance(subject, Organization):
        facts += User.objects.filter(pk=subject.person_id).values_list("name", "latin_name")
    return tokens.digest_of(json.dumps(facts))


def _keys(subject: Model, name: str) -> list[int]:
    return list(getattr(subject, name).order_by().values_list("pk", flat=True))


def require_read(subject: Subject, read: str | None) -> None:
    """Refuse a decision on something else than what was shown; `None` is a decision without a page before it.

    The caller holds the lock of the entry.
    """
    if read is not None and read != digest_of(subject):
        raise WrongState(_("It was changed meanwhile: read it again, then decide."))


def real_names(subject: Subject) -> list[str]:
    """Return the names that another name must not tell."""
    if isinstance(subject, Organization):
        return [subject.name, subject.latin_name, subject.acronym]
    return [subject.person.name, subject.person.latin_name]


def check_pseudonym(subject: Subject, pseudonym: str) -> None:
    """Refuse a pseudonym that is empty, tells the name, or is the name by which another stands in the directory."""
    if not sort_name(pseudonym):
        raise Refused(_("Choose the other name to be shown by."))
    if tells(pseudonym, real_names(subject)):
        raise Refused(_("The other name must not tell the real one."))
    named = Organization.objects.filter(listed=True, safety=Safety.OPEN, sort_name=sort_name(pseudonym))
    if named.exists():
        raise Refused(_("Another organisation stands in the directory by this name."))
