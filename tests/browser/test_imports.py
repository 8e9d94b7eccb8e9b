"""An officer brings in a list: every page of it on a phone, under axe, with the buttons an officer sees."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from se4u.directory.models import Import, ReferenceEntry
from tests.personas import Cast

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("width", [360]),
    pytest.mark.parametrize("language", ["en"]),
]

GOOD = "name,country,website\nCentro Uno,XS,https://uno.example/\nCentro Dos,XS,\n"
BAD = "name,country,website\nCentro Uno,Atlantis,https://uno.example/\n,XS,not an address\n"
SEND = "main form .button-primary"


def test_officer_brings_a_list_in_and_takes_it_back(
    cast: Cast,
    page: Page,
    language: str,
    sign_in: Callable[[Page, Any], None],
    assert_accessible: Callable[[Page], None],
) -> None:
    def press(selector: str) -> None:
        page.locator(f"{selector}:visible").first.click()
        page.wait_for_load_state()
        assert_accessible(page)

    def choose(content: str) -> None:
        page.set_input_files("[name=file]", {"name": "list.csv", "mimeType": "text/csv", "buffer": content.encode()})
        press(SEND)

    sign_in(page, cast.officer)
    page.goto(f"/{language}/desk/")
    press("main a[href$='/directory/import/']")
    press("main a[href$='/directory/import/new/']")
    press(SEND)  # without a file
    assert page.locator("main [data-focus]").is_visible()  # the summary of what to mend
    choose(BAD)
    shown = page.locator("main").inner_text()
    assert "Atlantis" in shown
    assert "Nothing was imported" in shown
    assert not page.locator("main form").count()  # nothing to confirm
    press("main a.button-primary")  # choose the mended file
    choose(GOOD)
    assert not ReferenceEntry.objects.exists()
    press(SEND)
    assert ReferenceEntry.objects.count() == 2
    press("main a[href$='/undo/']")
    press("main form button[type=submit]")
    assert not ReferenceEntry.objects.exists()
    assert Import.objects.get().state == Import.State.UNDONE
    press("main a.back[href$='/directory/import/'], main a[href$='/directory/import/']")
