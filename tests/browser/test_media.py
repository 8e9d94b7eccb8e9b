"""On paper, with forced colours, and when something typed would be lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.personas import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = pytest.mark.parametrize("width", [360])
DESK = pytest.mark.parametrize("width", [1280])
ENGLISH = pytest.mark.parametrize("language", ["en"])

# Paper is white, whatever background the screen has: what is written must stand out from white by 4.5 to 1.
PALE = """() => {
  const light = (rgb) => rgb.map((part) => part / 255)
    .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const pale = [];
  for (const node of document.querySelectorAll("body *")) {
    const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
    if (!own || !node.checkVisibility()) continue;
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    canvas.fillStyle = "white"; canvas.fillRect(0, 0, 1, 1);
    canvas.fillStyle = getComputedStyle(node).color; canvas.fillRect(0, 0, 1, 1);
    if (1.05 / (light([...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3)) + 0.05) < 4.5) {
      pale.push(`${node.tagName}.${node.className}: ${node.textContent.trim().slice(0, 40)}`);
    }
  }
  return pale;
}"""
ON_PAPER = ("/", "/directory/", "/networks/", "/networks/net4u-americas/", "/networks/net4u-americas/members/")


@DESK
def test_paper_carries_the_text_in_dark_letters_without_what_one_presses(cast: Cast, page: Page, language: str) -> None:
    page.emulate_media(media="print")
    for path in ON_PAPER:
        page.goto(f"/{language}{path}")
        for pressed in ("nav", ".utility", ".menu", ".skip", ".button", "input", ".facets", ".pagination"):
            seen = [item.inner_text() for item in page.locator(pressed).all() if item.is_visible()]
            assert seen == [], f"{pressed} on {path}"
        assert page.evaluate(PALE) == [], path
        assert page.locator("h1").first.is_visible()
        assert page.locator(".foot").is_visible()  # who is not speaking here is said on paper too


@DESK
@ENGLISH
def test_paper_shows_where_links_to_other_sites_lead(cast: Cast, page: Page, language: str) -> None:
    cast.casa_abierta.website = "https://casa.example/"
    cast.casa_abierta.save()
    page.goto(f"/{language}/directory/{cast.casa_abierta.key}/")
    after = "element => getComputedStyle(element, '::after').content"
    outside, inside = page.locator("main a[href^='https://casa']").first, page.locator("main a[href^='/']").first
    assert outside.evaluate(after) in ("none", "normal")
    page.emulate_media(media="print")
    assert "https://casa.example/" in outside.evaluate(after)
    assert inside.evaluate(after) in ("none", "normal")  # an address within the site would say nothing


@PHONE
def test_forced_colours_leave_buttons_and_the_focus_to_be_seen(cast: Cast, page: Page, language: str) -> None:
    page.emulate_media(forced_colors="active")
    for path in ("/", "/account/login/", "/directory/"):
        page.goto(f"/{language}{path}")
        for button in page.locator("main .button:visible").all():
            edge = button.evaluate(
                "e => { const s = getComputedStyle(e); return [s.borderTopStyle, s.borderTopWidth] }"
            )
            assert edge[0] == "solid"
            assert float(edge[1].removesuffix("px")) >= 1
        for _step in range(6):
            page.keyboard.press("Tab")
            outline = page.evaluate(
                "() => { const s = getComputedStyle(document.activeElement);"
                " return [s.outlineStyle, parseFloat(s.outlineWidth), s.outlineColor] }"
            )
            assert outline[0] == "solid", path
            assert outline[1] >= 2
            assert "rgba(0, 0, 0, 0)" not in outline[2]


@PHONE
@ENGLISH
def test_long_form_asks_before_what_was_typed_is_lost(
    cast: Cast, page: Page, language: str, sign_in: Callable[[Page, Any], None]
) -> None:
    asked: list[str] = []

    def answer(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    sign_in(page, cast.representative)
    form = f"/{language}/account/profile/"
    field = "form[data-guard] input[type=text]"
    page.goto(form)
    page.goto(f"/{language}/")
    assert asked == []  # nothing was typed
    page.goto(form)
    page.locator(field).first.press_sequentially("x")
    page.goto(f"/{language}/")
    assert asked == ["beforeunload"]
    page.goto(form)
    page.locator(field).first.press_sequentially("x")
    page.locator("form[data-guard] button[type=submit]").first.click()
    page.wait_for_load_state()
    assert asked == ["beforeunload"]  # what is sent is not lost
    page.goto(form)
    page.locator(field).first.press_sequentially("y")
    page.route("https://**", lambda route: route.fulfill(body="elsewhere"))  # where the quick exit leads
    for _press in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url(lambda url: form not in url)
    assert asked == ["beforeunload"]  # the quick exit never asks
