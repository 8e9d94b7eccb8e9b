"""What a few open to others: documents, fields, an entry and a members' room, so that a government observer reads something."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile

from se4u.accounts.models import User
from se4u.core.visibility import Choice, Reach
from se4u.directory import services
from se4u.directory.models import Language, Organization, OrganizationDocument
from se4u.networks.models import Network
from se4u.networks.services import structure

from .clock import at

Kind = OrganizationDocument.Kind
FOR_GOVERNMENTS = Choice(Reach.MEMBERS, governments=True)
# kind, title, language, who reads it, governments too
DOCUMENTS = (
    (Kind.REGISTRATION, "Certificado de registro", "es", Reach.OFFICERS, False),
    (Kind.STATUTES, "Estatutos", "es", Reach.PUBLIC, False),
    (Kind.OTHER, "How we work with prosecutors", "en", Reach.MEMBERS, True),
    (Kind.OTHER, "Security plan for our volunteers", "en", Reach.MEMBERS, False),
)


def open_some(body: Organization, person: User, day: date) -> None:
    """Let an organisation give documents, and open its entry, two fields and one document to governments."""
    with at(day, 10):
        services.edit(body, by=person, provinces="Valle Alto, Costa Clara", contact_name="Rosa Representative (sample)")
        services.set_visibility(
            body,
            by=person,
            choices={"provinces": FOR_GOVERNMENTS, "contact_name": FOR_GOVERNMENTS},
            open_to_governments=True,
        )
    with at(day, 11):
        for kind, title, language, reach, governments in DOCUMENTS:
            services.add_document(
                body,
                by=person,
                kind=kind,
                title=f"{title} (sample)",
                language=Language.objects.get(code=language),
                reach=reach,
                open_to_governments=governments,
                file=SimpleUploadedFile("sample.pdf", page_saying(f"{title} - sample data"), "application/pdf"),
            )


def open_room(network: Network, lead: User, day: date) -> None:
    """Let a network open its members' room to the governments it invited."""
    with at(day, 12):
        structure.edit(network, by=lead, open_to_governments=True)


def page_saying(words: str) -> bytes:
    """Return a PDF of one page with a line of Latin words."""
    document = pikepdf.new()
    page = document.add_blank_page()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.Contents = document.make_stream(f"BT /F1 18 Tf 72 720 Td ({words}) Tj ET".encode("latin-1"))
    kept = BytesIO()
    document.save(kept, deterministic_id=True)
    return kept.getvalue()
