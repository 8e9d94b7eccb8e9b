"""Every write to an account. What is done to oneself leaves an event without words."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from se4u.core import personal
from se4u.core.action import Refused, action
from se4u.core.pseudonyms import tells
from se4u.core.visibility import Safety

from . import texts
from .models import Consent, Notification, User

PROFILE = ("name", "latin_name", "language", "time_zone", "safety", "pseudonym", "visibility", "open_to_governments")


@action("accounts.agree")
def agree(person: User, *, by: Any) -> None:
    """Agree to the current texts."""
    for document in texts.missing(person):
        Consent.objects.get_or_create(
            person=person, document=document, version=texts.CURRENT[Consent.Document(document)]
        )


@action("accounts.update_profile")
def update_profile(person: User, /, *, by: Any, **values: Any) -> User:
    """Change one's names, language, time zone, visibility and protection."""
    unknown = set(values) - set(PROFILE)
    if unknown:
        raise TypeError(f"not part of a profile: {sorted(unknown)}")
    before = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    for name, value in values.items():
        setattr(person, name, value)
    if person.safety == Safety.PSEUDONYM and tells(person.pseudonym, (person.name, person.latin_name)):
        raise Refused(_("The other name must not tell the real one."))
    person.save(update_fields=list(values))
    shown_otherwise = (before.safety, before.pseudonym) != (person.safety, person.pseudonym)
    personal.tell_changed(person, shown_otherwise=shown_otherwise)
    return person


@action("accounts.choose_delivery", record=("delivery",))
def choose_delivery(person: User, *, by: Any, delivery: str) -> User:
    """Choose how notifications reach one: at once, once a day, only here."""
    person.delivery = User.Delivery(delivery)
    person.save(update_fields=["delivery"])
    if person.delivery == User.Delivery.HERE:
        waiting = person.notifications.filter(state=Notification.State.WAITING)
        waiting.update(state=Notification.State.HERE)
    return person


@action("accounts.end_session")
def end_session(person: User, *, by: Any, session_key: str) -> None:
    """Sign one device out."""
    person.sessions.filter(session_key=session_key).delete()


@action("accounts.end_other_sessions")
def end_other_sessions(person: User, *, by: Any, keep: str) -> None:
    """Sign every other device out."""
    person.sessions.exclude(session_key=keep).delete()


@action("accounts.end_all_sessions")
def end_all_sessions(person: User, *, by: Any) -> None:
    """Sign every device out, this one too."""
    person.sessions.all().delete()


def mark_read(person: User, keys: list[str] | None = None) -> int:
    """Mark notifications of a person as read (all of them without `keys`); no deed of anyone's, so it leaves no event."""
    unread = person.notifications.unread()
    if keys is not None:
        unread = unread.filter(key__in=keys)
    return int(unread.update(read_at=timezone.now()))


@action("accounts.erase")
def erase(person: User, *, by: Any, answers: personal.Answers) -> None:
    """Delete one's account: what names the person goes, the history stays without a name.

    `answers` holds a choice for every duty of hand-over. Raises Refused when one is missing or not among the choices.
    """
    for duty in personal.duties_of(person):
        if answers.get(duty.key) not in {value for value, _label in duty.choices}:
            raise Refused(duty.question)
    from .erasure import confirm_by_mail  # noqa: PLC0415  keeps templates and mail out of the start of every command

    address, language = person.email, person.language
    for part in sorted(personal.PARTS.values(), key=lambda part: part.app == "accounts"):
        part.erase(person, answers)
    personal.tell_changed(person, shown_otherwise=True)
    transaction.on_commit(lambda: confirm_by_mail(address, language))
