"""Whose files the directory holds."""

from __future__ import annotations

from typing import Any

from django.db import models

from se4u.core.files import file_owner

from .models import OrganizationDocument


@file_owner("directory.OrganizationDocument")
def documents(user: Any) -> models.QuerySet[OrganizationDocument]:
    """Return the registration documents a reader may open."""
    return OrganizationDocument.objects.visible_to(user)
