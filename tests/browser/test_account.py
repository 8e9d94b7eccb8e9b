"""Every page of an account under axe, on a phone and at a desk, from left to right and from right to left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from playwright.sync_api import Page

from se4u.accounts.notify import notify
from se4u.demo.cast import PASSWORD
from tests.personas import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ANONYMOUS = (
    "login/",
    "signup/",
    "password/reset/",
    "password/reset/done/",
    "confirm-email/",
    "confirm-email/abc:def/",
    "password/reset/key/1-abc/",
    "login/code/",
    "new-link/",
    "inactive/",
    "texts/conduct/",
    "notifications/off/foreign/",
)
OWN = (
    "",
    "profile/",
    "profile/as-others-see-me/",
    "email/",
    "password/change/",
    "sessions/",
    "notifications/",
    "notifications/delivery/",
    "logout/",
    "mandate/",
    "second-factor/",
)
PROVEN = ("export/", "delete/", "second-factor/totp/activate/", "second-factor/webauthn/add/")


def test_pages_before_signing_in(
    cast: Cast, page: Page, language: str, assert_accessible: Callable[[Page], None]
) -> None:
    for path in ANONYMOUS:
        page.goto(f"/{language}/account/{path}")
        assert_accessible(page)


def test_pages_of_an_account(
    cast: Cast,
    page: Page,
    language: str,
    sign_in: Callable[[Page, Any], None],
    assert_accessible: Callable[[Page], None],
) -> None:
    notify([cast.representative], "directory.approve", url="/desk/", name="Casa Abierta (sample)")
    sign_in(page, cast.representative)
    for path in OWN:
        page.goto(f"/{language}/account/{path}")
        assert_accessible(page)
    page.goto(f"/{language}/account/{PROVEN[0]}")
    assert_accessible(page)  # the password is asked for
    page.fill("[name=password]", PASSWORD)
    page.click("main form .button-primary")
    for path in PROVEN:
        page.goto(f"/{language}/account/{path}")
        assert_accessible(page)
    Authenticator.objects.create(user=cast.representative, type=Authenticator.Type.TOTP, data={"secret": "unused"})
    RecoveryCodes.activate(cast.representative)
    for path in ("second-factor/", "second-factor/recovery-codes/", "second-factor/recovery-codes/generate/"):
        page.goto(f"/{language}/account/{path}")
        assert_accessible(page)


def test_agreement_page(
    cast: Cast,
    page: Page,
    language: str,
    sign_in: Callable[[Page, Any], None],
    assert_accessible: Callable[[Page], None],
) -> None:
    cast.newcomer.consents.all().delete()
    sign_in(page, cast.newcomer)
    page.goto(f"/{language}/desk/")
    assert_accessible(page)
    page.check("[name=conduct]")
    page.check("[name=privacy]")
    page.click("main form .button-primary")
    assert page.url.endswith(f"/{language}/desk/")
