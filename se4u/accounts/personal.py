"""What accounts give people of their data, and how they let go of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from se4u.core.models import Event, Upload
from se4u.core.personal import Answers, Export, personal

from .erasure import empty
from .models import User

PROFILE = (
    *("email", "name", "latin_name", "language", "time_zone", "delivery"),
    *("safety", "pseudonym", "visibility", "open_to_governments"),
)

NOTIFICATION = ("template", "context", "url", "at", "mailed_at", "read_at")
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
            "notifications": list(person.notifications.values(*NOTIFICATION)),
            "deeds": list(Event.objects.filter(actor_key=person.actor_key).values("at", "action", "data")),
            "files": list(_uploads(person).values("key", "name", "content_type", "size", "at")),
        },
        files=_files(person),
    )


def _uploads(person: User) -> QuerySet[Upload]:
    return Upload.objects.filter(actor_key=person.actor_key).order_by("pk")


def _files(person: User) -> Iterator[tuple[str, bytes]]:
    """Yield the files the person gave, under names that cannot meet."""
    for upload in _uploads(person):
        with upload.file.open("rb") as content:
            yield f"{upload.key} {upload.name}", content.read()


def erase(person: User, answers: Answers) -> None:
    """Empty the person's row."""
    empty(person)


personal("accounts", export=export, erase=erase)
