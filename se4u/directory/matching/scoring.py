"""How alike two names are, and why.

The words of the two are paired by letters or sound; what is paired counts for, what stays over counts against, each word by
how much it says (after SoftTFIDF: Cohen, Ravikumar and Fienberg, "A Comparison of String Distance Metrics for Name-Matching
Tasks", 2003). Words left over on one side are a shorter or longer form of one name; words left over on both sides are two
names ("Women for Peace", "Youth for Peace"), and so count more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from .forms import Name, Word, read

THRESHOLD = 70  # what a person is shown, of 100; chosen on the third of the written pairs set aside for choosing
SURELY_ALIKE, WORD_ALIKE = (
    0.93,
    0.8,
)  # two words of at least this likeness are one word spelt in two ways; the surer first
RUN_ALIKE = 0.88  # the same for one word and several that follow one another
LONGEST_RUN = 3
WORTH_RUNS = 60  # names that sound less alike as a whole than this, and share no word, are not looked into further
SHORTENED = 0.82  # one word is the beginning of the other, or a place the beginning of what is said of its people
OF_PLACE = 4
FEW_LETTERS = 3  # words so short are the same or are not
CONFLICT, EXTRA = 1.6, 0.55  # against: words left over on both sides, on one alone
PART = 0.9  # for: a part of a name, before a dash or in brackets, is like the other name
ACRONYM_NAMED = 0.9  # one name is the acronym the other names
ACRONYMS = {3: 0.72, 4: 0.8}  # one name is made of the other's initials, by their number
LONG_ACRONYM = 0.88


@dataclass(frozen=True)
class Pair:
    """A word of each name, taken for one word."""

    one: str
    other: str
    percent: int


@dataclass(frozen=True)
class Likeness:
    """How alike two names are, 0-100, and why."""

    score: int = 0
    pairs: tuple[Pair, ...] = ()
    left: tuple[str, ...] = ()  # of the first name, without a pair
    left_other: tuple[str, ...] = ()
    acronym: bool = False  # one is the acronym of the other
    part: bool = False  # a part of a name was compared


@dataclass
class _Pairing:
    """The words of two names while they are being paired."""

    one: tuple[Word, ...]
    other: tuple[Word, ...]
    pairs: list[Pair] = field(default_factory=list)
    alike: float = 0.0  # weight of what is paired, by how alike it is
    paired: float = 0.0  # weight of what is paired
    used: set[int] = field(default_factory=set)
    used_other: set[int] = field(default_factory=set)

    def pair(self, enough: float) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
        """Pair words that are alike enough, the most alike first; return what is left over of each side."""
        options = sorted(
            (-likeness, abs(at - where), at, where)
            for at, one in enumerate(self.one)
            if at not in self.used
            for where, other in enumerate(self.other)
            if where not in self.used_other and (likeness := _alike(one, other)) >= enough
        )
        for likeness, _distance, at, where in options:
            if at not in self.used and where not in self.used_other:
                self._take((at,), (where,), -likeness)
        return self._left()

    def pair_runs(self) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
        """Pair one word with several that follow one another: scripts and romanisations divide words in different places."""
        for at in range(len(self.one)):
            for run in self._runs(self.other, self.used_other):
                if at not in self.used and self.used_other.isdisjoint(run):
                    self._try((at,), run)
        for where in range(len(self.other)):
            for run in self._runs(self.one, self.used):
                if where not in self.used_other and self.used.isdisjoint(run):
                    self._try(run, (where,))
        return self._left()

    @staticmethod
    def _runs(words: tuple[Word, ...], used: set[int]) -> list[tuple[int, ...]]:
        """Return the runs of two and more words none of which is used, the longest first."""
        runs = [
            tuple(range(start, start + length))
            for length in range(min(LONGEST_RUN, len(words)), 1, -1)
            for start in range(len(words) - length + 1)
        ]
        return [run for run in runs if used.isdisjoint(run)]

    def _try(self, some: tuple[int, ...], others: tuple[int, ...]) -> None:
        one = _together([self.one[at] for at in some])
        other = _together([self.other[at] for at in others])
        likeness = _alike(one, other) if one.letters[0] == other.letters[0] or one.sound[0] == other.sound[0] else 0.0
        if likeness >= RUN_ALIKE:
            self._take(some, others, likeness)

    def _take(self, some: tuple[int, ...], others: tuple[int, ...], likeness: float) -> None:
        """Take some words of the two for the same."""
        one, other = [self.one[at] for at in some], [self.other[at] for at in others]
        weight = (_weight(one) + _weight(other)) / 2
        self.used.update(some)
        self.used_other.update(others)
        self.alike += likeness * weight
        self.paired += weight
        self.pairs.append(Pair(_letters(one), _letters(other), round(100 * likeness)))

    def _left(self) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
        """Return the words of each side without a pair."""
        return (
            tuple(word for at, word in enumerate(self.one) if at not in self.used),
            tuple(word for at, word in enumerate(self.other) if at not in self.used_other),
        )


def _together(words: list[Word]) -> Word:
    return Word(
        "".join(word.letters for word in words),
        "".join(word.sound for word in words),
        native=all(word.native for word in words),
    )


def compare(one: str, other: str) -> Likeness:
    """Return how alike two names are: the whole names, or parts that may stand for them, whichever fits best."""
    ones, others = read(one), read(other)
    found = [
        _compare(first, second, part=bool(at or where))
        for at, first in enumerate(ones)
        for where, second in enumerate(others)
        if not (at and where and len(first.words) == len(second.words) == 1)
    ]
    # An acronym beside a full name says nothing against another full name: the whole name must be the acronym.
    found += [_initials(ones[0], name) for name in others] + [_initials(others[0], name) for name in ones]
    return max(found, key=lambda likeness: likeness.score)


def _compare(one: Name, other: Name, *, part: bool) -> Likeness:
    return _by_words(one, other, part=part) if one.words and other.words else Likeness()


def _by_words(one: Name, other: Name, *, part: bool) -> Likeness:
    pairing = _Pairing(one.words, other.words)
    left, left_other = pairing.pair(SURELY_ALIKE)
    if left and left_other and (pairing.pairs or fuzz.ratio(one.sound, other.sound) >= WORTH_RUNS):
        left, left_other = pairing.pair_runs()
        left, left_other = pairing.pair(WORD_ALIKE)
    over = sorted(_over(left, left_other))
    against = CONFLICT * over[0] + EXTRA * (over[1] - over[0])
    score = pairing.alike / (pairing.paired + against) if pairing.paired else 0.0
    return Likeness(
        round(100 * score * (PART if part else 1)),
        tuple(pairing.pairs),
        tuple(word.letters for word in left),
        tuple(word.letters for word in left_other),
        part=part,
    )


def _over(left: tuple[Word, ...], left_other: tuple[Word, ...]) -> tuple[float, float]:
    """Return the weight of what each side has and the other has not; two places tell two branches apart."""
    weights = _weight(left), _weight(left_other)
    both = any(word.place for word in left) and any(word.place for word in left_other)
    return (max(1.0, weights[0]), max(1.0, weights[1])) if both else weights


def _alike(one: Word, other: Word) -> float:
    """Return how alike two words are, 0-1."""
    if one.concept and one.concept == other.concept:
        return 1.0
    if one.letters == other.letters:
        return 1.0
    if one.letters.isdigit() or other.letters.isdigit() or (one.concept and other.concept):
        return 0.0
    spelt = fuzz.ratio(one.letters, other.letters) / 100
    letters = 0.0 if min(len(one.letters), len(other.letters)) <= FEW_LETTERS else max(spelt, _begun(one, other))
    if one.native and other.native:
        return max(letters, (spelt + _said(one, other)) / 2)
    return max(letters, _said(one, other) * (0.97 if min(len(one.sound), len(other.sound)) > 2 else 0.9))


def _begun(one: Word, other: Word) -> float:
    """Return how surely one word is the other shortened, or a place and what is said of its people ("Norway", "Norwegian")."""
    shorter, longer = sorted((one.letters, other.letters), key=len)
    people = (one.place or other.place) and shorter[:OF_PLACE] == longer[:OF_PLACE]
    shortened = longer.startswith(shorter) and len(longer) > len(shorter) + 2
    return SHORTENED if people or shortened else 0.0


def _said(one: Word, other: Word) -> float:
    """Return how alike two words sound, 0-1; of short ones nothing but the same."""
    shorter = min(len(one.sound), len(other.sound))
    if shorter < 2:
        return 0.0
    return fuzz.ratio(one.sound, other.sound) / 100 if shorter > 2 else float(one.sound == other.sound)


def _initials(one: Name, other: Name) -> Likeness:
    """Return how well the first name, a single word, stands for the second as its acronym."""
    if len(one.words) != 1 or len(other.words) < 2:
        return Likeness()
    acronym = one.words[0].letters
    score = 0.0
    if acronym in other.acronyms:
        score = ACRONYM_NAMED
    elif one.acronyms and acronym in other.initials:
        score = ACRONYMS.get(len(acronym), LONG_ACRONYM)
    return Likeness(round(100 * score), acronym=bool(score))


def _weight(words: Iterable[Word]) -> float:
    return sum(word.weight for word in words)


def _letters(words: Iterable[Word]) -> str:
    return " ".join(word.letters for word in words)
