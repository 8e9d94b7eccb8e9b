"""Telling people what was done, with the network's full name in the language of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from se4u.accounts.mentions import Mention
from se4u.accounts.models import User
from se4u.accounts.notify import notify
from se4u.core import official
from se4u.networks.models import Mandate, Membership, Network, Role


def tell(
    people: Iterable[User],
    deed: str,
    network: Network,
    url: str,
    *,
    role: Role | None = None,
    protected: bool = False,
    about: Any = None,
    **words: str | Mention,
) -> None:
    """Notify people of a deed; names of the network and the role are written in the recipient's language."""
    by_language: dict[str, list[User]] = defaultdict(list)
    for person in people:
        by_language[person.language].append(person)
    for language, readers in by_language.items():
        named = {"network": official.plain(network.name, language)}
        if role is not None:
            named["role"] = official.plain(role.name, language)
        notify(readers, deed, url=url, protected=protected, about=about, **named, **words)


def room(network: Network, page: str = "detail") -> str:
    """Return the address of a page of a network."""
    return reverse(f"networks:{page}", args=[network.slug])


def membership_page(membership: Membership) -> str:
    """Return the address where an organisation's place in a network is read and changed."""
    return reverse("networks:membership", args=[membership.key])


def hand_over_page(mandate: Mandate) -> str:
    """Return the address where an organisation names who takes its seat over."""
    return reverse("networks:hand_over_seat", args=[mandate.role.network.slug, mandate.key])
