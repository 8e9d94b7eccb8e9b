"""PDF files: saved anew without properties, attached files, programs and names."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any, cast

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from pikepdf.settings import set_qpdf_limits

from .errors import Unacceptable
from .jpeg import without_notes

MEGABYTE = 1024 * 1024
# Once per process, before the first file is opened: a small file must not unfold into memory without end.
set_qpdf_limits(
    flate_max_memory=128 * MEGABYTE,
    png_max_memory=128 * MEGABYTE,
    tiff_max_memory=128 * MEGABYTE,
    run_length_max_memory=128 * MEGABYTE,
    dct_max_memory=128 * MEGABYTE,
    parser_max_container_size=2_000_000,
    doc_max_warnings=1000,
)

# Entries that hold properties, programs, attached files or private data of the program that wrote the file.
_DROPPED = ("/Metadata", "/PieceInfo", "/LastModified", "/AA", "/AF", "/EF", "/JS", "/JavaScript", "/EmbeddedFiles")
_ROOT_DROPPED = ("/OpenAction", "/Collection", "/Perms", "/Legal", "/DSS", "/SpiderInfo", "/Requirements", "/Threads")
_FORBIDDEN_ACTIONS = {
    f"/{name}"
    for name in (
        "JavaScript",
        "Launch",
        "Rendition",
        "SubmitForm",
        "ImportData",
        "GoToE",
        "GoToR",
        "Movie",
        "RichMediaExecute",
    )
}
_SIGNATURE = ("/Name", "/Location", "/Reason", "/ContactInfo", "/Contents", "/Cert", "/M", "/ByteRange", "/Prop_Build")
_LINKS = ("http:", "https:", "mailto:", "tel:")
_REFUSED_NOTES = {"/FileAttachment", "/Sound", "/Movie", "/Screen", "/RichMedia", "/3D"}


def clean(data: bytes) -> bytes:
    """Return a PDF file that shows the same pages and says nothing of who made it.

    Removed: properties (docinfo, XMP at every level, file identifier), attached files and recordings, JavaScript and every
    action but links and jumps, names of commentators, signatures (they name their holder and would not hold for a changed
    file anyway), and notes in the JPEG pictures of the pages. JPEG 2000 pictures (rare, and not made by cameras) stay as they are.

    Raises Unacceptable for files that are encrypted or damaged.
    """
    try:
        with pikepdf.open(io.BytesIO(data), attempt_recovery=True, suppress_warnings=True) as document:
            if document.is_encrypted:
                raise Unacceptable("protected")
            if not len(document.pages):
                raise Unacceptable("damaged")
            _clean_document(document)
            return _saved(document)
    except pikepdf.PasswordError as error:
        raise Unacceptable("protected") from error
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError, AttributeError, OverflowError) as error:
        raise Unacceptable("damaged") from error


def _saved(document: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    document.save(
        out,
        deterministic_id=True,
        fix_metadata_version=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
    return out.getvalue()


def _clean_document(document: pikepdf.Pdf) -> None:
    _drop(document.trailer, ("/Info", "/ID"))
    _drop(document.Root, _ROOT_DROPPED)
    _clean_form(document.Root)
    for page in document.pages:
        _clean_notes(page.obj)
    for obj in document.objects:
        for part in _nested(obj):
            _clean_part(part)


def _drop(part: Any, keys: Iterable[str]) -> None:
    for key in keys:
        if key in part:
            del part[key]


def _nested(obj: Any) -> Iterator[Any]:
    """Yield an object and the dictionaries written inside it; referenced objects have their own turn."""
    waiting = [obj]
    while waiting:
        item = waiting.pop()
        if isinstance(item, (Dictionary, Stream)):
            yield item
            waiting += [child for _key, child in item.items() if _is_inline(child)]
        elif isinstance(item, Array):
            waiting += [child for child in item if _is_inline(child)]


def _is_inline(child: Any) -> bool:
    return isinstance(child, (Dictionary, Array)) and not child.is_indirect


def _clean_part(part: Any) -> None:
    """Take out what tells or does too much, wherever in the file it stands."""
    _drop(part, _DROPPED)
    if _is_forbidden_action(part):
        _drop(part, tuple(part.keys()))
    if part.get("/Type") == Name.Sig:
        _drop(part, _SIGNATURE)
    if isinstance(part, Stream) and _is_jpeg(part):
        raw = part.read_raw_bytes()
        stripped = without_notes(raw)
        if stripped != raw:
            part.write(stripped, filter=Name.DCTDecode, decode_parms=cast("Any", part.get("/DecodeParms")))


def _is_forbidden_action(part: Any) -> bool:
    kind = part.get("/S")
    if kind == Name.URI:
        return not str(part.get("/URI", "")).strip().lower().startswith(_LINKS)
    return isinstance(kind, Name) and str(kind) in _FORBIDDEN_ACTIONS


def _is_jpeg(stream: Any) -> bool:
    filters = stream.get("/Filter")
    return filters == Name.DCTDecode or (isinstance(filters, Array) and list(filters) == [Name.DCTDecode])


def _clean_form(root: Any) -> None:
    """Take the old form language (a program of its own) and the calculations out of a form; fields and values stay."""
    form = root.get("/AcroForm")
    if isinstance(form, Dictionary):
        _drop(form, ("/XFA", "/CO", "/SigFlags"))


def _clean_notes(page: Any) -> None:
    """Remove notes that hold files or recordings, and who wrote the others and when."""
    notes = page.get("/Annots")
    if not isinstance(notes, Array):
        return
    kept = [note for note in notes if isinstance(note, Dictionary) and str(note.get("/Subtype")) not in _REFUSED_NOTES]
    for note in kept:
        is_field = note.get("/Subtype") == Name.Widget  # there /T is the name of the field
        _drop(note, ("/M", "/CreationDate", "/NM", *(() if is_field else ("/T",))))
    page["/Annots"] = Array(kept)
