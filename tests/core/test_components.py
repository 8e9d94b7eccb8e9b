"""Components: all in the gallery, fields joined to their hints and errors."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from se4u.core import navigation

COMPONENTS = settings.PACKAGE_DIR / "templates" / "components"
PAGES = {"components/confirm.html"}  # whole pages to extend; their parts are in the gallery


class Sample(forms.Form):
    """One field of each kind that matters."""

    name = forms.CharField(help_text="As you write it")
    about = forms.CharField(widget=forms.Textarea, max_length=200, required=False)
    mail = forms.EmailField(required=False)
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect, help_text="One of two")
    many = forms.MultipleChoiceField(
        choices=[(str(n), f"Choice {n}") for n in range(20)], widget=forms.CheckboxSelectMultiple, required=False
    )
    agree = forms.BooleanField(help_text="Read them first")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def tight(html: object) -> str:
    """Return markup without the blanks that stand before a closing tag."""
    return re.sub(r"\s+</", "</", str(html))


def test_gallery_shows_every_component(client: Client, db: None) -> None:
    shown = {template.name for template in client.get("/en/styleguide/").templates}
    present = {f"components/{path.name}" for path in Path(COMPONENTS).glob("*.html")}
    assert present - PAGES <= shown


def test_gallery_stands_in_both_directions(client: Client, db: None) -> None:
    text = client.get("/en/styleguide/").content.decode()
    assert '<div lang="en" dir="ltr">' in text
    assert '<div lang="ar" dir="rtl">' in text


def test_field_joins_label_hint_error_and_control() -> None:
    html = tight(Sample({})["name"].as_field_group())
    assert '<label for="id_name">Name</label>' in html
    assert 'id="id_name_helptext">As you write it' in html
    assert 'id="id_name_error"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html


def test_field_without_fault_has_no_error_marks() -> None:
    html = str(Sample({"name": "Casa Abierta"})["name"].as_field_group())
    assert "aria-invalid" not in html
    assert "field-bad" not in html


def test_radio_list_is_a_described_group() -> None:
    html = tight(Sample({})["kind"].as_field_group())
    assert '<fieldset aria-describedby="id_kind_helptext id_kind_error">' in html
    assert "<legend>Kind</legend>" in html


def test_only_optional_fields_say_so() -> None:
    html = str(Sample())
    assert "About <" in html or "About" in html
    assert html.count("(optional)") == 3


def test_long_text_counts_and_follows_its_script() -> None:
    html = str(Sample()["about"].as_field_group())
    assert 'data-counter="id_about" data-limit="200"' in html
    assert "Up to 200 characters" in html
    assert 'dir="auto"' in html


def test_addresses_run_left_to_right() -> None:
    assert 'dir="ltr"' in str(Sample()["mail"])


def test_long_list_of_choices_can_be_narrowed_and_short_one_not() -> None:
    assert "data-filter" in str(Sample()["many"])
    assert "data-filter" not in str(Sample()["kind"])


def test_placeholders_do_not_stand_for_labels() -> None:
    field = forms.CharField(widget=forms.TextInput(attrs={"placeholder": "Write here", "autocomplete": "name"}))
    html = str(type("Other", (forms.Form,), {"field": field})()["field"])
    assert "Write here" not in html
    assert 'autocomplete="name"' in html


def test_error_summary_links_to_each_faulty_field() -> None:
    html = str(Sample({}))
    assert '<div class="summary-bad" role="alert" tabindex="-1" data-focus>' in html
    for field in ("name", "kind", "agree"):
        assert f'href="#id_{field}"' in html
        assert f'id="id_{field}"' in html
    assert 'href="#id_about"' not in html


def test_error_of_the_whole_form_stands_in_the_summary() -> None:
    form = Sample({"name": "a", "kind": "a", "agree": "on"})
    form.add_error(None, "The call has ended.")
    assert "The call has ended." in str(form)


def test_written_input_is_escaped_and_kept() -> None:
    html = str(Sample({"name": '"><b>x', "about": "</textarea>x"}))
    assert "&quot;&gt;&lt;b&gt;x" in html
    assert "&lt;/textarea&gt;x" in html


def test_hidden_field_has_no_frame() -> None:
    html = str(Sample())
    assert html.count('name="secret"') == 1
    assert 'for="id_secret"' not in html


@pytest.mark.parametrize(("number", "before", "after"), [(1, False, True), (2, True, True), (3, True, False)])
def test_pagination_keeps_filters(number: int, before: bool, after: bool) -> None:
    request = RequestFactory().get("/en/directory/?theme=tip&page=7")
    page = Paginator(range(30), 10).page(number)
    html = Template("{% pagination page %}").render(Context({"page": page, "request": request}))
    assert ('rel="prev"' in html) is before
    assert ('rel="next"' in html) is after
    assert "theme=tip" in html
    assert "page=7" not in html


def test_name_in_a_timeline_stands_apart_from_the_direction_around_it() -> None:
    """Else the date before it is torn apart by a name in another script."""
    entry = {"when": "6 November 2026", "text": "Joined", "by": "<أمل>"}
    html = render_to_string("components/timeline.html", {"entries": [entry]})
    assert "6 November 2026 · <bdi>&lt;أمل&gt;</bdi>" in html


def test_single_page_has_no_pagination() -> None:
    request = RequestFactory().get("/en/")
    page = Paginator(range(3), 10).page(1)
    assert Template("{% pagination page %}").render(Context({"page": page, "request": request})).strip() == ""


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/en/directory/?q=a&b", "/ar/directory/?q=a&b"),
        ("/zh-hans/networks/x/", "/ar/networks/x/"),
        ("/en/no/such/page/", "/ar/no/such/page/"),
        ("/healthz", "/ar/"),
        ("//elsewhere.example/", "/ar/"),
    ],
)
def test_language_switch_stays_on_the_page(path: str, expected: str) -> None:
    request = RequestFactory().get("/")
    request.get_full_path = lambda: path  # type: ignore[method-assign]
    html = Template("{% autoescape off %}{% in_language 'ar' %}{% endautoescape %}").render(
        Context({"request": request})
    )
    assert html == expected


def test_navigation_marks_where_one_is(db: None) -> None:
    request = RequestFactory().get("/en/account/login/")
    entry = navigation.entries(request)[-1]
    assert (str(entry["label"]), entry["current"]) == ("Sign in", "page")
