"""Under what an organisation is filed, kept narrow so that a hundred thousand are counted at once."""

from __future__ import annotations

import json
from typing import Any

from django.db import connection, models
from django.db.models import F
from django.db.models.expressions import RawSQL
from django.db.models.lookups import GreaterThan

from se4u.core.authority import viewer_of
from se4u.core.search import BITS

from .organizations import Organization


def known_to(user: Any, levels: str = "levels") -> GreaterThan:
    """Return the condition that a class of reader may know of a filing, for queries that reach filings by another path."""
    return GreaterThan(F(levels).bitand(BITS[viewer_of(user).level]), 0)


class FilingQuerySet(models.QuerySet["Filing"]):
    """Reads of filings."""

    def visible_to(self, user: Any) -> FilingQuerySet:
        """Return the filings that a class of reader may know of: not those from a field hidden from it."""
        return self.filter(known_to(user))

    def of_organizations(self, keys: list[int]) -> FilingQuerySet:
        """Return the filings of some organisations; thousands of keys travel as one parameter."""
        if connection.vendor == "sqlite":
            return self.filter(organization__in=RawSQL("SELECT value FROM json_each(%s)", [json.dumps(keys)]))
        return self.filter(organization__in=RawSQL("SELECT unnest(%s::bigint[])", [keys]))


class Filing(models.Model):
    """One term that a listed organisation is found by; `directory.facets` writes and counts them.

    The term is the facet and its value in one number (see `facets.Facet.term`), so that counting goes through one index.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="filings", db_index=False)
    term = models.BigIntegerField()
    levels = models.PositiveSmallIntegerField()  # bits of `core.search.BITS`: who may find it by this term

    objects = FilingQuerySet.as_manager()

    class Meta:
        # Both indexes hold all that counting reads, so that the rows themselves are not touched.
        constraints = [
            models.UniqueConstraint(fields=["organization", "term", "levels"], name="filing_once"),
        ]
        indexes = [
            models.Index(fields=["term", "levels", "organization"], name="filing_counted"),
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.term}"
