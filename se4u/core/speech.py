"""The language a page is really in: the one asked for where there is a catalogue for it, else English.

Whoever reads under `/fr/` gets official texts in French as soon as there are any, but the words of the house in English until
somebody has translated them; a screen reader must be told so.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language, get_language_info, to_locale

SOURCE = "en"


@cache
def has_catalogue(code: str) -> bool:
    """Whether the words of the house stand in a language."""
    folders = (Path(folder) / to_locale(code) / "LC_MESSAGES" for folder in settings.LOCALE_PATHS)
    return code == SOURCE or any((folder / "django.mo").exists() for folder in folders)


def spoken(code: str | None = None) -> str:
    """Return the language the words of the house come in when `code`, or else the reader's language, is asked for."""
    wanted = code or get_language() or SOURCE
    return wanted if has_catalogue(wanted) else SOURCE


def direction(code: str) -> str:
    """Return "rtl" or "ltr", for the attribute `dir`."""
    return "rtl" if get_language_info(code)["bidi"] else "ltr"
