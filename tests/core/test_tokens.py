"""Secrets of mailed links."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import signing

from se4u.core import tokens


def test_secrets_are_long_random_and_fit_an_address() -> None:
    secrets = {tokens.new_secret()[0] for _n in range(200)}
    assert len(secrets) == 200
    assert all(len(secret) >= 43 and secret.replace("-", "").replace("_", "").isalnum() for secret in secrets)


def test_digest_is_all_that_need_be_kept() -> None:
    secret, digest = tokens.new_secret()
    assert len(digest) == 64
    assert secret not in digest
    assert tokens.digest_of(secret) == digest
    assert tokens.matches(secret, digest)


@pytest.mark.parametrize("wrong", ["", "x", "é", "\ud800", "\0", "x" * 100_000])
def test_wrong_secrets_do_not_match(wrong: str) -> None:
    assert not tokens.matches(wrong, tokens.new_secret()[1])


def test_signed_token_gives_its_value_back() -> None:
    token = tokens.sign("unsubscribe", "5:daily")
    assert tokens.unsign("unsubscribe", token, timedelta(days=1)) == "5:daily"


def test_signed_token_is_worth_nothing_elsewhere_changed_or_late(monkeypatch: pytest.MonkeyPatch) -> None:
    token = tokens.sign("unsubscribe", "5:daily")
    assert tokens.unsign("other", token, timedelta(days=1)) is None
    assert tokens.unsign("unsubscribe", token.replace("5:", "6:"), timedelta(days=1)) is None
    assert tokens.unsign("unsubscribe", "", timedelta(days=1)) is None
    assert tokens.unsign("unsubscribe", "\0é", timedelta(days=1)) is None
    later = signing.time.time() + 90_000
    monkeypatch.setattr(signing.time, "time", lambda: later)
    assert tokens.unsign("unsubscribe", token, timedelta(days=1)) is None
