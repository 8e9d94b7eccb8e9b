"""The open lists: the pages of who curates them, and the shape that networks use for entries of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from se4u.core import web
from se4u.core.deeds import confirm_page, form_page, signed_in
from se4u.directory import facets, services
from se4u.directory.forms.vocabulary import LISTS, EntryForm, MergeForm

TITLES = {"themes": gettext_lazy("Themes"), "services": gettext_lazy("Services")}
ADD = {"themes": "directory.add_theme", "services": "directory.add_service"}
Address = Callable[..., str]  # of a deed ("add", "rename", "merge", "offer"), a list and, where there is one, an entry


def list_of(name: str) -> Any:
    """Return the model of a list at an address, or 404."""
    if name not in LISTS:
        raise Http404
    return LISTS[name]


def lists(entries: Callable[[Any], Iterable[Any]], address: Address) -> list[dict[str, Any]]:
    """Return both lists as `directory/vocabulary/lists.html` shows them."""
    return [
        {
            "title": TITLES[name],
            "add_url": address("add", name),
            "rows": [_row(entry, name, address) for entry in entries(model)],
        }
        for name, model in LISTS.items()
    ]


def _row(entry: Any, name: str, address: Address) -> dict[str, Any]:
    deeds = [] if entry.merged_into_id else ["rename", "merge", "offer"]
    return {"entry": entry, **{f"{deed}_url": address(deed, name, entry.slug) for deed in deeds}}


def add_page(request: HttpRequest, name: str, network_pk: int | None, back: str) -> HttpResponse:
    """Add an entry for everyone, or for one network."""
    web.require(request.user, ADD[name], network_pk)
    form = EntryForm(request.POST or None, model=list_of(name), network_pk=network_pk)
    deed: Any = services.add_theme if name == "themes" else services.add_service
    return form_page(
        request,
        form,
        lambda: deed(network_pk, by=request.user, name=form.names(), parent=form.cleaned_data["parent"]),
        title=_("Add an entry"),
        lead=TITLES[name],
        label=_("Add"),
        back=back,
        done=_("Added."),
    )


def rename_page(request: HttpRequest, entry: Any, back: str) -> HttpResponse:
    """Rename an entry."""
    web.require(request.user, "directory.rename_entry", entry)
    if entry.merged_into:
        text = _("Merged into %(name)s; links to it lead there.") % {"name": entry.merged_into}
        messages.info(request, text)
        return redirect(back)
    form = EntryForm(request.POST or None, entry=entry)
    return form_page(
        request,
        form,
        lambda: services.rename_entry(entry, by=request.user, name=form.names()),
        title=_("Rename “%(entry)s”") % {"entry": entry},
        label=_("Rename"),
        back=back,
        done=_("Renamed. Links to it keep working."),
    )


def merge_page(request: HttpRequest, entry: Any, back: str) -> HttpResponse:
    """Merge an entry into another."""
    web.require(request.user, "directory.merge_entry", entry)
    form = MergeForm(request.POST or None, entry=entry)
    return form_page(
        request,
        form,
        lambda: services.merge_entry(entry, by=request.user, into=form.cleaned_data["into"]),
        title=_("Merge “%(entry)s” into another entry") % {"entry": entry},
        label=_("Merge"),
        consequence=_("Who had this entry has the other. This cannot be undone."),
        back=back,
        done=_("Merged. Old links lead to the other entry."),
    )


def offer_page(request: HttpRequest, entry: Any, back: str) -> HttpResponse:
    """Retire an entry, or offer a retired one again, after asking."""
    retired = entry.retired_at is not None
    web.require(request.user, "directory.restore_entry" if retired else "directory.retire_entry", entry)
    if retired:
        return confirm_page(
            request,
            lambda: services.restore_entry(entry, by=request.user),
            title=_("Offer “%(entry)s” again?") % {"entry": entry},
            text=_("It can be chosen in profiles as before."),
            label=_("Offer again"),
            back=back,
            done=_("It is offered again."),
        )
    return confirm_page(
        request,
        lambda: services.retire_entry(entry, by=request.user),
        title=_("Retire “%(entry)s”?") % {"entry": entry},
        text=_("It is offered no longer. Who has it keeps it, and links to it work."),
        label=_("Retire"),
        back=back,
        done=_("Retired. It is offered no longer."),
    )


# -- who curates


def _address(deed: str, name: str, slug: str = "") -> str:
    names = {"add": "entry_add", "rename": "entry", "merge": "entry_merge", "offer": "entry_offer"}
    return reverse(f"directory:{names[deed]}", args=[name, slug] if slug else [name])


@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """List themes and services, merged and retired entries included."""
    web.require(request.user, "directory.vocabulary")
    networks = facets.public_networks()

    def entries(model: Any) -> Any:
        found = model.objects.select_related("parent", "merged_into").order_by("position", "slug")
        return found.of(None, *networks)

    shown = lists(entries, _address)
    for row in (row for each in shown for row in each["rows"] if row["entry"].network_pk is not None):
        row.update(owner=networks[row["entry"].network_pk].tag, rename_url="", merge_url="", offer_url="")
    return render(request, "directory/vocabulary/list.html", {"lists": shown})


@signed_in
def add(request: HttpRequest, name: str) -> HttpResponse:
    """Add an entry to a list."""
    web.require(request.user, "directory.vocabulary")
    list_of(name)
    return add_page(request, name, None, reverse("directory:vocabulary"))


@signed_in
def rename(request: HttpRequest, name: str, slug: str) -> HttpResponse:
    """Rename an entry."""
    return rename_page(request, _entry(request, name, slug), reverse("directory:vocabulary"))


@signed_in
def merge(request: HttpRequest, name: str, slug: str) -> HttpResponse:
    """Merge an entry into another."""
    return merge_page(request, _entry(request, name, slug), reverse("directory:vocabulary"))


@signed_in
def offer(request: HttpRequest, name: str, slug: str) -> HttpResponse:
    """Retire an entry, or offer it again."""
    return offer_page(request, _entry(request, name, slug), reverse("directory:vocabulary"))


def _entry(request: HttpRequest, name: str, slug: str) -> Any:
    web.require(request.user, "directory.vocabulary")
    return web.get_or_404(list_of(name).objects.select_related("merged_into"), slug=slug)
