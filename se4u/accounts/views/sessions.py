"""Where one is signed in, and how to end that."""

from __future__ import annotations

import hashlib

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from se4u.accounts import devices, services
from se4u.accounts.models import Session, User
from se4u.core.deeds import signed_in

from .common import person_of


def mark_of(session: Session) -> str:
    """Return what stands for a session on the page: its key is a secret even from its owner's browser history."""
    return hashlib.sha256(session.session_key.encode()).hexdigest()[:20]


def live(person: User) -> list[Session]:
    """Return a person's sign-ins that have not run out, the latest first."""
    return list(person.sessions.filter(expire_date__gt=timezone.now()).order_by("-seen_on", "-started_at"))


@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """List the devices one is signed in on."""
    rows = [
        {
            "mark": mark_of(session),
            "device": devices.label(session.device),
            "started_at": session.started_at,
            "seen_on": session.seen_on,
            "here": session.session_key == request.session.session_key,
        }
        for session in live(person_of(request))
    ]
    rows.sort(key=lambda row: not row["here"])
    return render(request, "accounts/sessions.html", {"sessions": rows})


@require_POST
@signed_in
def end(request: HttpRequest) -> HttpResponse:
    """Sign one device out."""
    person = person_of(request)
    found = next((item for item in live(person) if mark_of(item) == request.POST.get("session")), None)
    if found is None:
        raise Http404
    if found.session_key == request.session.session_key:
        logout(request)
        return redirect("portal:home")
    services.end_session(person, by=person, session_key=found.session_key)
    messages.success(request, _("That device is signed out."))
    return redirect("accounts:sessions")


@require_POST
@signed_in
def end_others(request: HttpRequest) -> HttpResponse:
    """Sign every other device out."""
    person = person_of(request)
    services.end_other_sessions(person, by=person, keep=request.session.session_key or "")
    messages.success(request, _("All other devices are signed out."))
    return redirect("accounts:sessions")


@require_POST
@signed_in
def end_all(request: HttpRequest) -> HttpResponse:
    """Sign every device out at once, this one too, and leave no trace of the account on the screen."""
    person = person_of(request)
    services.end_all_sessions(person, by=person)
    logout(request)
    return redirect("portal:home")
