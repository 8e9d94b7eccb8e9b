"""Mail servers that do not do their work, to be named in `settings.EMAIL_BACKEND`; `WORKS` is one that does."""

from __future__ import annotations

from smtplib import SMTPServerDisconnected
from typing import Any

from django.core.mail.backends.locmem import EmailBackend

WORKS = "django.core.mail.backends.locmem.EmailBackend"
HANGS_UP = f"{__name__}.HangsUp"
OUT_OF_REACH = f"{__name__}.OutOfReach"


class HangsUp(EmailBackend):
    """A mail server that hangs up."""

    def send_messages(self, _messages: Any) -> int:
        raise SMTPServerDisconnected("gone")


class OutOfReach(EmailBackend):
    """A mail server that cannot be reached."""

    def send_messages(self, _messages: Any) -> int:
        raise OSError("no route")
