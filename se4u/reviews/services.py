"""Writes of the treaty process as the world has it."""

from __future__ import annotations

from typing import Any

from se4u.core.action import action
from se4u.directory.models import Country

from .geography import Changes, Facts, difference
from .models import TreatyAction

COUNTRY_FIELDS = ("iso3", "m49", "name", "name_en", "region", "subregion", "regional_group", "un_status", "as_of")
TREATY_FIELDS = ("signed_on", "consented_on", "mode", "as_of")


@action("reviews.import_geography", record=("as_of",))
def import_geography(parent: None, /, *, by: Any, facts: Facts, as_of: str) -> Changes:
    """Write countries, their names and regions, and the consents of States to the instruments.

    Args:
        parent: None; the facts of the world have no parent.
        by: the system: this is an operator's command.
        facts: what the tables say; the difference to the database is found in the same transaction.
        as_of: the newest date of the data, for the history.

    Returns what was written. Nothing is deleted.
    """
    changes = difference(facts)
    Country.objects.bulk_create(changes.new_countries)
    Country.objects.bulk_update(changes.changed_countries, COUNTRY_FIELDS, batch_size=100)
    keys = dict(Country.objects.values_list("iso2", "pk"))
    for iso2, act in changes.new_treaties:
        act.country_id = keys[iso2]
    TreatyAction.objects.bulk_create([act for _iso2, act in changes.new_treaties])
    TreatyAction.objects.bulk_update(changes.changed_treaties, TREATY_FIELDS, batch_size=100)
    return changes
