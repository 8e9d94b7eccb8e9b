"""What accounts give people of their data, and how they let go of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from se4u.core.models import Event, Upload
from se4u.core.personal import Answers, Export, personal

from . import mentions
from .erasure import empty
from .models import User

PROFILE = (
    *("email", "name", "latin_name", "language", "time_zone", "delivery"),
    *("safety", "pseudonym", "visibility", "open_to_governments"),
)

NOTIFICATION = ("template", "url", "at", "mailed_at", "read_at")
FILE = ("key", "name", "content_type", "size", "at")
MARKS = ("joined_at", "last_login", "digest_on")


def export(person: User) -> Export:
    """Return profile, addresses, agreements, sign-ins, second factors, notifications and one's own deeds."""
    rows: Any = person
    return Export(
        {
            "profile": {name: getattr(person, name) for name in PROFILE}
            | {name: getattr(person, name) for name in MARKS},
            "addresses": list(rows.emailaddress_set.values("email", "verified", "primary")),
            "agreements": list(person.consents.values("document", "version", "at")),
            "sign_ins": list(person.sessions.values("device", "started_at", "seen_on")),
            "second_factors": list(rows.authenticator_set.values("type", "created_at", "last_used_at")),
            "other_sign_ins": list(
                rows.socialaccount_set.values("provider", "uid", "extra_data", "date_joined", "last_login")
            ),
            "notifications": _notifications(person),
            "deeds": list(Event.objects.filter(actor_key=person.actor_key).values("at", "action", "data")),
            "files": [_described(upload) for upload in _uploads(person)],
        },
        files=_files(person),
    )


def _notifications(person: User) -> list[dict[str, Any]]:
    """Return the notifications with the names the person may read now, as their page shows them."""
    rows = person.notifications.order_by("pk")
    return [
        {name: getattr(row, name) for name in NOTIFICATION} | {"context": told.words}
        for row, told in zip(rows, mentions.told(rows, person), strict=True)
    ]


def _uploads(person: User) -> QuerySet[Upload]:
    return Upload.objects.filter(actor_key=person.actor_key).order_by("pk")


def _described(upload: Upload) -> dict[str, Any]:
    there = upload.file.storage.exists(str(upload.file.name))
    return {name: getattr(upload, name) for name in FILE} | {"in_archive": there}


def _files(person: User) -> Iterator[tuple[str, bytes]]:
    """Yield the files the person gave, under names that cannot meet; what the storage has lost keeps nobody from the rest."""
    for upload in _uploads(person):
        try:
            with upload.file.open("rb") as content:
                yield f"{upload.key} {upload.name}", content.read()
        except FileNotFoundError:
            continue


def erase(person: User, answers: Answers) -> None:
    """Empty the person's row."""
    empty(person)


personal("accounts", export=export, erase=erase)
