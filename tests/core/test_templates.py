"""What holds for every template and the stylesheet: strict CSP, our own host, both directions, small pages."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import allauth
import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.template import RequestContext, Template
from django.template.loader import get_template
from django.test import Client, RequestFactory
from i18nfield.strings import LazyI18nString

from se4u.core import errors, speech
from se4u.demo.cast import Cast

TEMPLATES = sorted((settings.PACKAGE_DIR / "templates").rglob("*.html"))
STATIC = settings.PACKAGE_DIR / "static"
CSS = sorted(STATIC.rglob("*.css"))
JS = sorted(STATIC.rglob("*.js"))
MAILS = ("mail", "notifications")  # mail programs read inline styles alone
PUBLIC = ("/en/", "/ar/", "/en/pages/about/", "/en/styleguide/")

by_path = pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(settings.PACKAGE_DIR)))


def without_comments(path: Path) -> str:
    return re.sub(r"{% comment %}.*?{% endcomment %}|{#.*?#}", "", path.read_text(), flags=re.DOTALL)


@by_path
def test_template_has_no_inline_style_or_script(path: Path) -> None:
    if path.parent.name in MAILS:
        pytest.skip("a mail")
    text = without_comments(path)
    assert not re.search(r"\sstyle\s*=", text), "inline style"
    assert not re.search(r"<style\b", text), "style element"
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), "inline handler"
    for tag in re.findall(r"<script\b[^>]*>", text):
        assert "src=" in tag or 'type="application/json"' in tag, tag


@by_path
def test_template_loads_nothing_from_elsewhere(path: Path) -> None:
    text = without_comments(path)
    assert not re.search(r"(?:src|srcset|action)\s*=\s*[\"'](?:https?:)?//", text)
    assert not re.search(r"<link\b[^>]*href\s*=\s*[\"'](?:https?:)?//", text)


@by_path
def test_template_trims_translated_blocks(path: Path) -> None:
    for tag in re.findall(r"{%\s*blocktrans(?:late)?\b[^%]*%}", without_comments(path)):
        assert re.match(r"{%\s*blocktranslate trimmed\b", tag), tag


@by_path
def test_template_compiles(path: Path) -> None:
    get_template(str(path.relative_to(settings.PACKAGE_DIR / "templates")))


@by_path
def test_every_posted_form_has_its_token(path: Path) -> None:
    text = without_comments(path)
    for form in re.findall(r"<form\b[^>]*method=\"post\".*?</form>", text, flags=re.DOTALL):
        assert "{% csrf_token %}" in form
        assert "{% once %}" in form or "data-repeatable" in form


PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right|top|bottom)\b"
    r"|(?:left|right|top|bottom|width|height|min-width|max-width|min-height|max-height)\s*:"
    r"|(?:float|clear|text-align)\s*:\s*(?:left|right)\b)"
)


@pytest.mark.parametrize("path", CSS, ids=lambda path: path.name)
def test_stylesheet_is_logical(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/|@media[^{]*", "", path.read_text(), flags=re.DOTALL)
    assert not PHYSICAL.findall(text)


@pytest.mark.parametrize("path", CSS, ids=lambda path: path.name)
def test_stylesheet_loads_nothing(path: Path) -> None:
    assert not re.search(r"url\(|@import|@font-face|https?:", path.read_text().replace('[href^="http"]', ""))


def test_own_javascript_stays_small() -> None:
    assert sum(len(path.read_text().splitlines()) for path in JS) < 300


@pytest.mark.parametrize("path", PUBLIC)
def test_page_for_the_anonymous_can_be_cached(path: str, client: Client, db: None) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert not response.cookies
    text = response.content.decode()
    assert "csrfmiddlewaretoken" not in text
    assert "nonce" not in text
    assert "nonce" not in response.headers["Content-Security-Policy"]


def test_home_is_light(client: Client, db: None) -> None:
    pages = gzip.compress(client.get("/en/").content)
    files = [gzip.compress(path.read_bytes()) for path in [*CSS, *JS, *STATIC.glob("favicon.*")]]
    assert len(pages) + sum(map(len, files)) < 100_000


def test_home_names_its_languages_in_order(client: Client, db: None) -> None:
    text = client.get("/en/?a=1").content.decode()
    languages = re.search(r'<ul class="languages">(.*?)</ul>', text, re.DOTALL)
    assert languages
    assert re.findall(r'href="([^"]+)" lang="([^"]+)"', languages[1]) == [
        (f"/{code}/?a=1", code) for code in ("ar", "zh-hans", "en", "fr", "ru", "es", "pt")
    ]
    assert re.findall(r">([^<>]+)</a>", languages[1]) == [name for _code, name in settings.LANGUAGES]
    assert 'lang="en" hreflang="en" aria-current="true"' in languages[1]


@pytest.mark.parametrize(
    ("code", "stated", "direction"),
    [("en", "en", "ltr"), ("ar", "ar", "rtl"), ("zh-hans", "en", "ltr"), ("fr", "en", "ltr")],
)
def test_page_states_language_and_direction(code: str, stated: str, direction: str, client: Client, db: None) -> None:
    """What its words are in: English where nobody has translated them."""
    assert f'<html lang="{stated}" dir="{direction}">' in client.get(f"/{code}/").content.decode()


@pytest.mark.parametrize("code", ["en", "fr"])
def test_page_announces_the_languages_its_words_stand_in(code: str, client: Client, db: None) -> None:
    text = client.get(f"/{code}/pages/about/").content.decode()
    assert re.findall(r'rel="alternate" hreflang="([^"]+)"', text) == ["ar", "en"]
    assert re.findall(r'<a [^>]*hreflang="([^"]+)"', text) == ["ar", "en"]
    assert 'lang="fr"' in text  # the way to official texts in French stays


def test_catalogue_brings_its_language_to_the_page(tmp_path: Path, client: Client, settings: Any, db: None) -> None:
    made = tmp_path / "pt" / "LC_MESSAGES"
    made.mkdir(parents=True)
    (made / "django.mo").write_bytes((Path(settings.LOCALE_PATHS[0]) / "ar" / "LC_MESSAGES" / "django.mo").read_bytes())
    settings.LOCALE_PATHS = [*settings.LOCALE_PATHS, tmp_path]
    speech.has_catalogue.cache_clear()
    try:
        assert '<html lang="pt" dir="ltr">' in client.get("/pt/").content.decode()
    finally:
        speech.has_catalogue.cache_clear()


def test_language_names_stay_their_own_in_every_language(client: Client, db: None) -> None:
    for code, _name in settings.LANGUAGES:
        text = client.get(f"/{code}/pages/about/").content.decode()
        assert all(f">{name}</a>" in text for _code, name in settings.LANGUAGES)


def test_every_page_can_be_left_quickly_and_says_who_is_independent(client: Client, db: None) -> None:
    text = client.get("/en/pages/safety/").content.decode()
    assert f'href="{settings.QUICK_EXIT_URL}" rel="noreferrer noopener" data-quick-exit' in text
    assert "Networks and alliances are independent." in text


def test_demonstration_says_so(client: Client, db: None, settings: pytest.FixtureRequest) -> None:
    assert "Demonstration:" not in client.get("/en/pages/about/").content.decode()
    settings.DEMO = True  # type: ignore[attr-defined]
    assert "Demonstration:" in client.get("/en/pages/safety/").content.decode()


@pytest.mark.parametrize("code", ["en", "ar"])
def test_missing_page_is_calm(code: str, client: Client, db: None) -> None:
    response = client.get(f"/{code}/no-such-page/")
    assert response.status_code == 404
    assert 'class="foot"' in response.content.decode()


def test_server_error_needs_neither_context_nor_database() -> None:
    response = errors.server_error(RequestFactory().get("/en/"))
    assert response.status_code == 500
    assert "went wrong on our side" in response.content.decode()


@pytest.mark.parametrize("slug", ["about", "data-protection", "accessibility", "safety", "contact"])
def test_plain_page_has_a_title_and_text(slug: str, client: Client, db: None) -> None:
    text = client.get(f"/en/pages/{slug}/").content.decode()
    title = re.search(r"<title>(.*?)</title>", text, re.DOTALL)
    assert title
    assert re.fullmatch(r"[A-Z].+ · Stakeholder Engagement", title[1].strip())
    assert text.count("<h1>") == 1


def test_official_text_in_another_language_does_not_break_title_and_description(db: None) -> None:
    page = Template(
        "{% extends 'base.html' %}{% block title %}{{ name|official }}{% endblock %}"
        "{% block description %}{{ name|official }}{% endblock %}"
    )
    name = LazyI18nString({"es": 'Red "Uno" <del> Sur'})
    html = page.render(RequestContext(RequestFactory().get("/en/"), {"name": name}))
    assert "<title>Red &quot;Uno&quot; &lt;del&gt; Sur · Stakeholder Engagement</title>" in html
    assert '<meta name="description" content="Red &quot;Uno&quot; &lt;del&gt; Sur">' in html


def test_every_element_of_the_sign_in_library_wears_our_look() -> None:
    library = Path(allauth.__file__).parent / "templates" / "allauth"
    ours = settings.PACKAGE_DIR / "templates" / "allauth"
    names = {path.relative_to(library) for path in library.rglob("*.html")}
    assert names == {path.relative_to(ours) for path in ours.rglob("*.html")}


@pytest.mark.parametrize(
    "path", ["account/login/", "account/signup/", "account/password/reset/", "account/login/code/"]
)
def test_sign_in_page_uses_our_fields_and_frame(path: str, client: Client, db: None) -> None:
    response = client.get(f"/en/{path}")
    shown = {template.name for template in response.templates}
    assert {"base.html", "components/form.html", "components/field.html"} <= shown
    assert "layout-task" in response.content.decode()


def test_list_of_security_keys_opens(cast: Cast, as_persona: Callable[[str], Client]) -> None:
    key = {"credential": {"clientExtensionResults": {}}}
    Authenticator.objects.create(
        user=cast.representative, type=Authenticator.Type.WEBAUTHN, data={"name": "My telephone", **key}
    )
    text = as_persona("representative").get("/en/account/second-factor/webauthn/").content.decode()
    assert "My telephone" in text
