"""Formatted text never acts."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from se4u.core import richtext

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<p onclick=alert(1)>x</p>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="JaVaScRiPt:alert(1)">x</a>',
    '<a href="&#106;avascript:alert(1)">x</a>',
    '<a href="java\nscript:alert(1)">x</a>',
    '<a href="data:text/html,<script>1</script>">x</a>',
    '<a href="vbscript:x">x</a>',
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext></mtext><mglyph><style><img src=x onerror=alert(1)></style></mglyph></math>",
    "<iframe src=//evil.example></iframe>",
    "<object data=x></object><embed src=x>",
    '<p style="position:fixed">x</p>',
    "<style>body{display:none}</style>",
    "<form action=//evil.example><input name=password></form>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--<img src=--><img src=x onerror=alert(1)>-->",
    '<base href="//evil.example">',
    '<meta http-equiv="refresh" content="0;url=//evil.example">',
    "[x](javascript:alert(1))",
    "![x](https://spy.example/p.png)",
    "<https://ok.example> <javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    '[x](https://ok.example "onmouseover=alert(1)")',
]


class _Reader(HTMLParser):
    """Collects what a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]


def _assert_harmless(html: str) -> None:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.tags <= richtext.EDITORS_TAGS
    for tag, name, value in reader.attributes:
        assert name in richtext.ATTRIBUTES.get(tag, set()) | ({"rel"} if tag == "a" else set())
        if name == "href":
            assert re.match(r"https?://|mailto:|tel:|/(?!/)|#|\?", value, re.IGNORECASE), value


UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # machines are busy at times
PIECES = st.lists(
    st.one_of(
        st.sampled_from(ATTACKS),
        st.sampled_from(
            ["<p>", "</p>", "<a href='", "'>", "<b", "on", "=", "&#x6a;", "<!--", "-->", "<![CDATA[", "]]>", "`", "**"]
        ),
        st.text(max_size=20),
    ),
    max_size=12,
).map("".join)


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_do_not_pass(attack: str) -> None:
    _assert_harmless(richtext.clean(attack))
    _assert_harmless(richtext.markdown(attack))


@UNHURRIED
@given(PIECES)
def test_cleaning_lets_nothing_through_that_acts(text: str) -> None:
    _assert_harmless(richtext.clean(text))
    _assert_harmless(richtext.markdown(text))


@UNHURRIED
@given(PIECES)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = richtext.clean(text)
    assert richtext.clean(once) == once
    marked = richtext.markdown(text)
    assert richtext._reduced(marked, richtext.MEMBERS_TAGS, "nofollow noopener noreferrer ugc") == marked


def test_editors_text_keeps_its_shape() -> None:
    html = '<h2>Rules</h2><p dir="rtl" lang="ar">نص <strong>x</strong></p><ul><li>one</li></ul><ol start="3"><li>two</li></ol>'
    assert richtext.clean(html) == html


def test_links_take_nothing_of_the_page_with_them() -> None:
    assert richtext.clean('<a href="https://ok.example/" target="_blank">x</a>') == (
        '<a href="https://ok.example/" rel="noopener noreferrer">x</a>'
    )
    assert 'rel="nofollow noopener noreferrer ugc"' in richtext.markdown("[x](https://ok.example/)")


@pytest.mark.parametrize(
    "href", ["//evil.example/", "www.ok.example", "page", "ftp://x.example", "https:evil", "/a b", "\\\\x"]
)
def test_links_that_are_no_whole_address_lead_nowhere(href: str) -> None:
    assert "href" not in richtext.clean(f'<a href="{href}">x</a>')


@pytest.mark.parametrize(
    "href", ["/en/directory/", "#part", "?q=a", "mailto:a@b.example", "tel:+431", "HTTPS://ok.example/"]
)
def test_links_to_the_web_and_to_this_site_stay(href: str) -> None:
    assert f'href="{href}"' in richtext.clean(f'<a href="{href}">x</a>')


@pytest.mark.parametrize(("name", "value"), [("dir", "sideways"), ("lang", "x' onload"), ("lang", "")])
def test_attributes_hold_known_values_alone(name: str, value: str) -> None:
    assert richtext.clean(f'<p {name}="{value}">x</p>') == "<p>x</p>"


def test_members_marks_become_paragraphs_lists_and_emphasis() -> None:
    assert richtext.markdown("one\ntwo\n\n- *a*\n- **b**") == (
        "<p>one<br>\ntwo</p>\n<ul>\n<li><em>a</em></li>\n<li><strong>b</strong></li>\n</ul>\n"
    )


def test_members_html_is_shown_as_written() -> None:
    assert richtext.markdown("<b>x</b> & y") == "<p>&lt;b&gt;x&lt;/b&gt; &amp; y</p>\n"


def test_members_cannot_write_headings_into_the_page() -> None:
    assert "<h" not in richtext.markdown("# Title\n\nTitle\n=====\n")


def test_filters_clean_what_was_stored_before() -> None:
    template = Template("{{ html|rich }}{{ text|members_text }}")
    shown = template.render(Context({"html": "<p onclick=x>a</p><script>1</script>", "text": "*b*"}))
    assert shown == "<p>a</p><p><em>b</em></p>\n"
    assert Template("{{ none|rich }}{{ none|members_text }}").render(Context({"none": None})) == ""


def test_plain_words_of_a_text() -> None:
    assert richtext.plain("<h2>One</h2><p>two &amp; <b>three</b><br>four</p>") == "One two & three four"


class Form(forms.Form):
    """A form with editors' text."""

    text = richtext.RichTextField(max_length=100)


def _cleaned(text: str) -> Any:
    form = Form({"text": text})
    assert form.is_valid(), form.errors
    return form.cleaned_data["text"]


def test_field_cleans_before_storing() -> None:
    assert _cleaned("<p onclick=x>a</p><script>1</script>") == "<p>a</p>"


def test_field_without_scripts_takes_plain_words() -> None:
    assert _cleaned("one\n\ntwo & 3 < 4") == "<p>one</p>\n\n<p>two &amp; 3 &lt; 4</p>"


@pytest.mark.parametrize("empty", ["", "   ", "<p></p>", "<p><br></p>", "<script>x</script>", "<p>&nbsp;</p>"])
def test_field_with_nothing_to_read_is_empty(empty: str) -> None:
    form = Form({"text": empty})
    assert not form.is_valid()
    assert form.errors["text"].as_data()[0].code == "required"


def test_field_too_long_says_so_and_keeps_the_input() -> None:
    form = Form({"text": "x" * 1_000_000})
    assert not form.is_valid()
    assert form.errors["text"].as_data()[0].code == "max_length"
    assert form["text"].value() == "x" * 1_000_000


def test_field_is_a_textarea_with_a_hidden_tool_bar_until_scripts_run() -> None:
    html = str(Form()["text"])
    assert "<textarea" in html
    assert 'role="toolbar"' in html
    assert "hidden" in html
    assert "nonce" not in html
