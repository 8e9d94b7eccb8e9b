"""Names made comparable across scripts."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from anyascii import anyascii

_NOT_WORD = re.compile(r"[^a-z0-9]+")


def sort_name(name: str) -> str:
    """Return a name in lower-case Latin letters and digits, any script transliterated, for sorting and comparing."""
    return _NOT_WORD.sub(" ", anyascii(name).lower()).strip()[:300]


def domain_of(address: str) -> str:
    """Return the host of a website or the part of a mailbox after the @, without `www.`; empty if there is none."""
    if "@" in address and "//" not in address:
        return address.rpartition("@")[2].strip().lower()
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""
    return host.lower().removeprefix("www.")[:200]
