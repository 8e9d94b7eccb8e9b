"""Whose files the directory holds."""

from __future__ import annotations

from typing import Any

from django.db import models

from se4u.core.authority import viewer_of
from se4u.core.files import file_owner
from se4u.core.files.kinds import BY_CONTENT_TYPE
from se4u.core.files.names import safe_name

from .models import OrganizationDocument


def file_name(document: OrganizationDocument, user: Any) -> str:
    """Return how a file is called at download: to others by its title or kind, for what its giver called it may tell more."""
    viewer, upload = viewer_of(user), document.upload
    if viewer.officer or document.organization_id in viewer.person_of:
        return upload.name
    kind = BY_CONTENT_TYPE[upload.content_type]
    return safe_name(f"{document.title or document.get_kind_display()}.{kind.endings[0]}", kind)


@file_owner("directory.OrganizationDocument", named=file_name)
def documents(user: Any) -> models.QuerySet[OrganizationDocument]:
    """Return the documents of organisations that a reader may open."""
    return OrganizationDocument.objects.visible_to(user)
