"""When two rows name the same body: identity for matching, likeness for warnings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process

from se4u.directory.names import sort_name

ALIKE = 92  # of 100; token-sorted, so that "University of Bath" and "Bath, University of" are one
# Accents of Latin, Greek and Cyrillic letters, and Arabic vowel signs and lengthening: written or not, the name is the same.
# Marks of other scripts are letters of the name and stay.
_ACCENTS = re.compile("[\u0300-\u036f\u0640\u064b-\u065f\u0670]")
_ARABIC = str.maketrans("أإآىة", "ااايه")
# Single bytes of Windows-1252 read as Latin-1, found in many lists: curved quotation marks, dashes, the euro sign.
_CONTROLS = re.compile("[\x80-\x9f]")
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")


def tidy(text: str) -> str:
    """Return one line of text as it was meant: composed letters, single spaces, no invisible marks, mended quotation marks."""
    mended = _CONTROLS.sub(lambda found: found[0].encode("latin-1").decode("cp1252", "replace"), text)
    return " ".join(unicodedata.normalize("NFC", _INVISIBLE.sub("", mended)).split())


def identity(name: str) -> str:
    """Return a name without case, accents and punctuation, in its own script: equal for the same body of one country.

    Not transliterated: two Chinese names may sound alike and be different bodies.
    """
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", name).translate(_ARABIC)).casefold()
    kept = (letter if unicodedata.category(letter)[0] in "LNM" else " " for letter in plain)
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


@lru_cache(maxsize=4096)
def likeness_key(name: str) -> str:
    """Return the words of a name in Latin letters, sorted."""
    return " ".join(sorted(sort_name(name).split()))


Group = tuple[list[str], list[str]]  # likeness keys and the names they stand for


class Neighbours:
    """Names already known, by country, to find those a new one nearly equals."""

    def __init__(self, known: Sequence[tuple[str, int | None]]) -> None:
        self._groups: dict[int | None, Group] = {}
        for name, country in known:
            keys, names = self._groups.setdefault(country, ([], []))
            keys.append(likeness_key(name))
            names.append(name)

    def like(self, name: str, country: int | None) -> str:
        """Return the known name most like this one, in the same country or where either country is unknown; else empty."""
        key = likeness_key(name)
        best, found = float(ALIKE), ""
        for keys, names in self._near(country):
            hit = process.extractOne(key, keys, scorer=fuzz.ratio, score_cutoff=best)
            if hit is not None:
                best, found = hit[1], names[hit[2]]
        return found

    def _near(self, country: int | None) -> list[Group]:
        if country is None:
            return list(self._groups.values())
        return [self._groups[key] for key in (country, None) if key in self._groups]


def suggest(text: str, names: Mapping[str, str]) -> str:
    """Return the name somebody probably meant, from folded -> written names; empty when nothing is near."""
    hit = process.extractOne(identity(text), list(names), scorer=fuzz.ratio, score_cutoff=80)
    return names[hit[0]] if hit else ""
