"""Keeping files, and letting go of those nobody holds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.utils import timezone

from se4u.core.models import Upload

from .owners import unowned
from .pipeline import Cleaned, accept

KEPT_UNOWNED = timedelta(days=1)


def store(file: Cleaned | UploadedFile, *, by: Any) -> Upload:
    """Keep a file and return its row, to be pointed at by the object it belongs to, in the same action.

    Args:
        file: what an `UploadField` returned; or a file as it came, which is then checked and cleaned here.
        by: the person, or SYSTEM.

    Raises:
        Unacceptable: for a raw file that is not taken.
    """
    cleaned = file if isinstance(file, Cleaned) else accept(file)
    upload = Upload(
        name=cleaned.name,
        content_type=cleaned.kind.content_type,
        size=len(cleaned.content),
        sha256=cleaned.sha256,
        actor_key=getattr(by, "actor_key", None),
    )
    upload.file.save(cleaned.name, ContentFile(cleaned.content), save=False)
    upload.save(force_insert=True)
    return upload


def discard_unowned() -> int:
    """Remove the uploads nothing has pointed at for a day, and stored files without a row; return how many."""
    removed = 0
    for upload in unowned().filter(at__lt=timezone.now() - KEPT_UNOWNED).iterator():
        removed += _discard(upload)
    return removed + _discard_strays(default_storage)


def _discard(upload: Upload) -> int:
    """Remove one upload unless something came to point at it meanwhile; the bytes go after the row is surely gone."""
    with transaction.atomic():
        locked = Upload.objects.select_for_update().filter(pk=upload.pk).first()
        if locked is None or not unowned().filter(pk=upload.pk).exists():
            return 0
        try:
            with transaction.atomic():
                locked.delete()
        except models.ProtectedError:
            return 0
        transaction.on_commit(lambda: default_storage.delete(str(upload.file.name)))
    return 1


def _discard_strays(storage: Storage) -> int:
    """Remove files whose row was never written, because the deed around it failed."""
    limit = timezone.now() - KEPT_UNOWNED
    removed = 0
    for folder in _folders(storage):
        names = [f"{folder}/{name}" for name in storage.listdir(folder)[1]]
        known = set(Upload.objects.filter(file__in=names).values_list("file", flat=True))
        for name in names:
            if name not in known and storage.get_modified_time(name) < limit:
                storage.delete(name)
                removed += 1
    return removed


def _folders(storage: Storage) -> list[str]:
    """Return the folders `stored_name` spreads files over; there is none before the first file."""
    if not storage.exists(""):
        return []
    return [name for name in storage.listdir("")[0] if len(name) == 2]
