"""Whether another name tells the real one; asked wherever somebody chooses to be shown by a pseudonym."""

from __future__ import annotations

from collections.abc import Iterable

from .names import latin_words

_LONG_ENOUGH = 4  # letters of a name that are no chance inside another word


def tells(pseudonym: str, real_names: Iterable[str]) -> bool:
    """Whether a pseudonym gives one of the real names away, whatever the script, capitals, blanks and order of words.

    It does if it holds a real name or acronym, is made of words of one alone, or is its initials.
    """
    chosen = latin_words(pseudonym)
    return bool(chosen) and any(_gives_away(chosen, real) for name in real_names if (real := latin_words(name)))


def _gives_away(chosen: list[str], real: list[str]) -> bool:
    mine, theirs = "".join(chosen), "".join(real)
    initials = "".join(word[0] for word in real)
    return (
        set(real) <= set(chosen)
        or set(chosen) <= set(real)
        or mine == theirs
        or (len(theirs) >= _LONG_ENOUGH and theirs in mine)
        or (len(real) > 1 and mine == initials)
    )
