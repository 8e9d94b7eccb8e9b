"""What allauth asks of us."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language, override

from se4u.core import ratelimit

from . import devices, letters, mail
from .models import User

log = logging.getLogger(__name__)

SIGNED_UP = "signed_up"  # in the session of the browser that made an account: which one


class AccountAdapter(DefaultAccountAdapter):
    """Mail in our layout and the recipient's language; sessions that know their device; no network address in any of it."""

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Begin with the language in which the person signed up, and note that it was in this browser."""
        user.language = get_language() or settings.LANGUAGE_CODE
        saved: User = super().save_user(request, user, form, commit)
        request.session[SIGNED_UP] = saved.pk
        return saved

    def login(self, request: HttpRequest, user: Any) -> None:
        """Note the device and the beginning in the session."""
        super().login(request, user)
        request.session["device"] = devices.coarse(request.META.get("HTTP_USER_AGENT", "")[:400])
        request.session["started"] = timezone.now().isoformat()

    def set_password(self, user: User, password: str) -> None:
        """Sign out all other devices when the password changes."""
        super().set_password(user, password)
        _end_other_sessions(user)

    def drop_password(self, user: User) -> None:
        """End a password that nobody who reads the mailbox has chosen."""
        user.set_unusable_password()
        user.save(update_fields=["password"])

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send one mail; an unreachable mail server is noted and told to nobody, so that addresses are not told apart."""
        language = letters.language_for(email, get_language() or settings.LANGUAGE_CODE)
        name = template_prefix.rpartition("/")[2]
        with override(language):
            letter = letters.letter(name, context, language)
        try:
            mail.send(email, language, letter)
        except (SMTPException, OSError) as problem:
            log.error("mail %s was not sent: %s", name, type(problem).__name__)  # noqa: TRY400  a traceback would name the address

    def send_account_already_exists_mail(self, email: str) -> None:
        """Take as long as making an account would, so that time does not tell a known address from a new one."""
        make_password("as long as the other answer")
        self.remind(email)

    def remind(self, email: str) -> None:
        """Mail that there is an account, where no other answer takes the time of hashing a password."""
        super().send_account_already_exists_mail(email)

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell of a change to the account with the device, without the network address the library would add.

        A new second factor ends the other sessions: it speaks for the whole account from now on, and they never proved it.
        """
        if template_prefix.rpartition("/")[2] in letters.NEW_FACTORS:
            _end_other_sessions(user)
        agent = current.request.META.get("HTTP_USER_AGENT", "")
        known = {"device": devices.label(devices.coarse(agent)), "at": timezone.localtime(timezone.now(), user.zone)}
        self.send_mail(template_prefix, email or user.email, known | (context or {}))

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return what the library's rate limits count by: not the address, but what stands for it in the cache."""
        return ratelimit.stands_for(request)


def _end_other_sessions(user: User) -> None:
    """Sign out every device but the one at which the person is working."""
    request = current.request
    kept = request.session.session_key if request.user.pk == user.pk else None
    user.sessions.exclude(session_key=kept).delete()
