"""How an organisation or expert is shown: the only way from a row to a reader.

A card holds exactly what one viewer may read; a hidden field is empty in it. Lists, pages, exports, mails, logs and the
search index are made of cards, so that what is protected has one place to be protected in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from se4u.core.authority import Level, viewer_of
from se4u.core.visibility import Safety

from .models import Country, Expert, Language, Organization, Service, Theme
from .names import sort_name


@dataclass(frozen=True)
class OrganizationCard:
    """What one viewer may read of one organisation."""

    key: str
    kind: str
    name: str
    latin_name: str
    acronym: str
    about: str
    about_language: str
    seat: Country | None
    operates_in: tuple[Country, ...]
    provinces: str
    themes: tuple[Theme, ...]
    services: tuple[Service, ...]
    languages: tuple[Language, ...]
    website: str
    founded: int | None
    ecosoc_status: str
    uncac_interest: bool | None
    registration_number: str
    unregistered_reason: str
    contact_name: str
    contact_email: str
    contact_phone: str
    is_pseudonym: bool
    is_listed: bool
    is_vetted: bool
    awaits_vetting: bool  # registered and not decided; in the directory then only because an alliance vouches for it
    vouched_by: str
    is_sample: bool
    since: date | None  # in the directory
    hidden: frozenset[str]  # fields kept from this viewer, so that a page can say "kept private"

    def __str__(self) -> str:
        return self.name

    @property
    def kind_name(self) -> str:
        """The kind in the reader's language."""
        return str(Organization.Kind(self.kind).label)

    @property
    def url(self) -> str:
        """The address of the profile, without the language of the moment."""
        return reverse("directory:profile", args=[self.key])

    @property
    def full_name(self) -> str:
        """The name with its Latin form, where it differs: "مركز الأمل · Al Amal Centre"."""
        return f"{self.name} · {self.latin_name}" if self.latin_name and self.latin_name != self.name else self.name


# What a hidden field is in a card.
_EMPTY = {"seat": None, "founded": None, "uncac_interest": None}
_SINGLE = (
    "latin_name",
    "acronym",
    "about",
    "seat",
    "provinces",
    "website",
    "founded",
    "ecosoc_status",
    "uncac_interest",
    "registration_number",
    "unregistered_reason",
    "contact_name",
    "contact_email",
    "contact_phone",
)
_MANY = ("operates_in", "themes", "services", "languages")
_LISTS = frozenset({"themes", "services"})


def card(organization: Organization, user: Any, *, named: bool = False) -> OrganizationCard:
    """Return what a user or viewer may read of an organisation. Fetch rows with `.for_cards()` for lists.

    With `named` the reader gets the own name of one at risk, and nothing else of it: for those to whom it applied.

    The caller has narrowed with `visible_to`; an unlisted organisation met through another object (a membership, an event)
    must be left out by the caller, or named with `shown_name`.
    """
    viewer = viewer_of(user)
    insider = is_insider(organization, viewer)
    masked = organization.safety != Safety.OPEN and not insider
    readable = set(Organization.DEFAULTS) if insider else set(organization.readable_fields(viewer.level))
    if masked:
        readable &= Organization.COARSE
    readable |= {"name"}
    fetched: dict[str, Any] = organization.__dict__.get("_prefetched_objects_cache", {})
    values: dict[str, Any] = {
        name: getattr(organization, name) if name in readable else _EMPTY.get(name, "") for name in _SINGLE
    }
    for name in _MANY:
        rows = fetched.get(name)  # what `.for_cards()` brought, without a new manager for each row
        values[name] = tuple(getattr(organization, name).all() if rows is None else rows) if name in readable else ()
        if name in _LISTS and not insider:
            values[name] = tuple(entry for entry in values[name] if may_know(organization, entry))
    return OrganizationCard(
        key=organization.key,
        kind=organization.kind,
        name=organization.pseudonym if masked and not named else organization.name,
        about_language=values["about"] and organization.about_language,
        is_pseudonym=masked,
        is_listed=organization.listed,
        is_vetted=organization.state == Organization.State.APPROVED and not organization.vouched_by,
        awaits_vetting=organization.state in Organization.OPEN_STATES,
        vouched_by="" if masked else organization.vouched_by,  # may name a place or a partner
        is_sample=organization.is_sample,
        since=organization.approved_at.date() if organization.approved_at and not masked else None,
        hidden=frozenset(set(Organization.DEFAULTS) - readable),
        **values,
    )


def may_know(organization: Organization, entry: Theme | Service) -> bool:
    """Whether others may know that an organisation chose an entry: of a network's own, where they may know it belongs there."""
    if entry.network_pk is None:
        return True
    return organization.safety == Safety.OPEN and entry.network_pk in organization.known_networks


def cards(organizations: Iterable[Organization], user: Any) -> list[OrganizationCard]:
    """Return the cards of a list in its order."""
    viewer = viewer_of(user)
    return [card(organization, viewer) for organization in organizations]


