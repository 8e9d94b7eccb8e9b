"""What is taken, what is refused and why, and who may open what was kept."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client, RequestFactory
from django.utils import timezone
from PIL import Image

from se4u.core import files
from se4u.core.files import kinds, pictures
from se4u.core.files.names import safe_name
from se4u.core.files.owners import OWNERS, pointing_fields
from se4u.core.models import Upload
from se4u.directory.models import OrganizationDocument
from tests.personas import PERSONAS, Cast

from . import made

EXE = b"MZ\x90\x00" + bytes(range(256)) * 4
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
LOCKED_WORD = OLD_WORD + "EncryptedPackage".encode("utf-16-le")


class Form(forms.Form):
    """A form with a file and something else."""

    name = forms.CharField()
    file = files.UploadField()


def _form(name: str, content: bytes, **fields: object) -> Form:
    return Form({"name": "kept input", **fields}, {"file": made.sent(name, content)})


def _code(name: str, content: bytes) -> str:
    """Return why a file is refused, as the form says it beside the field; empty if it is taken."""
    form = _form(name, content)
    if form.is_valid():
        return ""
    assert list(form.errors) == ["file"]
    assert form["name"].value() == "kept input"
    error = form.errors["file"].as_data()[0]
    assert "%(" not in str(error.messages[0])
    return str(error.code)


TAKEN = {
    "a.png": lambda: made.picture("PNG"),
    "a.jpg": made.picture,
    "a.jpeg": made.picture,
    "a.webp": lambda: made.picture("WEBP"),
    "a.gif": lambda: made.picture("GIF"),
    "a.pdf": made.pdf,
    "a.docx": made.office,
    "a.xlsx": lambda: made.office("xlsx"),
    "a.pptx": lambda: made.office("pptx"),
    "a.odt": made.opendocument,
    "a.ods": lambda: made.opendocument("ods"),
    "a.odp": lambda: made.opendocument("odp"),
    "a.txt": "Привет, 世界, مرحبا\n".encode,
    "a.csv": lambda: "name;country\nÉtoile;FR\n".encode("utf-8-sig"),
}


@pytest.mark.parametrize("name", TAKEN)
def test_accepted_kind_is_found_in_its_content(name: str) -> None:
    form = _form(name, TAKEN[name]())
    assert form.is_valid(), form.errors
    cleaned = form.cleaned_data["file"]
    assert cleaned.kind is kinds.BY_ENDING[name.partition(".")[2]]
    assert cleaned.sha256 == hashlib.sha256(cleaned.content).hexdigest()
    again = files.accept(made.sent(name, cleaned.content))
    assert again.kind is cleaned.kind


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("program.png", EXE, "mismatch"),
        ("program.pdf", EXE, "mismatch"),
        ("program.docx", EXE, "mismatch"),
        ("program.exe", EXE, "kind"),
        ("program", EXE, "kind"),
        ("page.pdf", HTML, "mismatch"),
        ("page.png", HTML, "mismatch"),
        ("page.html", HTML, "kind"),
        ("page.txt", HTML, "markup"),
        ("drawing.svg", SVG, "kind"),
        ("drawing.png", SVG, "mismatch"),
        ("drawing.txt", SVG, "markup"),
        ("old.doc", OLD_WORD, "kind"),
        ("old.docx", OLD_WORD, "mismatch"),
        ("locked.docx", LOCKED_WORD, "protected"),
        ("empty.pdf", b"  \n ", "empty"),
        ("binary.txt", EXE, "encoding"),
        ("latin.txt", "Müller".encode("latin-1"), "encoding"),
        ("zero.csv", b"a,b\x00,c", "encoding"),
        ("broken.png", b"\x89PNG\r\n\x1a\n" + b"x" * 50, "damaged"),
        ("broken.jpg", b"\xff\xd8\xff\xe0" + b"x" * 50, "damaged"),
        ("broken.webp", b"RIFF\x10\x00\x00\x00WEBPVP8 xxxx", "damaged"),
        ("broken.gif", b"GIF89a", "damaged"),
        ("broken.pdf", b"%PDF-1.7\nnothing here", "damaged"),
        ("broken.docx", b"PK\x03\x04" + b"x" * 100, "damaged"),
    ],
)
def test_file_is_refused_with_its_reason_beside_the_field(name: str, content: bytes, code: str) -> None:
    assert _code(name, content) == code


def test_file_of_no_bytes_is_refused() -> None:
    assert _code("nothing.pdf", b"") == "empty"


def test_cut_off_files_are_refused() -> None:
    for name, make in TAKEN.items():
        whole = make()
        if kinds.BY_ENDING[name.partition(".")[2]].family in {"text", "pdf"}:
            continue
        assert _code(name, whole[: len(whole) // 2]) == "damaged", name


def test_pdf_cut_off_before_its_pages_is_refused() -> None:
    assert _code("a.pdf", made.pdf()[:200]) == "damaged"


def test_picture_under_the_wrong_picture_ending_gets_its_own() -> None:
    form = _form("photo.png", made.picture("JPEG"))
    assert form.is_valid()
    assert form.cleaned_data["file"].name == "photo.jpg"


def test_known_content_under_another_ending_is_refused() -> None:
    assert _code("photo.exe", made.picture()) == "mismatch"
    assert _code("photo.pdf", made.picture()) == "mismatch"
    assert _code("letter.xlsx", made.office("docx")) == "mismatch"
    assert _code("letter.png", made.office("docx")) == "mismatch"


def test_moving_pictures_are_refused() -> None:
    for form, ending in (("GIF", "gif"), ("WEBP", "webp"), ("PNG", "png")):
        assert _code(f"a.{ending}", made.picture(form, frames=3)) == "moving"


def test_picture_of_too_many_points_is_refused_unopened() -> None:
    assert _code("a.png", made.huge_picture()) == "too_many_pixels"


def test_picture_of_a_telephone_is_taken_and_twice_its_points_are_not() -> None:
    def drawn(width: int, height: int) -> bytes:
        out = io.BytesIO()
        Image.new("1", (width, height)).save(out, "PNG")
        return out.getvalue()

    assert pictures.redraw(drawn(6000, 4000), "PNG")
    assert _code("a.png", drawn(6000, 8000)) == "too_many_pixels"


def test_encrypted_pdf_is_refused_even_without_a_password_to_open_it() -> None:
    for user in ("secret", ""):
        assert _code("a.pdf", made.pdf(encrypted=pikepdf.Encryption(owner="owner", user=user))) == "protected"


def test_pdf_that_unfolds_without_end_is_refused() -> None:
    import zlib

    packed = zlib.compress(b" " * 400_000_000, 9)
    head = b"%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    stream = b"3 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
    xref = struct.pack(">BHB", 1, 9, 0)
    rest = b"\nendstream endobj\n"
    table = b"4 0 obj<</Type/XRef/Size 5/W[1 2 1]/Root 1 0 R/Index[0 5]/Length 20>>stream\n"
    body = head + stream + packed + rest
    entries = struct.pack(">BHB", 0, 0, 0) + xref + struct.pack(">BHB", 2, 3, 0) + struct.pack(">BHB", 1, len(head), 0)
    content = (
        body
        + table
        + entries
        + struct.pack(">BHB", 1, 0, 0)
        + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % len(body)
    )
    assert _code("a.pdf", content) == "damaged"


def test_programs_in_office_files_are_refused() -> None:
    assert _code("a.docx", made.office("docx", {"word/vbaProject.bin": b"x"})) == "macro"
    macro = "application/vnd.ms-word.document.macroEnabled.main+xml"
    assert _code("a.docx", made.office("docx", content_type=macro)) == "macro"
    assert _code("a.xlsx", made.office("xlsx", {"xl/macrosheets/sheet1.xml": "<a/>"})) == "macro"
    assert _code("a.odt", made.opendocument("odt", {"Basic/Standard/Module1.xml": "<a/>"})) == "macro"


def test_files_in_office_files_that_cannot_be_looked_into_are_refused() -> None:
    assert _code("a.docx", made.office("docx", {"word/embeddings/oleObject1.bin": OLD_WORD})) == "embedded"
    assert _code("a.pptx", made.office("pptx", {"ppt/media/film.mp4": b"\x00\x00\x00 ftypisom"})) == "embedded"
    assert _code("a.docx", made.office("docx", {"word/run.exe": EXE})) == "embedded"
    assert _code("a.odt", made.opendocument("odt", {"Object 1": OLD_WORD})) == "embedded"


def test_encrypted_opendocument_is_refused() -> None:
    manifest = (
        f'<manifest:manifest xmlns:manifest="{made.OPEN}:manifest:1.0"><manifest:file-entry manifest:full-path="content.xml">'
        "<manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
    )
    assert _code("a.odt", made.opendocument("odt", {"META-INF/manifest.xml": manifest})) == "protected"


def test_encrypted_archive_is_refused() -> None:
    content = bytearray(made.office())
    content[6] |= 1
    directory = content.index(b"PK\x01\x02")
    content[directory + 8] |= 1
    assert _code("a.docx", bytes(content)) == "protected"


def test_archive_that_unfolds_without_end_is_refused() -> None:
    content = made.bomb()
    assert len(content) < 200_000
    assert _code("a.docx", content) == "too_big_inside"


def test_archive_that_lies_about_its_size_is_refused() -> None:
    content = bytearray(made.office("docx", {"word/big.xml": b"<a>" + b" " * 1_000_000 + b"</a>"}))
    directory = content.index(b"PK\x01\x02", content.index(b"word/big.xml"))
    while content[directory + 46 : directory + 58] != b"word/big.xml":
        directory = content.index(b"PK\x01\x02", directory + 4)
    content[directory + 24 : directory + 28] = struct.pack("<I", 10)
    assert _code("a.docx", bytes(content)) == "damaged"


@pytest.mark.parametrize("name", ["../outside.xml", "/etc/passwd", "word\\..\\x.xml"])
def test_archive_with_names_that_lead_out_is_refused(name: str) -> None:
    assert _code("a.docx", made.office("docx", {name: "<a/>"})) == "damaged"


def test_plain_archive_is_refused() -> None:
    assert _code("a.zip", made.archive({"a.txt": "x"})) == "kind"
    assert _code("a.docx", made.archive({"a.txt": "x"})) == "mismatch"


ENTITIES = '<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y SYSTEM "file:///etc/passwd">]><a>&x;&y;</a>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_in_office_files_are_refused(encoding: str) -> None:
    declared = f'<?xml version="1.0" encoding="{encoding}"?>{ENTITIES}'.encode(encoding)
    assert _code("a.docx", made.office("docx", {"word/document.xml": declared})) == "damaged"
    assert _code("a.docx", made.office("docx", {"customXml/item1.xml": declared})) == "damaged"
    assert _code("a.odt", made.opendocument("odt", {"content.xml": declared})) == "damaged"


@pytest.mark.parametrize("encoding", ["no-such-encoding", "utf-7"])
def test_office_files_in_an_encoding_nobody_reads_are_refused(encoding: str) -> None:
    declared = f'<?xml version="1.0" encoding="{encoding}"?><a/>'.encode()
    assert _code("a.docx", made.office("docx", {"customXml/item1.xml": declared})) == "damaged"


def test_polyglot_keeps_one_nature_alone() -> None:
    content = files.accept(made.sent("a.gif", made.picture("GIF") + HTML + made.archive({"a": "b"}))).content
    assert HTML not in content
    assert not zipfile.is_zipfile(io.BytesIO(content))
    assert _code("a.pdf", b"<script>x</script>\n" + made.pdf()) == "mismatch"
    assert _code("a.docx", b"MZ" + made.office()) == "mismatch"


def test_text_in_utf16_is_kept_as_utf8() -> None:
    form = _form("a.txt", "Привет".encode("utf-16"))
    assert form.is_valid()
    assert form.cleaned_data["file"].content == "Привет".encode()


def test_too_large_file_is_refused_with_the_limit(settings: pytest.FixtureRequest) -> None:
    settings.UPLOAD_MAX_BYTES = 1024 * 1024  # type: ignore[attr-defined]
    form = _form("a.txt", b"x" * (1024 * 1024 + 1))
    assert not form.is_valid()
    assert "larger than 1 MB" in form.errors["file"][0]
    assert _form("a.txt", b"x" * 1024 * 1024).is_valid()


def test_receiving_stops_keeping_after_the_limit(settings: pytest.FixtureRequest) -> None:
    settings.UPLOAD_MAX_BYTES = 100_000  # type: ignore[attr-defined]
    request = RequestFactory().post("/", {"file": io.BytesIO(b"x" * 5_000_000), "other": made.sent("b.txt", b"small")})
    assert request.FILES["file"].size == 100_001
    assert request.FILES["other"].read() == b"small"
    with pytest.raises(files.Unacceptable) as refusal:
        files.accept(request.FILES["file"])
    assert refusal.value.code == "too_large"
    request.close()


def test_field_narrowed_to_kinds_refuses_the_others() -> None:
    field = files.UploadField(kinds=(kinds.PDF,))
    with pytest.raises(ValidationError, match="Send one of these: PDF"):
        field.clean(made.sent("a.png", made.picture("PNG")))
    with pytest.raises(ValidationError, match="Send one of these: PDF"):
        field.clean(made.sent("a.docx", made.office()))
    assert field.widget.attrs["accept"] == ".pdf"


def test_field_left_empty_gives_none_where_it_is_optional() -> None:
    assert files.UploadField(required=False).clean(None) is None
    with pytest.raises(ValidationError, match="required"):
        files.UploadField().clean(None)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("report.pdf", "report.pdf"),
        ("C:\\Users\\wanda\\report.pdf", "report.pdf"),
        ("../../etc/report.pdf", "report.pdf"),
        ("مركز الأمل.PDF", "مركز الأمل.pdf"),
        ("报告.pdf", "报告.pdf"),
        ("\u202efdp.exe.pdf", "fdp.exe.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie x.pdf"),
        ('a"b;c.pdf', "ab;c.pdf"),
        ("...pdf", "file.pdf"),
        ("", "file.pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
        ("photo.png", "photo.pdf"),
    ],
)
def test_names_are_made_safe(name: str, safe: str) -> None:
    assert safe_name(name, kinds.PDF) == safe


# -- kept files


def _ask(client: Client, url: str, method: str = "get") -> Any:
    """Return the answer with its file closed, without the signal at the end of a request that would close the database."""
    response = getattr(client, method)(url)
    for close in response._resource_closers:
        close()
    return response


def _status(client: Client, url: str, method: str = "get") -> int:
    return int(_ask(client, url, method).status_code)


@pytest.fixture
def document(cast: Cast) -> OrganizationDocument:
    """A registration document of the representative's organisation."""
    upload = files.store(made.sent("Urkunde № 5.pdf", made.pdf()), by=cast.representative)
    return OrganizationDocument.objects.create(organization=cast.casa_abierta, upload=upload)


