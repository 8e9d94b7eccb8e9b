"""The main navigation. Each app adds its entries from its `panels.py`, so that the base template knows no app.

For instance: `navigation.add(_("Directory"), "directory:list", order=10)`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Entry:
    """One link of the main navigation."""

    label: str | Promise
    url_name: str
    order: int
    signed_in: bool | None = None  # only for the signed-in, only for visitors, or for everyone


ENTRIES: list[Entry] = []


def add(label: str | Promise, url_name: str, *, order: int = 50, signed_in: bool | None = None) -> None:
    """Add a link for everyone, or only for the signed-in (True) or for visitors (False)."""
    ENTRIES.append(Entry(label, url_name, order, signed_in))
    ENTRIES.sort(key=lambda entry: entry.order)


def entries(request: HttpRequest | None) -> list[dict[str, Any]]:
    """Return label, address and `current` ("page", "true" for a page below it, or "") of each entry for this person."""
    path = request.path if request else ""
    user = getattr(request, "user", None)
    known = bool(user and user.is_authenticated)
    shown = [entry for entry in ENTRIES if entry.signed_in in {None, known}]
    links = [(entry.label, reverse(entry.url_name)) for entry in shown]
    return [{"label": label, "url": url, "current": _current(url, path)} for label, url in links]


def _current(url: str, path: str) -> str:
    if path == url:
        return "page"
    return "true" if path.startswith(url) else ""


add(_("Sign in"), "account_login", order=100, signed_in=False)
