"""Files made for the tests: real ones, with what should not leave the house in them."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base
from PIL.PngImagePlugin import PngInfo

SECRET = "Wanda Whistle"  # the name that must not be found afterwards
PLACE = "Hidden Street 5"
XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    f'<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" dc:creator="{SECRET}"/></rdf:RDF></x:xmpmeta>'
).encode()


def sent(name: str, content: bytes, content_type: str = "application/octet-stream") -> SimpleUploadedFile:
    """Return a file as a form receives it."""
    return SimpleUploadedFile(name, content, content_type=content_type)


def exif() -> Image.Exif:
    """Return EXIF data with a place, an author and a camera held on its side."""
    data = Image.Exif()
    data[Base.Artist] = SECRET
    data[Base.Orientation] = 6
    data[Base.ImageDescription] = PLACE
    data.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (48.0, 12.0, 30.0)
    data.get_ifd(IFD.GPSInfo)[GPS.GPSLatitudeRef] = "N"
    return data


def picture(form: str = "JPEG", size: tuple[int, int] = (40, 20), mode: str = "RGB", frames: int = 1) -> bytes:
    """Return a picture with everything a camera or program writes into it."""
    image = Image.new(mode, size, 120)
    out = io.BytesIO()
    more: dict[str, object] = {}
    if form in {"JPEG", "PNG", "WEBP"}:
        more["exif"] = exif().tobytes()
    if form in {"JPEG", "WEBP"}:
        more["xmp"] = XMP
    if form == "PNG":
        info = PngInfo()
        info.add_text("Author", SECRET)
        info.add_itxt("XML:com.adobe.xmp", XMP.decode())
        more["pnginfo"] = info
    if form in {"JPEG", "GIF"}:
        more["comment"] = SECRET.encode()
    if frames > 1:
        more |= {"save_all": True, "append_images": [Image.new(mode, size, 20 * n) for n in range(1, frames)]}
    image.save(out, form, **more)
    return out.getvalue()


def pdf(*, encrypted: pikepdf.Encryption | None = None) -> bytes:
    """Return a PDF file with properties, XMP, programs, an attached file, comments, a photograph and an older state."""
    document = Pdf.new()
    page = document.add_blank_page(page_size=(300, 300))
    document.docinfo["/Author"] = SECRET
    document.docinfo["/Title"] = PLACE
    document.Root.Metadata = document.make_stream(XMP, Type=Name.Metadata, Subtype=Name.XML)
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    document.Root.AA = Dictionary(WC=Dictionary(S=Name.JavaScript, JS="app.alert(2)"))
    document.attachments["notes.txt"] = pikepdf.AttachedFileSpec(document, SECRET.encode(), filename="notes.txt")
    photograph = document.make_stream(
        picture(),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=40,
        Height=20,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
    page.Resources = Dictionary(XObject=Dictionary(Im0=photograph))
    page.Contents = document.make_stream(b"q 40 0 0 20 0 0 cm /Im0 Do Q")
    page.PieceInfo = Dictionary(App=Dictionary(Private=SECRET))
    page.Annots = Array(
        [
            document.make_indirect(note)
            for note in (
                Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9], T=SECRET, Contents="a comment"),
                Dictionary(
                    Type=Name.Annot,
                    Subtype=Name.Link,
                    Rect=[0, 0, 9, 9],
                    A=Dictionary(S=Name.URI, URI="https://ok.example/"),
                ),
                Dictionary(
                    Type=Name.Annot,
                    Subtype=Name.Link,
                    Rect=[0, 0, 9, 9],
                    A=Dictionary(S=Name.GoTo, Next=Dictionary(S=Name.Launch, F="calc.exe")),
                ),
                Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=[0, 0, 9, 9], T=SECRET),
            )
        ]
    )
    out = io.BytesIO()
    document.save(out, encryption=encrypted) if encrypted else document.save(out)
    return out.getvalue()


def archive(parts: dict[str, bytes | str], comment: bytes = SECRET.encode()) -> bytes:
    """Return a ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.comment = comment
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SLIDES = "http://schemas.openxmlformats.org/presentationml/2006/main"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
MAIN = {
    "docx": ("word/document.xml", "wordprocessingml.document"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation"),
}


def office(ending: str = "docx", more: dict[str, bytes | str] | None = None, content_type: str = "") -> bytes:
    """Return an OOXML file with its properties, and the parts that name authors in this kind."""
    main, sort = MAIN[ending]
    declared = content_type or f"application/vnd.openxmlformats-officedocument.{sort}.main+xml"
    core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{TYPES}"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{main}" ContentType="{declared}"/>'
        '<Override PartName="/docProps/thumbnail.jpeg" ContentType="image/jpeg"/></Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{RELATIONS}">'
        f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="{main}"/>'
        f'<Relationship Id="rId2" Type="{RELATIONS}/metadata/thumbnail" Target="docProps/thumbnail.jpeg"/></Relationships>',
        "docProps/core.xml": f'{HEAD}<cp:coreProperties xmlns:cp="{core}" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:creator>{SECRET}</dc:creator><cp:lastModifiedBy>{SECRET}</cp:lastModifiedBy></cp:coreProperties>",
        "docProps/app.xml": f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Company>{PLACE}</Company><Manager>{SECRET}</Manager></Properties>',
        "docProps/custom.xml": f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"><property name="Owner">{SECRET}</property></Properties>',
        "docProps/thumbnail.jpeg": picture(),
        **_PARTS[ending],
        **(more or {}),
    }
    return archive(parts)


