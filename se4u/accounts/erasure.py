"""What goes when a person deletes the account."""

from __future__ import annotations

import json
import logging
import re
import uuid
from pathlib import PurePath
from smtplib import SMTPException
from typing import Any

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from se4u.core.models import ActorName, Upload
from se4u.core.visibility import Safety

from . import mail
from .models import Notification, User

log = logging.getLogger(__name__)

SHORTEST = 4  # shorter words would be found inside other words: they count where they are the whole text
# Chinese, Japanese and Korean names are short and stand between no blanks.
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2}")


def traces(person: User) -> list[str]:
    """Return the words that name a person: addresses and names, longest first."""
    addresses = person.emailaddress_set.values_list("email", flat=True)  # type: ignore[attr-defined]
    words = {person.email, person.name, person.latin_name, person.pseudonym, *addresses}
    return sorted((word for word in words if word), key=len, reverse=True)


def empty(person: User) -> None:
    """Take everything out of a person's row and remove what hangs on it."""
    words = traces(person)
    _rename_in_notifications(person, words)
    _rename_files(person, words)
    person.sessions.all().delete()
    person.notifications.all().delete()
    person.consents.all().delete()
    for related in ("emailaddress_set", "authenticator_set", "socialaccount_set"):
        getattr(person, related).all().delete()
    ActorName.objects.filter(key=person.actor_key).delete()
    person.email = f"{uuid.uuid4().hex}@erased.invalid"
    person.name = person.latin_name = person.pseudonym = ""
    person.safety, person.visibility = Safety.UNLISTED, {}
    person.language, person.time_zone, person.delivery = "en", "UTC", User.Delivery.HERE
    person.last_login = person.digest_on = None
    person.is_active = person.is_superuser = False
    person.erased_at = timezone.now()
    person.set_unusable_password()
    person.save()
    person.groups.clear()
    person.user_permissions.clear()


def _rename_in_notifications(person: User, words: list[str]) -> None:
    """Put "a person" where notifications of others name this one."""
    # JSON text holds other scripts escaped on SQLite and as they are on PostgreSQL.
    wanted = Q()
    for word in words:
        wanted |= Q(raw__icontains=word) | Q(raw__icontains=json.dumps(word)[1:-1])
    if not words:
        return
    rows = Notification.objects.exclude(person=person).annotate(raw=Cast("context", TextField())).filter(wanted)
    for row in rows.select_related("person"):
        with override(row.person.language):
            renamed = {name: _replaced(value, words, _("a person")) for name, value in row.context.items()}
        if renamed != row.context:
            row.context = renamed
            row.save(update_fields=["context"])


def _rename_files(person: User, words: list[str]) -> None:
    """Give files the person gave a plain name where theirs names them; the files belong to what they were given for."""
    for upload in Upload.objects.filter(actor_key=person.actor_key):
        stem = PurePath(upload.name).stem
        if any(_trace(word).search(stem) for word in words):
            upload.name = "file" + PurePath(upload.name).suffix[:10]
            upload.save(update_fields=["name"])


def _replaced(value: Any, words: list[str], by: str) -> str:
    text = str(value)
    for word in words:
        text = _trace(word).sub(lambda _found: by, text)
    return text


def _trace(word: str) -> re.Pattern[str]:
    """Return what finds a word that names a person."""
    anywhere = len(word) >= SHORTEST or _UNSPACED.search(word)
    return re.compile(re.escape(word) if anywhere else rf"\A\s*{re.escape(word)}\s*\Z", re.IGNORECASE)


def confirm_by_mail(address: str, language: str) -> None:
    """Tell the last address once that the account is gone; the address is kept nowhere, so there is no second try."""
    with override(language):
        letter = mail.Letter(
            words=mail.words("mail/erased.txt", {}),
            button="",
            url="",
            reason=_("You get this last mail because the account with this address was deleted."),
        )
        try:
            mail.send(address, language, letter)
        except (SMTPException, OSError) as problem:
            log.warning("the mail about an erased account was not sent: %s", type(problem).__name__)
