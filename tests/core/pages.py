"""Small pages for the tests of what every request passes; beside the real ones, so that templates find their addresses."""

from __future__ import annotations

import time
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template import engines
from django.urls import path
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.vary import vary_on_headers

from se4u.config.urls import handler400, handler403, handler404, handler429, handler500
from se4u.config.urls import urlpatterns as real_patterns
from se4u.core import authority, ratelimit
from se4u.core.action import Refused
from se4u.core.models import Upload
from se4u.core.web import sign_in_first

__all__ = ["handler400", "handler403", "handler404", "handler429", "handler500"]


class NameForm(forms.Form):
    """One required name."""

    name = forms.CharField(max_length=50)


PAGE = '<form method="post">{% csrf_token %}{% once %}{{ form }}</form>'


@csrf_exempt
def make(request: HttpRequest) -> HttpResponse:
    """Make a row, as slowly as asked."""
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        time.sleep(float(request.POST.get("wait", "0")))
        with transaction.atomic():
            row = Upload.objects.create(size=0, name=form.cleaned_data["name"])
        return redirect(f"/made/{row.pk}/")
    return HttpResponse(engines["django"].from_string(PAGE).render({"form": form}, request))


@csrf_exempt
def refused(request: HttpRequest) -> HttpResponse:
    """Refuse, fail or ask for something first, as asked."""
    Upload.objects.create(size=0, name="tried")
    way = request.POST["way"]
    if way == "refused":
        raise Refused("The call has closed.")
    if way == "error":
        raise RuntimeError("a fault of ours")
    if way == "mandate":
        raise authority.SecondFactorRequired
    return sign_in_first(request) or redirect("/done/")


@csrf_exempt
def upload(request: HttpRequest) -> HttpResponse:
    """Keep the size of a file."""
    row = Upload.objects.create(size=0, name=str(len(request.FILES["file"].read())))
    return redirect(f"/made/{row.pk}/")


def counted(request: HttpRequest, **_more: Any) -> HttpResponse:
    """Show how many rows there are: a public page."""
    return HttpResponse(f"{Upload.objects.count()} rows, {request.GET.get('q', '')}")


@vary_on_headers("X-Shape")
def shaped(request: HttpRequest) -> HttpResponse:
    """Differ by a header."""
    return HttpResponse(request.headers.get("X-Shape", "plain"))


def with_token(request: HttpRequest) -> HttpResponse:
    """Carry a token."""
    return HttpResponse(get_token(request))


def with_nonce(request: HttpRequest) -> HttpResponse:
    """Carry a nonce."""
    return HttpResponse(str(request.csp_nonce))  # type: ignore[attr-defined]


def with_message(request: HttpRequest) -> HttpResponse:
    """Set a cookie."""
    messages.info(request, "noted")
    return HttpResponse("x")


@never_cache
def private(request: HttpRequest) -> HttpResponse:
    """Ask not to be kept."""
    return HttpResponse(str(Upload.objects.count()))


@cache_control(max_age=5)
def kept(request: HttpRequest) -> HttpResponse:
    """Say how it may be kept."""
    return HttpResponse("x")


@ratelimit.limited("t.limited", 2, ratelimit.HOUR)
@csrf_exempt
def limited(request: HttpRequest) -> HttpResponse:
    """Be asked twice an hour."""
    return HttpResponse("done")


limited.csrf_exempt = True  # type: ignore[attr-defined]

urlpatterns = [
    path("t/make/", make),
    path("t/refused/", refused),
    path("t/upload/", upload),
    path("en/t/counted/", counted),
    path("t/counted/", counted),
    path("en/t/shaped/", shaped),
    path("en/t/token/", with_token),
    path("en/t/nonce/", with_nonce),
    path("en/t/message/", with_message),
    path("en/t/private/", private),
    path("t/kept/", kept),
    path("t/limited/", limited),
    *real_patterns,
]