_PARTS: dict[str, dict[str, bytes | str]] = {
    "docx": {
        "word/document.xml": f'{HEAD}<w:document xmlns:w="{WORD}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" mc:Ignorable="w14"><w:body>'
        f'<w:p w14:paraId="1"><w:ins w:author="{SECRET}" w:date="2026-01-01T00:00:00Z"><w:r><w:t>kept text</w:t></w:r></w:ins></w:p>'
        "</w:body></w:document>",
        "word/comments.xml": f'{HEAD}<w:comments xmlns:w="{WORD}"><w:comment w:id="0" w:author="{SECRET}" w:initials="WW">'
        "<w:p><w:r><w:t>kept comment</w:t></w:r></w:p></w:comment></w:comments>",
        "word/people.xml": f'{HEAD}<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
        f'<w15:person w15:author="{SECRET}"><w15:presenceInfo w15:providerId="AD" w15:userId="{SECRET}"/></w15:person></w15:people>',
        "word/settings.xml": f'{HEAD}<w:settings xmlns:w="{WORD}" xmlns:r="{OFFICE}"><w:attachedTemplate r:id="rId1"/>'
        "<w:zoom/></w:settings>",
        "word/_rels/settings.xml.rels": f'{HEAD}<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1"'
        f' Type="{OFFICE}/attachedTemplate" Target="file:///C:/Users/{SECRET}/t.dotm" TargetMode="External"/></Relationships>',
        "word/_rels/document.xml.rels": f'{HEAD}<Relationships xmlns="{RELATIONS}">'
        f'<Relationship Id="rId1" Type="{OFFICE}/image" Target="https://spy.example/x.png" TargetMode="External"/>'
        f'<Relationship Id="rId2" Type="{OFFICE}/hyperlink" Target="https://ok.example/" TargetMode="External"/>'
        f'<Relationship Id="rId3" Type="{OFFICE}/hyperlink" Target="file:///C:/Users/{SECRET}/a.docx" TargetMode="External"/>'
        "</Relationships>",
        "word/media/image1.jpeg": picture(),
    },
    "xlsx": {
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{SHEET}"><fileSharing userName="{SECRET}"/>'
        f'<x15ac:absPath xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac" url="C:\\Users\\{SECRET}"/>'
        '<sheets><sheet name="One" sheetId="1"/></sheets></workbook>',
        "xl/comments1.xml": f'{HEAD}<comments xmlns="{SHEET}"><authors><author>{SECRET}</author></authors></comments>',
        "xl/persons/person.xml": f'{HEAD}<personList><person displayName="{SECRET}" id="1" userId="{SECRET}" providerId="AD"/></personList>',
        "xl/worksheets/sheet1.xml": f'{HEAD}<worksheet xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheetData/>'
        '<pageSetup paperSize="9" r:id="rId1"/></worksheet>',
        "xl/worksheets/_rels/sheet1.xml.rels": f'{HEAD}<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1"'
        f' Type="{OFFICE}/printerSettings" Target="../printerSettings/printerSettings1.bin"/></Relationships>',
        "xl/printerSettings/printerSettings1.bin": f"printer of {SECRET}".encode(),
    },
    "pptx": {
        "ppt/presentation.xml": f'{HEAD}<p:presentation xmlns:p="{SLIDES}"/>',
        "ppt/commentAuthors.xml": f'{HEAD}<p:cmAuthorLst xmlns:p="{SLIDES}"><p:cmAuthor id="1" name="{SECRET}" initials="WW"/></p:cmAuthorLst>',
        "ppt/changesInfos/changesInfo1.xml": f'{HEAD}<chgInfo name="{SECRET}"/>',
        "ppt/_rels/presentation.xml.rels": f'{HEAD}<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1"'
        ' Type="http://schemas.microsoft.com/office/2016/11/relationships/changesInfo"'
        ' Target="changesInfos/changesInfo1.xml"/></Relationships>',
        "ppt/media/image1.png": picture("PNG"),
    },
}

