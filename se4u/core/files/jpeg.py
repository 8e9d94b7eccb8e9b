"""JPEG data inside PDF files, freed of its notes without being drawn anew."""

from __future__ import annotations

_START, _SCAN = 0xD8, 0xDA
_KEPT = {0xE0, 0xEE}  # JFIF, and Adobe's note on how colours are written


def without_notes(data: bytes) -> bytes:
    """Return the data without application segments (EXIF with the place, XMP, IPTC) and comments.

    What does not look like JPEG is returned as it came: its reader decides what it is.
    """
    if data[:2] != bytes((0xFF, _START)):
        return data
    out, position = bytearray(data[:2]), 2
    while position + 4 <= len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        if marker == 0xFF:  # padding
            position += 1
            continue
        end = position + 2 + int.from_bytes(data[position + 2 : position + 4], "big")
        if marker == _SCAN:
            return bytes(out + data[position:])
        is_note = 0xE0 <= marker <= 0xEF or marker == 0xFE
        if not is_note or marker in _KEPT:
            out += data[position:end]
        position = end
    return data
