"""One name as a matcher reads it: word by word in Latin letters, each with its sound, and with its concept if it is a common one.

Names are transliterated with `anyascii`. Scripts that write no vowels (Arabic, Hebrew) give only consonants, and every
romanisation spells the rest in its own way: beside its letters each word therefore has a *sound*, its consonants with those that
romanisations confuse made one (after the idea of Soundex and of consonant skeletons for Arabic names).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from anyascii import anyascii

from .concepts import JOINING, LEGAL, Kind, Match, find
from .tokens import is_latin, tokens_of, visible

NAME_LENGTH = 300
LONGEST_ACRONYM = 12
WEIGHTS = {Kind.BODY: 0.25, Kind.COMMON: 0.6, Kind.PLACE: 0.5}

_ARABIC = re.compile(r"[\u0590-\u06ff]")
_ARTICLE = re.compile(r"^و?(?:ال|لل|بال)(?=.{2})")  # "and", "the", "for the", "by the" are written with the word
# Long vowels, what carries them, and what romanisations leave out.
_ARABIC_VOWELS = str.maketrans("", "", "اأإآٱءئؤةىعیيوו")
_BREAK = re.compile(r"\s+[-–—―|/]+\s+|[—―():;,،؛（）：，«»“”\"\[\]]+")


@dataclass(frozen=True)
class Word:
    """One word of a name."""

    letters: str  # Latin, lower case
    sound: str  # its consonants, those that romanisations confuse made one
    concept: str = ""  # what a common word says, in whatever language
    weight: float = 1.0  # how much it says of which body this is
    native: bool = True  # written in Latin letters
    place: bool = False


@dataclass(frozen=True)
class Name:
    """A name, or a part of it, made comparable."""

    words: tuple[Word, ...]  # those that say which body it is
    initials: frozenset[str] = frozenset()  # what it may be shortened to, with and without the words that join others
    acronyms: frozenset[str] = frozenset()  # what stands in it as an acronym, in small letters

    @cached_property
    def weight(self) -> float:
        return sum(word.weight for word in self.words)

    @cached_property
    def letters(self) -> str:
        """All letters without spaces: scripts and romanisations divide words in different places."""
        return "".join(word.letters for word in self.words)

    @cached_property
    def sound(self) -> str:
        """All sounds without spaces."""
        return "".join(word.sound for word in self.words)


@lru_cache(maxsize=8192)
def read(name: str) -> tuple[Name, ...]:
    """Return a name made comparable, first whole, then the parts that may stand for it: before a dash, in brackets.

    Any text is a name; one without letters is read as a name without words. Controls, joiners and marks of direction are left
    out first: nobody sees them, and they would tell two names apart.
    """
    text = visible(name[:NAME_LENGTH])
    whole = _read(text)
    parts = [_read(part) for part in _BREAK.split(text) if part.strip()]
    return (whole, *(part for at, part in enumerate(parts) if _stands_alone(part, at) and part.words != whole.words))


def _stands_alone(part: Name, at: int) -> bool:
    """Whether a part of a name may be the name: it says which body it is; the first may do so by a common word."""
    return part.weight >= 1 or (at == 0 and any(word.weight == WEIGHTS[Kind.COMMON] for word in part.words))


def _read(text: str) -> Name:
    words: list[Word] = []
    every = plainly = telling = ""
    acronyms: set[str] = set()
    one_case = text.isupper() and len(text.split()) > 1
    tokens = tokens_of(text)
    while tokens:
        match = find(tokens)
        taken, tokens = tokens[: match.length if match else 1], tokens[match.length if match else 1 :]
        made = [_common(taken, match)] if match else _words(taken[0])
        words += [word for word in made if word.concept or word.letters not in JOINING | LEGAL]
        for plain in filter(None, map(_plain, taken)):
            letters = plain.lower()
            every += letters[0]
            plainly += letters[0] if letters not in JOINING else ""
            telling += letters[0] if letters not in JOINING | LEGAL else ""
            if _is_acronym(plain) and not one_case:
                acronyms.add(letters)
    initials = frozenset(each for each in (every, plainly, telling) if len(each) > 2)
    return Name(tuple(words), initials, frozenset(acronyms))


def _is_acronym(plain: str) -> bool:
    return 2 < len(plain) <= LONGEST_ACRONYM and sum(map(str.isupper, plain)) > len(plain) / 2


def _common(tokens: list[str], match: Match) -> Word:
    """Return the word that some tokens, whose meaning is known, are together."""
    parts = [word for token in tokens for word in _words(token)]
    return Word(
        "".join(word.letters for word in parts) or match.concept,
        "".join(word.sound for word in parts) or match.concept,
        match.concept,
        WEIGHTS[match.kind],
        all(word.native for word in parts),
        match.kind == Kind.PLACE,
    )


def _words(token: str) -> list[Word]:
    """Return the words of one token; none where nothing of it is a letter or a digit."""
    bare = bool(_ARABIC.match(token))
    native = is_latin(token)
    letters = _plain(token).lower()
    return [Word(letters, sound(letters, bare=bare), native=native)] if letters else []


def _plain(token: str) -> str:
    """Return a token in Latin letters."""
    if _ARABIC.search(token):
        token = _ARTICLE.sub("", token).translate(_ARABIC_VOWELS) or token
    return re.sub(r"[^A-Za-z0-9]", "", anyascii(token))


_CONFUSED = (
    ("tion", "sn"), ("sch", "s"), ("tch", "s"), ("sh", "s"), ("ch", "k"), ("kh", "k"), ("gh", "g"), ("ph", "f"), ("th", "t"),
    ("dh", "d"), ("ts", "s"), ("tz", "s"), ("dj", "j"), ("ck", "k"), ("x", "ks"), ("q", "k"), ("z", "s"), ("w", "v"), ("g", "j"),
)  # fmt: skip
_VOWELS = str.maketrans("", "", "aeiouyh")


@lru_cache(maxsize=65536)
def sound(letters: str, *, bare: bool = False) -> str:
    """Return the consonants of a word, alike ones made one and doubled ones single; the word itself when there are none.

    `bare` words come from a script without vowels, which writes a letter twice only where a vowel stands between.
    """
    if letters.isdigit():
        return letters
    text = letters.replace("ce", "se").replace("ci", "si").replace("cy", "sy")
    for spelt, said in _CONFUSED:
        text = text.replace(spelt, said)
    text = text.replace("c", "k")
    if not bare:
        text = re.sub(r"(.)\1+", r"\1", text)
    return re.sub(r"(?<=.{3})at$", "", text).translate(_VOWELS) or letters
