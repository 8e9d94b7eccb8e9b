"""The public home: true counts, only what exists, the same number of queries for any number of networks."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from se4u.core import panels
from se4u.core.visibility import Safety
from se4u.demo.cast import Cast, organization
from se4u.networks.kinds import NetworkKind
from se4u.networks.models import Membership, Network


def home(client: Client, code: str = "en") -> str:
    response = client.get(f"/{code}/")
    assert response.status_code == 200
    return response.content.decode()


def test_home_names_regional_networks_in_full_with_their_facts(cast: Cast, client: Client) -> None:
    text = home(client)
    assert f'href="/en/networks/{cast.americas.slug}/"' in text
    assert "Civil Society Network for the Americas" in text
    assert "3 organisations in 1 country · since March 2022" in text
    assert "accent-americas" in text


def test_home_names_networks_in_the_readers_language(cast: Cast, client: Client) -> None:
    assert "شبكة المجتمع المدني للأمريكتين" in home(client, "ar")


def test_home_does_not_count_the_unlisted(cast: Cast, client: Client) -> None:
    cast.casa_abierta.safety = Safety.UNLISTED
    cast.casa_abierta.save()
    assert "2 organisations" in home(client)


def test_home_shows_no_alliance_and_no_closed_network(cast: Cast, client: Client) -> None:
    Network.objects.filter(pk=cast.americas.pk).update(state=Network.State.CLOSED)
    text = home(client)
    assert "Civil Society Network for the Americas" not in text
    assert "Alliance of Sample Country" not in text
    assert 'id="regional"' not in text


def test_home_without_open_calls_says_where_to_begin(cast: Cast, client: Client) -> None:
    text = home(client)
    assert "Open now" not in text
    for address in ("account/signup/", "directory/", "networks/", "pages/safety/"):
        assert f'href="/en/{address}"' in text


@pytest.mark.parametrize(
    ("name", "offered"), [("newcomer", True), ("representative", False), ("government_observer", False)]
)
def test_home_offers_registering_to_who_has_no_organisation(
    cast: Cast, as_persona: Callable[[str], Client], name: str, offered: bool
) -> None:
    assert ('href="/en/directory/register/"' in home(as_persona(name))) is offered


def test_home_shows_what_apps_register_as_open(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    row = ("components/row.html", {"title": "A course", "url": "/en/", "when": "Until 12 Jan"})
    monkeypatch.setitem(panels.PANELS, "home.open", [(1, lambda *_asked: row)])
    text = home(client)
    assert "Open now" in text
    assert "A course" in text
    assert "Where to begin" not in text


def test_home_leads_the_signed_in_to_their_desk(cast: Cast, as_persona: Callable[[str], Client]) -> None:
    text = home(as_persona("representative"))
    assert 'href="/en/desk/"' in text
    assert "Join with your organisation" not in text


@pytest.mark.parametrize("networks", [1, 3])
def test_home_asks_the_database_the_same_for_any_number_of_networks(
    networks: int, cast: Cast, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(1, networks):
        other = Network.objects.create(
            kind=NetworkKind.REGIONAL, slug=f"other-{number}", name={"en": f"Other {number}"}
        )
        _add_member(other, cast)
    with django_assert_max_num_queries(5):  # the version of the cache, twice, the networks, their members and countries
        home(client)
    with django_assert_max_num_queries(3) as counted:  # what was counted is kept
        assert client.get("/en/?again=1").status_code == 200
    assert sum("networks_network" in query["sql"] for query in counted.captured_queries) == 1


def _add_member(network: Network, cast: Cast) -> Any:
    return Membership.objects.create(
        network=network,
        organization=organization(f"Member of {network.slug} (sample)", cast.sample_country),
        state=Membership.State.ADMITTED,
        decided_at=cast.americas.created_at,
    )


def test_navigation_leads_only_to_what_exists(cast: Cast, client: Client, as_persona: Callable[[str], Client]) -> None:
    for who, last in ((client, "Sign in"), (as_persona("newcomer"), "My desk")):
        wide = re.search(r'<nav class="nav-wide".*?</nav>', home(who), re.DOTALL)
        assert wide
        links = re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)</a>', wide[0])
        assert [label for _address, label in links] == ["Directory", "Networks", "Search", last]
        assert {who.get(address).status_code for address, _label in links} == {200}
