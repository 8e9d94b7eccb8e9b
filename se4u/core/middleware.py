"""What every request passes: demo guard, headers, cached public and private pages, limits, time zone, refusals, forms sent twice."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.cache import caches
from django.core.exceptions import BadRequest
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from . import errors, public_cache, web
from . import once as sent
from .authority import SecondFactorRequired, viewer_of
from .ratelimit import MINUTE, TooMany, ratelimit

Handler = Callable[[HttpRequest], HttpResponse]
PERMISSIONS_POLICY = (
    "accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=(), "
    "browsing-topics=(), publickey-credentials-get=(self), publickey-credentials-create=(self)"
)


def loopback_only_in_demo(get_response: Handler) -> Handler:
    """Refuse other machines while personas may act without a password worth the name."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.DEMO and not _is_loopback(request.META.get("REMOTE_ADDR", "")):
            return HttpResponseForbidden("The demonstration answers this machine only.\n", content_type="text/plain")
        return get_response(request)

    return middleware


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return address == ""  # a Unix socket


def security_headers(get_response: Handler) -> Handler:
    """Add the headers Django has no setting for."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware


def readable(get_response: Handler) -> Handler:
    """Drop NUL from what was asked for: nobody types one, and PostgreSQL takes none, so every search and filter is spared it.

    A form in another encoding than the page's is refused: no browser sends one, and some decode to what no database can hold.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        charset = (request.content_params or {}).get("charset", "utf-8")
        if charset.strip().lower() not in {"utf-8", "utf8"}:
            return errors.bad_request(request, BadRequest("charset"))
        if "%00" in request.META.get("QUERY_STRING", ""):
            request.META["QUERY_STRING"] = request.META["QUERY_STRING"].replace("%00", "")
        return get_response(request)

    return middleware


def anonymous_pages(get_response: Handler) -> Handler:
    """Serve public pages without a cookie from the cache while nothing has been written since."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not public_cache.may_serve(request):
            return get_response(request)
        key = public_cache.key_of(request)
        kept = caches["pages"].get(key)
        if kept is not None:
            return public_cache.revive(kept)
        response = get_response(request)
        if public_cache.may_keep(request, response):
            caches["pages"].set(key, public_cache.preserve(response), public_cache.SECONDS)
        return response

    return middleware


def private_pages(get_response: Handler) -> Handler:
    """Keep what the signed-in read out of every cache, the browser's own too, unless a view says how its answer is kept.

    Who leaves in a hurry, or shares a computer, leaves no page behind for the next to go back to.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
        response = get_response(request)
        if signed_in:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware


class anonymous_forms:  # noqa: N801  named as the other middlewares; a class because the address is known in a hook only
    """Let nobody without a sign-in send the same form more often than any person would, whatever form it is.

    What reaches other people or tries a secret is limited more closely where it is done. A view that `counts_itself` is left
    to that.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """Count what is sent, by the sender's address and the form."""
        known = settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
        match = request.resolver_match
        itself = getattr(view, "counts_itself", False)
        if request.method in {"GET", "HEAD", "OPTIONS"} or known or match is None or itself:
            return None
        try:
            ratelimit(request, f"form:{match.view_name}", settings.ANONYMOUS_FORMS_PER_MINUTE, MINUTE)
        except TooMany as refusal:
            return sent.not_done(errors.too_many(request, refusal))
        return None


def time_zone(get_response: Handler) -> Handler:
    """Show times in the signed-in person's zone; the session is not touched for the anonymous."""

    def middleware(request: HttpRequest) -> HttpResponse:
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        zone = getattr(request.user, "time_zone", "") if has_session else ""
        with timezone.override(zoneinfo.ZoneInfo(zone) if zone else None):
            return get_response(request)

    return middleware


class refusals:  # noqa: N801  named as the other middlewares; a class because exceptions are caught by a hook
    """Lead whoever acts or reads by a mandate without a second factor to setting one up; ask who does too much to wait.

    Who looks as others do is told what they do not see.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn the missing factor into a redirect that comes back to this page, and too many tries into a page of its own."""
        if isinstance(exception, SecondFactorRequired) or (
            isinstance(exception, Http404) and _reads_as_another(request)
        ):
            return sent.not_done(redirect_to_login(_page_of(request), "accounts:second_factor"))
        if isinstance(exception, web.Unseen):
            return web.unseen(request, exception)
        if isinstance(exception, TooMany):
            return errors.too_many(request, exception)
        if isinstance(exception, (ValueError, DataError)) and "NUL" in str(exception):
            return errors.bad_request(request, exception)  # in an address or a value that no form field has looked at
        return None


def _reads_as_another(request: HttpRequest) -> bool:
    """Whether a mandate without its second factor may be why nothing is found: then all that is not found leads there."""
    return not viewer_of(getattr(request, "user", None)).confirmed


def _page_of(request: HttpRequest) -> str:
    """Return the page a person is on: for a sent form the one it stood on, since its own address may answer forms alone."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    page = request.headers.get("Referer", "")
    own = url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return page if own else request.path


def once(get_response: Handler) -> Handler:
    """Answer the repeat of a sent form with the first result; see `core.once`."""

    def middleware(request: HttpRequest) -> HttpResponse:
        key = sent.submission_key(request)
        if key is None:
            return get_response(request)
        sending = sent.identity(request, key)
        claimed = sent.claim(sending) or sent.first_result(request, sending)
        if isinstance(claimed, HttpResponse):
            return claimed
        response = get_response(request)
        sent.settle(claimed, request, response)
        return response

    return middleware
