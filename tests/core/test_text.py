"""Folding: what makes no difference when words are compared."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from se4u.core.text import QUERY_LENGTH, QUERY_WORDS, WORD_LENGTH, asked, excerpt, fold, highlight, parse, words

ANY_TEXT = st.text(max_size=200)
# Text that folding has most to do with: several scripts, marks, joiners, presentation forms.
SCRIPTS = st.text(
    st.sampled_from("aÀéñßøŁİıœﬁ٣九 أإآٱؤئءةهىيیکكـًَّﻻ\u0640\u200c\u200d反腐败がガ한국ไทยनीЁёй-_.'\"*&<>=\x00\n"),
    max_size=60,
)


@pytest.mark.parametrize(
    ("written", "sought"),
    [
        ("Víctimas", "victimas"),
        ("ŁÓDŹ", "lodz"),
        ("İstanbul", "istanbul"),
        ("Straße", "STRASSE"),
        ("Ærø", "aero"),
        ("الأمل", "الامل"),
        ("إدارة", "اداره"),
        ("مؤسسة", "موسسه"),
        ("هيئة", "هييه"),
        ("مستشفى", "مستشفي"),
        ("مَرْكَز", "مركز"),
        ("الضحايــــا", "الضحايا"),
        ("ﻻجئ", "لاجي"),
        ("کودک ایران", "كودك ايران"),
        ("می\u200cخواهم", "ميخواهم"),
        ("２０２５", "2025"),
        ("٢٠٢٥", "2025"),
        ("Ёлка", "елка"),
    ],
)
def test_fold_makes_variants_equal(written: str, sought: str) -> None:
    assert fold(written) == fold(sought)


def test_fold_separates_chinese_characters() -> None:
    assert fold("反腐败NGO组织") == "反 腐 败 ngo 组 织"


def test_fold_keeps_words_apart_that_differ() -> None:
    assert fold("casa") != fold("cassa")
    assert fold("नदी") != fold("नद")


@given(st.one_of(ANY_TEXT, SCRIPTS))
def test_fold_is_idempotent_and_holds_words_alone(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert not re.search(r"[\x00-\x1f\"'*&|!():<>\\_-]|  |^ | $", folded)
    assert all(len(word) <= WORD_LENGTH for word in words(text))


@given(st.one_of(ANY_TEXT, SCRIPTS))
def test_parse_is_bounded_and_never_raises(text: str) -> None:
    phrases = parse(text)
    assert sum(len(phrase.words) for phrase in phrases) <= QUERY_WORDS
    assert all(phrase.words and all(phrase.words) for phrase in phrases)


@given(st.one_of(ANY_TEXT, SCRIPTS), st.one_of(ANY_TEXT, SCRIPTS))
def test_highlight_changes_nothing_but_marks(text: str, query: str) -> None:
    from django.utils.html import escape

    marked = highlight(text, query)
    assert marked.replace("<mark>", "").replace("</mark>", "") == escape(text)
    assert marked.count("<mark>") == marked.count("</mark>")


@given(st.one_of(ANY_TEXT, SCRIPTS))
def test_excerpt_never_raises_and_holds_no_markup_of_others(text: str) -> None:
    shown = excerpt(text * 5, text, 40)
    assert "<" not in re.sub(r"</?mark>", "", shown)


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("para víctimas de trata", "VICTIMAS", "para <mark>víctimas</mark> de trata"),
        ("victims & others", "vic", "<mark>victims</mark> &amp; others"),
        ("مركز الأمل", "الامل", "مركز <mark>الأمل</mark>"),
        ("国际反腐败组织", "反腐败", "国际<mark>反腐败</mark>组织"),
        ("<b>aid</b>", "b", "&lt;<mark>b</mark>&gt;aid&lt;/<mark>b</mark>&gt;"),
        ("legal aid and legal work", '"legal aid"', "<mark>legal</mark> <mark>aid</mark> and legal work"),
        ("nothing here", "", "nothing here"),
    ],
)
def test_highlight_finds_what_search_finds(text: str, query: str, marked: str) -> None:
    assert highlight(text, query) == marked


def test_excerpt_goes_to_the_first_hit() -> None:
    shown = excerpt("word " * 200 + "needle " + "word " * 200, "needle", 100)
    assert "<mark>needle</mark>" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < 160


def test_what_was_asked_is_one_line_of_bounded_length() -> None:
    assert asked("  two\n words\t\x00 ") == "two words"
    assert len(asked("x" * 5000)) == QUERY_LENGTH
