"""Files people gave."""

from __future__ import annotations

import uuid

from django.db import models
from django.urls import reverse

from .keys import Keyed


def stored_name(upload: Upload, name: str) -> str:
    """Return a random name, spread over 256 folders: nothing of what the person called the file reaches the disk."""
    drawn = uuid.uuid4().hex
    return f"{drawn[:2]}/{drawn}"


class Upload(Keyed):
    """A file after `core.files` has checked it and taken out who made it and where.

    It belongs to no one by itself: an app's model points at it with a foreign key and registers in the app's `files.py` who
    sees that object (`core.files.file_owner`). Made by `core.files.store` alone; what nothing points at goes after a day.
    """

    file = models.FileField(upload_to=stored_name, max_length=100, editable=False)
    name = models.CharField(max_length=150)  # as the person named it, made safe; shown and given back at download
    content_type = models.CharField(max_length=100)  # found in the content, never taken from the name
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)  # of the stored bytes, not of what was sent
    actor_key = models.UUIDField(null=True, db_index=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return self.key

    @property
    def url(self) -> str:
        """The address of the file; it answers 404 to whoever sees no object that points at it."""
        return reverse("file", args=[self.key])
