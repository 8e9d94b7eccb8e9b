"""Completing a profile, deciding who sees what, and looking at it with others' eyes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from se4u.core import web
from se4u.core.action import Refused
from se4u.core.authority import Level, viewer_of
from se4u.core.deeds import signed_in
from se4u.core.search import READERS
from se4u.directory import services
from se4u.directory.cards import card, expert_card
from se4u.directory.completeness import meter
from se4u.directory.forms.profile import (
    EXPERT_SECTION,
    SECTIONS,
    SafetyForm,
    VisibilityForm,
    hold,
    label_of,
)
from se4u.directory.models import Expert, Organization, OrganizationDocument
from se4u.directory.profiles import expert_facts, organization_facts, shown_document
from se4u.directory.services.common import Subject

from .status import home_of

EYES = (
    (Level.PUBLIC, gettext_lazy("Everyone")),
    (Level.MEMBERS, gettext_lazy("A member")),
    (Level.GOVERNMENTS, gettext_lazy("A government")),
    (Level.OFFICERS, gettext_lazy("A vetting officer")),
)


CLOSED = gettext_lazy(
    "Nothing is opened to governments: some fields are marked for them, but the entry itself is not open to governments."
)


def subject_or_404(request: HttpRequest, key: str) -> Subject:
    """Return an organisation or expert whose entry one may be allowed to write: one's own, for officers any."""
    viewer = viewer_of(request.user)
    organizations, experts = Organization.objects.visible_to(viewer), Expert.objects.visible_to(viewer)
    if not viewer.officer:
        organizations, experts = organizations.of(viewer), experts.filter(person=request.user)
    organization = organizations.filter(key=key).first()
    return organization or web.get_or_404(experts.select_related("person"), key=key)


@signed_in
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """Show the sections of a profile and what is still missing for what."""
    subject = subject_or_404(request, key)
    web.require(request.user, "directory.edit", subject)
    if isinstance(subject, Expert):
        return redirect("directory:edit_section", key=key, section="expert")
    lines = meter(subject)
    context = {
        "subject": subject,
        "card": card(subject, request.user),
        "sections": [{"slug": slug, "title": title} for slug, (title, _form) in SECTIONS.items()],
        "lines": lines,
        "done": sum(line.done for line in lines),
        "may_decide": request.user.has_perm("directory.set_visibility", subject),
        "back": _before(request, subject),
    }
    return render(request, "directory/profile/edit.html", context)


def _before(request: HttpRequest, organization: Organization) -> str:
    """Return where one came from: where one's registration stands, one's desk if it never registered, or as an officer the profile."""
    if organization.pk not in viewer_of(request.user).person_of:
        return reverse("directory:profile", args=[organization.key])
    home = home_of(request.user, organization)
    return home if home == services.status_path(organization) else reverse("portal:desk")


@signed_in
def section(request: HttpRequest, key: str, section: str) -> HttpResponse:
    """Write one section."""
    subject = subject_or_404(request, key)
    web.require(request.user, "directory.edit", subject)
    title, kind = _section(subject, section)
    form = kind(request.POST or None, instance=subject)
    held = hold(form, services.held(subject, request.user))
    if request.method == "POST" and form.is_valid():
        try:
            services.edit(subject, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            web.refuse(request, form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect(_home(subject, request.user))
    context = {
        "form": form,
        "title": title,
        "subject": subject,
        "back": _home(subject, request.user),
        "held": held,
        "why": services.why_held(subject),
    }
    return render(request, "directory/profile/section.html", context)


def _section(subject: Subject, name: str) -> tuple[Any, type[ModelForm]]:
    """Return title and form."""
    if isinstance(subject, Expert):
        if name != "expert":
            raise Http404
        return EXPERT_SECTION
    if name not in SECTIONS:
        raise Http404
    return SECTIONS[name]


def _home(subject: Subject, user: Any) -> str:
    """Return where an entry is looked after; an expert's own page of it is not the officers'."""
    if isinstance(subject, Expert):
        own = subject.person_id == user.pk
        return services.status_path(subject) if own else reverse("directory:expert", args=[subject.key])
    return services.edit_path(subject)


@signed_in
def visibility(request: HttpRequest, key: str) -> HttpResponse:
    """Decide who reads which field."""
    subject = subject_or_404(request, key)
    web.require(request.user, "directory.set_visibility", subject)
    form = VisibilityForm(request.POST or None, subject=subject)
    if request.method == "POST" and form.is_valid():
        services.set_visibility(subject, by=request.user, **form.values())
        messages.success(request, _("Saved. Lists and search show it from now on."))
        if subject.held_back():
            messages.warning(request, CLOSED)
        return redirect("directory:preview", key=key)
    documents = [shown_document(row, insider=True) for row in _documents(subject)]
    context = {"form": form, "subject": subject, "back": _home(subject, request.user), "documents": documents}
    return render(request, "directory/profile/visibility.html", context)


def _documents(subject: Subject) -> Iterable[OrganizationDocument]:
    """Return all documents of an entry one may write; experts give none."""
    return subject.documents.for_pages() if isinstance(subject, Organization) else ()


@signed_in
def safety(request: HttpRequest, key: str) -> HttpResponse:
    """Choose to be shown by name, under another name, or not at all."""
    subject = subject_or_404(request, key)
    web.require(request.user, "directory.set_safety", subject)
    initial = {"safety": subject.safety, "pseudonym": subject.pseudonym}
    form = SafetyForm(request.POST or None, initial=initial, real_names=services.real_names(subject))
    if request.method == "POST" and form.is_valid():
        try:
            services.set_safety(subject, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            web.refuse(request, form, refusal)
        else:
            messages.success(request, _("Saved. Lists and search show it from now on."))
            return redirect("directory:preview", key=subject.key)
    return render(
        request,
        "directory/profile/safety.html",
        {"form": form, "subject": subject, "back": _home(subject, request.user)},
    )


@signed_in
def preview(request: HttpRequest, key: str) -> HttpResponse:
    """Show an entry as each class of reader sees it, by the same code that shows it to them."""
    subject = subject_or_404(request, key)
    web.require(request.user, "directory.edit", subject)
    level = next((level for level, _label in EYES if level == request.GET.get("as")), Level.PUBLIC)
    viewer = READERS[level]
    rows = type(subject).objects.visible_to(viewer)
    organization = isinstance(subject, Organization)
    shown: Any = card(subject, viewer) if isinstance(subject, Organization) else expert_card(subject, viewer)
    facts = organization_facts(subject, viewer) if isinstance(subject, Organization) else expert_facts(subject, viewer)
    context = {
        "subject": subject,
        "card": shown,
        "documents": [shown_document(row) for row in _documents(subject) if row.opens(level)],
        "facts": facts,
        "finder": "directory:list" if organization else "directory:experts",
        "seen": rows.filter(pk=subject.pk).exists(),
        "hidden": [label_of(subject, name) for name in subject.DEFAULTS if name in shown.hidden],
        "tabs": [{"label": label, "url": f"?as={each}", "current": each == level} for each, label in EYES],
        "back": _home(subject, request.user),
    }
    return render(request, "directory/profile/preview.html", context)
