"""From the outbox to the mailbox: claimed once, tried again with growing pauses, gathered into one daily mail.

A row is claimed by one conditional UPDATE that pushes `due_at` behind a lease: of two processes exactly one changes it,
on SQLite and PostgreSQL alike, and no lock is held while the mail server is spoken to.
"""

from __future__ import annotations

import logging
import uuid
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet
from django.template import TemplateDoesNotExist
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from se4u.core import tokens

from . import mail, mentions
from .mentions import Told
from .models import Notification, User

log = logging.getLogger(__name__)

# What is claimed goes out as one mail: some fifteen steps with the server, none longer than the setting. Twice that, so
# that nobody else takes a mail that is still being sent.
LEASE = max(timedelta(minutes=15), 30 * timedelta(seconds=settings.EMAIL_TIMEOUT))
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (2, 10, 60, 240, 720, 1440, 1440))
KEPT = timedelta(days=180)
MORNING = 7  # the hour, in the person's own zone, from which the daily mail goes out
DIGEST_ROWS = 50
BATCH = 200
UNSUBSCRIBE = "accounts.unsubscribe"


def due(now: datetime) -> QuerySet[Notification]:
    """Return what waits to be mailed now, oldest first."""
    waiting = Notification.objects.filter(state=Notification.State.WAITING, due_at__lte=now, person__is_active=True)
    return waiting.order_by("at", "pk")


def mail_each(rows: QuerySet[Notification]) -> int:
    """Mail each of these notifications that is due and not claimed; return how many went out."""
    now = timezone.now()
    wanted = rows.filter(state=Notification.State.WAITING, due_at__lte=now, person__is_active=True)
    sent = 0
    for pk in list(wanted.values_list("pk", flat=True)[:BATCH]):
        claimed = _claim(Notification.objects.filter(pk=pk))
        if claimed:
            delivered = _deliver(claimed[0].person, claimed)
            if delivered is None:  # whoever waits for this must not wait for each: `tick` mails the rest
                break
            sent += delivered
    return sent


def mail_due() -> int:
    """Mail what is due to those who wish it at once; return how many mails went out."""
    return mail_each(due(timezone.now()).filter(person__delivery=User.Delivery.AT_ONCE))


def mail_digests() -> int:
    """Send the daily mail to everyone whose morning it is; return how many went out."""
    waiting = due(timezone.now()).filter(person__delivery=User.Delivery.DAILY)
    people = User.objects.filter(delivery=User.Delivery.DAILY, pk__in=waiting.values("person_id"))
    return sum(_digest(person) for person in people)


def settle_changed_wishes() -> int:
    """Keep on the site what waits for people who since chose to read only here; return how many rows."""
    waiting = Notification.objects.filter(state=Notification.State.WAITING, person__delivery=User.Delivery.HERE)
    return waiting.update(state=Notification.State.HERE)


def prune() -> int:
    """Remove notifications older than half a year; return how many."""
    removed, _by_model = Notification.objects.filter(at__lt=timezone.now() - KEPT).delete()
    return removed


def _digest(person: User) -> int:
    local = timezone.now().astimezone(person.zone)
    if local.hour < MORNING or person.digest_on == local.date():
        return 0
    before = person.digest_on
    # One winner a day: the second process finds the day already written.
    if not User.objects.filter(pk=person.pk, digest_on=before).update(digest_on=local.date()):
        return 0
    rows = _claim(due(timezone.now()).filter(person=person))
    if not rows:
        return 0
    sent = _deliver(person, rows) or 0
    if not sent:  # to be tried again later on the same day
        User.objects.filter(pk=person.pk).update(digest_on=before)
    return sent


def _claim(rows: QuerySet[Notification]) -> list[Notification]:
    """Take those of these rows that nobody else has taken, and return them oldest first."""
    now = timezone.now()
    token = uuid.uuid4()
    pks = list(rows.order_by().values_list("pk", flat=True))
    with transaction.atomic():
        Notification.objects.filter(pk__in=pks, state=Notification.State.WAITING, due_at__lte=now).update(
            due_at=now + LEASE, claim=token, tries=F("tries") + 1
        )
    return list(Notification.objects.filter(claim=token).select_related("person").order_by("at", "pk"))


def _deliver(person: User, rows: list[Notification]) -> int | None:
    """Mail these rows as one letter and note how it went; return 1 if it went out, None if the server did not answer."""
    pks = [row.pk for row in rows]
    try:
        with override(person.language):
            letter = _single(rows[0]) if len(rows) == 1 else _gathered(person, rows)
        mail.send(person.email, person.language, letter)
    except (SMTPException, OSError, TemplateDoesNotExist) as problem:
        # The address stays out of the log; the rows name the person to whoever may look.
        log.warning("notifications %s not mailed: %s", pks, type(problem).__name__)
        _try_later(rows)
        silent = isinstance(problem, OSError) and not isinstance(problem, SMTPException)
        return None if silent else 0
    Notification.objects.filter(pk__in=pks).update(state=Notification.State.MAILED, mailed_at=timezone.now())
    return 1


def _try_later(rows: list[Notification]) -> None:
    for row in rows:
        if row.tries > len(PAUSES):
            Notification.objects.filter(pk=row.pk).update(state=Notification.State.FAILED)
        else:
            Notification.objects.filter(pk=row.pk).update(due_at=timezone.now() + PAUSES[row.tries - 1])


def words_of(row: Notification, told: Told) -> mail.Words:
    """Return subject and text of a notification in the active language, with the names it is read by now."""
    return mail.words(f"notifications/{row.template}.txt", told.words)


def _single(row: Notification) -> mail.Letter:
    [told] = mentions.told([row], row.person, by_mail=True)
    words = words_of(row, told)
    if told.protected:
        words = mail.Words(_("Something new waits for you"), _("For your protection this mail says nothing more."))
    return mail.Letter(
        words=words,
        button=_("Read it on the site"),
        url=_link(row, told),
        reason=_reason(row, told),
        unsubscribe=_unsubscribe(row.person),
    )


def _gathered(person: User, rows: list[Notification]) -> mail.Letter:
    shown = rows[:DIGEST_ROWS]
    lines = [
        _("Something protected: read it on the site.") if told.protected else words_of(row, told).subject
        for row, told in zip(shown, mentions.told(shown, person, by_mail=True), strict=True)
    ]
    count = len(rows)
    subject = ngettext("%(count)d piece of news since yesterday", "%(count)d pieces of news since yesterday", count)
    return mail.Letter(
        words=mail.Words(subject % {"count": count}, "\n".join(f"• {line}" for line in lines)),
        button=_("Read them on the site"),
        url=mail.absolute(reverse("accounts:notifications"), person.language),
        reason=_("You get this mail once a day because you chose so in your account."),
        unsubscribe=_unsubscribe(person),
    )


def _link(row: Notification, told: Told) -> str:
    """Return where the button leads; a protected one goes through the list, so that the address tells nothing."""
    path = reverse("accounts:notifications") if told.protected else row.url
    return mail.absolute(path, row.person.language)


def _reason(row: Notification, told: Told) -> str:
    own = f"notifications/{row.template}.reason.txt"
    if told.protected:
        own = "mail/reason.txt"
    return mail.one_line(mail.plain([own, "mail/reason.txt"], told.words))


def _unsubscribe(person: User) -> str:
    token = tokens.sign(UNSUBSCRIBE, person.key)
    return mail.absolute(reverse("accounts:unsubscribe", args=[token]), person.language)
