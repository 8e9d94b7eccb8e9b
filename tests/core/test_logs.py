"""The log names places and kinds of faults, never what people sent."""

from __future__ import annotations

import io
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError
from django.test import Client, override_settings
from django.urls import path

from se4u.config.urls import handler404, handler500  # noqa: F401  asked for of a module of addresses
from se4u.core.logs import Line
from tests.core.pages import handler400, handler403, handler429  # noqa: F401

SECRET = "the-secret-of-a-mailed-link"
ADDRESS = "someone@sample.example"


def fails(_request: Any, secret: str) -> None:
    """Fail as a database does, which repeats the row."""
    raise RuntimeError(ADDRESS) from IntegrityError(f"Key (email)=({ADDRESS}) already exists: {secret}")


urlpatterns = [path("fails/<str:secret>/", fails)]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the product's own handler writes."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    ours = [item.formatter for item in logging.getLogger().handlers if isinstance(item.formatter, Line)]
    handler.setFormatter(ours[0])
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("/en/directory/invitation/{}/", "/en/directory/invitation/<str:secret>/"),
        ("/en/networks/observers/{}/", "/en/networks/observers/<str:secret>/"),
        ("/en/account/notifications/off/{}/", "/en/account/notifications/off/<str:token>/"),
        ("/en/directory/invitation/{}/accept/more/", "/en/directory/…"),
    ],
)
def test_secret_of_a_link_is_not_logged(
    cast: object, as_persona: Callable[[str], Client], log: io.StringIO, address: str, place: str
) -> None:
    assert as_persona("newcomer").get(address.format(SECRET)).status_code == 404
    assert place in log.getvalue()
    assert SECRET not in log.getvalue()


def test_form_without_its_cookie_is_logged_without_the_secret(db: None, log: io.StringIO) -> None:
    response = Client(enforce_csrf_checks=True).post(f"/en/directory/invitation/{SECRET}/accept/")
    assert response.status_code == 403
    assert "<str:secret>/accept/" in log.getvalue()
    assert SECRET not in log.getvalue()


@override_settings(ROOT_URLCONF=__name__)
def test_fault_is_logged_with_its_place_and_kind_alone(db: None, log: io.StringIO) -> None:
    assert Client(raise_request_exception=False).get(f"/fails/{SECRET}/").status_code == 500
    text = log.getvalue()
    assert "ERROR django.request" in text
    assert "test_logs.py" in text
    assert "django.db.utils.IntegrityError" in text
    assert "builtins.RuntimeError" in text
    assert SECRET not in text
    assert ADDRESS not in text


def test_library_that_says_it_starts_is_not_heard() -> None:
    """It would stand above the sign-ins that `se4u demo` prints."""
    code = "import django; django.setup(); import pikepdf"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "se4u.config.settings", "SE4U_LOG_LEVEL": "INFO"}
    told = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True, cwd=settings.BASE_DIR
    )
    assert told.stderr == ""
