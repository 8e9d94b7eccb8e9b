"""The code of conduct and the data protection notice: agreed to before taking part, and again when they change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError
from django.template.loader import get_template
from django.test import Client

from se4u.accounts import services, texts
from se4u.accounts.models import Consent
from tests.personas import Cast

AGREE = {"conduct": "on", "privacy": "on"}


@pytest.fixture
def undecided(cast: Cast, as_persona: Callable[[str], Client]) -> Client:
    """A newcomer who has not agreed yet."""
    cast.newcomer.consents.all().delete()
    return as_persona("newcomer")


def test_everything_leads_to_the_texts_first_and_back(undecided: Client, cast: Cast) -> None:
    response = undecided.get("/en/account/profile/?a=1")
    assert response.headers["Location"] == "/en/account/agreement/?next=%2Fen%2Faccount%2Fprofile%2F%3Fa%3D1"
    page = undecided.get(response.headers["Location"]).content.decode()
    assert "Protection from sexual exploitation and abuse" in page
    assert "Data protection notice" in page
    done = undecided.post("/en/account/agreement/", {**AGREE, "next": "/en/account/profile/?a=1"})
    assert done.headers["Location"] == "/en/account/profile/?a=1"
    assert set(cast.newcomer.consents.values_list("document", "version")) == {("conduct", 1), ("privacy", 1)}
    assert undecided.get("/en/account/profile/").status_code == 200


def test_nothing_can_be_done_before(undecided: Client, cast: Cast) -> None:
    undecided.post("/en/account/notifications/delivery/", {"delivery": "here"})
    cast.newcomer.refresh_from_db()
    assert cast.newcomer.delivery == "at_once"


def test_a_form_kept_back_can_be_sent_again_afterwards(undecided: Client, cast: Cast) -> None:
    form = {"delivery": "here", "once": "0b6f6a52-7f3b-4d3f-9a55-7b2a3f3f9d11"}
    undecided.post("/en/account/notifications/delivery/", form)
    undecided.post("/en/account/agreement/", AGREE)
    undecided.post("/en/account/notifications/delivery/", form)
    cast.newcomer.refresh_from_db()
    assert cast.newcomer.delivery == "here"


@pytest.mark.parametrize("missing", ["conduct", "privacy"])
def test_both_must_be_ticked(undecided: Client, cast: Cast, missing: str) -> None:
    response = undecided.post("/en/account/agreement/", {key: "on" for key in AGREE if key != missing})
    assert "field-bad" in response.content.decode()
    assert not cast.newcomer.consents.exists()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/en/account/texts/conduct/", 200),
        ("/ar/account/texts/privacy/", 200),
        ("/en/account/logout/", 200),
        ("/healthz", 200),
        ("/en/account/export/", 302),  # to the password, not to the texts
        ("/en/account/delete/", 302),
    ],
)
def test_what_works_without_agreeing(undecided: Client, path: str, status: int) -> None:
    response = undecided.get(path)
    assert response.status_code == status
    assert "agreement" not in response.headers.get("Location", "")


def test_other_language_of_the_texts_is_reachable(undecided: Client) -> None:
    assert '<html lang="ar" dir="rtl">' in undecided.get("/ar/account/agreement/").content.decode()


def test_new_version_asks_again_for_that_text_alone(
    cast: Cast, as_persona: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = as_persona("representative")
    assert client.get("/en/account/").status_code == 200
    monkeypatch.setitem(texts.CURRENT, Consent.Document.CONDUCT, 2)
    monkeypatch.setattr(texts, "template_of", lambda document, _version: f"accounts/texts/{document}_1.html")
    response = client.get("/en/account/")
    assert response.headers["Location"].startswith("/en/account/agreement/")
    page = client.get("/en/account/agreement/").content.decode()
    assert "A text has changed" in page
    assert 'name="privacy"' not in page
    client.post("/en/account/agreement/", {"conduct": "on"})
    assert client.get("/en/account/").status_code == 200
    assert cast.representative.consents.filter(document="conduct").count() == 2


def test_anonymous_are_not_asked_and_their_session_is_not_touched(client: Client, db: None) -> None:
    response = client.get("/en/account/texts/conduct/")
    assert response.status_code == 200
    assert not response.cookies


def test_agreement_leads_nowhere_else(undecided: Client) -> None:
    done = undecided.post("/en/account/agreement/", {**AGREE, "next": "https://evil.example/"})
    assert done.headers["Location"] == "/en/desk/"


def test_htmx_is_led_by_its_header(undecided: Client) -> None:
    response = undecided.get("/en/account/", headers={"hx-request": "true"})
    assert response.headers["HX-Redirect"].startswith("/en/account/agreement/")


def test_agreeing_twice_is_once(cast: Cast) -> None:
    services.agree(cast.newcomer, by=cast.newcomer)
    services.agree(cast.newcomer, by=cast.newcomer)
    assert cast.newcomer.consents.count() == 2
    with pytest.raises(IntegrityError):
        Consent.objects.create(person=cast.newcomer, document="conduct", version=1)


def test_agreement_is_asked_of_the_database_once_per_session(
    as_persona: Callable[[str], Client], django_assert_num_queries: Any
) -> None:
    client = as_persona("newcomer")
    client.get("/en/account/delete/")
    client.get("/en/account/notifications/delivery/")
    with django_assert_num_queries(2):  # the session and the person
        client.get("/en/account/notifications/delivery/")


def test_every_current_text_has_its_words() -> None:
    for document, version in texts.CURRENT.items():
        for older in range(1, version + 1):
            get_template(texts.template_of(document, older))


@pytest.mark.parametrize("word", ["respect", "non-adversarial", "victim", "witness", "Sexual exploitation"])
def test_code_of_conduct_says_what_the_concept_asks(client: Client, db: None, word: str) -> None:
    assert word in client.get("/en/account/texts/conduct/").content.decode()
