"""What of the directory is found by which words, and by whom.

Services call `index(organization)` (or an expert) after every change of a row, its relations or its memberships, in the
same transaction, and `index_rows(queryset)` after a change of the lists it is filed under (a renamed theme, say).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from se4u.core import official
from se4u.core.authority import Level
from se4u.core.search import READERS, Source, Text, index, index_rows, register, remove

from . import facets
from .cards import ExpertCard, OrganizationCard, card, cards, expert_card, expert_cards
from .models import Expert, Organization
from .names import sort_name

__all__ = ["EXPERTS", "ORGANIZATIONS", "index", "index_rows", "remove"]


def _organization(organization: Organization, level: Level) -> Text | None:
    """Return what a class of reader may know; of what is not listed, officers alone have a text."""
    if not organization.listed and level is not Level.OFFICERS:
        return None
    shown: OrganizationCard = card(organization, READERS[level])
    title = " ".join((shown.name, shown.latin_name, shown.acronym))
    body = (
        sort_name(shown.name),
        shown.about,
        shown.provinces,
        *_names([shown.seat] if shown.seat else []),
        *_names(shown.operates_in),
        *_names(shown.themes),
        *_names(shown.services),
        shown.website.partition("//")[2],
        shown.contact_name,
        shown.contact_email,
        shown.registration_number,
    )
    return title, "\n".join(body)


def _expert(expert: Expert, level: Level) -> Text | None:
    """Return what a class of reader may know of an expert, by the same rule."""
    if not expert.is_listed and level is not Level.OFFICERS:
        return None
    shown: ExpertCard = expert_card(expert, READERS[level])
    title = shown.name if shown.is_named else ""
    place = _names([shown.country] if shown.country else [])
    return title, "\n".join((sort_name(title), shown.latin_name, shown.about, *place, *_names(shown.themes)))


def _names(entries: Iterable[Any]) -> list[str]:
    """Return the official names of entries in every language, each once."""
    found: dict[str, None] = {}
    for entry in entries:
        found |= dict.fromkeys(official.values(entry.name).values())
    return list(found)


ORGANIZATIONS = register(
    Source(
        code=1,
        model=Organization,
        slug="organizations",
        title=_("Organisations"),
        rows=Organization.objects.visible_to,
        document=_organization,
        results=cards,
        template="directory/result.html",
        sort_key=lambda organization: organization.sort_name,
        prepare=lambda rows: rows.for_cards(),  # type: ignore[attr-defined]
        beside=facets.file,
        position=10,
    )
)
EXPERTS = register(
    Source(
        code=2,
        model=Expert,
        slug="experts",
        title=_("Experts"),
        rows=Expert.objects.visible_to,
        document=_expert,
        results=expert_cards,
        template="directory/expert_result.html",
        prepare=lambda rows: rows.for_cards(),  # type: ignore[attr-defined]
        position=20,
    )
)
