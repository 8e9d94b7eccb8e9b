"""What the pages of an account share."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, QueryDict

from se4u.accounts.models import User
from se4u.core.deeds import View, signed_in

GUESSES = 60  # of links that are nobody's, in an hour and from one address


def person_of(request: HttpRequest) -> User:
    """Return the signed-in person; views call it behind `signed_in`."""
    assert isinstance(request.user, User)  # noqa: S101  for the type checker: `signed_in` has made sure
    return request.user


def proven(view: View) -> View:
    """As `signed_in`, and ask for the password (or second factor) again unless that was done minutes ago."""
    return signed_in(reauthentication_required(view))


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what was sent, even if it is nothing; None while the page is only read."""
    return request.POST if request.method == "POST" else None
