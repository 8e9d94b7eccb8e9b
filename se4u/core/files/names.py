"""Names of files, made safe and kept in the person's own script."""

from __future__ import annotations

import unicodedata

from .kinds import Kind

STEM_LENGTH = 100
_JOINERS = "\u200c\u200d"  # needed to write Persian and several scripts of India
_FORBIDDEN = '<>:"|?*/\\'


def ending_of(name: str) -> str:
    """Return what stands after the last dot, in lower case; empty if there is none."""
    stem, dot, ending = name.rpartition(".")
    return ending.strip().lower() if stem and dot else ""


def safe_name(name: str, kind: Kind) -> str:
    """Return a name for showing and downloading: no folders, no control or direction marks, the ending of its kind.

    Direction marks would let "exe.pdf" read as another name; control characters would break headers.
    """
    base = name.replace("\\", "/").rpartition("/")[2]
    ending = ending_of(base)
    stem = base[: -len(ending) - 1] if ending else base
    kept = "".join(mark for mark in unicodedata.normalize("NFC", stem) if _allowed(mark))
    stem = " ".join(kept.split()).strip(" .")[:STEM_LENGTH].strip(" .") or "file"
    return f"{stem}.{ending if ending in kind.endings else kind.endings[0]}"


def _allowed(mark: str) -> bool:
    if mark in _FORBIDDEN:
        return False
    return mark in _JOINERS or unicodedata.category(mark) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
