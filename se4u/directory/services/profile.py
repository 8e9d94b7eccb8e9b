"""The profile: its fields, who sees which, and the way one is shown."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from se4u.core.action import Refused, action
from se4u.core.lifecycle import lock
from se4u.core.visibility import Choice, Reach, Safety
from se4u.directory.models import Organization, Vetted

from . import common
from .addresses import move_address
from .common import Subject
from .identity import IDENTITY, acts_as_officer, check_pseudonym, keep_vetted

PROFILE = IDENTITY | {
    "acronym",
    "about",
    "about_language",
    "operates_in",
    "provinces",
    "themes",
    "services",
    "languages",
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


@action("directory.edit")
def edit(subject: Subject, /, *, by: Any, **values: Any) -> Subject:
    """Change the profile. What officers are reading or have vetted (name, kind, seat, website) is changed by them alone.

    Its people are told which fields an officer changed.
    """
    lock(subject)
    organization, officer = isinstance(subject, Organization), acts_as_officer(by, subject)
    if subject.state == Vetted.State.SUSPENDED and not officer:
        raise Refused(_("The entry is suspended; it can be changed when the officers have ended the suspension."))
    if organization:
        keep_vetted(subject, by, values)  # type: ignore[arg-type]
    changed = [name for name in values if _differs(subject, name, values[name])] if officer else []
    common.store(subject, values, PROFILE if organization else EXPERT_PROFILE)
    if changed:
        _tell_of_changes(subject, changed)
    return subject


def _differs(subject: Subject, name: str, value: Any) -> bool:
    if name in common.MANY:
        return set(getattr(subject, name).all()) != set(value)
    return bool(getattr(subject, name) != value)


def _tell_of_changes(subject: Subject, names: list[str]) -> None:
    """Tell the people of an entry, each in their language, which fields officers changed; never what stands in them."""
    for person in common.people_of(subject):
        with override(person.language):
            fields = ", ".join(str(getattr(subject._meta.get_field(name), "verbose_name", name)) for name in names)
        common.tell([person], "directory.edit", subject, url=common.edit_path(subject), fields=fields)


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
    """Choose to be shown by name, under another name, or not at all; the entry gets a new address with it."""
    lock(subject)
    before = _shown_as(subject)
    pseudonym = pseudonym.strip()
    if safety == Safety.PSEUDONYM:
        check_pseudonym(subject, pseudonym)
    subject.safety = Safety(safety)
    subject.pseudonym = pseudonym
    if _shown_as(subject) != before:
        move_address(subject)
    common.publish(subject)
    return subject


def _shown_as(subject: Subject) -> tuple[str, str]:
    """Return how an entry is shown: by which safety, and where that is not by name, by which other name."""
    return subject.safety, subject.pseudonym if common.is_protected(subject) else ""
