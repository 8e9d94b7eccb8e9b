"""The editor of formatted text, under the policy of every page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_editor_writes_into_its_field_without_a_nonce(
    page: Page, language: str, assert_accessible: Callable[[Page], None]
) -> None:
    answer = page.goto(f"/{language}/styleguide/")
    assert answer
    assert "nonce" not in answer.headers["content-security-policy"]
    box = page.locator(".rich-text").first
    area = box.locator(".rich-area")
    area.click()
    page.keyboard.type("Our rules")
    box.locator("[data-level='2']").click()
    expect(area).to_be_focused()
    expect(box.locator("[data-level='2']")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Enter")
    page.keyboard.type("Be kind")
    page.keyboard.press("Shift+Home")
    box.locator("[data-do=toggleBold]").click()
    field = box.locator("textarea")
    expect(field).to_have_js_property("value", "<h2>Our rules</h2><p><strong>Be kind</strong></p>")
    box.locator("[data-link]").click()
    box.locator(".rich-link input").fill("ok.example/")
    page.keyboard.press("Enter")
    linked = '<p><a href="https://ok.example/"><strong>Be kind</strong></a></p>'
    expect(field).to_have_js_property("value", f"<h2>Our rules</h2>{linked}")
    box.locator("[data-do=undo]").click()
    assert_accessible(page)


@pytest.mark.parametrize("width", [360])
@pytest.mark.parametrize("language", ["en"])
def test_editor_keeps_the_spaces_its_rules_ask_for(page: Page, language: str) -> None:
    page.goto(f"/{language}/styleguide/")
    area = page.locator(".rich-area").first
    expect(area).to_have_css("white-space", "break-spaces")
    assert page.locator("style").count() == 0
    assert area.evaluate("area => area.offsetWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize("width", [360])
@pytest.mark.parametrize("language", ["en"])
def test_field_without_scripts_is_a_textarea(page: Page, language: str) -> None:
    page.route("**/rich-text*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto(f"/{language}/styleguide/")
    expect(page.locator(".rich-text textarea").first).to_be_visible()
    expect(page.locator(".rich-tools").first).to_be_hidden()
