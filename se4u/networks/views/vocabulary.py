"""Themes and services of a network's own: its members are offered them in their profiles."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from se4u.core import web
from se4u.core.deeds import signed_in
from se4u.directory.views import vocabulary as shape

from . import room as rooms


@signed_in
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """List the network's own themes and services, merged and retired ones included."""
    room = _room(request, slug)

    def address(deed: str, *parts: str) -> str:
        return reverse(f"networks:{deed}_entry", args=[slug, *parts])

    def entries(model: Any) -> Any:
        rows = model.objects.select_related("parent", "merged_into").order_by("position", "slug")
        return rows.of(room.network.pk)

    return rooms.show(request, room, "themes", {"lists": shape.lists(entries, address)})


@signed_in
def add(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Add an entry for the network."""
    network = _room(request, slug).network
    shape.list_of(name)
    return shape.add_page(request, name, network.pk, _back(slug))


@signed_in
def rename(request: HttpRequest, slug: str, name: str, entry: str) -> HttpResponse:
    """Rename an entry of the network."""
    return shape.rename_page(request, _entry(request, slug, name, entry), _back(slug))


@signed_in
def merge(request: HttpRequest, slug: str, name: str, entry: str) -> HttpResponse:
    """Merge an entry of the network into another of its own, or into everyone's."""
    return shape.merge_page(request, _entry(request, slug, name, entry), _back(slug))


@signed_in
def offer(request: HttpRequest, slug: str, name: str, entry: str) -> HttpResponse:
    """Retire an entry of the network, or offer it again."""
    return shape.offer_page(request, _entry(request, slug, name, entry), _back(slug))


def _room(request: HttpRequest, slug: str) -> rooms.Room:
    """Return the network to those who shape it; 404 to others and where there are no lists, 403 without the right."""
    room = rooms.open_inside(request, slug)
    if not room.network.ability.has_own_lists:
        raise Http404
    web.require(request.user, "directory.add_theme", room.network.pk)
    return room


def _entry(request: HttpRequest, slug: str, name: str, entry: str) -> Any:
    network = _room(request, slug).network
    rows = shape.list_of(name).objects.of(network.pk).select_related("merged_into")
    return web.get_or_404(rows, slug=entry)


def _back(slug: str) -> str:
    return reverse("networks:themes", args=[slug])
