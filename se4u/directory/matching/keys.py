"""The keys under which a name is found, so that it is compared with what may be like it and not with every other."""

from __future__ import annotations

from .forms import Name

KEY_LENGTH = 24
FEW = 2  # names of so few telling words are found by a part of a word too: one slip would change them all


def keys(name: Name, domain: str = "") -> frozenset[str]:
    """Return the keys of a name: the sounds of its words, of the beginning and end of the whole, its initials, its host."""
    found = {f"w{word.sound}" for word in name.words}
    whole = name.sound
    if len(whole) > 4:
        found |= {f"b{whole[:5]}", f"e{whole[-5:]}"}
    found |= {f"a{each}" for each in name.initials | name.acronyms}
    if len(name.words) <= FEW:
        found |= {f"d{each}" for each in _with_a_letter_less(whole[:8])}
    if domain:
        found.add(f"h{domain}")
    return frozenset(key[:KEY_LENGTH] for key in found if len(key) > 1)


def _with_a_letter_less(sound: str) -> set[str]:
    """Return a sound and what is left of it without one letter (deletion neighbours: Garbe, "SymSpell", 2012)."""
    if len(sound) < 3:
        return set()
    return {sound, *(sound[:at] + sound[at + 1 :] for at in range(len(sound)))}
