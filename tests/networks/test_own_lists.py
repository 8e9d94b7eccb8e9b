"""Themes and services of a network's own: who keeps them, who is offered them, who finds by them, and what never leaks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from se4u.core.action import SYSTEM, Refused
from se4u.core.authority import Level
from se4u.core.models import SearchDocument
from se4u.core.search import BITS
from se4u.core.visibility import Safety
from se4u.directory import services
from se4u.directory.models import Organization, Theme
from se4u.networks.models import Membership, Network
from se4u.networks.services import memberships
from tests.personas import Cast

As = Callable[[str], Client]
NAME = "Border rivers"


def add(network: Network, name: str = NAME) -> Theme:
    """A theme of a network."""
    return services.add_theme(network.pk, by=SYSTEM, name={"en": name})


def choose(cast: Cast, *themes: Theme) -> Organization:
    """Let the representative's organisation choose themes."""
    body = Organization.objects.get(pk=cast.casa_abierta.pk)
    services.edit(body, by=cast.representative, themes=[Theme.objects.get(slug="firearms"), *themes])
    return Organization.objects.get(pk=body.pk)


def place(cast: Cast, network: Network) -> Membership:
    """The membership of the representative's organisation."""
    return Membership.objects.get(network=network, organization=cast.casa_abierta)


def found(client: Client, theme: Theme) -> bool:
    """Whether the directory finds the representative's organisation by a theme it offers."""
    page = client.get(reverse("directory:list"), {"theme": theme.slug}).text
    return f'value="{theme.slug}"' in page and "Casa Abierta" in page


@pytest.fixture
def rivers(cast: Cast) -> Theme:
    return add(cast.americas)


# -- keeping them


def test_coordinator_adds_renames_merges_and_retires(cast: Cast, as_persona: As) -> None:
    coordinator, slug = as_persona("coordinator"), cast.americas.slug
    parent = Theme.objects.get(slug="emerging-crimes")
    coordinator.post(reverse("networks:add_entry", args=[slug, "themes"]), {"name-en": NAME, "parent": parent.pk})
    made = Theme.objects.get(slug="border-rivers")
    assert (made.network_pk, made.parent) == (cast.americas.pk, parent)
    args = [slug, "themes", made.slug]
    coordinator.post(reverse("networks:rename_entry", args=args), {"name-en": "Shared rivers"})
    coordinator.post(reverse("networks:offer_entry", args=args))
    made.refresh_from_db()
    assert (str(made), made.slug, made.retired_at is None) == ("Shared rivers", "border-rivers", False)
    coordinator.post(reverse("networks:offer_entry", args=args))
    made.refresh_from_db()
    assert made.retired_at is None
    assert "Shared rivers" in coordinator.get(reverse("networks:themes", args=[slug])).text
    coordinator.post(reverse("networks:merge_entry", args=args), {"into": parent.pk})
    made.refresh_from_db()
    assert made.merged_into == parent


def test_tab_is_for_who_shapes_the_network(cast: Cast, as_persona: As) -> None:
    address = reverse("networks:themes", args=[cast.americas.slug])
    seen = {name for name in ("coordinator", "representative", "officer") if _tab(as_persona(name), cast, address)}
    assert seen == {"coordinator"}


def _tab(client: Client, cast: Cast, address: str) -> bool:
    return address in client.get(reverse("networks:detail", args=[cast.americas.slug])).text


def test_merge_offers_ones_own_and_everyones(cast: Cast, as_persona: As, rivers: Theme) -> None:
    other, lakes = add(cast.alliance, "Lakes"), add(cast.americas, "Coasts")
    path = reverse("networks:merge_entry", args=[cast.americas.slug, "themes", rivers.slug])
    offered = set(as_persona("coordinator").get(path).context["form"].fields["into"].queryset)
    assert {lakes, Theme.objects.get(slug="drugs")} <= offered
    assert not {other, rivers} & offered


def test_history_of_the_network_tells_it(cast: Cast, as_persona: As) -> None:
    services.add_theme(cast.americas.pk, by=cast.coordinator, name={"en": NAME})
    shown = as_persona("representative").get(reverse("networks:history", args=[cast.americas.slug])).text
    assert "A theme was added." in shown
    assert NAME in shown
    other = as_persona("representative").get(reverse("networks:history", args=[cast.alliance.slug])).text
    assert NAME not in other


# -- being offered them


def test_member_is_offered_them_with_the_name_beside(cast: Cast, as_persona: As, rivers: Theme) -> None:
    path = reverse("directory:edit_section", args=[cast.casa_abierta.key, "work"])
    assert f"{NAME} · NET4U Americas" in as_persona("representative").get(path).text
    outsider = reverse("directory:edit_section", args=[cast.far_shore.key, "work"])
    assert NAME not in as_persona("outsider").get(outsider).text


