"""Pages kept for the anonymous: one query while nothing happens, and never longer than that."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from se4u.core import public_cache
from se4u.core.action import write_event
from se4u.core.models import Event
from tests.personas import Cast

PATH = "/en/directory/"


def test_page_is_served_with_one_query_until_the_next_deed(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = Client().get(PATH)
    with django_assert_num_queries(1):
        again = Client().get(PATH)
    assert again.content == first.content
    assert again.headers["Content-Language"] == first.headers["Content-Language"]
    assert again.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]
    type(cast.far_shore).objects.filter(pk=cast.far_shore.pk).update(name="Renamed (sample)")
    write_event("directory.edit", cast.outsider, cast.far_shore, cast.far_shore, {})
    assert b"Renamed (sample)" in Client().get(PATH).content


@pytest.mark.parametrize("cookie", ["sessionid", "csrftoken", "messages"])
def test_visitor_with_a_cookie_of_their_own_gets_no_kept_page(cast: Cast, cookie: str) -> None:
    assert cookie in {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages"}
    Client().get(PATH)
    type(cast.far_shore).objects.filter(pk=cast.far_shore.pk).update(name="Renamed (sample)")
    client = Client()
    client.cookies[cookie] = "x"
    assert b"Renamed (sample)" in client.get(PATH).content


def test_each_language_and_each_filter_is_a_page_of_its_own(cast: Cast) -> None:
    contents = {Client().get(path).content for path in (PATH, "/ar/directory/", f"{PATH}?kind=academia")}
    assert len(contents) == 3


def test_version_differs_after_a_deed_whose_transaction_ended_late(db: None) -> None:
    assert public_cache.version() == "0.0"
    Event.objects.create(action="a.b", pk=10)
    before = public_cache.version()
    Event.objects.create(action="a.b", pk=9)  # began before the other, ended after it
    assert public_cache.version() != before


def test_version_looks_at_recent_events_alone(db: None) -> None:
    for pk in (1, 2, public_cache.WINDOW + 2):
        Event.objects.create(action="a.b", pk=pk)
    assert public_cache.version() == f"{public_cache.WINDOW + 2}.1"
