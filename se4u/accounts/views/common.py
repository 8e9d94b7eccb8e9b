"""What the pages of an account share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache

from se4u.accounts.models import User
from se4u.core.web import sign_in_first

View = Callable[..., HttpResponseBase]


def person_of(request: HttpRequest) -> User:
    """Return the signed-in person; views call it behind `own`."""
    assert isinstance(request.user, User)  # noqa: S101  for the type checker: `own` has made sure
    return request.user


def own(view: View) -> View:
    """Lead the anonymous to the sign-in; the page is never kept by browsers or proxies."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return sign_in_first(request) or view(request, *args, **kwargs)

    return guarded


def proven(view: View) -> View:
    """As `own`, and ask for the password (or second factor) again unless that was done minutes ago."""
    return own(reauthentication_required(view))


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what was sent, even if it is nothing; None while the page is only read."""
    return request.POST if request.method == "POST" else None
