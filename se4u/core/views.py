"""Pages of core."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from . import gallery


def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component, left to right and right to left."""
    shown = {"english": gallery.samples("en"), "arabic": gallery.samples("ar")}
    return render(request, "core/styleguide.html", shown)