def shown_name(organization: Organization, user: Any, *, named: bool = False) -> str:
    """Return the name to write where an organisation is only mentioned: own name, pseudonym, or neither.

    With `named` the own name of one at risk too: for those it has turned to itself, as by an invitation.
    """
    if named or organization.safety == Safety.OPEN or is_insider(organization, user):
        return organization.name
    return organization.pseudonym if organization.safety == Safety.PSEUDONYM else _("an organisation")


def known_name(organization: Organization, user: Any) -> str:
    """Return the own name to whoever may read it, and else nothing: never the other name.

    For what a reader may have met under the own name before, as a letter, a deed in the history or one's own past.
    """
    return organization.name if organization.safety == Safety.OPEN or is_insider(organization, user) else ""


def is_insider(organization: Organization, user: Any) -> bool:
    """Whether somebody reads all of an organisation: its own people and vetting officers."""
    viewer = viewer_of(user)
    return viewer.officer or organization.pk in viewer.person_of


def findable_by(organization: Organization, level: Level) -> frozenset[str]:
    """Return the fields a class of reader may find an organisation by; behind a pseudonym its networks are not among them."""
    readable = organization.readable_fields(level)
    if level is Level.OFFICERS or organization.safety == Safety.OPEN:
        return readable | {"networks"}
    return readable & Organization.COARSE


def refresh(organization: Organization) -> Organization:
    """Set what lists are sorted by: the name everyone sees; services call it before saving a changed organisation.

    A name in Latin letters that is kept private would be told by its place in the list.
    """
    latin_name = organization.latin_name if organization.opens("latin_name", Level.PUBLIC) else ""
    masked = organization.safety != Safety.OPEN
    organization.sort_name = sort_name(organization.pseudonym if masked else latin_name or organization.name)
    return organization


@dataclass(frozen=True)
class ExpertCard:
    """What one viewer may read of one expert."""

    key: str
    kind: str
    name: str  # the person's, a pseudonym, or the kind of expert where the name is kept private
    latin_name: str
    about: str
    about_language: str
    country: Country | None
    themes: tuple[Theme, ...]
    languages: tuple[Language, ...]
    website: str
    is_named: bool
    is_pseudonym: bool
    is_listed: bool
    is_vetted: bool
    is_sample: bool
    hidden: frozenset[str]

    def __str__(self) -> str:
        return self.name

    @property
    def kind_name(self) -> str:
        """The kind in the reader's language."""
        return str(Expert.Kind(self.kind).label)

    @property
    def url(self) -> str:
        """The address of the profile."""
        return reverse("directory:expert", args=[self.key])

    @property
    def full_name(self) -> str:
        """The name with its Latin form, where it differs."""
        return f"{self.name} · {self.latin_name}" if self.latin_name and self.latin_name != self.name else self.name


def expert_card(expert: Expert, user: Any) -> ExpertCard:
    """Return what a user or viewer may read of an expert. Fetch rows with `.for_cards()` for lists."""
    viewer = viewer_of(user)
    person = expert.person
    insider = viewer.officer or (viewer.user_pk is not None and viewer.user_pk == expert.person_id)
    masked = not insider and (expert.safety != Safety.OPEN or person.safety != Safety.OPEN)
    readable = set(Expert.DEFAULTS) if insider else set(expert.readable_fields(viewer.level))
    if masked:
        readable &= Expert.COARSE
    if not insider and "name" in person.visibility and not person.may_read("name", viewer):
        readable -= {"name"}
    name, latin_name = _expert_names(expert, masked=masked, named="name" in readable)

    return ExpertCard(
        key=expert.key,
        kind=expert.kind,
        name=name or expert.get_kind_display(),
        latin_name=latin_name,
        about=expert.about if "about" in readable else "",
        about_language=expert.about_language if "about" in readable and expert.about else "",
        country=expert.country if "country" in readable else None,
        themes=tuple(expert.themes.all()) if "themes" in readable else (),
        languages=tuple(expert.languages.all()) if "languages" in readable else (),
        website=expert.website if "website" in readable else "",
        is_named=bool(name),
        is_pseudonym=masked and bool(name),
        is_listed=expert.is_listed,
        is_vetted=expert.state == Expert.State.APPROVED,
        is_sample=expert.is_sample,
        hidden=frozenset(set(Expert.DEFAULTS) - readable),
    )


def _expert_names(expert: Expert, *, masked: bool, named: bool) -> tuple[str, str]:
    """Return the name shown and its Latin form; never a part of the mail address."""
    person = expert.person
    if masked:
        return expert.pseudonym or person.pseudonym, ""
    if not named:
        return "", ""
    return person.name or person.latin_name, person.latin_name if person.name else ""


def expert_cards(experts: Iterable[Expert], user: Any) -> list[ExpertCard]:
    """Return the cards of a list of experts in its order."""
    viewer = viewer_of(user)
    return [expert_card(expert, viewer) for expert in experts]
