"""How a person is named to others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from se4u.core.authority import viewer_of
from se4u.core.visibility import Safety

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


def names_behind(keys: Iterable[UUID | None], user: Any) -> dict[UUID | None, str]:
    """Return the names behind actor keys of the history, each as the reader may read it now; nothing for who deleted the account.

    The names stand in the people's own rows alone, which erasure empties; the history holds none.
    """
    viewer = viewer_of(user)
    people = User.objects.filter(actor_key__in={key for key in keys if key})
    return {person.actor_key: readable_name(person, viewer) for person in people}
