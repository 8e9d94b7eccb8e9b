"""What every template may ask."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from . import authority


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the viewer and the kind of installation, lazily: a page for the anonymous must not touch the session."""
    return {
        "demo": settings.DEMO,
        "site_url": settings.SITE_URL,
        "quick_exit_url": settings.QUICK_EXIT_URL,
        "oidc_name": settings.OIDC_NAME,
        "get_viewer": lambda: authority.viewer_of(request.user),
    }
