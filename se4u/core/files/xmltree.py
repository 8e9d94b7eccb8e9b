"""XML of office files, edited without losing its prefixes (which the office programs refer to)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from .errors import Unacceptable

ANONYMOUS = "Author"
_WEB = ("http:", "https:", "mailto:", "tel:", "#")


def parse(data: bytes) -> Any:
    """Return the root element. `archive.root_of` refused document types before; nothing outside is ever read."""
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Unacceptable("damaged") from error


def write(root: Any) -> bytes:
    """Return the document of a root element."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def local(name: Any) -> str:
    """Return a name without its namespace; empty for comments and instructions."""
    return str(etree.QName(name).localname) if isinstance(name, str) else ""


def elements(root: Any, *names: str) -> Iterator[Any]:
    """Yield the elements with one of these local names, in whatever version of a namespace they are written."""
    wanted = set(names)
    for element in root.iter(etree.Element):
        if not wanted or local(element.tag) in wanted:
            yield element


def remove(root: Any, *names: str) -> None:
    """Remove the elements with these local names, keeping the text behind them."""
    for element in list(elements(root, *names)):
        parent = element.getparent()
        if parent is None:
            continue
        if element.tail:
            before = element.getprevious()
            if before is None:
                parent.text = (parent.text or "") + element.tail
            else:
                before.tail = (before.tail or "") + element.tail
        parent.remove(element)


def replace_attributes(root: Any, values: dict[str, str]) -> None:
    """Set every attribute with one of these local names to its new value."""
    for element in elements(root):
        for name in element.attrib:
            if local(name) in values:
                element.set(name, values[local(name)])


def is_web_address(target: str) -> bool:
    """Whether a link leads to the web or a mailbox, and not to a disk (whose path names its owner) or a server of files."""
    return target.strip().lower().startswith(_WEB)
