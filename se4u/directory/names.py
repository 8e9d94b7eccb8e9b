"""Names made comparable across scripts."""

from __future__ import annotations

from urllib.parse import urlsplit

from se4u.core.names import latin_words


def sort_name(name: str) -> str:
    """Return a name in lower-case Latin letters and digits, any script transliterated, for sorting and comparing."""
    return " ".join(latin_words(name))[:300]


def domain_of(address: str) -> str:
    """Return the host of a website or the part of a mailbox after the @, without `www.`; empty if there is none."""
    if "@" in address and "//" not in address:
        return address.rpartition("@")[2].strip().lower()
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""
    return host.lower().removeprefix("www.")[:200]
