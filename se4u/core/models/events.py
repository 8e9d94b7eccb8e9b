"""The history. The names behind its actor keys stand in the people's rows alone (`accounts.people.names_behind`)."""

from __future__ import annotations

from typing import NamedTuple

from django.db import models


class RowName(NamedTuple):
    """A row as the history names it; for a thing of an upper app, which a lower one knows by label and number alone."""

    label: str
    pk: int


class EventQuerySet(models.QuerySet["Event"]):
    """Reads of the history."""

    def about(self, *objects: models.Model) -> EventQuerySet:
        """Return the events whose subject or scope is one of `objects`, newest first."""
        wanted = models.Q(pk__in=[])
        for item in objects:
            label, pk = item._meta.label_lower, item.pk
            wanted |= models.Q(subject_label=label, subject_pk=pk) | models.Q(scope_label=label, scope_pk=pk)
        return self.filter(wanted).order_by("-at", "-pk")


class Event(models.Model):
    """One deed, written by its action in the same transaction; append-only, without names and without foreign keys."""

    at = models.DateTimeField(auto_now_add=True)
    actor_key = models.UUIDField(null=True, db_index=True)
    action = models.CharField(max_length=80)
    subject_label = models.CharField(max_length=80)
    subject_pk = models.BigIntegerField(null=True)
    scope_label = models.CharField(max_length=80)
    scope_pk = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["subject_label", "subject_pk"], name="event_subject"),
            models.Index(fields=["scope_label", "scope_pk"], name="event_scope"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_label}:{self.subject_pk}"
