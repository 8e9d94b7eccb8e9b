"""What the directory keeps of a person, as they may take it along: readable without the site, and naming others as they may read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from se4u.accounts.models import User
from se4u.accounts.people import confirmed_addresses
from se4u.core.personal import Export

from . import cards
from .models import (
    Affiliation,
    Expert,
    Import,
    Inquiry,
    Invitation,
    JoinRequest,
    Organization,
    PendingImport,
    Verification,
)

Row = dict[str, Any]
EXPERT = (
    "kind",
    "state",
    "about",
    "about_language",
    "website",
    "safety",
    "pseudonym",
    "visibility",
    "open_to_governments",
    "suspended_because",
    "created_at",
    "submitted_at",
    "approved_at",
)


def export(person: User) -> Export:
    """Return the person's places, profile, vetting, invitations and requests, and what they did for others."""
    invited = Invitation.objects.filter(email__in=confirmed_addresses(person))
    sent = Invitation.objects.filter(invited_by=person)
    asked = JoinRequest.objects.filter(person=person).order_by("pk")
    decided = JoinRequest.objects.filter(decided_by=person)
    cases = Verification.objects.filter(Q(owner=person) | Q(decided_by=person))
    questions = Inquiry.objects.filter(asked_by=person).order_by("pk")
    imports = Import.objects.filter(by=person).order_by("pk")
    waiting = PendingImport.objects.filter(person=person).order_by("pk")
    return Export(
        {
            "organisations": _of(person, Affiliation.objects.filter(person=person), *PLACE),
            "contact_of": _contacts(person),
            "expert": _expert(person),
            "invitations": _of(person, invited, "email", "language", "role", "state", "sent_at"),
            "invitations_sent": _of(person, sent, "role", "state", "sent_at"),
            "requests_to_join": list(asked.values("found_as", "note", "state", "asked_at", "decided_at")),
            "requests_decided": _of(person, decided, "state", "decided_at"),
            "vettings": _of(person, cases, "opened_at", "outcome", "decided_at"),
            "questions_asked": list(questions.values("question", "asked_at")),
            "imports": list(imports.values("standing", "source", "vouched_by", "state", "at", "undone_at")),
            "imports_waiting": list(waiting.values("name", "standing", "vouched_by", "report", "first", "at")),
        },
        files=_waiting(waiting),
    )


PLACE = ("role", "title", "since", "until", "appointed_because")


def _of(person: User, rows: QuerySet[Any], *fields: str) -> list[Row]:
    """Return rows with some of their fields and the organisation as the person may call it."""
    return [
        {"organisation": row.organization and _called(row.organization, person)}
        | {name: getattr(row, name) for name in fields}
        for row in rows.select_related("organization").order_by("pk")
    ]


def _called(organization: Organization, person: User) -> str:
    """Return the own name, or none: the other name would tell who knew the own one before which is which."""
    return cards.known_name(organization, person) or _("an organisation")


def _contacts(person: User) -> list[Row]:
    found = contacts_of(person).order_by("pk")
    return [
        {"organisation": _called(organization, person)}
        | {name: getattr(organization, name) for name in ("contact_name", "contact_email", "contact_phone")}
        for organization in found
    ]


def contacts_of(person: User) -> QuerySet[Organization]:
    """Return the organisations whose contact is this person.

    By a confirmed address anywhere; by name only where the person belongs or belonged, for elsewhere it is a namesake.
    """
    names = [name for name in (person.name, person.latin_name) if name]
    theirs = Q(contact_name__in=names, pk__in=person.affiliations.values("organization"))
    for address in confirmed_addresses(person):
        theirs |= Q(contact_email__iexact=address)
    return Organization.objects.filter(theirs)


def _expert(person: User) -> Row:
    expert = Expert.objects.for_cards().filter(person=person).first()
    if expert is None:
        return {}
    cases = expert.verifications.order_by("pk").prefetch_related("inquiries")
    return {name: getattr(expert, name) for name in EXPERT} | {
        "country": expert.country and str(expert.country),
        "themes": [str(theme) for theme in expert.themes.all()],
        "languages": [str(language) for language in expert.languages.all()],
        "vettings": [_case(case) for case in cases],
    }


def _case(case: Verification) -> Row:
    return {
        "opened_at": case.opened_at,
        "distinct_because": case.distinct_because,
        "outcome": case.outcome,
        "reason": case.reason,
        "decided_at": case.decided_at,
        "questions": [
            {
                "question": inquiry.question,
                "asked_at": inquiry.asked_at,
                "answer": inquiry.answer,
                "answered_at": inquiry.answered_at,
            }
            for inquiry in case.inquiries.all()
        ],
    }


def _waiting(waiting: QuerySet[PendingImport]) -> Iterator[tuple[str, bytes]]:
    for item in waiting:
        yield f"{item.key} {item.name}", bytes(item.content)
