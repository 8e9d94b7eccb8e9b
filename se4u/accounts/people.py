"""How a person is named to others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from se4u.core.authority import viewer_of
from se4u.core.models import ActorName
from se4u.core.visibility import Reach, Safety

from .models import User


@dataclass(frozen=True)
class PersonCard:
    """What one viewer may read of a person; a hidden field is empty in it."""

    name: str
    latin_name: str
    email: str


def card(person: User, user: Any, *, colleague: bool = False) -> PersonCard:
    """Return what a user or viewer may read of a person."""
    viewer = viewer_of(user)
    insider = viewer.officer or viewer.user_pk == person.pk
    open_to_reader = insider or colleague or person.safety == Safety.OPEN
    return PersonCard(
        name=shown_name(person, viewer, colleague=colleague),
        latin_name=person.latin_name
        if open_to_reader and person.may_read("latin_name", viewer, insider=insider or colleague)
        else "",
        email=person.email if open_to_reader and person.may_read("email", viewer, insider=insider) else "",
    )


def shown_name(person: User, user: Any, *, colleague: bool = False) -> str:
    """Return the name a reader may see: to oneself, officers and colleagues the own one; else by safety and visibility."""
    return readable_name(person, user, colleague=colleague) or _("a person")


def readable_name(person: User, user: Any, *, colleague: bool = False) -> str:
    """Return the name as `shown_name` does, and nothing where a reader may see none."""
    viewer = viewer_of(user)
    if person.erased_at is not None:
        return ""
    if viewer.officer or viewer.user_pk == person.pk or colleague:
        return person.own_name
    if person.safety == Safety.PSEUDONYM:
        return person.pseudonym
    if person.safety == Safety.UNLISTED or not person.may_read("name", viewer):
        return ""
    return person.name


def confirmed_addresses(person: Any) -> list[str]:
    """Return the addresses a person has confirmed, in lower case: what anybody may add without a mailbox is not theirs."""
    if not person.is_authenticated:
        return []
    rows = person.emailaddress_set.filter(verified=True).order_by("pk")
    return [address.lower() for address in rows.values_list("email", flat=True)]


def keep_actor_name(person: User) -> None:
    """Bring the name behind the person's actor key up to date.

    It is the pseudonym if there is one, else the name if members may read it; nothing for the unlisted.
    """
    name = {Safety.OPEN: person.name, Safety.PSEUDONYM: person.pseudonym}.get(Safety(person.safety), "")
    if person.safety == Safety.OPEN and person.choice_for("name").reach == Reach.OFFICERS:
        name = ""
    ActorName.objects.update_or_create(key=person.actor_key, defaults={"name": name})
