"""What officers do beside the queue: authorities, suspension, the open lists."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from se4u.core import web
from se4u.core.action import Refused
from se4u.core.deeds import signed_in
from se4u.directory import services
from se4u.directory.cards import cards
from se4u.directory.forms.authorities import AuthorityForm
from se4u.directory.forms.vetting import ReasonForm
from se4u.directory.forms.vocabulary import LISTS, EntryForm, MergeForm
from se4u.directory.models import Organization
from se4u.directory.models.organizations import NON_GOVERNMENTAL

from .profile import subject_or_404

TITLES = {"themes": gettext_lazy("Themes"), "services": gettext_lazy("Services")}


@signed_in
def authorities(request: HttpRequest) -> HttpResponse:
    """List authorities and intergovernmental organisations, and enter one."""
    web.require(request.user, "directory.add_authority")
    form = AuthorityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_authority(None, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            web.refuse(request, form, refusal)
        else:
            messages.success(request, _("Entered."))
            return redirect("directory:authorities")
    rows = Organization.objects.visible_to(request.user).exclude(kind__in=NON_GOVERNMENTAL)
    page = web.page_of(request, rows.order_by("sort_name", "pk").for_cards())
    return render(
        request, "directory/authorities.html", {"form": form, "page": page, "cards": cards(page, request.user)}
    )


@signed_in
def standing(request: HttpRequest, key: str, deed: str) -> HttpResponse:
    """Suspend or reinstate an organisation or expert, with a reason."""
    if deed not in {"suspend", "reinstate"}:
        raise Http404
    subject = subject_or_404(request, key)
    web.require(request.user, f"directory.{deed}", subject)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            getattr(services, deed)(subject, by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            web.refuse(request, form, refusal)
        else:
            messages.success(request, _("Done, and told."))
            return redirect("directory:preview", key=key)
    return render(
        request, "directory/standing.html", {"form": form, **_words(deed), "name": services.own_name(subject)}
    )


def _words(deed: str) -> dict[str, Any]:
    if deed == "suspend":
        return {
            "title": _("Suspend this entry"),
            "text": _("It is not shown and its people no longer count as members, until you end the suspension."),
            "confirm_label": _("Suspend"),
            "danger": True,
        }
    return {
        "title": _("End the suspension"),
        "text": _("It is shown again as before, and its people count as members."),
        "confirm_label": _("End the suspension"),
    }


@signed_in
def vocabulary(request: HttpRequest) -> HttpResponse:
    """List themes and services, merged entries included."""
    web.require(request.user, "directory.vocabulary")
    lists = [
        {
            "slug": slug,
            "title": TITLES[slug],
            "rows": [
                {"entry": entry, "may": request.user.has_perm("directory.rename_entry", entry)}
                for entry in model.objects.select_related("parent", "merged_into").order_by("position", "slug")
            ],
        }
        for slug, model in LISTS.items()
    ]
    return render(request, "directory/vocabulary/list.html", {"lists": lists})


def _model(name: str) -> Any:
    if name not in LISTS:
        raise Http404
    return LISTS[name]


@signed_in
def entry_add(request: HttpRequest, name: str) -> HttpResponse:
    """Add an entry to a list."""
    web.require(request.user, "directory.vocabulary")
    model = _model(name)
    form = EntryForm(request.POST or None, model=model)
    if request.method == "POST" and form.is_valid():
        deed: Any = services.add_theme if name == "themes" else services.add_service
        try:
            deed(None, by=request.user, name=form.names(), parent=form.cleaned_data["parent"])
        except Refused as refusal:
            web.refuse(request, form, refusal)
        else:
            messages.success(request, _("Added."))
            return redirect("directory:vocabulary")
    context = {"form": form, "title": _("Add an entry"), "list": name}
    return render(request, "directory/vocabulary/entry.html", context)


@signed_in
def entry(request: HttpRequest, name: str, slug: str) -> HttpResponse:
    """Rename an entry."""
    web.require(request.user, "directory.vocabulary")
    found = web.get_or_404(_model(name).objects.select_related("merged_into"), slug=slug)
    web.require(request.user, "directory.rename_entry", found)
    form = EntryForm(request.POST or None, entry=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.rename_entry(found, by=request.user, name=form.names())
        except Refused as refusal:
            web.refuse(request, form, refusal)
        else:
            messages.success(request, _("Renamed. Links to it keep working."))
            return redirect("directory:vocabulary")
    return _entry_page(request, name, found, form)


def _entry_page(
    request: HttpRequest, name: str, found: Any, form: EntryForm, merge: MergeForm | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "merge": merge or MergeForm(entry=found, prefix="merge"),
        "title": str(found),
        "entry": found,
        "list": name,
    }
    return render(request, "directory/vocabulary/entry.html", context)


@signed_in
def entry_merge(request: HttpRequest, name: str, slug: str) -> HttpResponse:
    """Merge an entry into another."""
    web.require(request.user, "directory.vocabulary")
    found = web.get_or_404(_model(name).objects.select_related("merged_into"), slug=slug)
    web.require(request.user, "directory.merge_entry", found)
    if request.method != "POST":
        return redirect("directory:entry", name=name, slug=slug)
    form = MergeForm(request.POST, entry=found, prefix="merge")
    if form.is_valid():
        try:
            services.merge_entry(found, by=request.user, into=form.cleaned_data["into"])
        except Refused as refusal:
            web.refuse(request, form, refusal)
        else:
            messages.success(request, _("Merged. Old links lead to the other entry."))
            return redirect("directory:vocabulary")
    return _entry_page(request, name, found, EntryForm(entry=found), form)
