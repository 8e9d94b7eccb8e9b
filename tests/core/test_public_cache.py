"""Pages kept whole for the anonymous, and dropped by the very next deed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client, RequestFactory

from se4u.core import public_cache
from se4u.core.models import Event, Upload

pytestmark = [pytest.mark.urls("tests.core.pages"), pytest.mark.django_db]
PAGE = "/en/t/counted/"


def _write(*, event: bool = True) -> None:
    Upload.objects.create(size=0, name="new")
    if event:
        Event.objects.create(action="t.deed", subject_label="x", scope_label="x")


def _text(path: str = PAGE, client: Client | None = None, **headers: str) -> str:
    return (client or Client()).get(path, headers=headers).content.decode()


def test_page_is_served_from_what_was_kept() -> None:
    assert _text() == "0 rows, "
    _write(event=False)
    assert _text() == "0 rows, "


def test_hit_costs_one_look_at_the_version(django_assert_num_queries: Any) -> None:
    _text()
    with django_assert_num_queries(1):
        _text()


def test_any_deed_drops_what_was_kept_at_once() -> None:
    _text()
    _write()
    assert _text() == "1 rows, "


def test_deed_that_ends_late_drops_what_was_kept_meanwhile() -> None:
    """On PostgreSQL a long transaction may commit its event after a newer one: the newest number stays, the count changes."""
    for _n in range(3):
        _write()
    late = Event.objects.order_by("pk")[1]
    number, values = late.pk, {"action": late.action, "subject_label": "x", "scope_label": "x"}
    late.delete()
    _text()
    Upload.objects.create(size=0, name="of the late deed")
    Event.objects.create(pk=number, **values)
    assert _text() == "4 rows, "


def test_addresses_are_kept_apart() -> None:
    assert _text(f"{PAGE}?q=a") == "0 rows, a"
    assert _text(f"{PAGE}?q=b") == "0 rows, b"


def test_head_is_answered_from_what_was_kept_but_keeps_nothing() -> None:
    assert Client().head(PAGE).status_code == 200
    _write(event=False)
    assert _text() == "1 rows, "
    answer = Client().head(PAGE)
    assert answer.status_code == 200
    assert answer.content == b""


def test_page_without_a_language_in_its_address_is_not_kept() -> None:
    _text("/t/counted/")
    _write(event=False)
    assert _text("/t/counted/") == "1 rows, "


def test_language_of_the_address_alone_counts_under_a_prefix() -> None:
    _text(PAGE, **{"accept-language": "en"})
    _write(event=False)
    assert _text(PAGE, **{"accept-language": "fr"}) == "0 rows, "


def test_signed_in_are_never_served_from_it_nor_kept(as_persona: Callable[[str], Client]) -> None:
    client = as_persona("newcomer")
    before = int(_text(PAGE, client).split()[0])
    _write(event=False)
    assert _text(PAGE, client) == f"{before + 1} rows, "
    assert _text() == f"{before + 1} rows, "


@pytest.mark.parametrize("cookie", ["sessionid", "csrftoken", "messages"])
def test_browser_with_a_cookie_gets_its_own_page(cookie: str) -> None:
    _text()
    _write(event=False)
    client = Client()
    client.cookies[cookie] = "x" * 32
    assert _text(PAGE, client) == "1 rows, "


def test_request_with_credentials_or_for_a_part_gets_its_own_page() -> None:
    _text()
    _write(event=False)
    assert _text(authorization="Bearer x") == "1 rows, "
    assert _text(**{"hx-request": "true"}) == "1 rows, "


@pytest.mark.parametrize("path", ["/en/t/token/", "/en/t/nonce/"])
def test_page_with_a_token_or_nonce_is_made_anew_each_time(path: str) -> None:
    assert _text(path) != _text(path)


def test_page_that_differs_by_another_header_is_not_kept() -> None:
    assert _text("/en/t/shaped/", **{"x-shape": "round"}) == "round"
    assert _text("/en/t/shaped/") == "plain"


@pytest.mark.parametrize("path", ["/en/t/private/", "/en/t/message/", "/en/no-such-page/", "/en/", "/healthz"])
def test_only_whole_public_pages_are_kept(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = []
    monkeypatch.setattr(
        public_cache, "preserve", lambda response: kept.append(response) or {"content": b"", "headers": {}}
    )
    Client().get(path)
    assert bool(kept) is (path == "/en/")


def test_post_is_never_kept() -> None:
    request = RequestFactory().post(PAGE)
    assert not public_cache.may_serve(request)


def test_kept_page_has_the_headers_of_a_fresh_one() -> None:
    fresh, kept = Client().get("/en/"), Client().get("/en/")
    assert fresh.content == kept.content
    different = {name for name in {*fresh.headers, *kept.headers} if fresh.headers.get(name) != kept.headers.get(name)}
    assert different == set()
    assert not kept.cookies


def test_host_and_scheme_are_kept_apart() -> None:
    http = RequestFactory().get(PAGE)
    assert public_cache.key_of(http) != public_cache.key_of(RequestFactory().get(PAGE, secure=True))
    assert public_cache.key_of(http) != public_cache.key_of(RequestFactory().get(PAGE, headers={"host": "localhost"}))
