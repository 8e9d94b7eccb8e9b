"""Names of people and things as they are written, freed of what could mislead a reader."""

from __future__ import annotations

import re
import unicodedata

from anyascii import anyascii
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Joiners are part of how many scripts are written; everything else invisible can only disguise.
JOINERS = {"\u200c", "\u200d"}


def clean_name(value: str) -> str:
    """Return a name on one line, without control characters and overrides of direction, with single spaces, composed (NFC)."""
    spaced = "".join(" " if character.isspace() else character for character in value)
    kept = (c for c in spaced if c in JOINERS or unicodedata.category(c) not in {"Cc", "Cf", "Co", "Cs", "Cn"})
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


def require_letter(value: str) -> None:
    """Raise ValidationError when nothing of a name can be read."""
    if value and not any(character.isalnum() for character in value):
        raise ValidationError(_("Write at least one letter."), code="letter")


_NOT_WORD = re.compile(r"[^a-z0-9]+")


def latin_words(name: str) -> list[str]:
    """Return the words of a name in lower-case Latin letters and digits, any script transliterated, for comparing."""
    return _NOT_WORD.sub(" ", anyascii(name).lower()).split()
