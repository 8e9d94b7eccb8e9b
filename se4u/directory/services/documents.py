"""Papers of an organisation: given, shown to whom it says, checked, taken back."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from se4u.core import files
from se4u.core.action import Refused, action
from se4u.core.lifecycle import lock, move
from se4u.core.visibility import Reach
from se4u.directory.models import Language, Organization, OrganizationDocument

MOST = 20


@action("directory.add_document", record=("kind", "reach", "open_to_governments"))
def add_document(
    organization: Organization,
    *,
    by: Any,
    kind: str,
    file: Any,
    title: str = "",
    language: Language | None = None,
    reach: str = Reach.OFFICERS,
    open_to_governments: bool = False,
) -> OrganizationDocument:
    """Give a document; its people and vetting officers alone can open it, unless it is said who else."""
    lock(organization)
    if OrganizationDocument.objects.filter(organization=organization).count() >= MOST:
        raise Refused(_("There are too many documents: remove one first."))
    document = OrganizationDocument(organization=organization, kind=kind, title=title.strip(), language=language)
    _choose(document, reach, open_to_governments)
    document.upload = files.store(file, by=by)
    document.save()
    return document


@action("directory.edit_document", record=("reach", "open_to_governments"))
def edit_document(
    document: OrganizationDocument,
    *,
    by: Any,
    reach: str,
    open_to_governments: bool = False,
    title: str = "",
    language: Language | None = None,
) -> OrganizationDocument:
    """Say what a document is called and who reads it. Not said to be open to governments, it is closed to them."""
    lock(document)
    document.title, document.language = title.strip(), language
    _choose(document, reach, open_to_governments)
    document.save(update_fields=["title", "language", "reach", "open_to_governments"])
    return document


def _choose(document: OrganizationDocument, reach: str, governments: bool) -> None:
    """Set who reads a document: governments are a choice beside members; what everyone reads they read too."""
    document.reach = Reach(reach)
    document.open_to_governments = governments and document.reach == Reach.MEMBERS


@action("directory.remove_document")
def remove_document(document: OrganizationDocument, *, by: Any) -> Organization:
    """Take a document back; the file is deleted soon after. What an officer accepted stays."""
    lock(document)
    if document.state == OrganizationDocument.State.ACCEPTED:
        raise Refused(_("An officer has accepted this document; it stays with the vetting."))
    organization = document.organization
    document.delete()
    return organization


@action("directory.judge_document", record=("state",))
def judge_document(document: OrganizationDocument, *, by: Any, state: str) -> OrganizationDocument:
    """Accept a document, or find it not sufficient."""
    return move(document, state)
