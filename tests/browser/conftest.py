"""A real Chromium against a live server, for journeys and for the gallery.

A test takes `page` (a Playwright page at 360 and at 1280 pixels, in English and in Arabic: four runs) or narrows it with

    @pytest.mark.parametrize("width", [360])          # the phone alone
    @pytest.mark.parametrize("language", ["en"])      # English alone

Addresses are relative to the server: `page.goto(f"/{language}/directory/")`. When the test ends, `page` also fails it if the
console showed an error, the content security policy blocked something, or a request went to another host. `sign_in(page,
user)` puts a person's session into the browser without the sign-in form. `assert_accessible(page)` runs axe on what is shown
now and sees that nothing reaches beyond the side of the screen.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_core_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from scripts.browser import ADVICE, find

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
EXPECTED_NOISE = ("status of 403", "status of 404", "status of 409", "status of 429")  # answers a journey may provoke


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once for each process of the test run."""
    path = find()
    if path is None:
        pytest.fail(ADVICE)
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    # Playwright's loop runs in this thread; Django would take our own queries for queries inside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield chromium
        chromium.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(params=[360, 1280])
def width(request: pytest.FixtureRequest) -> int:
    """The width of the screen in pixels: a phone, a desk."""
    return int(request.param)


@pytest.fixture(params=["en", "ar"])
def language(request: pytest.FixtureRequest) -> str:
    """The language of the addresses to visit: left to right, right to left."""
    return str(request.param)


@pytest.fixture
def new_page(browser: Browser, live_server: Any, width: int) -> Iterator[Callable[[], Page]]:
    """Return a function that opens a browser of its own (own cookies), for journeys with several people."""
    opened: list[tuple[Any, list[str]]] = []

    def open_page() -> Page:
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": width, "height": 800}, has_touch=width < 600
        )
        context.set_default_timeout(10_000)
        page, faults = context.new_page(), []
        opened.append((context, faults))
        _watch(page, live_server.url, faults)
        return page

    yield open_page
    for context, _faults in opened:
        context.close()
    assert [fault for _context, faults in opened for fault in faults] == []


@pytest.fixture
def page(new_page: Callable[[], Page]) -> Page:
    """One page, watched for faults of the console and for requests to other hosts."""
    return new_page()


def _watch(page: Page, server: str, faults: list[str]) -> None:
    host = urlsplit(server).netloc

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error" and not any(noise in message.text for noise in EXPECTED_NOISE):
            faults.append(f"console: {message.text}")

    def asked(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https"} and parts.netloc != host and not request.is_navigation_request():
            faults.append(f"request to another host: {request.url}")

    page.on("console", heard)
    page.on("pageerror", lambda error: faults.append(f"script: {error}"))
    page.on("request", asked)


@pytest.fixture
def sign_in(live_server: Any) -> Callable[[Page, Any], None]:
    """Return a function (page, user) that signs a person in, without the form."""

    def put_session(page: Page, user: Any) -> None:
        client = Client()
        client.force_login(user, backend=BACKEND)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])

    return put_session


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """Return a function (page) that fails with what axe finds, or when the page is wider than its screen."""

    def check(page: Page) -> None:
        found = Axe().run(page)["violations"]
        told = [
            f"{violation['id']}: {violation['help']}\n"
            + "\n".join(f"    {node['html']}" for node in violation["nodes"])
            for violation in found
        ]
        assert not told, f"{page.url}\n" + "\n".join(told)
        viewport = page.viewport_size
        assert viewport
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= viewport["width"], f"{page.url} is {wide} pixels wide on a screen of {viewport['width']}"

    return check
