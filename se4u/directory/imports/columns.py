"""The columns of a list of organisations: their names, what they hold, and which of them a reference entry keeps."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Column:
    """One column of the template."""

    field: str
    help: str | Promise
    example: str = ""
    most: int = 300
    also: tuple[str, ...] = ()  # other headings that mean the same
    reference: bool = False  # kept of a reference entry; the others are for registered organisations


COLUMNS = (
    Column(
        "name",
        _("Name in its own script. The only column that must be filled."),
        "Centro Río Claro (sample)",
        also=("organisation", "organization", "organisation_name", "organization_name", "institution"),
        reference=True,
    ),
    Column(
        "latin_name", _("Name in Latin letters, if the name is in another script."), also=("name_latin", "english_name")
    ),
    Column("acronym", _("Acronym."), "CRC", 40, also=("abbreviation",)),
    Column(
        "kind",
        _("civil_society, academia or private_sector."),
        "civil_society",
        40,
        also=("type", "organisation_type", "organization_type"),
        reference=True,
    ),
    Column(
        "country",
        _("Country of the seat: code of two or three letters, or its name in one of the six languages."),
        "Panama",
        120,
        also=("seat", "seat_country", "country_code", "country_of_the_seat"),
        reference=True,
    ),
    Column(
        "operates_in",
        _("Countries of operation, separated by semicolons."),
        "PA; CR",
        2000,
        also=("countries_of_operation",),
    ),
    Column("provinces", _("Provinces or places."), "", 1000),
    Column("website", _("Website."), "https://rio-claro.example/", also=("url", "web", "homepage"), reference=True),
    Column(
        "domain",
        _("Mail domain of its people, if it differs from the website's."),
        "rio-claro.example",
        200,
        also=("email_domain", "mail_domain"),
        reference=True,
    ),
    Column("themes", _("Themes as listed on the site, separated by semicolons."), "", 2000, also=("theme",)),
    Column("services", _("Services as listed on the site, separated by semicolons."), "", 2000, also=("service",)),
    Column(
        "languages", _("Working languages: codes or names, separated by semicolons."), "es; en", 500, also=("language",)
    ),
    Column("about", _("What it does, in one paragraph."), "", 1500, also=("description",)),
    Column("about_language", _("Language of that paragraph: a code as en, fr, ar."), "es", 10),
    Column("founded", _("Year founded."), "2009", 10, also=("year_founded", "year")),
    Column("registration_number", _("Registration number."), "", 100),
    Column("unregistered_reason", _("Why it is not registered, if it is not."), "", 1000),
    Column(
        "ecosoc_status", _("ECOSOC consultative status: general, special or roster."), "special", 40, also=("ecosoc",)
    ),
    Column("uncac_interest", _("Also works on the corruption convention: yes or no."), "no", 10),
    Column("contact_name", _("Contact person; members may read it."), "", 200),
    Column("contact_email", _("Contact address; officers may read it."), "", 254, also=("email", "e_mail")),
    Column("contact_phone", _("Contact telephone; officers may read it."), "", 60, also=("phone", "telephone")),
)
# Of a table taken from the directory: the key finds the row again, the others say where it stood and are left alone.
KEY = "key"
TOLD = frozenset({"vetted", "vouched_by", "since", "sample", "profile"})
BY_FIELD = {column.field: column for column in COLUMNS}
_FIELDS = {heading: column.field for column in COLUMNS for heading in (column.field, *column.also)}
_NOT_WORD = re.compile(r"[^0-9a-z]+")


def field_of(heading: str) -> str:
    """Return the field a heading stands for, or an empty text: "Seat country", "seat-country" and "country" are one."""
    return _FIELDS.get(_word(heading), "")


def is_told(heading: str) -> bool:
    """Whether a heading is one of an exported table that an import needs not."""
    return _word(heading) in TOLD


def is_key(heading: str) -> bool:
    """Whether a heading is that of the key."""
    return _word(heading) == KEY


def _word(heading: str) -> str:
    return _NOT_WORD.sub("_", heading.strip().lower()).strip("_")
