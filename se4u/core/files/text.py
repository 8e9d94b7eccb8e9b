"""Plain text and comma-separated values."""

from __future__ import annotations

import codecs
import re

from .errors import Unacceptable

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_MARKUP = re.compile(r"\s*<(?:!doctype|html|head|body|script|svg|\?xml|!--)", re.IGNORECASE)


def decoded(data: bytes) -> str | None:
    """Return the text of UTF-8, or of UTF-16 that says so by its mark; None if it is neither or not text at all."""
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if _CONTROL.search(text) else text


def is_markup(text: str) -> bool:
    """Whether the text is a web page, a drawing or another document that a browser would run."""
    return bool(_MARKUP.match(text))


def clean(data: bytes) -> bytes:
    """Return the text in UTF-8.

    Raises Unacceptable where it cannot be read, or is a web page.
    """
    text = decoded(data)
    if text is None:
        raise Unacceptable("encoding")
    if is_markup(text):
        raise Unacceptable("markup")
    return text.encode()
