"""Public pages kept whole for the anonymous, and dropped by the very next deed.

A page that was made without a cookie, sets none and carries no token may be shown to any other visitor without a cookie.
Every write ends in an Event, so the newest events are the version of everything public: one query along the primary key decides whether
a kept page still holds, on every process and without a message between them.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse

from .models import Event

SECONDS = 60
# Transactions end out of order on PostgreSQL: a late one changes the count of recent rows though not the newest id.
WINDOW = 500
# By hand: making these two sentences anew costs more than asking them, and they are asked for every public page.
_TABLE = connection.ops.quote_name(Event._meta.db_table)
VERSION = f"""
    SELECT newest.id, (SELECT COUNT(*) FROM {_TABLE} WHERE id > newest.id - %s)
    FROM (SELECT COALESCE(MAX(id), 0) AS id FROM {_TABLE}) AS newest
"""  # noqa: S608  the table's own name


def may_serve(request: HttpRequest) -> bool:
    """Whether this request could be answered with a page kept for everyone.

    Pages stand under a language; probes and files do not, and must answer without a look at the database.
    """
    if not any(request.path.startswith(f"/{code}/") for code, _name in settings.LANGUAGES):
        return False
    if (
        request.method not in {"GET", "HEAD"}
        or request.headers.get("Authorization")
        or request.headers.get("HX-Request")
    ):
        return False
    return not ({settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages"} & request.COOKIES.keys())


def version() -> str:
    """Return the version of everything public: it differs after any deed."""
    with connection.cursor() as cursor:
        cursor.execute(VERSION, [WINDOW])
        newest, recent = cursor.fetchone()
    return f"{newest}.{recent}"


def key_of(request: HttpRequest) -> str:
    """Return the cache key of an address in this version and for this host; the language is part of the address."""
    parts = [request.scheme or "", request.get_host(), request.get_full_path(), version()]
    return "page:" + hashlib.sha256("\n".join(parts).encode()).hexdigest()


def may_keep(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the answer is a whole public page: no cookie, no token, no nonce, not streamed, not marked private.

    Nor may it differ by something the key does not know: by another header of the request, or a policy of its own.
    """
    if request.method != "GET" or response.status_code != 200 or response.streaming or response.cookies:
        return False
    if response.has_header("Content-Disposition") or any(name.startswith("_csp") for name in vars(response)):
        return False
    used_token = request.META.get("CSRF_COOKIE_NEEDS_UPDATE") or "CSRF_COOKIE" in request.META
    used_nonce = getattr(request, "_csp_nonce", None)
    private = {part.strip().lower() for part in response.headers.get("Cache-Control", "").split(",")}
    kept_back = private & {"private", "no-store", "no-cache"}
    return not (used_token or used_nonce or kept_back or _differs(response))


def _differs(response: HttpResponse) -> bool:
    """Whether the answer depends on a header of the request that is not part of the key."""
    parts = {part.strip().lower() for part in response.headers.get("Vary", "").split(",")}
    return not parts <= {"", "cookie", "accept-encoding"}


def preserve(response: HttpResponse) -> dict[str, Any]:
    """Return what is kept of an answer: all of it, for the middleware further in does not see the next request."""
    return {"content": response.content, "headers": dict(response.headers)}


def revive(kept: dict[str, Any]) -> HttpResponse:
    """Return an answer from what was kept."""
    return HttpResponse(kept["content"], headers=kept["headers"])
