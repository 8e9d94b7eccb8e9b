"""Official text: one value per language, the fallback marked."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.utils import translation
from i18nfield.strings import LazyI18nString

from se4u.core import official

NAME = {"en": "Network", "ar": "شبكة", "fr": ""}


@pytest.mark.parametrize(
    ("language", "value", "found"),
    [("en", "Network", "en"), ("ar", "شبكة", "ar"), ("fr", "Network", "en"), ("zh-hans", "Network", "en")],
)
def test_value_is_in_the_readers_language_or_the_first_filled_fallback(language: str, value: str, found: str) -> None:
    for text in (NAME, LazyI18nString(NAME)):
        assert official.choose(text, language) == (value, found)
        assert official.plain(text, language) == value


def test_language_of_the_moment_is_the_readers() -> None:
    with translation.override("ar"):
        assert official.plain(NAME) == "شبكة"


def test_fallback_order_is_fixed() -> None:
    assert official.choose({"pt": "rede", "es": "red"}, "ru") == ("red", "es")


@pytest.mark.parametrize(("text", "value"), [(None, ""), ("", ""), ("plain", "plain"), ({}, ""), ({"en": ""}, "")])
def test_text_without_languages_is_taken_as_it_is(text: object, value: str) -> None:
    assert official.choose(text, "en") == (value, "")


def test_fallback_is_marked_with_its_language_and_direction() -> None:
    with translation.override("ar"):
        assert official.marked({"en": "Network"}) == '<span lang="en" dir="ltr">Network</span>'
    with translation.override("en"):
        assert official.marked({"fr": "Réseau"}) == '<span lang="fr" dir="ltr">Réseau</span>'
        assert official.marked({"ar": "شبكة"}) == '<span lang="ar" dir="rtl">شبكة</span>'
        assert official.marked(NAME) == "Network"


def test_text_is_marked_against_the_language_the_page_is_really_in() -> None:
    with translation.override("fr"):  # the words around it are English: there is no French catalogue
        assert official.marked({"fr": "Réseau"}) == '<span lang="fr" dir="ltr">Réseau</span>'
        assert official.marked({"en": "Network"}) == "Network"


def test_marks_in_official_text_are_escaped() -> None:
    with translation.override("fr"):
        assert "<script>" not in official.marked({"en": "<script>"})
    assert Template("{{ text|official }}").render(Context({"text": {"en": "<script>"}})) == "&lt;script&gt;"
