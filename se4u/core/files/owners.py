"""Who sees a file: whoever sees an object that points at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db import models
from django.http import Http404

from se4u.core.models import Upload

Owner = Callable[[Any], models.QuerySet[Any]]
Named = Callable[[Any, Any], str]

OWNERS: dict[tuple[str, str], Owner] = {}
_NAMED: dict[tuple[str, str], Named] = {}


def file_owner(model: str, field: str = "upload", *, named: Named | None = None) -> Callable[[Owner], Owner]:
    """Register, in an app's `files.py`, who sees the objects of a model that point at uploads.

    The function takes a user or viewer and returns the queryset of objects visible to them, whatever their files.

    Args:
        model: its label, "app.Model".
        field: the name of its foreign key to `core.Upload`.
        named: how the file is called at download, from the object and the reader; else as the giver called it.
    """

    def register(function: Owner) -> Owner:
        OWNERS[model.lower(), field] = function
        if named is not None:
            _NAMED[model.lower(), field] = named
        return function

    return register


def visible_file(key: str, user: Any) -> tuple[Upload, str]:
    """Return the upload with this key and its name for the user, who sees an object that points at it; else raise Http404."""
    upload = Upload.objects.filter(key=key).first()
    if upload is None:
        raise Http404
    for place, function in OWNERS.items():
        held = function(user).filter(**{place[1]: upload.pk})
        if place in _NAMED and (item := held.first()):
            return upload, _NAMED[place](item, user)
        if place not in _NAMED and held.exists():
            return upload, upload.name
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
