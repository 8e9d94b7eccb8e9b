"""Passkeys in a real browser, with an authenticator that Chromium plays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from se4u.accounts.models import User
from se4u.demo.cast import PASSWORD
from tests.personas import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def local_page(browser: Browser, live_server: Any) -> Iterator[Page]:
    """A page on "localhost": browsers know no passkeys for a bare number."""
    context = browser.new_context(base_url=live_server.url.replace("127.0.0.1", "localhost"))
    context.set_default_timeout(15_000)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield page
    context.close()


def test_passkey_is_set_up_and_then_signs_in_without_a_password(cast: Cast, local_page: Page) -> None:
    page = local_page
    page.goto("/en/account/login/")
    page.fill("[name=login]", cast.newcomer.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main form .button-primary")
    page.wait_for_url("**/desk/")
    page.goto("/en/account/mandate/?next=/en/account/profile/")
    page.get_by_role("link", name="Set up a passkey").click()
    page.fill("[name=password]", PASSWORD)
    page.click("main form .button-primary")
    page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_selector("ul.codes")
    assert page.locator("ul.codes li").count() == 10
    page.click("text=I have kept them: go on")
    page.wait_for_url("**/account/profile/")
    assert User.objects.get(pk=cast.newcomer.pk).has_second_factor
    page.context.clear_cookies()
    page.goto("/en/account/login/")
    page.click("#passkey_login")
    page.wait_for_url("**/desk/")
    page.goto("/en/account/")
    assert cast.newcomer.email in page.locator("main").inner_text()
