"""The account's first page, the profile, and how others see it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from se4u.accounts import people, services
from se4u.accounts.forms import ProfileForm
from se4u.accounts.mail import in_language
from se4u.core.authority import PUBLIC, Capability, Viewer
from se4u.core.deeds import signed_in

from .common import person_of, sent


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """Lead to everything one can do with the account."""
    person = person_of(request)
    unread = person.notifications.unread().count()
    return render(request, "accounts/home.html", {"person": person, "unread": unread})


@signed_in
def edit(request: HttpRequest) -> HttpResponse:
    """Change names, language, time zone, who reads what, and protection."""
    person = person_of(request)
    form = ProfileForm(sent(request), initial=ProfileForm.initial_for(person))
    if request.method == "POST" and form.is_valid():
        services.update_profile(person, by=person, **form.values())
        with override(person.language):
            messages.success(request, _("Your profile is saved."))
        return redirect(in_language(reverse("accounts:profile"), person.language))
    return render(request, "accounts/profile.html", {"form": form})


@signed_in
def preview(request: HttpRequest) -> HttpResponse:
    """Show oneself through the eyes of each class of reader, by the very code that serves them."""
    person = person_of(request)
    readers = (
        (_("Everyone, without signing in"), PUBLIC),
        (_("Members"), Viewer(member=True)),
        (_("Governments"), Viewer(government=True)),
        (_("Vetting officers"), Viewer(root=frozenset({Capability.VET}))),
    )
    views = [{"reader": label, "card": people.card(person, viewer)} for label, viewer in readers]
    return render(request, "accounts/preview.html", {"views": views})
