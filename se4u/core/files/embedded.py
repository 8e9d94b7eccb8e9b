"""What stands inside office files: pictures, charts' workbooks, and what is not taken."""

from __future__ import annotations

from . import archive, kinds, pictures, xmltree
from .errors import Unacceptable

MAX_DEPTH = 2
_VECTORS = (".emf", ".wmf", ".svm")


def clean(name: str, data: bytes, depth: int) -> bytes:
    """Return a part without notes of its own; pictures are drawn anew, workbooks behind charts cleaned like any other.

    Raises Unacceptable for films, recordings, programs and whatever else cannot be looked into.
    """
    found = kinds.picture_kind(data)
    form = found.name.upper() if found else pictures.other_format(data)
    if form:
        return pictures.redraw(data, form)
    if data.startswith(b"PK\x03\x04") and depth < MAX_DEPTH:
        return _clean_document(data, depth + 1)
    if name.lower().endswith(".svg"):
        return _clean_drawing(data)
    if not data or _is_vector(name, data):
        return data
    raise Unacceptable("embedded")


def _is_vector(name: str, data: bytes) -> bool:
    """Whether this is a drawing in one of the old Windows and StarOffice formats, which say nothing of people."""
    return name.lower().endswith(_VECTORS) and data.startswith(
        (b"\x01\x00\x00\x00", b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00", b"VCLMTF")
    )


def _clean_document(data: bytes, depth: int) -> bytes:
    from . import ooxml  # noqa: PLC0415  the two know each other: a file stands in a file

    parts = archive.read(data)
    if ooxml.kind(parts) is None:
        raise Unacceptable("embedded")
    return ooxml.clean(parts, depth)


def _clean_drawing(data: bytes) -> bytes:
    """Return an SVG drawing without programs, notes and ties to the outside."""
    archive.root_of(data)
    root = xmltree.parse(data)
    xmltree.remove(root, "script", "metadata", "foreignObject", "title", "desc")
    for element in xmltree.elements(root):
        for key, value in list(element.attrib.items()):
            name = xmltree.local(key).lower()
            if name.startswith("on") or (name == "href" and not value.startswith(("#", "data:image/"))):
                del element.attrib[key]
    return xmltree.write(root)
