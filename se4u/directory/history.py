"""The history of an organisation or expert, one sentence a deed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.template.exceptions import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.timezone import localtime

from se4u.accounts.people import names_behind
from se4u.core.authority import viewer_of
from se4u.core.models import Event

from .rules import is_no_party
from .services.common import Subject

MOST = 50
# What only officers and nobody outside sees done: how they share their work, and writings that change nothing visible.
OFFICERS_ONLY = {"directory.take", "directory.release"}
NOT_TOLD = {"directory.revise", "directory.contact"}


def history(user: Any, subject: Subject) -> list[dict[str, str]]:
    """Return the newest deeds for `components/timeline.html`, in words.

    Officers are named to officers only, and not in a case of their own; to the organisation's people they are "the vetting officers" of the sentence.
    """
    officer = viewer_of(user).officer and is_no_party(user, subject)
    hidden = NOT_TOLD if officer else NOT_TOLD | OFFICERS_ONLY
    events = list(Event.objects.about(subject).exclude(action__in=hidden)[:MOST])
    names: dict[UUID | None, str] = {}
    if officer:
        names = names_behind((event.actor_key for event in events), user)
    return [_entry(event, names.get(event.actor_key, "")) for event in events]


def _entry(event: Event, by: str) -> dict[str, str]:
    return {"when": date_format(localtime(event.at), "DATETIME_FORMAT"), "by": by, "text": _sentence(event)}


def _sentence(event: Event) -> str:
    try:
        return render_to_string(f"events/{event.action}.txt", {"data": event.data}).strip()
    except TemplateDoesNotExist:
        return event.action
