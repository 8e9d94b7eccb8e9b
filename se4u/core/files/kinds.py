"""The kinds of file taken, told apart by their content."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Family(StrEnum):
    """How a kind is checked and cleaned."""

    PICTURE = "picture"
    PDF = "pdf"
    OOXML = "ooxml"
    ODF = "odf"
    TEXT = "text"


@dataclass(frozen=True)
class Kind:
    """A kind of file: its usual ending first."""

    name: str
    family: Family
    content_type: str
    endings: tuple[str, ...]


_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."

PNG = Kind("PNG", Family.PICTURE, "image/png", ("png",))
JPEG = Kind("JPEG", Family.PICTURE, "image/jpeg", ("jpg", "jpeg"))
WEBP = Kind("WebP", Family.PICTURE, "image/webp", ("webp",))
GIF = Kind("GIF", Family.PICTURE, "image/gif", ("gif",))
PDF = Kind("PDF", Family.PDF, "application/pdf", ("pdf",))
DOCX = Kind("DOCX", Family.OOXML, f"{_OOXML}wordprocessingml.document", ("docx",))
XLSX = Kind("XLSX", Family.OOXML, f"{_OOXML}spreadsheetml.sheet", ("xlsx",))
PPTX = Kind("PPTX", Family.OOXML, f"{_OOXML}presentationml.presentation", ("pptx",))
ODT = Kind("ODT", Family.ODF, f"{_ODF}text", ("odt",))
ODS = Kind("ODS", Family.ODF, f"{_ODF}spreadsheet", ("ods",))
ODP = Kind("ODP", Family.ODF, f"{_ODF}presentation", ("odp",))
TXT = Kind("TXT", Family.TEXT, "text/plain; charset=utf-8", ("txt",))
CSV = Kind("CSV", Family.TEXT, "text/csv; charset=utf-8", ("csv",))

ACCEPTED = (PNG, JPEG, WEBP, GIF, PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, TXT, CSV)
PICTURES = (PNG, JPEG, WEBP, GIF)
INLINE = frozenset(kind.content_type for kind in PICTURES)
BY_CONTENT_TYPE = {kind.content_type: kind for kind in ACCEPTED}
BY_ENDING = {ending: kind for kind in ACCEPTED for ending in kind.endings}


def picture_kind(data: bytes) -> Kind | None:
    """Return the kind of a still picture by its first bytes, or None."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith((b"GIF87a", b"GIF89a")):
        return GIF
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return WEBP
    return None
