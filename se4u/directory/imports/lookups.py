"""What words in cells stand for: countries, languages, themes, services, kinds, yes and no."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from se4u.core import official
from se4u.directory.models import Country, Language, Organization, Service, Theme
from se4u.directory.models.organizations import NON_GOVERNMENTAL
from se4u.directory.models.vocabulary import Vocabulary

from .names import identity, suggest

# In use in many lists though ISO 3166-1 has no such entry: the row comes in, without a country.
OUTSIDE_ISO = frozenset({"XK", "XKX"})
_KINDS = {
    "ngo": Organization.Kind.CIVIL_SOCIETY,
    "cso": Organization.Kind.CIVIL_SOCIETY,
    "civil society organisation": Organization.Kind.CIVIL_SOCIETY,
    "civil society organization": Organization.Kind.CIVIL_SOCIETY,
    "university": Organization.Kind.ACADEMIA,
    "company": Organization.Kind.PRIVATE_SECTOR,
    "business": Organization.Kind.PRIVATE_SECTOR,
}
YES, NO = frozenset({"yes", "true", "1", "y", "x"}), frozenset({"no", "false", "0", "n"})
_SEPARATORS = re.compile(r"[;|\n]")


def texts(name: Any) -> Iterable[str]:
    """Return the values of an official text in every language."""
    return official.values(name).values()


@dataclass
class Lookups:
    """Read once per import, in a constant number of queries."""

    countries: dict[str, int] = field(default_factory=dict)
    country_names: dict[str, str] = field(default_factory=dict)  # folded -> English, to say what was probably meant
    languages: dict[str, int] = field(default_factory=dict)
    themes: dict[str, int] = field(default_factory=dict)
    services: dict[str, int] = field(default_factory=dict)
    language_codes: set[str] = field(default_factory=set)
    of_networks: set[str] = field(default_factory=set)  # folded words of the networks' own themes and services

    @classmethod
    def load(cls) -> Lookups:
        """Read countries and lists from the database."""
        (themes, own_themes), (services, own_services) = _vocabulary(Theme), _vocabulary(Service)
        found = cls(themes=themes, services=services, of_networks=own_themes | own_services)
        for country in Country.objects.all():
            for word in (*texts(country.name), country.name_en, country.iso2, country.iso3 or ""):
                if identity(word):
                    found.countries[identity(word)] = country.pk
            found.country_names[identity(country.name_en)] = country.name_en
        for language in Language.objects.all():
            found.language_codes.add(language.code)
            found.languages[identity(language.code)] = found.languages[identity(language.name)] = language.pk
        return found

    def country(self, text: str) -> int | None:
        """Return the country a code or name stands for."""
        return self.countries.get(identity(text))

    def suggested_country(self, text: str) -> str:
        """Return the country somebody probably meant."""
        return suggest(text, self.country_names)


def _vocabulary(model: type[Vocabulary]) -> tuple[dict[str, int], set[str]]:
    """Return slugs and names in every language -> entry, and the words of the networks' own entries.

    A merged entry stands for the one it was merged into.
    """
    words: dict[str, int] = {}
    rows: list[Any] = list(model._default_manager.all())
    entries: dict[int, Any] = {entry.pk: entry for entry in rows if entry.network_pk is None}
    own = {identity(word) for entry in rows if entry.network_pk for word in (entry.slug, *texts(entry.name))}
    for entry in entries.values():
        target, steps = entry, 0
        while target.merged_into_id in entries and steps < len(entries):
            target, steps = entries[target.merged_into_id], steps + 1
        for word in (entry.slug, *texts(entry.name)):
            if identity(word) and (entry is target or identity(word) not in words):
                words[identity(word)] = target.pk
    return words, own


def kind_of(text: str) -> str:
    """Return the kind a word stands for, or an empty text. Authorities are never imported: they are invited."""
    kinds = {identity(value): value for value in NON_GOVERNMENTAL}
    kinds |= {identity(str(Organization.Kind(value).label)): value for value in NON_GOVERNMENTAL}
    return str(({**_KINDS, **kinds}).get(identity(text), ""))


def ecosoc_of(text: str) -> str | None:
    """Return the consultative status a word stands for, None when it is not one."""
    statuses = {identity(value): value for value in Organization.EcosocStatus.values if value}
    word = identity(text).removesuffix(" consultative status")
    return {**statuses, "no": "", "none": ""}.get(word)


def split(text: str, known: dict[str, int]) -> tuple[list[int], list[str]]:
    """Return (entries, unknown words) of a cell with several values, separated by semicolons; by commas where that fits."""
    pks: list[int] = []
    unknown: list[str] = []
    for part in filter(None, (piece.strip() for piece in _SEPARATORS.split(text))):
        words = [part] if identity(part) in known else [word.strip() for word in part.split(",") if word.strip()]
        for word in words:
            if identity(word) in known:
                pks.append(known[identity(word)])
            else:
                unknown.append(word)
    return sorted(set(pks)), unknown
