"""Places where lower pages show upper things, and registries with one module name per app."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest

Content = tuple[str, dict[str, Any]]
Panel = Callable[[HttpRequest, Any], Content | None]

PANELS: dict[str, list[tuple[int, Panel]]] = defaultdict(list)


def panel(place: str, *, order: int = 50) -> Callable[[Panel], Panel]:
    """Register a function of request and object that returns (template, context) for a place, or None."""

    def register(function: Panel) -> Panel:
        PANELS[place].append((order, function))
        PANELS[place].sort(key=lambda entry: entry[0])
        return function

    return register


def contents(place: str, request: HttpRequest, obj: Any) -> Iterator[Content]:
    """Yield what is registered for a place and has something to show."""
    for _order, function in PANELS[place]:
        content = function(request, obj)
        if content is not None:
            yield content
