"""Secrets in mailed links. Only their digest is kept, so that who reads the database cannot use them."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta

from django.core import signing

SECRET_BYTES = 32


def new_secret() -> tuple[str, str]:
    """Return (secret, digest): 256 random bits for the link, and what to store of them."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    return secret, digest_of(secret)


def digest_of(secret: str) -> str:
    """Return the SHA-256 of a secret, to look its row up by. Plain, because the secret is random and long."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def matches(secret: str, digest: str) -> bool:
    """Whether a secret belongs to a stored digest, compared in constant time."""
    return hmac.compare_digest(digest_of(secret), digest)


def sign(purpose: str, value: str) -> str:
    """Return a value with a signature for links that need no row, such as "unsubscribe"; readable, not secret.

    A token made for one `purpose` is worth nothing for another.
    """
    return signing.TimestampSigner(salt=f"se4u.token.{purpose}").sign(value)


def unsign(purpose: str, token: str, max_age: timedelta) -> str | None:
    """Return the value of a signed token, or None if it is foreign, changed or older than `max_age`."""
    try:
        return signing.TimestampSigner(salt=f"se4u.token.{purpose}").unsign(token, max_age=max_age)
    except signing.BadSignature:
        return None
