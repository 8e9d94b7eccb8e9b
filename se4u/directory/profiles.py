"""The facts and documents of a profile, each with its words and, for one's own people, with who else reads it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from se4u.core.authority import Viewer
from se4u.core.files.kinds import BY_CONTENT_TYPE
from se4u.core.official import marked
from se4u.core.visibility import Choice, Guarded, Reach, Safety

from .cards import card, expert_card
from .models import Expert, Language, Organization, OrganizationDocument


@dataclass(frozen=True)
class Fact:
    """One line of a profile."""

    label: str | Promise
    value: Any
    field: str
    readers: str = ""  # who reads it, said to its own people and to officers
    link: bool = False
    written: bool = False  # by people, so that its direction is its own


_LABELS: dict[str, str | Promise] = {
    "acronym": gettext_lazy("Acronym"),
    "seat": gettext_lazy("Seat"),
    "operates_in": gettext_lazy("Works in"),
    "provinces": gettext_lazy("Provinces or places"),
    "languages": gettext_lazy("Working languages"),
    "website": gettext_lazy("Website"),
    "founded": gettext_lazy("Founded"),
    "ecosoc_status": gettext_lazy("ECOSOC consultative status"),
    "uncac_interest": gettext_lazy("Also works on"),
    "registration_number": gettext_lazy("Registration number"),
    "unregistered_reason": gettext_lazy("Why it is not registered"),
    "contact_name": gettext_lazy("Contact person"),
    "contact_email": gettext_lazy("Contact address"),
    "contact_phone": gettext_lazy("Contact telephone"),
    "country": gettext_lazy("Country"),
}
_WRITTEN = {"acronym", "provinces", "registration_number", "unregistered_reason", "contact_name"}


def organization_facts(organization: Organization, viewer: Viewer) -> list[Fact]:
    """Return the facts of an organisation that a reader may know and that are filled in."""
    shown = card(organization, viewer)
    insider = viewer.officer or organization.pk in viewer.person_of
    values: dict[str, Any] = {
        "acronym": shown.acronym,
        "seat": shown.seat and marked(shown.seat.name),
        "operates_in": _listed(shown.operates_in),
        "provinces": shown.provinces,
        "languages": ", ".join(map(str, shown.languages)),
        "website": shown.website,
        "founded": shown.founded,
        "ecosoc_status": dict(Organization.EcosocStatus.choices)[shown.ecosoc_status] if shown.ecosoc_status else "",
        "uncac_interest": _("the Convention against Corruption (UNCAC)") if shown.uncac_interest else "",
        "registration_number": shown.registration_number,
        "unregistered_reason": shown.unregistered_reason,
        "contact_name": shown.contact_name,
        "contact_email": shown.contact_email,
        "contact_phone": shown.contact_phone,
    }
    return _facts(organization, values, insider=insider)


def expert_facts(expert: Expert, viewer: Viewer) -> list[Fact]:
    """Return the facts of an expert that a reader may know and that are filled in."""
    shown = expert_card(expert, viewer)
    insider = viewer.officer or viewer.user_pk == expert.person_id
    values = {
        "country": shown.country and marked(shown.country.name),
        "languages": ", ".join(map(str, shown.languages)),
        "website": shown.website,
    }
    return _facts(expert, values, insider=insider)


def _facts(row: Guarded, values: dict[str, Any], *, insider: bool) -> list[Fact]:
    return [
        Fact(
            _LABELS[field],
            value,
            field,
            readers=readers(row, field) if insider else "",
            link=field == "website",
            written=field in _WRITTEN,
        )
        for field, value in values.items()
        if value
    ]


def readers(row: Guarded, field: str) -> str:
    """Return in words who may read a field, beside its own people and vetting officers."""
    if row.safety == Safety.UNLISTED:
        return _("kept private: the entry is not shown")
    if row.safety == Safety.PSEUDONYM and field not in row.COARSE:  # type: ignore[attr-defined]
        return _("kept private: the entry stands under another name")
    return _said(row.choice_for(field), gate=row.open_to_governments)


def _said(choice: Choice, *, gate: bool) -> str:
    if choice.reach == Reach.PUBLIC:
        return _("everyone reads this")
    if choice.reach == Reach.MEMBERS:
        if choice.governments and not gate:
            return _("members read this; governments do not, for the entry is not open to them")
        return _("members and governments read this") if choice.governments else _("members read this")
    return _("kept private: vetting officers alone read this")


def _listed(entries: Iterable[Any]) -> Any:
    return format_html_join(", ", "{}", ((marked(entry.name),) for entry in entries))


@dataclass(frozen=True)
class ShownDocument:
    """One document as a reader sees it: nothing of what its giver called the file but for the giver's own people."""

    key: str
    title: str
    kind: str
    language: Language | None
    format: str
    size: int
    at: datetime
    url: str
    readers: str = ""  # who reads it, said to its own people and to officers


def documents(organization: Organization, viewer: Viewer) -> list[ShownDocument]:
    """Return the documents of an organisation that a reader may open, in one query."""
    insider = viewer.officer or organization.pk in viewer.person_of
    found = OrganizationDocument.objects.visible_to(viewer).filter(organization=organization).for_pages()
    return [shown_document(row, insider=insider) for row in found]


def shown_document(document: OrganizationDocument, *, insider: bool = False) -> ShownDocument:
    """Return what a page shows of a document. Fetch rows with `.for_pages()`."""
    kind = BY_CONTENT_TYPE.get(document.upload.content_type)
    return ShownDocument(
        key=document.key,
        title=document.title,
        kind=document.get_kind_display(),
        language=document.language,
        format=kind.name if kind else "",
        size=document.upload.size,
        at=document.at,
        url=document.upload.url,
        readers=document_readers(document) if insider else "",
    )


def document_readers(document: OrganizationDocument) -> str:
    """Return in words who may read a document, beside its own people and vetting officers."""
    organization = document.organization
    if organization.safety == Safety.UNLISTED:
        return _("kept private: the entry is not shown")
    if organization.safety == Safety.PSEUDONYM:
        return _("kept private: the entry stands under another name")
    if document.state == OrganizationDocument.State.REFUSED:
        return _("kept private: an officer found it not sufficient")
    return _said(document.choice, gate=organization.open_to_governments)
