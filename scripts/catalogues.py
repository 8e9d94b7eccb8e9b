"""Catalogues that can be trusted: they can be read, and each translation fills in what its original fills in."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po

ROOT = Path(__file__).resolve().parent.parent
NAMED = re.compile(r"%\((\w+)\)[a-z]|\{(\w*)\}|%%|%([sd])")
TAG = re.compile(r"</?([a-z][a-z0-9]*)\b")


def placeholders(text: str) -> Counter[str]:
    """Return what a text fills in (%(name)s, {name}, %s), with how often."""
    return Counter(found[0] for found in NAMED.finditer(text) if found[0] != "%%")


def _forms(text: str | Sequence[str | None] | None) -> list[str]:
    """Return the plural forms of a text, or the text alone."""
    return [text or ""] if text is None or isinstance(text, str) else [form or "" for form in text]


def mistakes(message: Message) -> Iterator[str]:
    """Yield what is wrong with one translation; an empty or doubtful (fuzzy) one is not used and so not wrong."""
    originals = _forms(message.id)
    texts = _forms(message.string)
    if message.fuzzy or not any(texts):
        return
    if not all(texts):
        yield "some plural forms are missing"
    allowed = set().union(*(placeholders(original) for original in originals))
    needed = set(placeholders(originals[-1]))
    for text in texts:
        found = set(placeholders(text))
        # a plural form may leave its number out ("one network"), never invent one
        if found - allowed or (len(texts) == 1 and needed - found):
            yield f"“{text}” fills in {sorted(found)}, the original {sorted(needed)}"
        if Counter(TAG.findall(text)) != Counter(TAG.findall(originals[-1])):
            yield f"“{text}” has other tags than the original"
        if text.startswith("\n") != originals[-1].startswith("\n") or text.endswith("\n") != originals[-1].endswith(
            "\n"
        ):
            yield f"“{text}” begins or ends a line where the original does not"


def check(path: Path) -> list[str]:
    """Return the mistakes of one catalogue, each with its line; a file that cannot be read is one mistake."""
    try:
        with path.open("rb") as file:
            catalogue: Catalog = read_po(file, locale=path.parent.parent.name, abort_invalid=True)
    except (PoFileError, ValueError, UnicodeDecodeError) as error:
        return [f"{path}: {error}"]
    return [
        f"{path}:{message.lineno}: {mistake}" for message in catalogue if message.id for mistake in mistakes(message)
    ]


def main() -> int:
    """Print every mistake in every catalogue and return 1 if there is any."""
    found = [line for path in sorted(ROOT.glob("se4u/locale/*/LC_MESSAGES/*.po")) for line in check(path)]
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
