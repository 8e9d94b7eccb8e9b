"""From what was sent to what may be kept: look at the content, name the kind, clean it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from . import kinds
from .errors import Unacceptable
from .kinds import ACCEPTED, PICTURES, Family, Kind
from .names import ending_of, safe_name

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class Cleaned:
    """A file that was taken: its safe name, its kind, and the bytes to keep."""

    name: str
    kind: Kind
    content: bytes

    @cached_property
    def sha256(self) -> str:
        """The digest of the bytes to keep."""
        return hashlib.sha256(self.content).hexdigest()


def accept(file: UploadedFile, wanted: Collection[Kind] = ACCEPTED) -> Cleaned:
    """Return what may be kept of a file somebody sent.

    The kind is found in the content. A name that ends otherwise is an error, but for pictures among themselves, whose ending
    is corrected.

    Args:
        file: as it arrived.
        wanted: the kinds this place takes.

    Raises:
        Unacceptable: with a sentence for the person.
    """
    data = _read(file)
    ending = ending_of(file.name or "")
    kind, content = _examine(data, ending, wanted)
    if not content or len(content) > settings.UPLOAD_MAX_BYTES:
        raise too_large()
    return Cleaned(safe_name(file.name or "", kind), kind, content)


def too_large() -> Unacceptable:
    """Return the refusal of what is larger than the settings allow."""
    return Unacceptable("too_large", limit=settings.UPLOAD_MAX_BYTES // (1024 * 1024))


def _read(file: UploadedFile) -> bytes:
    if (file.size or 0) > settings.UPLOAD_MAX_BYTES:
        raise too_large()
    file.seek(0)
    data: bytes = file.read()
    if not data.strip():
        raise Unacceptable("empty")
    return data


def _examine(data: bytes, ending: str, wanted: Collection[Kind]) -> tuple[Kind, bytes]:
    """Return the kind of the content and its clean form."""
    if data.startswith(b"PK\x03\x04"):
        return _examine_archive(data, ending, wanted)
    kind = _plain_kind(data, ending)
    if kind is None:
        raise _not_accepted(ending, wanted)
    _check_name(kind, ending, wanted)
    if kind.family is Family.PICTURE:
        from . import pictures  # noqa: PLC0415  the readers are loaded when a file comes, not at every start

        return kind, pictures.clean(data, kind)
    if kind.family is Family.PDF:
        from . import pdf  # noqa: PLC0415  as above

        return kind, pdf.clean(data)
    from . import text  # noqa: PLC0415  as above

    return kind, text.clean(data)


def _examine_archive(data: bytes, ending: str, wanted: Collection[Kind]) -> tuple[Kind, bytes]:
    from . import archive, odf, ooxml  # noqa: PLC0415  as above

    if ending not in kinds.BY_ENDING and not _takes_offices(wanted):
        raise _not_accepted(ending, wanted)
    parts = archive.read(data)
    for reader in (ooxml, odf):
        kind = reader.kind(parts)
        if kind is not None:
            _check_name(kind, ending, wanted)
            return kind, reader.clean(parts)
    raise _not_accepted(ending, wanted)


def _takes_offices(wanted: Collection[Kind]) -> bool:
    return any(kind.family in {Family.OOXML, Family.ODF} for kind in wanted)


def _plain_kind(data: bytes, ending: str) -> Kind | None:
    """Return the kind of what is no archive. Text has no signature: it must be named as such."""
    if data.startswith(_OLD_OFFICE) and _ENCRYPTED_PACKAGE in data:
        raise Unacceptable("protected")
    kind = kinds.picture_kind(data)
    if kind is None and data.startswith(b"%PDF-"):
        kind = kinds.PDF
    named = kinds.BY_ENDING.get(ending)
    return named if kind is None and named and named.family is Family.TEXT else kind


def _check_name(kind: Kind, ending: str, wanted: Collection[Kind]) -> None:
    if kind not in wanted:
        raise _not_accepted("", wanted)
    both_pictures = kind in PICTURES and kinds.BY_ENDING.get(ending) in PICTURES
    if ending and ending not in kind.endings and not both_pictures:
        raise Unacceptable("mismatch", ending=f".{ending}")


def _not_accepted(ending: str, wanted: Collection[Kind]) -> Unacceptable:
    """Say that the content belies the name where the name promises a kind, else that the kind is not taken."""
    if ending in kinds.BY_ENDING and kinds.BY_ENDING[ending] in wanted:
        return Unacceptable("mismatch", ending=f".{ending}")
    return Unacceptable("kind", kinds=", ".join(kind.name for kind in wanted))
