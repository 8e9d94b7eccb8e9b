"""What `se4u check --deploy` says of an installation, beside Django's own checks."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
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


@register(Tags.security, deploy=True)
def pages_have_their_files(**_options: Any) -> list[Warning]:
    """Warn where every page would fail for want of its style sheet: the folder is new, or another than at set-up."""
    if static_files_in_place():
        return []
    hint = "Run `make setup` again; it also follows a new SE4U_VAR_DIR."
    return [Warning(f"No static files in {settings.STATIC_ROOT}.", hint=hint, id="se4u.W003")]


def static_files_in_place() -> bool:
    """Whether the list by which pages find style sheets and scripts is where they look for it."""
    storage: Any = staticfiles_storage
    return not isinstance(storage, ManifestFilesMixin) or storage.read_manifest() is not None
