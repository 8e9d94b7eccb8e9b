"""DOCX, XLSX and PPTX: authors, traces of the machine, thumbnails and pictures' notes removed; programs refused."""

from __future__ import annotations

import posixpath
import re
from typing import Any
from xml.sax.saxutils import quoteattr

from . import archive, embedded, xmltree
from .archive import Parts
from .errors import Unacceptable
from .kinds import DOCX, PPTX, XLSX, Kind

CONTENT_TYPES = "[Content_Types].xml"
_KINDS = {
    "wordprocessingml.document.main+xml": DOCX,
    "spreadsheetml.sheet.main+xml": XLSX,
    "presentationml.presentation.main+xml": PPTX,
}
_MACRO = re.compile(r"vbaproject|vbadata|/macrosheets/|/activex/|macroenabled", re.IGNORECASE)
# Parts that show the author, the machine, the history of writing or a picture of an older state.
_DROPPED = re.compile(
    r"^docProps/thumbnail|^docMetadata/|^_xmlsignatures/|^customUI/|printerSettings|^ppt/changesInfos/|^ppt/revisionInfo"
    r"|^xl/revisions/|^word/recipientData|^word/keyMapCustomizations|/model\.data$",
    re.IGNORECASE,
)
_DROPPED_LINKS = {"attachedTemplate", "recipientData", "mailMergeSource", "mailMergeHeaderSource"}
_XML = (".xml", ".rels", ".vml")
_FONTS = (".odttf", ".fntdata")
_SHEET_PRINTER = re.compile(rb"""(<(?:\w+:)?pageSetup\b[^>]*?)\s\w+:id=(?:"[^"]*"|'[^']*')""")


def kind(parts: Parts) -> Kind | None:
    """Return the kind by the declared type of the main part, or None if this is no such file.

    Raises Unacceptable where it declares or carries a program.
    """
    if CONTENT_TYPES not in parts:
        return None
    archive.root_of(parts[CONTENT_TYPES])
    declared = [
        element.get("ContentType", "") for element in xmltree.elements(xmltree.parse(parts[CONTENT_TYPES]), "Override")
    ]
    found = [kind for ending, kind in _KINDS.items() if any(content_type.endswith(ending) for content_type in declared)]
    if any(_MACRO.search(text) for text in (*declared, *(f"/{name}" for name in parts))):
        raise Unacceptable("macro")
    return found[0] if len(found) == 1 else None


def clean(parts: Parts, depth: int = 0) -> bytes:
    """Return the file without what tells of people and machines; `_EDITORS` says what goes from which part.

    Kept: text, comments and tracked changes (their authors all become "Author"), custom XML that a document shows.
    """
    dropped = {name for name in parts if _DROPPED.search(name)}
    cleaned = {name: _clean_part(name, data, dropped, depth) for name, data in parts.items() if name not in dropped}
    return archive.write(cleaned, first=CONTENT_TYPES)


def _clean_part(name: str, data: bytes, dropped: set[str], depth: int) -> bytes:
    ending = name.lower()
    if ending.endswith(_FONTS):
        return data
    if not ending.endswith(_XML):
        return embedded.clean(name, data, depth)
    namespace, root = archive.root_of(data)
    if name == CONTENT_TYPES:
        return _clean_types(data, dropped)
    if ending.endswith(".rels"):
        return _clean_relations(name, data)
    return _clean_xml(data, namespace, root)


def _clean_types(data: bytes, dropped: set[str]) -> bytes:
    root = xmltree.parse(data)
    for element in list(xmltree.elements(root, "Override")):
        if element.get("PartName", "").lstrip("/") in dropped:
            root.remove(element)
    return xmltree.write(root)


def _clean_relations(name: str, data: bytes) -> bytes:
    """Cut the ties to dropped parts, and every tie to the outside but links to the web."""
    root = xmltree.parse(data)
    folder = name.rpartition("_rels/")[0]
    for element in list(xmltree.elements(root, "Relationship")):
        sort, target = element.get("Type", "").rpartition("/")[2], element.get("Target", "")
        inside = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        if sort in _DROPPED_LINKS or _DROPPED.search(inside):
            root.remove(element)
        elif element.get("TargetMode") == "External" and not (sort == "hyperlink" and xmltree.is_web_address(target)):
            element.set("Target", "about:blank")
    return xmltree.write(root)


def _clean_xml(data: bytes, namespace: str, root: str) -> bytes:
    """Make anonymous what the format names, whatever its writer called the part: the root element tells what it is."""
    if root in {"worksheet", "chartsheet"}:  # too large to be built as a tree
        return _SHEET_PRINTER.sub(rb"\1", data)
    if root in {"coreProperties", "Properties"}:
        return (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<{root} xmlns={quoteattr(namespace)}/>'.encode()
        )
    editor = _word if "/word" in namespace else _EDITORS.get(root)
    if editor is None:
        return data
    tree = xmltree.parse(data)
    editor(tree)
    return xmltree.write(tree)


def _word(root: Any) -> None:
    """Text, comments, settings and people of a text document."""
    xmltree.remove(root, "attachedTemplate", "mailMerge", "presenceInfo")
    xmltree.replace_attributes(root, {"author": xmltree.ANONYMOUS, "initials": "A"})


def _comments(root: Any) -> None:
    """Authors of comments in a workbook."""
    for element in xmltree.elements(root, "author"):
        element.text = xmltree.ANONYMOUS


def _workbook(root: Any) -> None:
    """Where a workbook lay on whose disk, and who reserved it."""
    xmltree.remove(root, "absPath")
    for element in xmltree.elements(root, "fileSharing"):
        xmltree.replace_attributes(element, {"userName": xmltree.ANONYMOUS})


def _people(root: Any) -> None:
    """Authors of comments in presentations and of threads in workbooks."""
    values = {
        "displayName": xmltree.ANONYMOUS,
        "name": xmltree.ANONYMOUS,
        "initials": "A",
        "userId": "",
        "providerId": "None",
    }
    xmltree.replace_attributes(root, values)


_EDITORS = {
    "comments": _comments,
    "workbook": _workbook,
    "personList": _people,
    "cmAuthorLst": _people,
    "authorLst": _people,
}
