"""Names of people in Latin letters."""

from __future__ import annotations

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def require_latin(value: str) -> None:
    """Raise ValidationError when a name holds letters of another script than Latin."""
    for character in value:
        if character.isalpha() and not unicodedata.name(character, "").startswith(("LATIN", "MODIFIER LETTER")):
            raise ValidationError(_("Write this name in Latin letters (A to Z, accents allowed)."), code="script")
