"""ODT, ODS and ODP: authors, traces of the machine, thumbnails and pictures' notes removed; programs refused."""

from __future__ import annotations

import re
from typing import Any

from . import archive, embedded, xmltree
from .archive import Parts
from .errors import Unacceptable
from .kinds import ODP, ODS, ODT, Kind

_KINDS = {kind.content_type.encode(): kind for kind in (ODT, ODS, ODP)}
MANIFEST = "META-INF/manifest.xml"
_MACRO = re.compile(r"^(Basic|Scripts|Dialogs)/", re.IGNORECASE)
_DROPPED = re.compile(
    r"^Thumbnails/|^Configurations2/|^layout-cache$|^META-INF/.*signatures.*\.xml$|^manifest\.rdf$|^Versions?(List\.xml|s/)|(^|/)settings\.xml$"
)
_META = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta office:version="1.2"'
    b' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"><office:meta/></office:document-meta>'
)
# Names of commentators and of those who changed the text, and fields that print the author's or sender's data.
_NAMES = (
    "creator",
    "creator-initials",
    "sender-initials",
    "author-name",
    "author-initials",
    "initial-creator",
    "printed-by",
)
_SENDER = re.compile(r"^sender-")


def kind(parts: Parts) -> Kind | None:
    """Return the kind by the first part, or None if this is no such file.

    Raises Unacceptable where it carries a program or is encrypted.
    """
    found = _KINDS.get(parts.get("mimetype", b"").strip())
    if found is None or MANIFEST not in parts or "content.xml" not in parts:
        return None
    if any(_MACRO.match(name) for name in parts):
        raise Unacceptable("macro")
    archive.root_of(parts[MANIFEST])
    if list(xmltree.elements(xmltree.parse(parts[MANIFEST]), "encryption-data")):
        raise Unacceptable("protected")
    return found


def clean(parts: Parts) -> bytes:
    """Return the file without what tells of people and machines. Comments and tracked changes stay, by "Author"."""
    for name, data in parts.items():
        if name.endswith((".xml", ".rdf")):
            archive.root_of(data)
    dropped = {name for name in parts if _DROPPED.search(name)}
    cleaned = {name: _clean_part(name, data, dropped) for name, data in parts.items() if name not in dropped}
    return archive.write(cleaned, first="mimetype")


def _clean_part(name: str, data: bytes, dropped: set[str]) -> bytes:
    if name == "mimetype":
        return data.strip()
    if name == MANIFEST:
        return _clean_manifest(data, dropped)
    if name.rpartition("/")[2] == "meta.xml":
        return _META
    if name.endswith(".xml"):
        return _clean_xml(data)
    return embedded.clean(name if "." in name else f"{name}.svm", data, 0)


def _clean_manifest(data: bytes, dropped: set[str]) -> bytes:
    root = xmltree.parse(data)
    for element in list(xmltree.elements(root, "file-entry")):
        path = next((value for key, value in element.attrib.items() if xmltree.local(key) == "full-path"), "")
        if path in dropped or _DROPPED.search(path):
            root.remove(element)
    return xmltree.write(root)


def _clean_xml(data: bytes) -> bytes:
    root = xmltree.parse(data)
    xmltree.remove(root, "scripts", "event-listeners")
    for element in xmltree.elements(root):
        name = xmltree.local(element.tag)
        if name in _NAMES or _SENDER.match(name):
            element.text = xmltree.ANONYMOUS
        _clean_link(element, name)
    return xmltree.write(root)


def _clean_link(element: Any, name: str) -> None:
    """Cut links to disks; pictures and other parts may come from inside the file alone."""
    for key, value in element.attrib.items():
        if xmltree.local(key) != "href" or ":" not in value.partition("/")[0]:
            continue
        if name != "a" or not xmltree.is_web_address(value):
            element.set(key, "about:blank")
