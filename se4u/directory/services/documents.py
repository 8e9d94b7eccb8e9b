"""Papers an organisation shows to be vetted: given, checked, taken back."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from se4u.core import files
from se4u.core.action import Refused, action
from se4u.core.lifecycle import lock, move
from se4u.directory.models import Organization, OrganizationDocument

MOST = 20


@action("directory.add_document", record=("kind",))
def add_document(organization: Organization, *, by: Any, kind: str, file: Any) -> OrganizationDocument:
    """Give a document; its people and vetting officers alone can open it."""
    lock(organization)
    if OrganizationDocument.objects.filter(organization=organization).count() >= MOST:
        raise Refused(_("There are too many documents: remove one first."))
    return OrganizationDocument.objects.create(organization=organization, kind=kind, upload=files.store(file, by=by))


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
