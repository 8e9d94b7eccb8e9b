"""Receiving files without keeping more than one may send."""

from __future__ import annotations

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler


class CappedUploadHandler(FileUploadHandler):
    """Stands before Django's own handlers and drops what comes after the size limit, so that nobody fills the disk.

    One byte more than the limit is let through: `UploadField` then says that the file is too large.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Pass on a piece as long as the whole is not too large."""
        room = settings.UPLOAD_MAX_BYTES + 1 - start
        return raw_data[:room] if room > 0 else None

    def file_complete(self, file_size: int) -> None:
        """Leave the making of the file to the next handler."""
