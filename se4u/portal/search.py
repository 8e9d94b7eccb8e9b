"""Search over everything findable; each kind of thing under its tab, each reader among what they may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from se4u.core.authority import Viewer, viewer_of
from se4u.core.search import RANKED, Source, ranked, sources
from se4u.core.text import asked, parse
from se4u.core.web import page_of


@dataclass(frozen=True)
class Found:
    """What one source found."""

    source: Source
    keys: list[int]
    label: str
    url: str


def search(request: HttpRequest) -> HttpResponse:
    """Show what a text finds: the tab asked for, else the first that found something."""
    viewer = viewer_of(request.user)
    text = asked(request.GET.get("q", ""))
    found = _all(text, viewer) if parse(text) else []
    shown = _shown(found, request.GET.get("in", ""))
    context: dict[str, Any] = {"query": text, "searched": bool(found)}
    if shown:
        page = page_of(request, shown.keys)
        context["page"] = page
        context["template"] = shown.source.template
        context["rows"] = _rows(shown.source, list(page.object_list), viewer)
        context["shown"] = shown
        context["tabs"] = [{"label": item.label, "url": item.url, "current": item is shown} for item in found]
    return render(request, "portal/search.html", context)


def _all(text: str, viewer: Viewer) -> list[Found]:
    """Ask every source, in the order of the tabs."""
    return [_ask(source, text, viewer) for source in sources()]


def _ask(source: Source, text: str, viewer: Viewer) -> Found:
    keys = ranked(source.label, viewer, text, source.rows(viewer))
    number = f"{len(keys)}+" if len(keys) >= RANKED else str(len(keys))
    return Found(source, keys, f"{source.title} ({number})", "?" + urlencode({"q": text, "in": source.slug}))


def _shown(found: list[Found], slug: str) -> Found | None:
    for item in found:
        if item.source.slug == slug:
            return item
    return next((item for item in found if item.keys), found[0] if found else None)


def _rows(source: Source, keys: list[int], viewer: Viewer) -> list[Any]:
    """Return what the source shows of some keys, in their order; rights are asked once more with the rows."""
    rows = {row.pk: row for row in source.prepare(source.rows(viewer)).filter(pk__in=keys)}
    return source.results([rows[key] for key in keys if key in rows], viewer)
