"""What must not leave with a file: who made it, where, on which machine."""

from __future__ import annotations

import io
import zipfile

import pikepdf
import pytest
from PIL import Image

from se4u.core import files
from se4u.core.files.jpeg import without_notes

from . import made

FORMS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif"}


def _accept(name: str, content: bytes) -> files.Cleaned:
    return files.accept(made.sent(name, content))


def _everything(content: bytes) -> bytes:
    """Return a file's bytes with its archive's parts and its streams unpacked."""
    found = [content]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found += [archive.comment, *(_everything(archive.read(name)) for name in archive.namelist())]
            found += [name.encode() for name in archive.namelist()]
    if content.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(content)) as document:
            for obj in document.objects:
                found.append(obj.unparse())
                if isinstance(obj, pikepdf.Stream):
                    found.append(obj.read_raw_bytes())
    return b"\n".join(found)


def _assert_clean(content: bytes) -> None:
    everything = _everything(content)
    for word in (made.SECRET, made.PLACE):
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            assert word.encode(encoding) not in everything


@pytest.mark.parametrize("form", FORMS)
def test_picture_keeps_its_points_and_nothing_else(form: str) -> None:
    sent = made.picture(form)
    assert made.SECRET.encode() in sent
    cleaned = _accept(f"photo.{FORMS[form]}", sent)
    _assert_clean(cleaned.content)
    with Image.open(io.BytesIO(cleaned.content)) as picture:
        assert picture.format == form
        assert not picture.getexif()
        assert not {"exif", "xmp", "comment", "icc_profile", "Author", "XML:com.adobe.xmp"} & picture.info.keys()


def test_picture_is_turned_as_the_camera_was_held() -> None:
    with Image.open(io.BytesIO(_accept("a.jpg", made.picture(size=(40, 20))).content)) as picture:
        assert picture.size == (20, 40)


def test_picture_keeps_what_is_see_through() -> None:
    image = Image.new("RGBA", (4, 4), (255, 0, 0, 0))
    out = io.BytesIO()
    image.save(out, "PNG")
    with Image.open(io.BytesIO(_accept("a.png", out.getvalue()).content)) as picture:
        assert picture.getpixel((0, 0)) == (255, 0, 0, 0)


def test_picture_in_printing_colours_is_brought_to_the_screen() -> None:
    out = io.BytesIO()
    Image.new("CMYK", (4, 4), 0).save(out, "JPEG")
    with Image.open(io.BytesIO(_accept("a.jpg", out.getvalue()).content)) as picture:
        assert picture.mode == "RGB"


def test_jpeg_with_data_behind_its_end_loses_them() -> None:
    content = _accept("a.jpg", made.picture() + b"PK\x03\x04<script>").content
    assert b"<script>" not in content


def test_pdf_shows_its_page_and_says_nothing() -> None:
    sent = made.pdf()
    assert made.SECRET.encode() in _everything(sent)
    content = _accept("a.pdf", sent).content
    _assert_clean(content)
    everything = _everything(content)
    for word in (b"JavaScript", b"Launch", b"calc.exe", b"EmbeddedFile", b"/AA", b"OpenAction", b"PieceInfo", b"Exif"):
        assert word not in everything
    with pikepdf.open(io.BytesIO(content)) as document:
        assert len(document.pages) == 1
        assert document.Root.get("/Metadata") is None
        assert [str(note.Subtype) for note in document.pages[0].Annots] == ["/Text", "/Link", "/Link"]
        assert str(document.pages[0].Annots[0].Contents) == "a comment"
        assert str(document.pages[0].Annots[1].A.URI) == "https://ok.example/"
        picture = pikepdf.PdfImage(document.pages[0].Resources.XObject.Im0).as_pil_image()
        assert picture.size == (40, 20)


def test_pdf_loses_states_before_the_last_one() -> None:
    with pikepdf.open(io.BytesIO(made.pdf())) as document:
        document.docinfo["/Subject"] = made.SECRET
        out = io.BytesIO()
        document.save(out)
    updated = out.getvalue() + f"\n9999 0 obj ({made.SECRET}) endobj\n".encode()
    _assert_clean(_accept("a.pdf", updated).content)


