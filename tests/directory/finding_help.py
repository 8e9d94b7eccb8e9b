"""Organisations as the tests of finding need them."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from se4u.core.authority import Level, Viewer
from se4u.core.search import READERS
from se4u.demo.cast import organization
from se4u.directory import cards, search
from se4u.directory.finding import Question, Results
from se4u.directory.models import Country, Language, Organization, Service, Theme

LEVELS = tuple(READERS)


def country(iso3: str, name: str, region: str = "Americas", **names: str) -> Country:
    """An invented country."""
    values = {"iso2": iso3[:2], "name": {"en": name, **names}, "name_en": name, "region": region, "un_status": "sample"}
    return Country.objects.get_or_create(iso3=iso3, defaults=values)[0]


def theme(slug: str, **fields: Any) -> Theme:
    """A theme of the given name."""
    return Theme.objects.get_or_create(slug=slug, defaults={"name": {"en": slug.title()}, **fields})[0]


def service(slug: str) -> Service:
    """A service of the given name."""
    return Service.objects.get_or_create(slug=slug, defaults={"name": {"en": slug.title()}})[0]


def language(code: str) -> Language:
    """A language."""
    return Language.objects.get_or_create(code=code, defaults={"name": code})[0]


def made(name: str, seat: Country, *, many: dict[str, list[Any]] | None = None, **fields: Any) -> Organization:
    """A vetted organisation, refreshed and indexed as services do it."""
    row = organization(name, seat, **fields)
    for relation, entries in (many or {}).items():
        getattr(row, relation).set(entries)
    return changed(row)


def changed(row: Organization, **fields: Any) -> Organization:
    """Change a row as services do it."""
    for field, value in fields.items():
        setattr(row, field, value)
    cards.refresh(row).save()
    search.index(row)
    row.refresh_from_db()
    return row


def hidden(field: str, reach: str = "officers", *, governments: bool = False) -> dict[str, Any]:
    """The visibility that keeps one field from others."""
    return {field: {"reach": reach, "governments": governments}}


def question(address: str = "", reader: Level | Viewer = Level.PUBLIC) -> Question:
    """Read an address as a class of reader."""
    return Question.read(QueryDict(address), READERS[reader] if isinstance(reader, Level) else reader)


def names(address: str = "", reader: Level | Viewer = Level.PUBLIC) -> list[str]:
    """Return the names in the list of an address."""
    return [shown.name for shown in Results(question(address, reader))[0:100]]


def counts(facet: str, address: str = "", reader: Level | Viewer = Level.PUBLIC) -> dict[str, int]:
    """Return the counts of a facet by the slug of the value."""
    return {choice.entry.slug: choice.number.value for choice in question(address, reader).choices[facet]}
