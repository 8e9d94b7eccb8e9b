"""Forms that were sent."""

from __future__ import annotations

from django.db import models


class Submission(models.Model):
    """A form sent with an idempotency key: a repeat is answered with the first result."""

    key = models.UUIDField()
    digest = models.CharField(max_length=64, default="")  # of what was sent: a changed form is no repeat
    actor = models.CharField(max_length=64)
    path = models.CharField(max_length=300)
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    location = models.CharField(max_length=2000, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "actor", "path", "digest"], name="submission_once")]

    def __str__(self) -> str:
        return str(self.key)
