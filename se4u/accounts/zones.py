"""Time zones to choose from: by continent, under the name of a city, in the reader's language."""

from __future__ import annotations

import zoneinfo
from functools import lru_cache

from babel import Locale
from babel.dates import get_timezone_location
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _

CONTINENTS = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)
Groups = list[tuple[str, list[tuple[str, str]]]]


def names() -> frozenset[str]:
    """Return every zone that may be chosen."""
    known = zoneinfo.available_timezones()
    return frozenset({"UTC"} | {name for name in known if name.partition("/")[0] in CONTINENTS})


def grouped() -> Groups:
    """Return the choices for the language of the page."""
    return _grouped(get_language() or "en")


@lru_cache(maxsize=8)
def _grouped(language: str) -> Groups:
    locale = Locale.parse(to_locale(language), sep="_")
    titles = {
        "Africa": _("Africa"),
        "America": _("Americas"),
        "Antarctica": _("Antarctica"),
        "Arctic": _("Arctic"),
        "Asia": _("Asia"),
        "Atlantic": _("Atlantic Ocean"),
        "Australia": _("Australia"),
        "Europe": _("Europe"),
        "Indian": _("Indian Ocean"),
        "Pacific": _("Pacific Ocean"),
    }
    groups: Groups = [(_("World"), [("UTC", _("Coordinated Universal Time (UTC)"))])]
    for continent in CONTINENTS:
        cities = [(name, _city(name, locale)) for name in names() if name.startswith(f"{continent}/")]
        groups.append((titles[continent], sorted(cities, key=lambda city: city[1])))
    return groups


def _city(name: str, locale: Locale) -> str:
    return str(get_timezone_location(name, locale=locale, return_city=True))
