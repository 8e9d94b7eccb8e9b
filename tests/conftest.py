"""Fixtures of every test: the cast, clients per persona, clean caches, no network."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.utils import translation
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import blocking_manager_key

from se4u.core import authority

from .personas import Cast, create_cast

# A property test is no timed test: a busy machine must not fail it.
hypothesis_settings.register_profile("se4u", deadline=None)
hypothesis_settings.load_profile("se4u")

LOCAL = {"127.0.0.1", "::1", "localhost"}


SLOW = ("leaks", "browser", "access")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files: one that comes last keeps one process busy while the others wait."""
    items.sort(key=lambda item: item.path.parent.name not in SLOW)


@pytest.fixture(autouse=True)
def _clean_state() -> Iterator[None]:
    """Begin each test without cached pages, viewers or a left-over language."""
    for cache in caches.all(initialized_only=True):
        cache.clear()
    authority.forget()
    with translation.override("en"):
        yield


SEEDS: dict[str, str] = {}
REMADE = {"contenttypes.contenttype", "auth.permission"}  # Django makes these anew after emptying the tables


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Make the database, and remember what migrations seeded."""
    with django_db_blocker.unblock():
        rows = json.loads(connection.creation.serialize_db_to_string())
    SEEDS["kept"] = json.dumps([row for row in rows if row["model"] not in REMADE])


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Put back what migrations seeded, if the test before used real transactions and so emptied the tables."""
    if SEEDS.pop("emptied", None):
        with item.config.stash[blocking_manager_key].unblock():
            connection.creation.deserialize_db_from_string(SEEDS["kept"])


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Note that a test used real transactions, before anything else of its end can fail."""
    marker = item.get_closest_marker("django_db")
    real = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    if real or (marker and marker.kwargs.get("transaction")):
        SEEDS["emptied"] = "yes"


@pytest.fixture(autouse=True)
def _local_network_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail a test that would reach another machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in LOCAL:
            raise AssertionError(f"a test wanted to reach {address[0]}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture
def cast(db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The personas; those who hold mandates have a second factor."""
    from allauth.mfa.models import Authenticator

    made = create_cast()
    for user in (made.coordinator, made.committee_member, made.officer, made.government_observer):
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "unused"})
    return made


@pytest.fixture
def as_persona(cast: Cast) -> Callable[[str], Client]:
    """Return a client signed in as a persona; "visitor" is nobody."""

    def client_for(name: str) -> Client:
        client = Client()
        if name != "visitor":
            client.force_login(cast.by_name()[name], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return client_for
