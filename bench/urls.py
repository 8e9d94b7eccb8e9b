"""The product's addresses, and one that answers with the bytes of a page kept before: Django with nothing around it."""

import os
from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.urls import path

from se4u.config.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


@cache
def kept(name: str) -> bytes:
    """Return the bytes of a page, read once."""
    return (Path(os.environ["SE4U_BENCH_PAGES"]) / name).read_bytes()


def bare(_request: HttpRequest, name: str) -> HttpResponse:
    """Answer with the same bytes as the page of this name."""
    return HttpResponse(kept(name))


urlpatterns = [path("bare/<slug:name>/", bare), *urlpatterns]
