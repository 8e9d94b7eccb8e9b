"""Search over the site: every kind of thing, each reader among what they may see."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from se4u.core.search import sources
from se4u.directory import search
from se4u.directory.models import Expert
from tests.directory.finding_help import changed, made
from tests.personas import PERSONAS, Cast

SEARCH = "/en/search/"


def test_search_without_a_word_explains_itself(client: Client, cast: Cast) -> None:
    for query in ("", "?q=", "?q=***", "?q=%00"):
        page = client.get(SEARCH + query)
        assert page.status_code == 200
        assert b"the beginning of a word is enough" in page.content


def test_search_has_a_tab_for_each_kind(client: Client, cast: Cast) -> None:
    text = client.get(SEARCH + "?q=casa").content.decode()
    for source in sources():
        assert f"{source.title} (" in text
    assert "<mark>Casa</mark> Abierta (sample)" in text


def test_search_opens_the_first_tab_with_a_hit(client: Client, cast: Cast) -> None:
    row = Expert.objects.create(
        person=cast.newcomer, about="needle", state="approved", visibility={"about": {"reach": "public"}}
    )
    search.index(row)
    assert "<mark>needle</mark>" in client.get(SEARCH + "?q=needle").content.decode()
    assert "Nothing was found" in client.get(SEARCH + "?q=needle&in=organizations").content.decode()


@pytest.mark.parametrize("persona", PERSONAS)
def test_search_finds_what_a_reader_may_see(as_persona: Callable[[str], Client], cast: Cast, persona: str) -> None:
    changed(cast.rio_claro, safety="unlisted")
    changed(cast.casa_abierta, safety="pseudonym", pseudonym="Blue Door")
    client = as_persona(persona)
    found = {
        word: f"<mark>{word}" in client.get(f"{SEARCH}?q={word}").content.decode()
        for word in ("Casa", "Claro", "Ministry")
    }
    officer = persona == "officer"
    assert found == {"Casa": officer, "Claro": officer, "Ministry": officer}


def test_search_costs_the_same_for_one_and_three_rows(client: Client, cast: Cast) -> None:
    made("Needle one", cast.sample_country)
    with CaptureQueriesContext(connection) as one:
        client.get(SEARCH + "?q=needle")
    made("Needle two", cast.sample_country)
    made("Needle three", cast.sample_country)
    with CaptureQueriesContext(connection) as three:
        assert "Organisations (3)" in client.get(SEARCH + "?q=needle&again=1").content.decode()
    assert len(one) == len(three)


def test_search_leafs(client: Client, cast: Cast) -> None:
    for number in range(27):
        made(f"Needle {number}", cast.sample_country)
    text = client.get(SEARCH + "?q=needle&page=2").content.decode()
    assert text.count('<article class="result">') == 2
    assert "Page 2 of 2" in text
