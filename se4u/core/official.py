"""Official text: one value per language, marked where it differs from the page, so that it is read and set as what it is."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from i18nfield.strings import LazyI18nString

from .speech import direction, spoken

FALLBACKS = ("en", "fr", "es", "ru", "ar", "zh-hans", "pt")


def values(text: Any) -> dict[str, str]:
    """Return an official text by language, under "" where it is one text for all; empty where there is none."""
    data = text.data if isinstance(text, LazyI18nString) else text
    if isinstance(data, dict):
        return data
    return {"": str(data)} if data else {}


def choose(text: Any, language: str | None = None) -> tuple[str, str]:
    """Return (value, language) of an official text for a language, else of the first filled fallback."""
    data = values(text)
    if "" in data:
        return data[""], ""
    wanted = language or get_language() or "en"
    for code in (wanted, *FALLBACKS):
        if data.get(code):
            return data[code], code
    return "", ""


def plain(text: Any, language: str | None = None) -> str:
    """Return the value alone, for mail subjects, titles and files."""
    return choose(text, language)[0]


def marked(text: Any) -> SafeString:
    """Return the value; in a `span` with its language and direction when it is not the one of the words around it."""
    value, code = choose(text)
    if not code or code == spoken():
        return format_html("{}", value)
    return format_html('<span lang="{}" dir="{}">{}</span>', code, direction(code), value)
