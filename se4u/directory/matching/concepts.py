"""Words that are common in names, with their like in other languages: "Fundación", "مؤسسة" and "基金会" are a foundation."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from anyascii import anyascii

from .tokens import tokens_of

LONGEST = 6  # tokens of a phrase
STEM = 4  # letters of a form that matches every word it begins


class Kind(StrEnum):
    """What a common word is about."""

    BODY = "body"  # what sort of body it is
    COMMON = "other"
    PLACE = "place"


@dataclass(frozen=True)
class Match:
    """What the first tokens of a text say."""

    concept: str
    kind: Kind
    length: int


def _rows(name: str) -> list[dict[str, str]]:
    text = (files("se4u.directory.matching") / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


_LITTLE = {row["kind"]: frozenset(row["words"].split()) for row in _rows("little.csv")}
JOINING = _LITTLE["joining"]  # words that join others, in the languages of most names
LEGAL = _LITTLE["legal"]  # legal forms: they come and go with whoever writes the name


@dataclass(frozen=True)
class _Table:
    whole: dict[tuple[str, ...], tuple[str, Kind]]
    stems: dict[str, tuple[str, Kind]]


@lru_cache(maxsize=1)
def _table() -> _Table:
    whole: dict[tuple[str, ...], tuple[str, Kind]] = {}
    stems: dict[str, tuple[str, Kind]] = {}
    for row in _rows("concepts.csv"):
        meant = (row["concept"], Kind(row["kind"]))
        for form in row["forms"].split():
            if form.endswith("*"):
                stems[folded(form[:-1])] = meant
            else:
                whole[tuple(folded(token) for token in tokens_of(form.replace("_", " ")))] = meant
    return _Table(whole, stems)


@lru_cache(maxsize=65536)
def folded(token: str) -> str:
    """Return a token as it is looked up: of its own script, without case, marks and the Arabic article."""
    if token.isascii():
        return token.lower()
    if _ARABIC.search(token):
        return (_ARTICLE.sub("", token) or token).translate(_ALEF)
    if token[0] < "\u0370":
        return anyascii(token).lower()
    return token.lower().replace("ё", "е")


_ARABIC = re.compile("[\u0600-\u06ff]")
_ARTICLE = re.compile("^(?:وال|ول|بال|لل|ال)(?=.{2})")
# "And", "for" and "by" are written with the word; some words begin with these letters themselves.
_JOINED = re.compile("^[ولب](?=.{3})")
_ALEF = str.maketrans("أإآةىکی", "اااهيكي")


def find(tokens: list[str]) -> Match | None:
    """Return the longest common word or phrase a text begins with."""
    first = folded(tokens[0])
    found = _find((first, *map(folded, tokens[1:LONGEST])))
    if found is None and _ARABIC.match(first) and _JOINED.match(first):
        return _find((_ARTICLE.sub("", first[1:]), *map(folded, tokens[1:LONGEST])))
    return found


def _find(start: tuple[str, ...]) -> Match | None:
    table = _table()
    for length in range(len(start), 0, -1):
        if meant := table.whole.get(start[:length]):
            return Match(*meant, length)
    for size in range(len(start[0]), STEM - 1, -1):
        if meant := table.stems.get(start[0][:size]):
            return Match(*meant, 1)
    return None
