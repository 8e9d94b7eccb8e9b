"""The search table."""

from __future__ import annotations

from django.db import models


class SearchDocument(models.Model):
    """The folded text of one object as some classes of reader may read it; `core.search` writes and asks it.

    The index over it stands beside the table, in the way of each database (see the migration of this app).
    """

    label = models.CharField(max_length=80)
    object_pk = models.BigIntegerField()
    levels = models.PositiveSmallIntegerField()  # bits of `search.BITS`: who reads this text
    title = models.TextField()
    body = models.TextField()
    sort_key = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["label", "object_pk"], name="search_object")]

    def __str__(self) -> str:
        return f"{self.label}:{self.object_pk} {self.levels}"