def test_who_belongs_elsewhere_too_is_not_offered_them_there(cast: Cast, as_persona: As, rivers: Theme) -> None:
    """The right to choose is the organisation's, not that of a person with two houses."""
    cast.far_shore.affiliations.create(person=cast.representative, role="focal_point")
    path = reverse("directory:edit_section", args=[cast.far_shore.key, "work"])
    assert NAME not in as_persona("representative").get(path).text
    with pytest.raises(Refused):
        services.edit(cast.far_shore, by=cast.representative, themes=[rivers])


def test_retired_is_kept_by_who_has_it_and_offered_to_nobody_else(cast: Cast, as_persona: As, rivers: Theme) -> None:
    choose(cast, rivers)
    services.retire_entry(rivers, by=cast.coordinator)
    assert found(as_persona("visitor"), rivers)
    own = reverse("directory:edit_section", args=[cast.casa_abierta.key, "work"])
    assert NAME in as_persona("representative").get(own).text
    other = reverse("directory:edit_section", args=[cast.puente_norte.key, "work"])
    assert NAME not in as_persona("committee_member").get(other).text


# -- finding by them


def test_everyone_finds_members_by_them(cast: Cast, as_persona: As, rivers: Theme) -> None:
    choose(cast, rivers)
    visitor = as_persona("visitor")
    assert found(visitor, rivers)
    page = visitor.get(reverse("directory:list")).text
    assert f'{NAME} <span class="meta">NET4U Americas</span>' in page
    assert NAME in visitor.get(reverse("directory:profile", args=[cast.casa_abierta.key])).text


def test_experts_page_offers_everyones_themes_alone(cast: Cast, as_persona: As, rivers: Theme) -> None:
    assert NAME not in as_persona("visitor").get(reverse("directory:experts")).text


def test_old_links_of_renamed_and_merged_entries_work(cast: Cast, as_persona: As, rivers: Theme) -> None:
    coasts = add(cast.americas, "Coasts")
    choose(cast, rivers)
    services.rename_entry(rivers, by=cast.coordinator, name={"en": "Shared rivers"})
    assert found(as_persona("visitor"), rivers)
    services.merge_entry(rivers, by=cast.coordinator, into=coasts)
    page = as_persona("visitor").get(reverse("directory:list"), {"theme": rivers.slug})
    assert [entry.slug for entry in page.context["question"].chosen["theme"]] == [coasts.slug]
    assert "Casa Abierta" in page.text


# -- what never leaks


def nowhere(cast: Cast, as_persona: As, theme: Theme) -> bool:
    """Whether neither lists nor texts nor filings tell others that the organisation chose a theme."""
    profile = reverse("directory:profile", args=[cast.casa_abierta.key])
    for name in ("visitor", "outsider", "government_observer"):
        client = as_persona(name)
        pages = [client.get(path) for path in (reverse("directory:list"), profile)]
        if any(NAME in page.text for page in pages) or found(client, theme):
            return False
        if NAME in b"".join(client.get(reverse("directory:export", args=["csv"]))).decode():
            return False
    told = SearchDocument.objects.filter(label="directory.organization", object_pk=cast.casa_abierta.pk)
    others = sum(bit for level, bit in BITS.items() if level is not Level.OFFICERS)
    texts = [row.body for row in told if row.levels & others]
    return not any(NAME in text for text in texts)


def test_unshown_membership_is_not_told_by_a_theme(cast: Cast, as_persona: As, rivers: Theme) -> None:
    choose(cast, rivers)
    assert not nowhere(cast, as_persona, rivers)
    memberships.show(place(cast, cast.americas), by=cast.representative, shown=False)
    assert nowhere(cast, as_persona, rivers)
    own = as_persona("representative").get(reverse("directory:profile", args=[cast.casa_abierta.key])).text
    assert NAME in own


def test_one_at_risk_is_not_betrayed_by_a_theme(cast: Cast, as_persona: As, rivers: Theme) -> None:
    body = choose(cast, rivers)
    services.set_safety(body, by=cast.representative, safety=Safety.PSEUDONYM, pseudonym="Casa Abierta Dos")
    assert nowhere(cast, as_persona, rivers)


def test_suspended_member_is_not_found_by_them_until_reinstated(cast: Cast, as_persona: As, rivers: Theme) -> None:
    choose(cast, rivers)
    memberships.suspend(place(cast, cast.americas), by=cast.coordinator, reason="Reported.")
    assert nowhere(cast, as_persona, rivers)
    own = reverse("directory:edit_section", args=[cast.casa_abierta.key, "work"])
    assert f"{NAME} · not shown at present" in as_persona("representative").get(own).text
    memberships.reinstate(place(cast, cast.americas), by=cast.coordinator)
    assert found(as_persona("visitor"), rivers)


def test_who_leaves_loses_them_and_keeps_the_others(cast: Cast, as_persona: As, rivers: Theme) -> None:
    prisons = add(cast.alliance, "Prisons")
    body = choose(cast, rivers, prisons)
    memberships.leave(place(cast, cast.americas), by=cast.representative)
    assert {theme.slug for theme in body.themes.all()} == {"firearms", prisons.slug}
    assert nowhere(cast, as_persona, rivers)
