"""What an operator is told before the site goes on line."""

from __future__ import annotations

from typing import Any

import pytest

from se4u.core import checks


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
