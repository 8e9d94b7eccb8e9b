"""The harness itself, without a clock: what it would measure is really the page, and what it writes is what it found."""

from __future__ import annotations

from itertools import islice

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from bench import report, singles, world
from bench.__main__ import Page, pages
from bench.load import Figures
from tests.personas import Cast


def test_names_go_on_with_a_number_behind_them() -> None:
    rows = len(world.DATA.read_text("utf-8").splitlines()) - 1
    first, again = list(islice(world.names(), rows + 1))[::rows]
    assert again[0] == f"{first[0]} 2"


def test_world_grows_to_its_size_and_its_pages_answer(cast: Cast, settings: Settings) -> None:
    from se4u.directory.models import Organization

    settings.SESSION_ENGINE = "se4u.accounts.sessions"
    world.grow(20)
    world.grow(30)
    loaded = Organization.objects.listed().exclude(website="")
    assert loaded.count() == 30
    session = world.sign_in()
    for page in pages({"profile": loaded[0].key, "session": session}):
        client = Client()
        if page.session:
            client.cookies[settings.SESSION_COOKIE_NAME] = page.session
        answer = client.get(page.address(7))
        assert answer.status_code == 200, page.name
        assert answer.wsgi_request.user.is_authenticated == bool(page.session)


def test_page_made_anew_has_an_address_of_its_own_each_time() -> None:
    page = Page("a", "/en/?q=WORD", anew=True)
    assert page.address(1) != page.address(1 + 10)
    assert Page("a", "/en/").address(1) == "/en/"
    first_asked = Page("a", "/en/?PAIR", anew=True)
    assert len({first_asked.address(number).rpartition("&n=")[0] for number in range(180)}) == 180


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (
            "/en/",
            '<link rel="stylesheet" href="/s.css"><link rel="alternate" href="/ar/"><script src="a.js">',
            ["/s.css", "a.js"],
        ),
        ("/s.css", "@import 'b.css'; a{background:url(c.svg)} b{background:url(data:x)}", ["b.css", "c.svg"]),
        ("/a.js", 'import {x} from "./b.js";', ["./b.js"]),
    ],
)
def test_what_a_browser_fetches_is_found(path: str, text: str, expected: list[str]) -> None:
    assert singles.linked(path, text) == expected


def test_report_says_where_an_aim_is_missed() -> None:
    def at(size: int, p95: float, queries: int) -> dict[str, object]:
        figures = Figures(rate=100, p95=p95, median=1, size=9)
        row = {"page": "directory", "queries": queries, "own": figures, "bare": Figures(1000, 1, 1, 9)}
        return {"size": size, "rows": [row], "first": {"bytes": 1000, "requests": 2, "foreign": 0}}

    text = report.page([at(1000, 1, 3), at(100000, 4, 5)], {"bare": 1, "own": 4, "ratio": 4}, {"registered": 3})
    assert "| queries per page constant in N | no: directory |" in text
    assert "at most 1.5 times that at 1,000 | 4.00" in text
    assert "1/10.0" in text
