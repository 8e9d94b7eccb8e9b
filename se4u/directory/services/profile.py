"""The profile: its fields, who sees which, and the way one is shown."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from se4u.accounts.models import User
from se4u.core.action import Refused, action
from se4u.core.authority import viewer_of
from se4u.core.lifecycle import lock
from se4u.core.visibility import Choice, Reach, Safety
from se4u.directory.models import Organization, Vetted
from se4u.directory.models.organizations import NON_GOVERNMENTAL
from se4u.directory.names import sort_name

from . import common
from .common import Subject

VETTED = frozenset({"name", "latin_name", "kind", "seat"})
PROFILE = VETTED | {
    "acronym",
    "about",
    "about_language",
    "operates_in",
    "provinces",
    "themes",
    "services",
    "languages",
    "website",
    "founded",
    "registration_number",
    "unregistered_reason",
    "ecosoc_status",
    "uncac_interest",
    "contact_name",
    "contact_email",
    "contact_phone",
}
EXPERT_PROFILE = frozenset({"kind", "country", "website", "themes", "languages", "about", "about_language"})
# Always shown as it is: without a name there is no entry. Who must not be named chooses a pseudonym or not to be listed.
NO_CHOICE = frozenset({"name"})


def acts_as_officer(user: Any, subject: Subject) -> bool:
    """Whether somebody meets an entry as an officer; to their own organisation or entry nobody is one."""
    viewer = viewer_of(user)
    own = subject.pk in viewer.person_of if isinstance(subject, Organization) else subject.person_id == viewer.user_pk
    return viewer.officer and not own


@action("directory.edit")
def edit(subject: Subject, /, *, by: Any, **values: Any) -> Subject:
    """Change the profile. What was vetted (name, kind, seat) is changed by the officers once it is approved."""
    lock(subject)
    organization = isinstance(subject, Organization)
    if subject.state == Vetted.State.SUSPENDED and not acts_as_officer(by, subject):
        raise Refused(_("The entry is suspended; it can be changed when the officers have ended the suspension."))
    if organization:
        _keep_what_was_vetted(subject, by, values)  # type: ignore[arg-type]
    common.store(subject, values, PROFILE if organization else EXPERT_PROFILE)
    return subject


def _keep_what_was_vetted(organization: Organization, by: Any, values: dict[str, Any]) -> None:
    changed = {name for name in VETTED & values.keys() if getattr(organization, name) != values[name]}
    if not changed:
        return
    if organization.state == Vetted.State.APPROVED and not acts_as_officer(by, organization):
        raise Refused(_("Name, kind and seat were vetted. Write to the vetting officers to have them changed."))
    kind = values.get("kind", organization.kind)
    if (kind in NON_GOVERNMENTAL) != organization.is_non_governmental:
        raise Refused(_("An authority cannot become a member, nor a member an authority. Enter it anew."))


@action("directory.set_visibility")
def set_visibility(
    subject: Subject, *, by: Any, choices: dict[str, Choice], open_to_governments: bool = False
) -> Subject:
    """Set who reads which field, and whether the entry is open to governments at all.

    Of the fields only what differs from the defaults is kept. Not said to be open, the entry is closed.
    """
    lock(subject)
    kept = {}
    for field, choice in choices.items():
        if field not in subject.DEFAULTS or (field in NO_CHOICE and isinstance(subject, Organization)):
            raise Refused(_("This field has no choice."))
        reach = Reach(choice.reach)
        wanted = Choice(reach, reach == Reach.MEMBERS and choice.governments)
        if wanted != subject.DEFAULTS[field]:
            kept[field] = {"reach": str(wanted.reach), "governments": wanted.governments}
    subject.visibility = kept
    subject.open_to_governments = open_to_governments
    common.publish(subject)
    return subject


@action("directory.set_safety")
def set_safety(subject: Subject, *, by: Any, safety: str, pseudonym: str = "") -> Subject:
    """Choose to be shown by name, under another name, or not at all."""
    lock(subject)
    pseudonym = pseudonym.strip()
    if safety == Safety.PSEUDONYM:
        _check_pseudonym(subject, pseudonym)
    subject.safety = Safety(safety)
    subject.pseudonym = pseudonym
    common.publish(subject)
    return subject


def _check_pseudonym(subject: Subject, pseudonym: str) -> None:
    """Refuse a pseudonym that is empty or tells the name."""
    if not pseudonym:
        raise Refused(_("Choose the other name to be shown by."))
    names = [subject.name, subject.latin_name] if isinstance(subject, Organization) else _names(subject.person)
    told = {sort_name(name) for name in names if name}
    if any(name and name in sort_name(pseudonym) for name in told):
        raise Refused(_("The other name must not tell the real one."))


def _names(person: User) -> list[str]:
    return [person.name, person.latin_name]
