"""What an operator is told before the site goes on line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from se4u.core import checks

HASHED = "whitenoise.storage.CompressedManifestStaticFilesStorage"


@pytest.mark.parametrize("kind", ["console", "locmem"])
def test_mails_that_nobody_gets_are_warned_of(settings: Any, kind: str) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert checks.mail_leaves() == []
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{kind}.EmailBackend"
    assert [warning.id for warning in checks.mail_leaves()] == ["se4u.W001"]


def test_operator_without_a_mailbox_is_warned_of(settings: Any) -> None:
    settings.CONTACT_EMAIL = "office@operator.example"
    assert checks.operator_can_be_reached() == []
    settings.CONTACT_EMAIL = ""
    assert [warning.id for warning in checks.operator_can_be_reached()] == ["se4u.W002"]


@pytest.mark.django_db
def test_pages_without_their_style_sheet_are_warned_of_and_not_served(settings: Any, tmp_path: Path) -> None:
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": HASHED}}
    settings.STATIC_ROOT = tmp_path
    [warning] = checks.pages_have_their_files()
    assert (warning.id, str(tmp_path) in warning.msg, "make setup" in str(warning.hint)) == ("se4u.W003", True, True)
    with pytest.raises(CommandError, match=r"No static files in .*: run `make setup` first"):
        call_command("serve", "127.0.0.1:8999", skip_checks=True)
    call_command("collectstatic", interactive=False, verbosity=0, skip_checks=True)
    assert checks.pages_have_their_files() == []
