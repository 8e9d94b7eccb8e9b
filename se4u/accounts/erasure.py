"""What goes when a person deletes the account."""

from __future__ import annotations

import json
import logging
import uuid
from pathlib import PurePath
from smtplib import SMTPException
from typing import Any

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from se4u.core.models import Upload
from se4u.core.visibility import Safety

from . import mail, traces
from .models import Notification, User
from .people import confirmed_addresses

log = logging.getLogger(__name__)


def empty(person: User) -> None:
    """Take everything out of a person's row and remove what hangs on it."""
    _rename_in_notifications(person)
    _rename_files(person)
    person.sessions.all().delete()
    person.notifications.all().delete()
    person.consents.all().delete()
    for related in ("emailaddress_set", "authenticator_set", "socialaccount_set"):
        getattr(person, related).all().delete()
    person.email = f"{uuid.uuid4().hex}@erased.invalid"
    person.name = person.latin_name = person.pseudonym = ""
    person.safety, person.visibility, person.open_to_governments = Safety.UNLISTED, {}, False
    person.language, person.time_zone, person.delivery = "en", "UTC", User.Delivery.HERE
    person.last_login = person.digest_on = None
    person.is_active = person.is_superuser = False
    person.erased_at = timezone.now()
    person.set_unusable_password()
    person.save()
    person.groups.clear()
    person.user_permissions.clear()


def _rename_in_notifications(person: User) -> None:
    """Put "a person" where notifications of others name this one.

    Their names go from what is about them: what they wrote to others, and the vetting of their expert profile. A confirmed
    address is nobody else's and goes everywhere. Other rows keep their words, for these may name somebody else: anybody may
    call themselves as an organisation is called. What others wrote of the person goes when the notification is pruned.
    """
    others = Notification.objects.exclude(person=person).select_related("person")
    for row in others.filter(about_key=person.actor_key):
        with override(row.person.language):
            _keep(row, traces.renamed(person, row.context, _("a person")))
    addresses = confirmed_addresses(person)
    wanted = Q(pk__in=[])
    for address in addresses:
        # JSON text holds other scripts escaped on SQLite and as they are on PostgreSQL.
        wanted |= Q(raw__icontains=address) | Q(raw__icontains=json.dumps(address)[1:-1])
    for row in others.annotate(raw=Cast("context", TextField())).filter(wanted):
        with override(row.person.language):
            by = _("a person")
            _keep(
                row,
                {
                    name: traces.without(text, addresses, by) if isinstance(text, str) else text
                    for name, text in row.context.items()
                },
            )


def _keep(row: Notification, context: dict[str, Any]) -> None:
    if context != row.context:
        row.context = context
        row.save(update_fields=["context"])


def _rename_files(person: User) -> None:
    """Give files the person gave a plain name where theirs names them; the files belong to what they were given for."""
    words = [word.casefold() for word in traces.traces(person)]
    for upload in Upload.objects.filter(actor_key=person.actor_key):
        stem = PurePath(upload.name).stem.casefold()
        if any(word in stem for word in words):
            upload.name = "file" + PurePath(upload.name).suffix[:10]
            upload.save(update_fields=["name"])


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
