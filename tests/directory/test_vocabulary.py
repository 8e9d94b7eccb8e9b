"""The open lists: how they begin, grow, and keep old links."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from se4u.core import official
from se4u.core.action import Refused
from se4u.directory import beginnings, services
from se4u.directory.forms.fields import LanguagesField, VocabularyField
from se4u.directory.models import Language, Service, Theme
from tests.personas import Cast

from . import making

As = Callable[[str], Client]


def test_lists_begin_with_the_concept_note(db: None) -> None:
    first = Theme.objects.filter(parent__isnull=True).values_list("slug", flat=True)
    assert list(first) == [
        "untoc",
        "trafficking-in-persons",
        "smuggling-of-migrants",
        "firearms",
        "drugs-and-corruption",
        "emerging-crimes",
    ]
    below = {entry.slug: entry.parent.slug for entry in Theme.objects.filter(parent__isnull=False)}
    assert below == {
        "drugs": "drugs-and-corruption",
        "corruption": "drugs-and-corruption",
        "cybercrime": "emerging-crimes",
        "environment": "emerging-crimes",
    }
    assert Service.objects.count() == 5


@pytest.mark.parametrize("code", ["ar", "zh-hans", "en", "fr", "ru", "es", "pt"])
def test_every_first_entry_is_named_in_every_language(db: None, code: str) -> None:
    for entry in (*Theme.objects.all(), *Service.objects.all()):
        assert official.choose(entry.name, code)[1] == code


def test_languages_are_named_in_themselves(db: None) -> None:
    names = dict(Language.objects.values_list("code", "name"))
    assert len(names) >= 60
    assert (names["ar"], names["sw"], names["es"], names["ka"]) == ("العربية", "Kiswahili", "Español", "ქართული")


def test_seed_twice_changes_nothing(db: None) -> None:
    Theme.objects.filter(slug="drugs").update(name={"en": "Narcotics"})
    before = Theme.objects.count()
    beginnings.seed(Theme, Service, Language)
    assert Theme.objects.count() == before
    assert str(Theme.objects.get(slug="drugs")) == "Narcotics"


def test_choices_stand_in_tree_order_and_site_languages_first(db: None) -> None:
    labels = [label for _value, label in VocabularyField(Theme).choices]
    place = labels.index("Emerging crimes")
    assert labels[place + 1 : place + 3] == [
        "Emerging crimes: Cybercrime",
        "Emerging crimes: Crimes that affect the environment",
    ]
    languages = [label for _value, label in LanguagesField().choices]
    assert languages[:7] == ["العربية", "中文", "English", "Français", "Русский", "Español", "Português"]


def test_add_by_who_curates(cast: Cast, as_persona: As) -> None:
    officer = as_persona("officer")
    parent = Theme.objects.get(slug="emerging-crimes")
    officer.post(
        reverse("directory:entry_add", args=["themes"]), {"name-en": "Falsified medicines", "parent": parent.pk}
    )
    made = Theme.objects.get(slug="falsified-medicines")
    assert (made.parent, made.network_pk) == (parent, None)
    with pytest.raises(PermissionDenied):
        services.add_theme(None, by=cast.coordinator, name={"en": "Mine"})


def test_add_by_a_network_for_itself_alone(cast: Cast) -> None:
    made = services.add_theme(cast.americas.pk, by=cast.coordinator, name={"en": "Border rivers"})
    assert made.network_pk == cast.americas.pk
    assert made.pk not in [value.value for value, _label in VocabularyField(Theme).choices]
    for user in (cast.officer, cast.committee_member, cast.representative):
        with pytest.raises(PermissionDenied):
            services.add_theme(cast.americas.pk, by=user, name={"en": "Other"})
    with pytest.raises(PermissionDenied):
        services.add_theme(cast.alliance.pk, by=cast.coordinator, name={"en": "Other"})


@pytest.mark.parametrize("name", [{}, {"en": "  "}, {"fr": "Sans anglais"}, {"en": "firearms"}])
def test_add_without_a_name_of_its_own_is_refused(cast: Cast, name: dict[str, str]) -> None:
    with pytest.raises(Refused):
        services.add_theme(None, by=cast.officer, name=name)


def test_add_below_the_second_level_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused):
        services.add_theme(None, by=cast.officer, name={"en": "Third"}, parent=Theme.objects.get(slug="drugs"))


def test_rename_keeps_the_address(cast: Cast, as_persona: As) -> None:
    path = reverse("directory:entry", args=["themes", "drugs"])
    as_persona("officer").post(path, {"name-en": "Narcotic drugs", "name-fr": "Stupéfiants"})
    entry = Theme.objects.get(slug="drugs")
    assert (official.plain(entry.name, "en"), official.plain(entry.name, "fr")) == ("Narcotic drugs", "Stupéfiants")


def test_merge_gives_whoever_had_it_the_other_and_keeps_the_link(cast: Cast) -> None:
    drugs, firearms = Theme.objects.get(slug="drugs"), Theme.objects.get(slug="firearms")
    body, expert = cast.casa_abierta, making.expert(cast.newcomer, cast.sample_country)
    body.themes.set([drugs, firearms])
    expert.themes.set([drugs])
    services.merge_entry(drugs, by=cast.officer, into=firearms)
    assert list(body.themes.all()) == [firearms]
    assert list(expert.themes.all()) == [firearms]
    drugs.refresh_from_db()
    assert drugs.merged_into == firearms
    assert drugs.pk not in [value.value for value, _label in VocabularyField(Theme).choices]


def test_merge_of_a_chain_leads_to_the_last(cast: Cast) -> None:
    drugs, corruption, untoc = (Theme.objects.get(slug=slug) for slug in ("drugs", "corruption", "untoc"))
    services.merge_entry(drugs, by=cast.officer, into=corruption)
    services.merge_entry(corruption, by=cast.officer, into=untoc)
    drugs.refresh_from_db()
    assert drugs.merged_into == untoc


def test_merge_moves_the_second_level(cast: Cast) -> None:
    above, untoc = Theme.objects.get(slug="drugs-and-corruption"), Theme.objects.get(slug="untoc")
    services.merge_entry(above, by=cast.officer, into=untoc)
    assert Theme.objects.get(slug="drugs").parent == untoc


@pytest.mark.parametrize(("slug", "into"), [("drugs", "drugs"), ("emerging-crimes", "cybercrime")])
def test_merge_into_itself_or_below_itself_is_refused(cast: Cast, slug: str, into: str) -> None:
    with pytest.raises(Refused):
        services.merge_entry(Theme.objects.get(slug=slug), by=cast.officer, into=Theme.objects.get(slug=into))


def test_merge_form_on_the_web(cast: Cast, as_persona: As) -> None:
    officer = as_persona("officer")
    path = reverse("directory:entry_merge", args=["themes", "drugs"])
    page = officer.post(path, {"into": "999999"})
    assert page.context["form"].errors["into"]
    officer.post(path, {"into": Theme.objects.get(slug="corruption").pk})
    assert Theme.objects.get(slug="drugs").merged_into.slug == "corruption"
    assert "Merged into" in officer.get(reverse("directory:entry", args=["themes", "drugs"]), follow=True).text


def test_slug_of_a_merged_entry_is_never_given_again(cast: Cast) -> None:
    services.merge_entry(Theme.objects.get(slug="drugs"), by=cast.officer, into=Theme.objects.get(slug="corruption"))
    assert services.add_theme(None, by=cast.officer, name={"en": "Drugs"}).slug == "drugs-2"


@pytest.mark.parametrize("path", ["vocabulary", "entry_add", "entry"])
def test_pages_are_for_who_curates(cast: Cast, as_persona: As, path: str) -> None:
    args = {"vocabulary": [], "entry_add": ["themes"], "entry": ["services", "advocacy"]}[path]
    seen = {name: as_persona(name).get(reverse(f"directory:{path}", args=args)).status_code for name in cast.by_name()}
    assert {name for name, code in seen.items() if code == 200} == {"officer"}


def test_unknown_list_or_entry_is_not_found(cast: Cast, as_persona: As) -> None:
    officer = as_persona("officer")
    assert officer.get(reverse("directory:entry_add", args=["crimes"])).status_code == 404
    assert officer.get(reverse("directory:entry", args=["themes", "nothing"])).status_code == 404
