"""Names in Latin letters, of people and of organisations."""

from __future__ import annotations

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from se4u.core.forms import NameField
from se4u.core.names import require_letter


def require_latin(value: str) -> None:
    """Raise ValidationError when a name holds letters of another script than Latin."""
    for character in value:
        if character.isalpha() and not unicodedata.name(character, "").startswith(("LATIN", "MODIFIER LETTER")):
            raise ValidationError(_("Write this name in Latin letters (A to Z, accents allowed)."), code="script")


class LatinNameField(NameField):
    """A name in Latin letters; a digit or a sign is of every script."""

    default_validators = [require_letter, require_latin]
