"""Countries, their names and regions, and the treaty facts: from CSV tables to what would change in the database.

The tables carried in `data/` are described in docs/operations.md; NOTICE names their sources. A newer table needs only the
same columns. What a table does not hold stays as it is: an import adds and corrects, it never deletes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from i18nfield.strings import LazyI18nString

from se4u.core import official
from se4u.directory.models import Country

from .models import Instrument, TreatyAction
from .tables import BadTables, Problem, Row, read

DATA = Path(__file__).parent / "data"
COUNTRIES, NAMES, TREATIES = "countries.csv", "country_names.csv", "treaty_actions.csv"
COLUMNS = {
    COUNTRIES: (
        *("iso2", "iso3", "name_en", "m49_code", "m49_region", "m49_subregion"),
        *("un_regional_group", "un_status", "treaty_data_as_of"),
    ),
    NAMES: ("iso3", "en", "fr", "es", "ru", "zh", "ar"),
    TREATIES: ("instrument", "iso3", "signature_date", "consent_date", "mode", "as_of"),
}
LANGUAGES = {"en": "en", "fr": "fr", "es": "es", "ru": "ru", "zh": "zh-hans", "ar": "ar"}  # column -> our code
GROUPS = ("African", "Asia-Pacific", "Eastern European", "Latin American and Caribbean", "Western European and Others")
STATUSES = ("member", "observer_state", "treaty_party_non_member", "regional_organization")
EUROPEAN_UNION = "EU"  # has no three-letter code: an empty cell stands for it in the table of consents
SAMPLE = ("XS", "XSC")

TreatyKey = tuple[str, str]  # instrument, two-letter code


@dataclass
class Facts:
    """What the tables say, by two-letter code."""

    countries: dict[str, dict[str, str]] = field(default_factory=dict)
    names: dict[str, dict[str, str]] = field(default_factory=dict)  # by three-letter code
    treaties: dict[TreatyKey, dict[str, Any]] = field(default_factory=dict)

    @property
    def as_of(self) -> str:
        """The newest date of the data; empty for a table of names alone, which carries none."""
        rows = [*self.countries.values(), *self.treaties.values()]
        return max((row["as_of"] for row in rows), default="")


@dataclass
class Changes:
    """What an import would write, and how many rows are right already."""

    new_countries: list[Country] = field(default_factory=list)
    changed_countries: list[Country] = field(default_factory=list)
    new_treaties: list[tuple[str, TreatyAction]] = field(default_factory=list)  # with the code of the country
    changed_treaties: list[TreatyAction] = field(default_factory=list)
    unchanged: int = 0

    @property
    def counts(self) -> dict[str, int]:
        """The numbers of the report."""
        return {
            "countries_created": len(self.new_countries),
            "countries_updated": len(self.changed_countries),
            "treaty_actions_created": len(self.new_treaties),
            "treaty_actions_updated": len(self.changed_treaties),
            "unchanged": self.unchanged,
        }

    @property
    def nothing(self) -> bool:
        """Whether everything is right already."""
        return sum(self.counts.values()) == self.unchanged


def load(folder: Path = DATA) -> Facts:
    """Return what the tables in a folder say. One or two of the three tables may be missing.

    Raises BadTables naming every error by file, row and column.
    """
    problems: list[Problem] = []
    present = [name for name in COLUMNS if (folder / name).is_file()]
    if not present:
        raise BadTables([Problem(str(folder), 1, "", f"holds none of {', '.join(COLUMNS)}")])
    rows = {name: read(folder / name, COLUMNS[name], problems) for name in present}
    facts = Facts()
    codes = {iso3: iso2 for iso3, iso2 in Country.objects.values_list("iso3", "iso2") if iso3}
    _countries(rows.get(COUNTRIES, []), facts)
    codes |= {values["iso3"]: iso2 for iso2, values in facts.countries.items() if values["iso3"]}
    _names(rows.get(NAMES, []), facts, codes)
    _treaties(rows.get(TREATIES, []), facts, codes)
    if problems:
        raise BadTables(problems)
    return facts


def _countries(rows: list[Row], facts: Facts) -> None:
    seen3: set[str] = set()
    for row in rows:
        iso2 = row.matching("iso2", "[A-Z]{2}", "a code of two capital letters", required=True)
        iso3 = row.matching("iso3", "[A-Z]{3}", "a code of three capital letters")
        for column, code, seen in (("iso2", iso2, facts.countries), ("iso3", iso3, seen3)):
            if code in SAMPLE:
                row.wrong(column, f"{code} is kept for the invented Sample Country")
            elif code and code in seen:
                row.wrong(column, f"{code} stands twice")
        seen3.add(iso3)
        facts.countries[iso2] = {
            "iso3": iso3,
            "name_en": row.text("name_en", most=120, required=True),
            "m49": row.matching("m49_code", r"\d{3}", "a code of three digits"),
            "region": row.text("m49_region", most=40),
            "subregion": row.text("m49_subregion", most=60),
            "regional_group": row.one_of("un_regional_group", GROUPS),
            "un_status": row.one_of("un_status", STATUSES),
            "as_of": row.as_of("treaty_data_as_of"),
        }


def _names(rows: list[Row], facts: Facts, codes: dict[str, str]) -> None:
    for row in rows:
        iso3 = row.text("iso3", most=3, required=True)
        if iso3 and iso3 not in codes:
            row.wrong("iso3", f"no country has the code {iso3}")
        if iso3 in facts.names:
            row.wrong("iso3", f"{iso3} stands twice")
        texts = {code: row.text(column, most=120) for column, code in LANGUAGES.items()}
        facts.names[iso3] = {code: text for code, text in texts.items() if text}


def _treaties(rows: list[Row], facts: Facts, codes: dict[str, str]) -> None:
    for row in rows:
        instrument = row.one_of("instrument", Instrument.values, required=True)
        iso3 = row.text("iso3", most=3)
        iso2 = codes.get(iso3, "") if iso3 else EUROPEAN_UNION
        if not iso2:
            row.wrong("iso3", f"no country has the code {iso3}")
        if (instrument, iso2) in facts.treaties:
            row.wrong("iso3", f"{iso3 or 'the European Union'} stands twice for {instrument}")
        values = {
            "signed_on": row.day("signature_date"),
            "consented_on": row.day("consent_date"),
            "mode": row.text("mode", most=10),
            "as_of": row.as_of("as_of"),
        }
        if not row.values["signature_date"] and not row.values["consent_date"]:
            row.wrong("consent_date", "a row needs a date of signature or of consent")
        facts.treaties[instrument, iso2] = values


def difference(facts: Facts) -> Changes:
    """Return what would have to be written so that the database says what the tables say."""
    changes = Changes()
    known = {country.iso2: country for country in Country.objects.all()}
    by_iso3 = {country.iso3: country.iso2 for country in known.values() if country.iso3}
    by_iso3 |= {values["iso3"]: iso2 for iso2, values in facts.countries.items() if values["iso3"]}
    names = {by_iso3[iso3]: texts for iso3, texts in facts.names.items()}
    for iso2 in facts.countries.keys() | names.keys():
        country = known.get(iso2) or Country(iso2=iso2)
        wanted = _wanted_country(country, facts.countries.get(iso2), names.get(iso2, {}))
        _sort(country, wanted, changes.new_countries, changes.changed_countries, changes)
    kept = {(act.instrument, act.country.iso2): act for act in TreatyAction.objects.select_related("country")}
    for (instrument, iso2), values in facts.treaties.items():
        act = kept.get((instrument, iso2))
        if act is None:
            changes.new_treaties.append((iso2, TreatyAction(instrument=instrument, **values)))
        else:
            _sort(act, values, [], changes.changed_treaties, changes)
    changes.new_countries.sort(key=lambda country: country.iso2)
    return changes


def _wanted_country(country: Country, facts: dict[str, str] | None, names: dict[str, str]) -> dict[str, Any]:
    held = {code: name for code, name in official.values(country.name).items() if code}
    if facts is None:
        return {"name": held | names}
    return {**facts, "iso3": facts["iso3"] or None, "name": held | {"en": facts["name_en"]} | names}


def _sort(row: Any, wanted: dict[str, Any], new: list[Any], changed: list[Any], changes: Changes) -> None:
    """Put a row where it belongs: new, changed or right already."""
    current = {name: getattr(row, name) for name in wanted}
    if "name" in current:
        current["name"] = official.values(current["name"])
    for name, value in wanted.items():
        setattr(row, name, LazyI18nString(value) if name == "name" else value)
    if row.pk is None:
        new.append(row)
    elif current != wanted:
        changed.append(row)
    else:
        changes.unchanged += 1
