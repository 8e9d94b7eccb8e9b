"""Forms sent twice: a repeat is answered with the first result.

A form carries a random key (`{% once %}`). The first sending claims it, under the sender, the address and a digest of all that
was sent; the same again, while the first is at work or after it, waits for its result and is led to where it led. So a poor
line or a double tap does nothing twice. Somebody who goes back, changes the form and sends it again sends something else: that
is done. After an error or a refusal the claim is let go, so that the mended form can be sent.

A signed-in sender is bound by the actor key. The anonymous are bound by a hash of the CSRF cookie, which every POST must
carry anyway: no further cookie is set, and a key learned by someone else (from a shared page, a log) gives them nothing.
"""

from __future__ import annotations

import hashlib
import time
import uuid
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .models import Submission

FIELD = "once"
WAIT_SECONDS = 10
ABANDONED = timedelta(minutes=2)  # a claim without a result for so long: its process died
KEPT = timedelta(days=2)


def submission_key(request: HttpRequest) -> uuid.UUID | None:
    """Return the key of a sent form, or None where there is none."""
    if request.method != "POST":
        return None
    try:
        return uuid.UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None


def identity(request: HttpRequest, key: uuid.UUID) -> dict[str, object]:
    """Return what makes two sendings the same."""
    return {"key": key, "actor": _sender(request), "path": request.get_full_path()[:300], "digest": _digest(request)}


def _sender(request: HttpRequest) -> str:
    actor_key = getattr(request.user, "actor_key", None)
    if actor_key:
        return str(actor_key)
    cookie = request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")
    return salted_hmac("se4u.once", cookie, algorithm="sha256").hexdigest()[:40] if cookie else ""


def _digest(request: HttpRequest) -> str:
    """Return the SHA-256 of every field and file but the token, which changes with each rendering of a page."""
    digest = hashlib.sha256()
    for name, values in sorted(request.POST.lists()):
        if name != "csrfmiddlewaretoken":
            digest.update(repr((name, values)).encode("utf-8", "surrogatepass"))
    for name, uploads in sorted(request.FILES.lists()):
        for upload in uploads:
            digest.update(repr((name, upload.name, upload.size)).encode("utf-8", "surrogatepass"))
            for chunk in upload.chunks():
                digest.update(chunk)
            upload.seek(0)
    return digest.hexdigest()


def claim(sending: dict[str, object]) -> Submission | None:
    """Return the claim of a first sending, or None where another has it. One row per sending, kept so by the database."""
    try:
        with transaction.atomic():
            return Submission.objects.create(**sending)
    except IntegrityError:
        return _take_over(sending)


def _take_over(sending: dict[str, object]) -> Submission | None:
    """Take a claim whose process died before there was a result; of several who try, one gets it."""
    now = timezone.now()
    stale = Submission.objects.filter(**sending, location="", at__lt=now - ABANDONED)
    return Submission.objects.get(**sending) if stale.update(at=now) else None


def settle(submission: Submission, request: HttpRequest, response: HttpResponse) -> None:
    """Keep where a success led; let go of the claim after anything else."""
    if isinstance(response, HttpResponseRedirect) and is_result(request, response):
        Submission.objects.filter(pk=submission.pk).update(location=response.url[:2000])
    else:
        submission.delete()


def is_result(request: HttpRequest, response: HttpResponseRedirect) -> bool:
    """Whether a redirect means that the deed was done: not when it leads to the sign-in or to a second factor first."""
    if getattr(response, "not_done", False):
        return False
    sign_in = resolve_url(settings.LOGIN_URL)
    return request.path == sign_in or response.url.partition("?")[0] != sign_in


def not_done(response: HttpResponse) -> HttpResponse:
    """Mark a redirect that only asks for something first, so that the form can be sent again afterwards."""
    response.not_done = True  # type: ignore[attr-defined]
    return response


def first_result(request: HttpRequest, sending: dict[str, object]) -> HttpResponse | Submission:
    """Wait for the first sending and return a redirect to where it led; or a claim, when it came to nothing."""
    until = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < until:
        first = Submission.objects.filter(**sending).first()
        if first is None or not first.location:
            claimed = claim(sending)
            if claimed is not None:
                return claimed
            time.sleep(0.1)
        else:
            return HttpResponseRedirect(first.location)
    return render(request, "errors/busy.html", status=409)


def prune() -> int:
    """Remove claims that nobody will repeat any more, and return how many."""
    return Submission.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]
