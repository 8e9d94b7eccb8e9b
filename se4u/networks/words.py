"""Facts of a network in words."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from se4u.core import official
from se4u.directory.facets import REGIONS, collation
from se4u.directory.models import Country

from .kinds import CAPABILITY_WORDS
from .models import Network, Role


def since(network: Network) -> str:
    """Return when the network began, as exactly as its source says: "March 2022", "2022" or nothing."""
    year, _dash, month = network.since.partition("-")
    if not year.isdecimal():
        return ""
    if month[:2].isdecimal() and 1 <= int(month[:2]) <= 12:
        return date_format(date(int(year), int(month[:2]), 1), "YEAR_MONTH_FORMAT")
    return year


def eyebrow(network: Network) -> str:
    """Return kind and beginning: "Regional network · since March 2022"."""
    kind = network.get_kind_display()
    if network.kind == Network.Kind.GROUP and network.parent:
        kind = _("Group of %(network)s") % {"network": official.plain(network.parent.name)}
    began = since(network)
    return f"{kind} · " + _("since %(when)s") % {"when": began} if began else kind


def resting(network: Network) -> dict[str, str] | None:
    """Return since when and why a network (or the one a group belongs to) rests or is closed; None while it is active."""
    found = next((item for item in (network, network.own_rules) if item.state != Network.State.ACTIVE), None)
    if found is None:
        return None
    when = {"day": date_format(localtime(found.state_since), "DATE_FORMAT") if found.state_since else ""}
    if found.state == Network.State.CLOSED:
        title, text = _("This network is closed"), _("Closed on %(day)s. What it did stays on record.")
    else:
        title = _("This network rests")
        text = _("Since %(day)s. Until it is active again nobody is admitted and no message is passed on.")
    return {"title": title, "text": text % when, "reason": found.state_reason}


def members(count: int) -> str:
    """Return "20 member organisations"."""
    return ngettext("%(count)d member organisation", "%(count)d member organisations", count) % {"count": count}


def members_in_countries(member_count: int, country_count: int) -> str:
    """Return "20 organisations in 8 countries"; without countries the organisations alone; nothing for none."""
    if not member_count:
        return ""
    organizations = ngettext("%(count)d organisation", "%(count)d organisations", member_count) % {
        "count": member_count
    }
    if not country_count:
        return organizations
    countries = ngettext("%(count)d country", "%(count)d countries", country_count) % {"count": country_count}
    return _("%(organisations)s in %(countries)s") % {"organisations": organizations, "countries": countries}


def groups(count: int) -> str:
    """Return "5 groups"."""
    return ngettext("%(count)d group", "%(count)d groups", count) % {"count": count}


def facts(network: Any, group_count: int = 0) -> str:
    """Return the one line below the name, from `counts.counted`."""
    parts = [
        network.acronym,
        members_in_countries(network.visible_members, network.visible_countries),
        groups(group_count) if group_count else "",
    ]
    return " · ".join(part for part in parts if part)


def capabilities(role: Role) -> list[str]:
    """Return what a role may do, in words and in the order of the list."""
    return [str(CAPABILITY_WORDS[item]) for item in CAPABILITY_WORDS if item in role.holds]


def region(network: Network) -> str:
    """Return the region in the reader's language."""
    return str(REGIONS.get(network.region, network.region))


def by_name(countries: Any) -> list[Country]:
    """Return countries in the alphabetical order of their names in the reader's language; never by count."""
    return sorted(countries, key=lambda country: collation(str(country)))
