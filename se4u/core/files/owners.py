"""Who sees a file: whoever sees an object that points at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db import models
from django.http import Http404

from se4u.core.models import Upload

Owner = Callable[[Any], models.QuerySet[Any]]

OWNERS: dict[tuple[str, str], Owner] = {}


def file_owner(model: str, field: str = "upload") -> Callable[[Owner], Owner]:
    """Register, in an app's `files.py`, who sees the objects of a model that point at uploads.

    The function takes a user or viewer and returns the queryset of objects visible to them, whatever their files.

    Args:
        model: its label, "app.Model".
        field: the name of its foreign key to `core.Upload`.
    """

    def register(function: Owner) -> Owner:
        OWNERS[model.lower(), field] = function
        return function

    return register


def visible_upload(key: str, user: Any) -> Upload:
    """Return the upload with this key if the user sees any object that points at it; raise Http404 otherwise."""
    upload = Upload.objects.filter(key=key).first()
    if upload is None:
        raise Http404
    for (_model, field), function in OWNERS.items():
        if function(user).filter(**{field: upload.pk}).exists():
            return upload
    raise Http404


def pointing_fields() -> Iterator[tuple[type[models.Model], str]]:
    """Yield every (model, field) with a foreign key to uploads, registered or not."""
    for relation in Upload._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel):
            yield relation.related_model, relation.field.name


def unowned() -> models.QuerySet[Upload]:
    """Return the uploads nothing points at."""
    wanted = Upload.objects.all()
    for model, field in pointing_fields():
        pointing = model._base_manager.filter(**{field: models.OuterRef("pk")})  # noqa: SLF001  every row, whatever the default manager hides
        wanted = wanted.filter(~models.Exists(pointing))
    return wanted