def test_stored_file_carries_nothing_of_its_name(document: OrganizationDocument, cast: Cast) -> None:
    upload = document.upload
    assert upload.file.name.partition("/")[2].isalnum()
    with upload.file.open("rb") as file:
        content = file.read()
    assert upload.sha256 == hashlib.sha256(content).hexdigest()
    assert (upload.size, upload.name) == (len(content), "Urkunde № 5.pdf")
    assert upload.actor_key == cast.representative.actor_key
    assert (Path(upload.file.path).stat().st_mode & 0o777) == 0o600


def test_stored_files_lie_outside_what_the_web_server_shows(settings: pytest.FixtureRequest) -> None:
    uploads = Path(default_storage.path("")).resolve()
    served = Path(settings.STATIC_ROOT).resolve()  # type: ignore[attr-defined]
    assert not uploads.is_relative_to(served)
    assert not served.is_relative_to(uploads)
    assert not settings.MEDIA_URL.strip("/")  # type: ignore[attr-defined]


@pytest.mark.parametrize("persona", PERSONAS)
def test_document_is_opened_by_its_people_and_officers_alone(
    persona: str, document: OrganizationDocument, as_persona: Callable[[str], Client]
) -> None:
    assert _status(as_persona(persona), document.upload.url) == (
        200 if persona in {"representative", "officer"} else 404
    )


