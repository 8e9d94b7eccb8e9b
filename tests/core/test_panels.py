"""Places where lower pages show upper things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from se4u.core import panels


@pytest.fixture(autouse=True)
def registry(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty registry."""
    monkeypatch.setattr(panels, "PANELS", defaultdict(list))
    return None


def _content(name: str) -> Any:
    return lambda request, obj: ("errors/404.html", {"name": name, "obj": obj})


def test_panels_stand_in_their_order() -> None:
    for name, order in (("last", 90), ("first", 10), ("middle", 50)):
        panels.panel("t.place", order=order)(_content(name))
    shown = [values["name"] for _template, values in panels.contents("t.place", RequestFactory().get("/"), "thing")]
    assert shown == ["first", "middle", "last"]


def test_panels_of_one_order_stand_as_registered() -> None:
    for name in ("a", "b", "c"):
        panels.panel("t.place")(_content(name))
    shown = [values["name"] for _template, values in panels.contents("t.place", RequestFactory().get("/"), None)]
    assert shown == ["a", "b", "c"]


def test_panel_with_nothing_to_show_is_left_out() -> None:
    panels.panel("t.place")(lambda request, obj: None)
    panels.panel("t.place")(_content("shown"))
    assert len(list(panels.contents("t.place", RequestFactory().get("/"), None))) == 1


def test_place_nobody_registered_for_is_empty() -> None:
    request = RequestFactory().get("/")
    assert list(panels.contents("t.nobody", request, None)) == []
    assert Template('{% panels "t.nobody" %}').render(Context({"request": request})) == ""


def test_panel_gets_the_request_and_the_object() -> None:
    seen = []
    panels.panel("t.place")(lambda request, obj: seen.append((request, obj)))
    request = RequestFactory().get("/")
    Template('{% panels "t.place" thing %}').render(Context({"request": request, "thing": 5}))
    assert seen == [(request, 5)]


def test_what_a_panel_shows_is_escaped_by_its_own_template(settings: Any, tmp_path: Any) -> None:
    (tmp_path / "t_panel.html").write_text("<b>{{ name }}</b>")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]
    panels.panel("t.place")(lambda request, obj: ("t_panel.html", {"name": "<i>"}))
    request = RequestFactory().get("/")
    request.user = None  # type: ignore[assignment]
    from django.contrib.auth.models import AnonymousUser

    request.user = AnonymousUser()
    shown = Template('{% panels "t.place" %}').render(Context({"request": request}))
    assert shown == "<b>&lt;i&gt;</b>"
