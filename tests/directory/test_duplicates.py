"""Likely duplicates: what is alike, and who is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from se4u.core.visibility import Choice
from se4u.directory import duplicates, services
from se4u.directory.duplicates import facts
from se4u.directory.imports import entries
from se4u.directory.models import Country, Import, Organization, ReferenceEntry, Vetted
from se4u.directory.names import sort_name
from tests.personas import Cast


def like(cast: Cast, name: str, website: str = "", country: Country | None = None) -> duplicates.Facts:
    return facts(names=(name,), country=country or cast.sample_country, website=website)


def found(cast: Cast, name: str, **more: object) -> list[str]:
    """The names an outsider is asked about."""
    return [card.name for card in duplicates.suggestions(cast.outsider, like(cast, name, **more)).organizations]


@pytest.mark.parametrize(
    "name",
    [
        "Casa Abierta (sample)",
        "CASA  ABIERTA sample",
        "Abierta, Casa (Sample)",
        "Cása Abiertа (sample)",
        "Casa Abierto (sample)",
    ],
)
def test_name_is_compared_without_case_accents_order_and_typing_errors(cast: Cast, name: str) -> None:
    assert "Casa Abierta (sample)" in found(cast, name)


def test_another_name_is_not_alike(cast: Cast) -> None:
    assert found(cast, "Casa Cerrada") == []


def test_name_in_another_script_is_compared_in_latin_letters(cast: Cast) -> None:
    Organization.objects.filter(pk=cast.casa_abierta.pk).update(name="Центр Надежда", latin_name="")
    assert found(cast, "Tsentr Nadezhda") == ["Центр Надежда"]


def test_elsewhere_only_the_very_name_is_alike(cast: Cast) -> None:
    other = Country.objects.create(iso2="ZZ", name={"en": "Elsewhere"}, name_en="Elsewhere", un_status="member")
    assert found(cast, "Casa Abierta (sample)", country=other) == ["Casa Abierta (sample)"]
    assert found(cast, "Casa Abierto (sample)", country=other) == []


def test_entry_of_a_list_without_a_country_is_found_by_its_very_name(cast: Cast) -> None:
    run = Import.objects.create(standing=Import.Standing.REFERENCE, sha256="0" * 64)
    ReferenceEntry.objects.create(name="Prishtina Uni", sort_name=sort_name("Prishtina Uni"), brought_by=run)
    wanted = like(cast, "Prishtina UNI")
    assert [entry.name for entry in duplicates.suggestions(cast.outsider, wanted).entries] == ["Prishtina Uni"]
    assert duplicates.suggestions(cast.outsider, like(cast, "Prishtina Universe")).entries == []


def test_same_website_is_found_under_any_name_and_country(cast: Cast) -> None:
    services.edit(cast.casa_abierta, by=cast.officer, website="https://www.casa.example/es")
    other = Country.objects.create(iso2="ZZ", name={"en": "Elsewhere"}, name_en="Elsewhere", un_status="member")
    assert found(cast, "Open House", website="http://casa.example", country=other) == ["Casa Abierta (sample)"]


@pytest.mark.parametrize("safety", ["pseudonym", "unlisted"])
def test_protected_organisations_are_never_suggested_by_any_name(cast: Cast, safety: str) -> None:
    services.edit(cast.casa_abierta, by=cast.officer, website="https://casa.example")
    services.set_safety(cast.casa_abierta, by=cast.representative, safety=safety, pseudonym="Blue Group")
    assert found(cast, "Casa Abierta (sample)", website="https://casa.example") == []
    assert found(cast, "Blue Group") == []


def test_hidden_country_or_website_does_not_suggest(cast: Cast) -> None:
    services.edit(cast.casa_abierta, by=cast.officer, website="https://casa.example")
    services.set_visibility(
        cast.casa_abierta,
        by=cast.representative,
        choices={"website": Choice("officers"), "seat": Choice("officers")},
    )
    assert found(cast, "Open House", website="https://casa.example") == []
    assert found(cast, "Casa Abierto (sample)") == []  # alike only because of the country
    assert found(cast, "Casa Abierta (sample)") == ["Casa Abierta (sample)"]  # the name is everyone's


@pytest.mark.parametrize("state", ["draft", "submitted", "refused", "withdrawn"])
def test_what_is_not_in_the_directory_is_not_suggested(cast: Cast, state: str) -> None:
    Organization.objects.filter(pk=cast.casa_abierta.pk).update(state=state)
    assert found(cast, "Casa Abierta (sample)") == []


def test_officers_are_shown_protected_and_refused_ones_too(cast: Cast) -> None:
    services.set_safety(cast.casa_abierta, by=cast.representative, safety="unlisted")
    Organization.objects.filter(pk=cast.rio_claro.pk).update(name="Casa Abierta (samples)", state=Vetted.State.REFUSED)
    body = Organization(name="Casa Abierta", seat=cast.sample_country)
    body.name = "Casa Abierta sample"
    assert {match.item for match in duplicates.registered_like(duplicates.facts_of(body))} == {
        cast.casa_abierta,
        cast.rio_claro,
    }


def test_entries_are_suggested_until_claimed_and_shown_to_officers_always(cast: Cast) -> None:
    run = Import.objects.create(standing=Import.Standing.REFERENCE, sha256="0" * 64)
    name = "University of Sampleton"
    entry = ReferenceEntry.objects.create(
        name=name, sort_name=sort_name(name), country=cast.sample_country, brought_by=run, domain="sampleton.example"
    )
    wanted = like(cast, "Universty of Sampleton")
    assert duplicates.suggestions(cast.outsider, wanted).entries == [entry]
    entry.claimed_by = cast.far_shore
    entry.save()
    assert duplicates.suggestions(cast.outsider, wanted).entries == []
    assert entries.offer(email_domain="sampleton.example") == []
    services.set_safety(cast.far_shore, by=cast.outsider, safety="unlisted")  # a gap in a public list would tell
    assert duplicates.suggestions(cast.outsider, wanted).entries == [entry]
    assert entries.offer(email_domain="sampleton.example") == [entry]
    twin = Organization(name=name, seat=cast.sample_country)
    assert entry in [match.item for match in duplicates.for_officers(twin)]


def test_at_most_five_are_shown_and_the_likeliest_first(cast: Cast) -> None:
    for number in range(9):
        name = f"House of Hope {number}"
        Organization.objects.create(
            name=name, sort_name=sort_name(name), seat=cast.sample_country, kind="academia", state="approved"
        )
    shown = found(cast, "House of Hope 4")
    assert (len(shown), shown[0]) == (5, "House of Hope 4")


def test_count_agrees_with_the_list(cast: Cast) -> None:
    for body in (cast.casa_abierta, cast.rio_claro):
        assert duplicates.count_for_officers([body])[body.pk] == len(duplicates.for_officers(body))


def test_count_of_one_case_depends_on_no_other(cast: Cast) -> None:
    other = Country.objects.create(iso2="ZZ", name={"en": "Elsewhere"}, name_en="Elsewhere", un_status="member")
    Organization.objects.filter(pk=cast.rio_claro.pk).update(
        name="Casa Abierta (sample)", seat=other
    )  # sorted otherwise
    neighbour = Organization.objects.create(name="Neighbour", sort_name="neighbour", seat=other, kind="academia")
    alone = duplicates.count_for_officers([cast.casa_abierta])[cast.casa_abierta.pk]
    beside = duplicates.count_for_officers([cast.casa_abierta, neighbour])[cast.casa_abierta.pk]
    assert alone == beside == len(duplicates.for_officers(cast.casa_abierta))


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_is_the_same_both_ways_and_full_for_oneself(one: str, other: str) -> None:
    a, b = facts(names=(one,), country=1), facts(names=(other,), country=1)
    there, back = duplicates._compare(None, a, b), duplicates._compare(None, b, a)
    assert (there and there.score) == (back and back.score)
    if a.names:
        assert duplicates._compare(None, a, a).is_same


@pytest.mark.parametrize(
    ("website", "domain"),
    [
        ("https://www.Hope.example/en?x=1", "hope.example"),
        ("hope.example", "hope.example"),
        ("https://facebook.com/hope", ""),
        ("https://m.facebook.com/hope", ""),
        ("https://notfacebook.com", "notfacebook.com"),
        ("https://gmail.com", ""),
        ("https://[broken", ""),
        ("", ""),
    ],
)
def test_website_counts_unless_its_host_is_everyones(website: str, domain: str) -> None:
    assert facts(names=("X",), country=1, website=website).domain == domain
