"""Error pages in the reader's language; they name what to do and nothing about the inside."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from .action import Refused
from .ratelimit import TooMany
from .speech import direction, spoken

BARE = "<!doctype html><html lang='{}' dir='{}'><meta charset='utf-8'><title>SE4U</title><p>{}</p>"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that cannot be understood."""
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a deed without the right, with the reason when the state forbids it."""
    reason = str(exception) if isinstance(exception, Refused) else ""
    return render(request, "errors/403.html", {"reason": reason}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for what does not exist or may not be seen: the same page for both."""
    return render(request, "errors/404.html", status=404)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer somebody who did a thing too often, with the time to wait where it is known."""
    wait = exception.wait if isinstance(exception, TooMany) else 0
    response = render(request, "errors/429.html", {"reason": str(exception or "")}, status=429)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer after a fault of ours; where the page itself cannot be made (no database), with the bare sentence."""
    try:
        return render(request, "errors/500.html", status=500)
    except Exception:  # noqa: BLE001  whatever is broken, the reader gets an answer
        sentence = _("Something went wrong on our side. Please try again in a few minutes.")
        return HttpResponse(BARE.format(spoken(), direction(spoken()), sentence), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that was sent without its cookie."""
    return render(request, "errors/csrf.html", status=403)
