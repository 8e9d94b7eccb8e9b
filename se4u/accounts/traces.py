"""Where a text names a person: their addresses and names, as whole words.

A name is found between word boundaries, so that "Rosa" is not found in "Rosario"; scripts written without spaces have none,
so there it is found anywhere. Names of one to three letters are often words too and count as they are written only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from se4u.core.text import is_unspaced

from .models import User
from .people import confirmed_addresses

SHORT = 4  # letters a name has at least that is found in either case
# What names others by their own or official names, and is never the person's.
OFFICIAL = frozenset({"network", "role", "organization", "authority"})
WHOLE = frozenset({"name"})  # what a thing is called: the person's name, or somebody else's that contains it


def traces(person: User) -> list[str]:
    """Return the words that name a person: confirmed addresses and names, longest first."""
    words = {person.name, person.latin_name, person.pseudonym, *confirmed_addresses(person)}
    return sorted((word for word in words if word), key=len, reverse=True)


def is_named(person: User, texts: Iterable[str]) -> bool:
    """Whether one of the texts names the person."""
    words = [*traces(person), person.own_name]
    return any(True for text in texts for word in words for _place in _found(word, text))


def renamed(person: User, context: Mapping[str, Any], by: str) -> dict[str, Any]:
    """Return the fields of a notification that is about the person, with `by` in place of their names.

    What is kept as a reference holds no name, and stays.
    """
    words = [*traces(person), person.own_name]
    return {name: _renamed(name, text, words, by) if isinstance(text, str) else text for name, text in context.items()}


def _renamed(name: str, text: str, words: list[str], by: str) -> str:
    if name in OFFICIAL:
        return text
    if name in WHOLE:
        return by if text.strip().casefold() in {word.casefold() for word in words} else text
    return without(text, words, by)


def without(text: str, words: Iterable[str], by: str) -> str:
    """Return the text with `by` in place of the words."""
    for word in words:
        for start, end in reversed(list(_found(word, text))):
            text = text[:start] + by + text[end:]
    return text


def _found(word: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield where a word stands in a text."""
    if text.strip().casefold() == word.casefold():
        yield 0, len(text)
    elif "@" in word:
        address = rf"(?<![\w.+%'-]){re.escape(word)}(?![\w-]|\.\w)"
        yield from (match.span() for match in re.finditer(address, text, re.IGNORECASE))
    elif len(word) > 1:
        case = re.IGNORECASE if len(word) >= SHORT else re.NOFLAG
        for match in re.finditer(re.escape(word), text, case):
            start, end = match.span()
            if not (_joined(text[:start][-1:], word[0]) or _joined(word[-1], text[end:][:1])):
                yield start, end


def _joined(left: str, right: str) -> bool:
    """Whether two characters stand inside one word; marks belong to the letter before them."""
    if not left or not right:
        return False
    if unicodedata.category(right)[0] == "M":
        return True
    return all(unicodedata.category(char)[0] in "LNM" and not is_unspaced(char) for char in (left, right))
