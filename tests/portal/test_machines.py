"""The two files for machines."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings as installed
from django.test import Client
from django.utils import timezone


def forbidden(client: Client, address: str) -> bool:
    """Whether a crawler that follows RFC 9309 stays away from an address: every rule is a beginning."""
    answer = client.get("/robots.txt")
    assert answer.headers["Content-Type"].startswith("text/plain")
    agent, *rules = answer.content.decode().splitlines()
    assert agent == "User-agent: *"
    return any(address.startswith(rule.removeprefix("Disallow: ")) for rule in rules)


@pytest.mark.parametrize("language", [code for code, _name in installed.LANGUAGES])
def test_crawlers_read_what_is_public_and_walk_through_no_filters(client: Client, language: str) -> None:
    for path in ("", "directory/", "directory/abc/", "networks/", "networks/net4u-americas/"):
        assert not forbidden(client, f"/{language}/{path}"), path
    for path in ("account/login/", "desk/", "directory/?country=XSC", "directory/?q=hope&theme=drugs"):
        assert forbidden(client, f"/{language}/{path}"), path


def test_finders_of_weaknesses_learn_where_to_write(client: Client, settings: Any) -> None:
    settings.CONTACT_EMAIL = "safe@se4u.example"
    settings.SITE_URL = "https://se4u.example"
    answer = client.get("/.well-known/security.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    told = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert told["Contact"] == "mailto:safe@se4u.example"
    assert told["Canonical"] == "https://se4u.example/.well-known/security.txt"
    expires = datetime.fromisoformat(told["Expires"])
    assert (
        timezone.now() + timedelta(days=30) < expires < timezone.now() + timedelta(days=366)
    )  # RFC 9116: within a year


def test_without_a_mailbox_there_is_no_such_file(client: Client, settings: Any) -> None:
    settings.CONTACT_EMAIL = ""
    assert client.get("/.well-known/security.txt").status_code == 404
