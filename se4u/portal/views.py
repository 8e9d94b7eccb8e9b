"""Pages made of many apps."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from se4u.core.deeds import signed_in
from se4u.core.panels import contents

from . import front


def home(request: HttpRequest) -> HttpResponse:
    """Tell a visitor in ten seconds what this is and what to do."""
    shown = {
        "networks": front.network_cards(request),
        "open_now": list(contents("home.open", request, None)),
        "first_steps": front.first_steps(request),
    }
    return render(request, "portal/home.html", shown)


@signed_in
def desk(request: HttpRequest) -> HttpResponse:
    """Show what waits for the signed-in person, as the apps register it for "desk" (rows), and what is theirs ("desk.mine")."""
    return render(
        request,
        "portal/desk.html",
        {"waiting": list(contents("desk", request, None)), "mine": list(contents("desk.mine", request, None))},
    )
