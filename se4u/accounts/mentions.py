"""Whom a notification names: kept as a reference, and called by a name only when somebody reads it or it is mailed.

What may be known of an organisation or person changes after the deed that told of it: it chooses another name or not to be
shown, the reader's right ends. So the name is asked of the app that knows, for this reader, at that moment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from django.db import models
from django.utils.functional import Promise

from .models import Notification


@dataclass(frozen=True)
class Mention:
    """One row that a text names; what is kept is which one, never how it is called."""

    label: str
    pk: int
    whole: bool = False  # all of the text is about it, as about a case: for those alone who may know that it is here
    called: str = ""  # as the reader called it, in place of its name as long as that is no secret

    @classmethod
    def of(cls, row: models.Model, *, whole: bool = False, called: str = "") -> Self:
        """Return the mention of a row."""
        return cls(row._meta.label_lower, row.pk, whole, called)

    def kept(self) -> dict[str, Any]:
        """Return what the database holds."""
        return asdict(self)


@dataclass(frozen=True)
class Named:
    """How one row is called before a reader: by its name, or by none where they may not know of it."""

    name: str
    at_risk: bool  # shown otherwise than by its name: no mail names it, not even to those who may know
    known: bool  # the reader may know that it is here


GONE = Named("", at_risk=False, known=False)


Naming = Callable[[Collection[int], Any], Mapping[int, Named]]
_NAMINGS: dict[str, tuple[Naming, str | Promise]] = {}


def naming(model: type[models.Model], *, unnamed: str | Promise) -> Callable[[Naming], Naming]:
    """Register, in an app's `mentions.py`, how rows of a model are called: from their keys and the reader.

    `unnamed` are the words for one that is gone, or that the reader may not know by name.
    """

    def register(function: Naming) -> Naming:
        _NAMINGS[model._meta.label_lower] = function, unnamed
        return function

    return register


@dataclass(frozen=True)
class Told:
    """What a notification tells one reader at this moment."""

    words: dict[str, str]
    protected: bool  # its mail carries the link alone


def told(rows: Iterable[Notification], reader: Any, *, by_mail: bool = False) -> list[Told]:
    """Return what notifications tell a reader, in a constant number of queries; a mail names nobody at risk."""
    rows = list(rows)
    named = _named([mention for row in rows for mention in _mentions(row)], reader)
    return [_told(row, named, by_mail=by_mail) for row in rows]


def _mentions(row: Notification) -> list[Mention]:
    return [Mention(**value) for value in row.context.values() if isinstance(value, dict)]


def _named(mentions: list[Mention], reader: Any) -> dict[tuple[str, int], Named]:
    wanted: dict[str, set[int]] = defaultdict(set)
    for mention in mentions:
        wanted[mention.label].add(mention.pk)
    return {
        (label, pk): named for label, pks in wanted.items() for pk, named in _NAMINGS[label][0](pks, reader).items()
    }


def _told(row: Notification, named: Mapping[tuple[str, int], Named], *, by_mail: bool) -> Told:
    words, protected = {}, row.protected
    for field, value in row.context.items():
        if not isinstance(value, dict):
            words[field] = str(value)
            continue
        mention = Mention(**value)
        found = named.get((mention.label, mention.pk), GONE)
        protected = protected or (mention.whole and (found.at_risk or not found.known))
        words[field] = _called(mention, found, by_mail=by_mail)
    return Told(words, protected)


def _called(mention: Mention, found: Named, *, by_mail: bool) -> str:
    if not found.name or (mention.whole and not found.known) or (by_mail and found.at_risk):
        return str(_NAMINGS[mention.label][1])
    return mention.called if mention.called and not found.at_risk else found.name