OPEN = "urn:oasis:names:tc:opendocument:xmlns"


def opendocument(ending: str = "odt", more: dict[str, bytes | str] | None = None) -> bytes:
    """Return an ODF file with its properties, comments and changes."""
    sort = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}[ending]
    spaces = (
        f'xmlns:office="{OPEN}:office:1.0" xmlns:text="{OPEN}:text:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        f' xmlns:draw="{OPEN}:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:meta="{OPEN}:meta:1.0"'
    )
    return archive(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{sort}",
            "META-INF/manifest.xml": f'{HEAD}<manifest:manifest xmlns:manifest="{OPEN}:manifest:1.0">'
            '<manifest:file-entry manifest:full-path="/"/><manifest:file-entry manifest:full-path="content.xml"/>'
            '<manifest:file-entry manifest:full-path="Thumbnails/thumbnail.png"/></manifest:manifest>',
            "meta.xml": f"{HEAD}<office:document-meta {spaces}><office:meta><meta:initial-creator>{SECRET}</meta:initial-creator>"
            f"<dc:creator>{SECRET}</dc:creator></office:meta></office:document-meta>",
            "settings.xml": f"{HEAD}<office:settings {spaces}>printer of {SECRET}</office:settings>",
            "content.xml": f"{HEAD}<office:document-content {spaces}><office:scripts/><office:body><office:text>"
            f"<office:annotation><dc:creator>{SECRET}</dc:creator><text:p>kept comment</text:p></office:annotation>"
            f"<text:p>kept text <text:author-name>{SECRET}</text:author-name>"
            f'<text:a xlink:href="https://ok.example/">x</text:a><text:a xlink:href="file:///home/{SECRET}/x">y</text:a>'
            '<draw:image xlink:href="https://spy.example/p.png"/><draw:image xlink:href="Pictures/1.jpg"/></text:p>'
            "</office:text></office:body></office:document-content>",
            "Pictures/1.jpg": picture(),
            "Thumbnails/thumbnail.png": picture("PNG"),
            **(more or {}),
        }
    )


def bomb() -> bytes:
    """Return a small DOCX that unfolds to 60 MB."""
    return office("docx", {"word/big.xml": b"<a>" + b" " * 60_000_000 + b"</a>"})


def huge_picture() -> bytes:
    """Return a small PNG that says it has 2,500 million points."""
    data = bytearray(picture("PNG", mode="L"))
    data[16:24] = struct.pack(">II", 50_000, 50_000)
    data[29:33] = struct.pack(">I", zlib.crc32(bytes(data[12:29])))
    return bytes(data)
