"""The plain pages every site owes its visitors, and the two files for machines."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

PAGES = ("about", "data-protection", "accessibility", "safety", "contact")


def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one of the plain pages, or 404."""
    if slug not in PAGES:
        raise Http404
    return render(request, f"portal/pages/{slug}.html", {"contact_email": settings.CONTACT_EMAIL})


def robots(request: HttpRequest) -> HttpResponse:
    """Tell crawlers what not to walk through: personal pages and the endless combinations of filters."""
    lines = ["User-agent: *"]
    for code, _name in settings.LANGUAGES:
        lines += [f"Disallow: /{code}/account/", f"Disallow: /{code}/desk/", f"Disallow: /{code}/directory/?"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def security(request: HttpRequest) -> HttpResponse:
    """Tell finders of weaknesses where to write (RFC 9116); 404 until the operator has named a mailbox."""
    if not settings.CONTACT_EMAIL:
        raise Http404
    expires = timezone.now() + timedelta(days=180)
    lines = [
        f"Contact: mailto:{settings.CONTACT_EMAIL}",
        f"Expires: {expires:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: en",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
