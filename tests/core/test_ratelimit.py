"""How often is too often."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.test import Client, RequestFactory

from se4u.core import ratelimit
from se4u.core.ratelimit import HOUR, MINUTE, TooMany, address_of, network_of
from tests.personas import Cast


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock to be set; begins at the beginning of an hour."""
    now = [3600.0 * 500_000]
    monkeypatch.setattr(ratelimit.time, "time", lambda: now[0])
    return now


def _request(address: str = "192.0.2.1", user: Any = None, **headers: str) -> Any:
    request = RequestFactory().post("/", REMOTE_ADDR=address, headers=headers)
    request.user = user or AnonymousUser()
    return request


def _tries(who: Any, times: int, limit: int = 3, per: timedelta = HOUR, name: str = "t.try") -> int:
    """Return how many of some tries pass."""
    passed = 0
    for _n in range(times):
        try:
            ratelimit.ratelimit(who, name, limit, per)
            passed += 1
        except TooMany:
            pass
    return passed


def test_tries_up_to_the_limit_pass(clock: list[float]) -> None:
    assert _tries(_request(), 5) == 3


def test_refusal_says_how_long_to_wait(clock: list[float]) -> None:
    _tries(_request(), 3)
    clock[0] += 600
    with pytest.raises(TooMany, match="wait 50 minutes") as refusal:
        ratelimit.ratelimit(_request(), "t.try", 3, HOUR)
    assert refusal.value.wait == 3000


def test_window_slides(clock: list[float]) -> None:
    assert _tries(_request(), 3) == 3
    clock[0] += 3600  # the last period still counts whole at the beginning of the next
    assert _tries(_request(), 1) == 0
    clock[0] += 2400  # a third of it is still within reach: one of three, and the try that was refused
    assert _tries(_request(), 3) == 1
    clock[0] += 7200
    assert _tries(_request(), 5) == 3


def test_people_addresses_and_names_are_counted_apart(clock: list[float], cast: Cast) -> None:
    assert _tries(_request("192.0.2.1"), 4) == 3
    assert _tries(_request("192.0.2.2"), 4) == 3
    assert _tries(_request("192.0.2.1", cast.newcomer), 4) == 3
    assert _tries(_request("192.0.2.1", cast.outsider), 4) == 3
    assert _tries(_request("192.0.2.1"), 4, name="t.other") == 3


def test_person_is_counted_wherever_they_are(clock: list[float], cast: Cast) -> None:
    assert _tries(_request("192.0.2.1", cast.newcomer), 2) == 2
    assert _tries(_request("192.0.2.9", cast.newcomer), 2) == 1


def test_key_of_ones_own_is_counted_whoever_asks(clock: list[float]) -> None:
    assert _tries("Somebody@sample.example", 2) == 2
    assert _tries(" somebody@sample.example", 2) == 1


def test_ipv6_network_is_counted_as_one(clock: list[float]) -> None:
    assert _tries(_request("2001:db8:1:2::1"), 2) == 2
    assert _tries(_request("2001:db8:1:2:ffff::9"), 2) == 1
    assert _tries(_request("2001:db8:1:3::1"), 2) == 2


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8::1", "2001:db8::/64"),
        ("", "unknown"),
        ("nonsense", "unknown"),
    ],
)
def test_addresses_are_reduced(address: str, network: str) -> None:
    assert network_of(address) == network


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9", "198.51.100.1"),
        (2, "203.0.113.9", "192.0.2.1"),
        (1, "", "192.0.2.1"),
    ],
)
def test_address_is_taken_from_as_many_proxies_as_are_trusted(
    proxies: int, forwarded: str, address: str, settings: Any
) -> None:
    settings.TRUSTED_PROXIES = proxies
    assert address_of(_request(**{"x-forwarded-for": forwarded})) == address


def test_no_address_and_no_mailbox_reaches_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    for method in ("add", "set", "get", "incr", "get_or_set"):
        known = getattr(cache, method)

        def spy(key: str, *args: Any, _known: Callable[..., Any] = known, **more: Any) -> Any:
            seen.append(f"{key} {args}")
            return _known(key, *args, **more)

        monkeypatch.setattr(ratelimit.cache, method, spy, raising=False)
    _tries(_request("192.0.2.77"), 2)
    _tries("somebody@sample.example", 2)
    assert seen
    assert not any("192.0.2.77" in line or "somebody" in line for line in seen)


def test_digest_changes_with_the_salt_of_the_day() -> None:
    first = ratelimit.stands_for(_request())
    assert ratelimit.stands_for(_request()) == first
    cache.delete(ratelimit.SALT_KEY)
    assert ratelimit.stands_for(_request()) != first


def test_tries_at_once_are_all_counted(clock: list[float]) -> None:
    passed: list[int] = []
    threads = [threading.Thread(target=lambda: passed.append(_tries("one", 5, limit=7))) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(passed) == 7


@pytest.mark.parametrize(("wait", "words"), [(1, "1 minute,"), (60, "1 minute,"), (61, "2 minutes,")])
def test_waiting_time_is_said_in_minutes(wait: int, words: str) -> None:
    assert words in ratelimit.message_for(wait)


class Form(forms.Form):
    """A form with one field."""

    text = forms.CharField()


def test_form_says_it_above_its_fields_and_keeps_the_input(clock: list[float]) -> None:
    for expected in (True, True, False):
        form = Form({"text": "kept"})
        assert ratelimit.within(_request(), "t.form", 2, MINUTE, form=form) is expected
    assert "too often" in form.non_field_errors()[0]
    assert form["text"].value() == "kept"


@pytest.mark.urls("tests.core.pages")
def test_page_that_was_asked_too_often_says_so(db: None) -> None:
    client = Client()
    for _n in range(3):
        assert client.get("/t/limited/").status_code == 200
    assert [client.post("/t/limited/").status_code for _n in range(3)] == [200, 200, 429]
    answer = client.post("/t/limited/")
    assert 0 < int(answer["Retry-After"]) <= 3600
    assert b"<h1>Please wait a little</h1>" in answer.content
    assert b"too often" in answer.content
    assert Client(REMOTE_ADDR="192.0.2.9").post("/t/limited/").status_code == 200
