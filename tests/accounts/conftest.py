"""Help for tests of accounts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from se4u.accounts.models import User
from tests.personas import Cast

from .leaving_help import known_everywhere

PASSWORD = "sample only, on this machine"


@pytest.fixture
def signed_in(db: None) -> Callable[[User], Client]:
    """Return a client signed in through the form, so that its session knows its device and when the password was given."""

    def sign_in(
        user: User, agent: str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    ) -> Client:
        client = Client(headers={"user-agent": agent})
        response = client.post("/en/account/login/", {"login": user.email, "password": PASSWORD})
        assert response.status_code == 302, response.content.decode()
        return client

    return sign_in


@pytest.fixture
def proven(signed_in: Callable[[User], Client]) -> Callable[[User], Client]:
    """Return a client signed in, who has just given the password again."""

    def prove(user: User) -> Client:
        client = signed_in(user)
        assert client.post("/en/account/reauthenticate/", {"password": PASSWORD}).status_code == 302
        return client

    return prove


@pytest.fixture
def known(cast: Cast) -> User:
    """The representative, with name and address wherever the site keeps such."""
    return known_everywhere(cast)