def test_pdf_signature_loses_its_holder() -> None:
    document = pikepdf.Pdf.new()
    document.add_blank_page()
    value = document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Sig, Name=made.SECRET, Contents=pikepdf.String(made.SECRET), Location=made.PLACE
        )
    )
    field = document.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Sig, T="signature", V=value))
    document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]), SigFlags=3)
    out = io.BytesIO()
    document.save(out)
    _assert_clean(_accept("a.pdf", out.getvalue()).content)


@pytest.mark.parametrize("ending", ["docx", "xlsx", "pptx"])
def test_office_file_loses_its_people_and_machines(ending: str) -> None:
    sent = made.office(ending)
    assert made.SECRET.encode() in _everything(sent)
    content = _accept(f"a.{ending}", sent).content
    _assert_clean(content)
    everything = _everything(content)
    for word in (
        b"thumbnail",
        b"spy.example",
        b"printerSettings",
        b"attachedTemplate",
        b"changesInfo",
        b"Exif",
        b"absPath",
    ):
        assert word not in everything


def test_docx_keeps_text_comments_links_and_prefixes() -> None:
    with zipfile.ZipFile(io.BytesIO(_accept("a.docx", made.office("docx")).content)) as archive:
        document = archive.read("word/document.xml").decode()
        assert "kept text" in document
        assert 'mc:Ignorable="w14"' in document
        assert 'w14:paraId="1"' in document
        assert 'w:author="Author"' in document
        assert "kept comment" in archive.read("word/comments.xml").decode()
        relations = archive.read("word/_rels/document.xml.rels").decode()
        assert "https://ok.example/" in relations
        assert relations.count("about:blank") == 2
        assert archive.namelist()[0] == "[Content_Types].xml"


def test_xlsx_sheet_lets_go_of_its_printer() -> None:
    with zipfile.ZipFile(io.BytesIO(_accept("a.xlsx", made.office("xlsx")).content)) as archive:
        assert b'<pageSetup paperSize="9"/>' in archive.read("xl/worksheets/sheet1.xml")


def test_workbook_behind_a_chart_is_cleaned_like_any_other() -> None:
    sent = made.office("docx", {"word/embeddings/Microsoft_Excel_Sheet1.xlsx": made.office("xlsx")})
    content = _accept("a.docx", sent).content
    _assert_clean(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        inner = archive.read("word/embeddings/Microsoft_Excel_Sheet1.xlsx")
    assert "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(inner)).namelist()


def test_real_workbook_opens_after_cleaning() -> None:
    from openpyxl import Workbook, load_workbook
    from openpyxl.comments import Comment

    book = Workbook()
    book.properties.creator = made.SECRET
    book.active["A1"] = "kept"
    book.active["A1"].comment = Comment("kept comment", made.SECRET)
    out = io.BytesIO()
    book.save(out)
    content = _accept("a.xlsx", out.getvalue()).content
    _assert_clean(content)
    opened = load_workbook(io.BytesIO(content))
    assert opened.active["A1"].value == "kept"
    assert opened.active["A1"].comment.author == "Author"


@pytest.mark.parametrize("ending", ["odt", "ods", "odp"])
def test_opendocument_loses_its_people_and_machines(ending: str) -> None:
    sent = made.opendocument(ending)
    assert made.SECRET.encode() in _everything(sent)
    content = _accept(f"a.{ending}", sent).content
    _assert_clean(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = archive.read("content.xml").decode()
        assert archive.infolist()[0].filename == "mimetype"
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED
        assert not [name for name in archive.namelist() if "Thumbnail" in name or "settings" in name]
        assert "Thumbnail" not in archive.read("META-INF/manifest.xml").decode()
    assert "kept text" in text
    assert "kept comment" in text
    assert "https://ok.example/" in text
    assert "spy.example" not in text
    assert 'href="Pictures/1.jpg"' in text


def test_drawing_in_an_office_file_loses_its_programs() -> None:
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" onload="x()"><script>x()</script>'
        f"<metadata>{made.SECRET}</metadata><rect/></svg>"
    )
    content = _accept("a.pptx", made.office("pptx", {"ppt/media/image2.svg": drawing})).content
    _assert_clean(content)
    everything = _everything(content)
    assert b"onload" not in everything
    assert b"<script" not in everything
    assert b"<rect/>" in everything


def test_notes_are_cut_from_jpeg_data_and_the_picture_stays() -> None:
    stripped = without_notes(made.picture())
    assert made.SECRET.encode() not in stripped
    with Image.open(io.BytesIO(stripped)) as picture:
        picture.load()
    assert without_notes(b"something else") == b"something else"
