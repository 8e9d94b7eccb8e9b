"""The words of a name as they are written, freed of what nobody sees and of letters that pass for others."""

from __future__ import annotations

import re
import unicodedata

# Letters of other scripts drawn like Latin ones (Unicode TR 39, "confusables", letters of Cyrillic and Greek alone): read as
# Latin in a word that has Latin letters too.
_LOOKALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁԛԝһΑΒΕΖΗΙΚΜΝΟΡΤΥΧορνι",
    "ABESIJKMHOPCTYXaesijopcyxdqwhABEZHIKMNOPTYXopvi",
)
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_INSIDE = "'’ʼ`´ʻʿʾ.·"  # stand within a word without dividing it
_ACCENTS = frozenset(map(chr, range(0x300, 0x370)))
_UNSEEN = frozenset({"Cf", "Cc", "Co", "Cn", "Cs"})


def visible(text: str) -> str:
    """Return a text without controls, joiners, marks of direction and accents: nobody sees them, or they come and go."""
    composed = unicodedata.normalize("NFKC", text)
    return "".join(char for char in composed if unicodedata.category(char) not in _UNSEEN and char not in _ACCENTS)


def tokens_of(text: str) -> list[str]:
    """Return the words of a text as they are written; each character of a script without spaces is one."""
    spaced = "".join(_spaced(char) for char in text)
    return [_unmasked(token) for raw in spaced.split() if (token := raw.strip(_INSIDE))]


def _unmasked(token: str) -> str:
    """Return a token whose letters are what they look like: one that mixes Latin letters with others drawn like them."""
    return token if token.isascii() or not _LATIN.search(token) else token.translate(_LOOKALIKES)


def _spaced(char: str) -> str:
    if _UNSPACED.match(char):
        return f" {char} "
    return char if unicodedata.category(char)[0] in "LMN" or char in _INSIDE else " "


def is_latin(token: str) -> bool:
    """Whether a token is written in Latin letters."""
    return token.isascii() or bool(_LATIN.search(token))