def test_document_is_closed_to_who_left_the_organisation(
    document: OrganizationDocument, as_persona: Callable[[str], Client], cast: Cast
) -> None:
    cast.representative.affiliations.update(until=timezone.now())
    assert _status(as_persona("representative"), document.upload.url) == 404


def test_file_without_an_owner_is_not_found_even_by_who_sent_it(
    cast: Cast, as_persona: Callable[[str], Client]
) -> None:
    upload = files.store(made.sent("a.txt", b"alone"), by=cast.officer)
    assert as_persona("officer").get(upload.url).status_code == 404
    assert as_persona("officer").get("/files/nonsense00/").status_code == 404


def test_file_is_sent_so_that_no_browser_runs_it(
    document: OrganizationDocument, as_persona: Callable[[str], Client]
) -> None:
    response = as_persona("officer").get(document.upload.url)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''Urkunde%20%E2%84%96%205.pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, no-store"
    assert int(response["Content-Length"]) == document.upload.size == len(b"".join(response.streaming_content))


def test_picture_is_shown_in_the_page_and_text_is_not(
    document: OrganizationDocument, as_persona: Callable[[str], Client], cast: Cast
) -> None:
    for name, content, way in (("a.png", made.picture("PNG"), "inline"), ("a.txt", b"text", "attachment")):
        upload = files.store(made.sent(name, content), by=cast.representative)
        OrganizationDocument.objects.create(organization=cast.casa_abierta, upload=upload)
        response = _ask(as_persona("officer"), upload.url)
        assert response["Content-Disposition"].startswith(way)


