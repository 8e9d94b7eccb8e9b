"""Office files are ZIP archives: read whole within limits, and written anew."""

from __future__ import annotations

import io
import zipfile
import zlib
from xml.parsers import expat

from .errors import Unacceptable

MAX_PARTS = 5000
MAX_BYTES = 100 * 1024 * 1024
MAX_RATIO = 200  # of a whole archive; ordinary ones stay below 30
RATIO_FROM = 1024 * 1024
_ENCRYPTED = 0x1
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_BEGINNING = (1980, 1, 1, 0, 0, 0)

Parts = dict[str, bytes]


def read(data: bytes) -> Parts:
    """Return the parts of an archive by name, in their order.

    Raises Unacceptable for what is damaged, encrypted, larger than `MAX_BYTES` when unpacked, or holds names that lead out of
    it or stand twice.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _check(entries, len(data))
            return {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise Unacceptable("damaged") from error


def _check(entries: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_PARTS or unpacked > MAX_BYTES or (unpacked > RATIO_FROM and unpacked > MAX_RATIO * size):
        raise Unacceptable("too_big_inside")
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise Unacceptable("protected")
    names = [entry.filename for entry in entries]
    outside = any(name.startswith("/") or "\\" in name or ".." in name.split("/") for name in names)
    if outside or len(set(names)) != len(names) or any(entry.compress_type not in _METHODS for entry in entries):
        raise Unacceptable("damaged")


def write(parts: Parts, *, first: str = "") -> bytes:
    """Return an archive of these parts without times and comments; `first` stands first and unpacked, as ODF asks."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in sorted(parts, key=lambda name: name != first):
            entry = zipfile.ZipInfo(name, _BEGINNING)
            entry.compress_type = zipfile.ZIP_STORED if name == first else zipfile.ZIP_DEFLATED
            archive.writestr(entry, parts[name])
    return out.getvalue()


def root_of(data: bytes) -> tuple[str, str]:
    """Read XML through without building anything from it, and return (namespace, name) of its root.

    Raises Unacceptable where it is broken or declares a document type: the same rule as defusedxml's `forbid_dtd`, without its
    callback for every piece of text. No office file needs one, and every attack by entities (unfolding without end, reading
    other files) begins with one.
    """
    roots: list[str] = []

    def refuse(*_declaration: object) -> None:
        raise Unacceptable("damaged")

    def begin(name: str, _attributes: object) -> None:
        roots.append(name)
        parser.StartElementHandler = None

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = begin
    try:
        parser.Parse(data, True)  # noqa: FBT003  expat's own signature
    except (
        expat.ExpatError,
        LookupError,
        ValueError,
    ) as error:  # the last two: an encoding unknown here, or of many bytes
        raise Unacceptable("damaged") from error
    namespace, _space, name = roots[0].rpartition(" ")
    return namespace, name
