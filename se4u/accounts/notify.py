"""The outbox: what people should know is written with the deed and mailed after it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Replace

from . import mail
from .mentions import Mention
from .models import Notification, User
from .traces import is_named

# Mailed right after the deed; `se4u tick` mails the rest, so that a deed that tells five hundred people answers at once.
AT_ONCE = 25


def notify(
    people: Iterable[User],
    template: str,
    *,
    url: str,
    protected: bool = False,
    about: Any = None,
    **context: str | Mention,
) -> list[Notification]:
    """Write one notification per person, in the transaction of the deed that calls it.

    `template` is the deed's name; `templates/notifications/<template>.txt` holds the subject in its first line and the text
    after an empty one, both translated when sent, in the recipient's language; `<template>.reason.txt`, where there is one,
    says why the mail came. `context` holds plain strings that this very recipient may read, and a `Mention` for every
    organisation and expert named. `url` is a path of this site. With `protected` the mail carries a link alone. `about` is the
    person whom the strings may name, because they wrote them or are told of: deleting the account takes the names out.

    Raises ValueError when `url` is no path of this site.
    """
    path = mail.without_language(url)
    words = {name: _kept(value) for name, value in context.items()}
    named = isinstance(about, User) and is_named(about, (text for text in words.values() if isinstance(text, str)))
    rows = [
        Notification(
            person=person,
            template=template,
            context=dict(words),
            about_key=about.actor_key if named else None,
            url=path,
            protected=protected,
            state=Notification.State.HERE if person.delivery == User.Delivery.HERE else Notification.State.WAITING,
        )
        for person in {person.pk: person for person in people}.values()
        if person.is_active
    ]
    made = Notification.objects.bulk_create(rows)
    urgent = [row.pk for row in made if row.person.delivery == User.Delivery.AT_ONCE][:AT_ONCE]
    if urgent:
        transaction.on_commit(lambda: _mail(urgent))
    return made


def follow(people: Iterable[int], old: str, new: str) -> None:
    """Let the links these people keep follow an address that carries another key now; everybody else's lead nowhere."""
    kept = Notification.objects.filter(person__in=people, url__contains=f"/{old}/")
    kept.update(url=Replace("url", Value(f"/{old}/"), Value(f"/{new}/")))


def _kept(value: str | Mention) -> str | dict[str, Any]:
    return value.kept() if isinstance(value, Mention) else str(value).replace("\x00", "")


def _mail(pks: list[int]) -> None:
    from .tasks import mail_notifications  # noqa: PLC0415  keeps templates and mail out of the start of every command

    mail_notifications.enqueue(pks)
