"""The gallery and the frame of every page, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

Check = Callable[[Page], None]
PUBLIC = [
    "",
    "directory/",
    "networks/",
    "search/",
    "pages/about/",
    "pages/safety/",
    "pages/contact/",
    "account/login/",
    "account/signup/",
    "no-such-page/",
]


def test_gallery_is_accessible(page: Page, language: str, assert_accessible: Check) -> None:
    page.goto(f"/{language}/styleguide/")
    assert_accessible(page)


def test_public_pages_are_accessible(page: Page, language: str, assert_accessible: Check) -> None:
    for path in PUBLIC:
        page.goto(f"/{language}/{path}")
        assert page.locator("h1").count() == 1
        assert_accessible(page)


@pytest.mark.parametrize("language", ["en"])
def test_everything_to_touch_is_large_enough(page: Page, language: str) -> None:
    """44 pixels, but for links inside sentences and lists of titles, which WCAG 2.5.5 leaves out."""
    page.goto(f"/{language}/styleguide/")
    small = page.evaluate(
        """() => [...document.querySelectorAll(
            ".button, .utility a, .nav a, .tabs a, .menu > summary, .foot a, .field input:not([type=hidden]), .choice, summary"
        )].filter((element) => element.checkVisibility() && !element.closest(".choice > *") && element.offsetHeight < 44)
          .filter((element) => !element.closest(".facet") || element.matches("summary"))
          .map((element) => element.outerHTML.slice(0, 120))"""
    )
    assert small == []


@pytest.mark.parametrize("width", [360])
def test_menu_works_without_script(browser: Any, live_server: Any, language: str, width: int) -> None:
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": width, "height": 800}, java_script_enabled=False
    )
    page = context.new_page()
    page.goto(f"/{language}/pages/about/")
    sign_in = page.locator(f"details.menu a[href='/{language}/account/login/']")
    expect(sign_in).not_to_be_visible()
    page.locator("details.menu > summary").click()
    expect(sign_in).to_be_visible()
    context.close()


@pytest.mark.parametrize("width", [1280])
@pytest.mark.parametrize("language", ["en"])
def test_facets_stand_open_on_a_wide_screen(page: Page, language: str) -> None:
    page.goto(f"/{language}/styleguide/")
    expect(page.locator(".filter .facet").first).to_be_visible()


@pytest.mark.parametrize("width", [360])
@pytest.mark.parametrize("language", ["en"])
def test_facets_are_one_closed_block_on_a_phone(page: Page, language: str) -> None:
    page.goto(f"/{language}/styleguide/")
    expect(page.locator(".filter .facet").first).not_to_be_visible()
    page.locator(".filter > summary").first.click()
    expect(page.locator(".filter .facet").first).to_be_visible()


@pytest.mark.parametrize("width", [360])
@pytest.mark.parametrize("language", ["en"])
def test_keyboard_goes_to_the_content_first(page: Page, language: str) -> None:
    page.goto(f"/{language}/pages/about/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize("width", [360])
@pytest.mark.parametrize("how", ["link", "escape"])
def test_quick_exit_leaves_no_way_back(how: str, page: Page, language: str, settings: Any, live_server: Any) -> None:
    settings.QUICK_EXIT_URL = f"{live_server.url}/robots.txt"
    page.goto(f"/{language}/pages/contact/")
    page.goto(f"/{language}/pages/safety/")
    if how == "link":
        page.locator("[data-quick-exit]").click()
    else:
        for _press in range(3):
            page.keyboard.press("Escape")
    page.wait_for_url("**/robots.txt")
    page.go_back()
    assert "safety" not in page.url


@pytest.mark.parametrize("width", [360])
@pytest.mark.parametrize("language", ["en"])
def test_counter_says_what_is_left(page: Page, language: str) -> None:
    page.goto(f"/{language}/styleguide/")
    page.locator("#id_en-about").fill("x" * 1199 + "\n")
    expect(page.locator("[data-counter=id_en-about]")).to_have_text("1 characters too many")


@pytest.mark.parametrize("width", [360])
@pytest.mark.parametrize("language", ["en"])
def test_long_list_is_narrowed_but_keeps_what_is_chosen(page: Page, language: str) -> None:
    page.goto(f"/{language}/styleguide/")
    themes = page.locator("#id_en-themes")
    page.get_by_role("searchbox", name="Find in this list").first.fill("firearms 3")
    expect(themes.get_by_text("Firearms 3")).to_be_visible()
    expect(themes.get_by_text("Smuggling of migrants 2")).to_be_visible()
    expect(themes.get_by_text("Firearms 1")).not_to_be_visible()


@pytest.mark.parametrize("width", [360])
@pytest.mark.parametrize("language", ["en"])
def test_what_to_mend_takes_the_focus(page: Page, language: str) -> None:
    page.goto(f"/{language}/styleguide/")
    expect(page.locator(".summary-bad").first).to_be_focused()
    page.locator(".summary-bad a").first.click()
    expect(page.locator("#id_en-name")).to_be_focused()


@pytest.mark.parametrize("width", [360])
@pytest.mark.parametrize("language", ["en"])
def test_form_is_sent_once_and_says_that_a_file_is_on_its_way(page: Page, language: str) -> None:
    sent: list[str] = []

    def hold(route: Any) -> None:
        if route.request.method == "POST":
            sent.append(route.request.url)  # and never answered, as on a poor line
        else:
            route.continue_()

    page.route("**/account/login/", hold)
    page.goto(f"/{language}/account/login/")
    page.evaluate(
        """() => document.querySelector("main form").insertAdjacentHTML(
            "beforeend", '<input type="file" id="f"><div class="sending" id="f_sending" hidden>on its way</div>')"""
    )
    page.set_input_files("#f", {"name": "a.txt", "mimeType": "text/plain", "buffer": b"a"})
    page.evaluate("document.querySelectorAll('main form [required]').forEach((field) => { field.required = false; })")
    told = page.evaluate(
        """() => {
            const button = document.querySelector("main form button[type=submit]");
            button.click();
            button.click();
            return [button.getAttribute("aria-disabled"), document.getElementById("f_sending").hidden];
        }"""
    )
    assert told == ["true", False]
    page.wait_for_timeout(500)  # for a second request that must not come
    assert len(sent) == 1


@pytest.mark.parametrize("width", [1280])
@pytest.mark.parametrize("language", ["en"])
def test_ticking_a_facet_applies_it(page: Page, language: str) -> None:
    page.goto(f"/{language}/styleguide/")
    with page.expect_navigation():
        page.get_by_role("checkbox", name="Smuggling of migrants", exact=True).last.check(no_wait_after=True)
    assert "theme=en-b" in page.url
