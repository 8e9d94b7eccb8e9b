"""What `se4u check --deploy` says of an installation, beside Django's own checks."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import Tags, Warning, register  # noqa: A004  Django's word for it

PRINTING = {"console", "dummy", "locmem"}


@register(Tags.security, deploy=True)
def mail_leaves(**_options: Any) -> list[Warning]:
    """Warn of mails that nobody gets: they would stand in the log with the links that sign people in."""
    if settings.EMAIL_BACKEND.rsplit(".", 2)[-2] not in PRINTING:
        return []
    return [Warning("Mails are not sent.", hint="Name the mail server in EMAIL_URL.", id="se4u.W001")]


@register(Tags.security, deploy=True)
def operator_can_be_reached(**_options: Any) -> list[Warning]:
    """Warn while neither the contact page nor security.txt has a mailbox to name."""
    if settings.CONTACT_EMAIL:
        return []
    hint = "Name a mailbox that somebody reads in SE4U_CONTACT_EMAIL."
    return [Warning("The operator cannot be reached.", hint=hint, id="se4u.W002")]