def test_file_is_not_changed_through_its_address(
    document: OrganizationDocument, as_persona: Callable[[str], Client]
) -> None:
    client = as_persona("officer")
    assert _status(client, document.upload.url, "post") == 405
    assert _status(client, document.upload.url, "head") == 200


def test_file_missing_from_the_storage_is_not_found(
    document: OrganizationDocument, as_persona: Callable[[str], Client]
) -> None:
    default_storage.delete(document.upload.file.name)
    assert as_persona("officer").get(document.upload.url).status_code == 404


def test_every_model_that_points_at_files_says_who_sees_it() -> None:
    pointing = {(model._meta.label_lower, field) for model, field in pointing_fields()}
    assert pointing == set(OWNERS)
    assert pointing


# -- files nobody holds


def _age(upload: Upload, hours: int) -> None:
    Upload.objects.filter(pk=upload.pk).update(at=timezone.now() - timedelta(hours=hours))


def test_file_nobody_holds_goes_after_a_day(
    document: OrganizationDocument, cast: Cast, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    old = files.store(made.sent("old.txt", b"old"), by=cast.officer)
    new = files.store(made.sent("new.txt", b"new"), by=cast.officer)
    _age(old, 25)
    _age(document.upload, 25)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        assert files.discard_unowned() == 1
    assert not default_storage.exists(old.file.name)
    assert default_storage.exists(new.file.name)
    assert default_storage.exists(document.upload.file.name)
    assert set(Upload.objects.values_list("pk", flat=True)) == {new.pk, document.upload.pk}
    assert files.discard_unowned() == 0


def test_stored_bytes_without_a_row_go_after_a_day(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    name = default_storage.save("zz/stray", ContentFile(b"left by a deed that failed"))
    assert files.discard_unowned() == 0
    later = timezone.now() + timedelta(days=2)
    monkeypatch.setattr("se4u.core.files.keeping.timezone.now", lambda: later)
    assert files.discard_unowned() >= 1
    assert not default_storage.exists(name)


def test_held_file_cannot_be_removed(document: OrganizationDocument) -> None:
    from django.db.models import ProtectedError

    with pytest.raises(ProtectedError):
        document.upload.delete()
