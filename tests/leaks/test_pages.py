"""No page of the directory, of accounts and of the portal shows what is protected; those of networks: `test_network_pages`."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from django.test import Client

from tests.access.pages import PAGES
from tests.personas import Cast

from .reading import found_on_pages


def test_no_page_shows_what_is_protected(
    cast: Cast, as_persona: Callable[[str], Client], caplog: pytest.LogCaptureFixture
) -> None:
    table = {name: rows for name, rows in PAGES.items() if not name.startswith("networks:")}
    with caplog.at_level(logging.INFO):
        assert found_on_pages(table, cast, as_persona, caplog) == {}
