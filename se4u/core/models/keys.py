"""Public keys of objects."""

from __future__ import annotations

import secrets

from django.db import models

KEY_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"  # no 0/o, 1/i/l, u: read aloud and typed without mistakes
KEY_LENGTH = 10


def new_key() -> str:
    """Return a random public key of ten characters (48 bits), used in addresses instead of counters."""
    return "".join(secrets.choice(KEY_ALPHABET) for _ in range(KEY_LENGTH))


class Keyed(models.Model):
    """An object whose public address carries a random key, so that addresses neither count nor can be guessed."""

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, editable=False)

    class Meta:
        abstract = True

    def draw_key(self) -> str:
        """Draw a new key, so that the address known so far leads nowhere, and return the old one. The caller saves."""
        old, self.key = self.key, new_key()
        return old
