"""The agreement every person gives before taking part; passkeys nobody can read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from se4u.core import errors, once

from . import texts

Handler = Callable[[HttpRequest], HttpResponse]

SESSION_WORD = "agreed"
# What must work without agreeing: reading the texts, leaving, taking one's data along, proving who one is for that.
FREE = frozenset(
    {
        "healthz",
        "readyz",
        "account_logout",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "accounts:agreement",
        "accounts:text",
        "accounts:unsubscribe",
        "accounts:export",
        "accounts:erase",
        "accounts:end_all_sessions",
    }
)

# Where a browser sends a passkey, and what the library's reader raises for one that no browser made.
PASSKEYS = frozenset(
    {"mfa_add_webauthn", "mfa_authenticate", "mfa_login_webauthn", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
)
UNREADABLE = (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)


class agreement:  # noqa: N801  named as the other middlewares; a class because the address is known in a hook only
    """Lead whoever has not agreed to the current texts to them first, and back afterwards."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """Redirect to the agreement unless it was given; the session of the anonymous is not touched."""
        match = request.resolver_match
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or match is None or match.view_name in FREE:
            return None
        if not request.user.is_authenticated or has_agreed(request):
            return None
        back = request.get_full_path() if request.method == "GET" else ""
        target = reverse("accounts:agreement") + (f"?{urlencode({'next': back})}" if back else "")
        if request.headers.get("HX-Request"):
            return once.not_done(HttpResponse(headers={"HX-Redirect": target}))
        return once.not_done(redirect(target))


def has_agreed(request: HttpRequest) -> bool:
    """Whether the signed-in person agreed to the current texts; remembered in the session, so asked of the database once."""
    if request.session.get(SESSION_WORD) == texts.stamp():
        return True
    if texts.missing(request.user):
        return False
    request.session[SESSION_WORD] = texts.stamp()
    return True


class passkeys:  # noqa: N801  named as the other middlewares; a class because exceptions are caught by a hook
    """Answer a made-up passkey as any request that cannot be understood: it is no fault of ours."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn what the library's reader raises into 400; everything else stays what it is."""
        match = request.resolver_match
        sends_one = match is not None and match.view_name in PASSKEYS and "credential" in request.POST
        return errors.bad_request(request, exception) if sends_one and isinstance(exception, UNREADABLE) else None
