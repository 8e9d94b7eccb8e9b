"""Text made comparable across scripts, and hits marked in it.

Both databases store and look for folded text, so that a word is split and compared in one way, here, whatever the
database thinks of letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

WORD_LENGTH = 64  # longer words are cut, in texts and in questions alike
QUERY_LENGTH = 300
QUERY_WORDS = 24
PREFIX_FROM = 2  # one letter alone is looked for as a word, not as the beginning of one

# Letters that Unicode does not take apart into a base and a mark.
_LETTERS = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŧ": "t", "ŋ": "n", "æ": "ae", "œ": "oe", "þ": "th",
        # Arabic and its neighbours: alef wasla, teh marbuta, alef maqsura, Persian and Urdu forms; tatweel goes.
        "ٱ": "ا", "ة": "ه", "ى": "ي", "ی": "ي", "ے": "ي", "ې": "ي", "ک": "ك", "ڪ": "ك", "ہ": "ه", "ھ": "ه", "ە": "ه",
        "ۃ": "ه", "ـ": None,
    }
)  # fmt: skip

# Scripts written without spaces: each character is a word of its own, a word is a phrase of them.
_UNSPACED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x3005, 0x3007),
    (0x3040, 0x30FF),  # Hiragana, Katakana
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)


def asked(query: str) -> str:
    """Return what somebody typed into a field of search: on one line, and no longer than a question may be."""
    return " ".join(query.replace("\x00", " ").split())[:QUERY_LENGTH]


def fold(text: str) -> str:
    """Return a text as words of folded letters with one space between; idempotent, and never raises.

    Compatibility forms, case, diacritics, Arabic letter variants and vowel signs make no difference; digits of any
    script become 0-9; characters of scripts without spaces stand alone, so that any part of such a text is found.
    """
    return " ".join(words(text))


def words(text: str) -> list[str]:
    """Return the folded words of a text in their order."""
    if text.isascii():
        return [word[:WORD_LENGTH] for word in _ASCII_WORD.findall(text.lower())]
    return [run[:WORD_LENGTH] for run in "".join(map(_separated, _letters(text))).split()]


_ASCII_WORD = re.compile(r"[a-z0-9]+")


def _letters(text: str) -> str:
    """Return the text with everything folded but its spaces."""
    for _round in range(4):  # folding one letter can bring out another to fold; two rounds do in practice
        folded = _letters_once(text)
        if folded == text:
            break
        text = folded
    return text


def _letters_once(text: str) -> str:
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    kept = "".join(map(_plain, parts)).translate(_LETTERS)
    return unicodedata.normalize("NFC", kept)


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    """Return one character of a decomposed text: nothing for a mark or a control, a digit for any digit."""
    mark = unicodedata.combining(char)
    if mark == 1 or 10 <= mark <= 35 or mark >= 200:  # overlays; Hebrew and Arabic vowels; accents
        return ""
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category == "Cf":  # joiners, soft hyphens, marks of direction
        return ""
    return char if category[0] in "LNM" else " "


@lru_cache(maxsize=8192)
def _separated(char: str) -> str:
    return f" {char} " if is_unspaced(char) else char


def is_unspaced(char: str) -> bool:
    """Whether a character belongs to a script written without spaces between words."""
    code = ord(char)
    return code >= 0x0E00 and any(first <= code <= last for first, last in _UNSPACED)


@dataclass(frozen=True)
class Phrase:
    """Words that stand one after the other; the last may be only the beginning of a word."""

    words: tuple[str, ...]
    prefix: bool

    def found_in(self, text: list[str]) -> bool:
        """Whether the phrase stands in a list of folded words; the definition both databases follow."""
        return any(self.found_at(text, start) for start in range(len(text) - len(self.words) + 1))

    def found_at(self, text: list[str], start: int) -> bool:
        """Whether the phrase begins at a place of the list."""
        stretch = text[start : start + len(self.words)]
        if len(stretch) < len(self.words) or tuple(stretch[:-1]) != self.words[:-1]:
            return False
        return stretch[-1].startswith(self.words[-1]) if self.prefix else stretch[-1] == self.words[-1]


def parse(query: str) -> tuple[Phrase, ...]:
    """Return what a person looks for: all of these phrases. Words between quotation marks stand together and whole.

    Any text is a query; one without a letter or digit looks for nothing and gives no phrase.
    """
    phrases: dict[Phrase, None] = {}
    room = QUERY_WORDS
    for position, part in enumerate(_QUOTES.split(query[:QUERY_LENGTH])):
        quoted = position % 2 == 1
        for run in [words(part)] if quoted else map(words, part.split()):
            for phrase in [Phrase(tuple(run), prefix=False)] if quoted and run else _phrases(run):
                if room < len(phrase.words):
                    return tuple(phrases)
                room -= len(phrase.words)
                phrases[phrase] = None
    return tuple(phrases)


_QUOTES = re.compile(r"[\"“”„«»]")


def _phrases(run: Iterable[str]) -> list[Phrase]:
    """Return the phrases of one run of a query: characters without spaces together, every other word on its own."""
    found: list[Phrase] = []
    together: list[str] = []
    for word in run:
        if is_unspaced(word[0]):
            together.append(word)
            continue
        if together:
            found.append(Phrase(tuple(together), prefix=False))
            together = []
        found.append(Phrase((word,), prefix=len(word) >= PREFIX_FROM))
    if together:
        found.append(Phrase(tuple(together), prefix=False))
    return found


def highlight(text: str, query: str) -> SafeString:
    """Return the text escaped, with what a query finds in it inside `<mark>`.

    The text is cut at its own letters and compared folded, so that "victimas" marks "víctimas".
    """
    return _marked(text, _hits(text, query))


def excerpt(text: str, query: str, length: int = 280) -> SafeString:
    """Return at most about `length` characters of a text, from its beginning or around the first hit, hits marked."""
    text = " ".join(text.split())
    hits = _hits(text, query)
    start = max(0, hits[0][0] - length // 3) if hits and hits[0][1] > length else 0
    end = min(len(text), start + length)
    start = text.rfind(" ", 0, start) + 1 if start else 0
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + length // 2)
    shown = [(at - start, to - start) for at, to in hits if start <= at and to <= end]
    before, after = ("… " if start else "", " …" if end < len(text) else "")
    return mark_safe(before + _marked(text[start:end], shown) + after)  # escaped part by part


def _hits(text: str, query: str) -> list[tuple[int, int]]:
    """Return where a text is found by a query; what touches is one."""
    phrases = parse(query)
    pieces = _pieces(text) if phrases else []
    spoken = [word for _start, _end, word in pieces]
    marked: set[int] = set()
    for phrase in phrases:
        for start in range(len(spoken)):
            if phrase.found_at(spoken, start):
                marked.update(range(start, start + len(phrase.words)))
    return _joined(sorted({pieces[index][:2] for index in marked}))


_PIECE = re.compile(
    r"[^\W_]+(?:[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u200c\u200d]+[^\W_]*)*"
)


def _pieces(text: str) -> list[tuple[int, int, str]]:
    """Return the words of a text with where they stand; a word that folds into several is each of them."""
    found: list[tuple[int, int, str]] = []
    for match in _PIECE.finditer(text):
        if any(map(is_unspaced, match.group())):
            for at in range(match.start(), match.end()):
                found += [(at, at + 1, word) for word in words(text[at])]
        else:
            found += [(match.start(), match.end(), word) for word in words(match.group())]
    return found


def _marked(text: str, hits: list[tuple[int, int]]) -> SafeString:
    out: list[str] = []
    done = 0
    for start, end in hits:
        out += [escape(text[done:start]), "<mark>", escape(text[start:end]), "</mark>"]
        done = end
    out.append(escape(text[done:]))
    return mark_safe("".join(out))  # every part was escaped above


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans with those that touch made one."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
