"""Signing up and in: by address, link, code; nobody learns which addresses have an account."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import hashers
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from se4u.accounts.models import User
from tests.mail_servers import OUT_OF_REACH
from tests.personas import Cast

from .conftest import PASSWORD

NEW = "fresh@sample.example"
LOCMEM = "django.core.cache.backends.locmem.LocMemCache"
GOOD = "long enough, and said by nobody"
SignIn = Callable[..., Client]


def sign_up(client: Client, email: str = NEW, password: str = GOOD, language: str = "en") -> HttpResponse:
    return client.post(f"/{language}/account/signup/", {"email": email, "password1": password})  # type: ignore[return-value]


def path_in(message: Any, host: str = "testserver") -> str:
    """Return the path of the button's address."""
    found = re.search(rf"https?://{host}(/\S+)", message.body)
    assert found, message.body
    return found[1]


def confirm(client: Client, message: Any) -> HttpResponse:
    return client.post(path_in(message))  # type: ignore[return-value]


# -- the way in


def test_sign_up_confirm_and_be_signed_in(db: None) -> None:
    client = Client()
    response = sign_up(client)
    assert response.headers["Location"] == "/en/account/confirm-email/"
    [message] = mail.outbox
    assert client.get(path_in(message)).status_code == 200
    assert confirm(client, message).status_code == 302
    assert client.get("/en/account/agreement/").status_code == 200
    assert EmailAddress.objects.get(email=NEW).verified


def test_sign_up_in_arabic_makes_an_arabic_account_and_mail(db: None) -> None:
    sign_up(Client(), language="ar")
    assert User.objects.get(email=NEW).language == "ar"
    [message] = mail.outbox
    assert "/ar/account/confirm-email/" in message.body
    assert '<html lang="ar" dir="rtl">' in str(message.alternatives[0][0])


def test_sign_up_keeps_addresses_in_lower_case(db: None) -> None:
    client = Client()
    sign_up(client, email="FRESH@Sample.Example")
    [message] = mail.outbox
    assert message.to == [NEW]
    confirm(client, message)
    assert User.objects.get().email == NEW
    assert EmailAddress.objects.get().email == NEW
    again = Client().post("/en/account/login/", {"login": "Fresh@SAMPLE.example", "password": GOOD})
    assert again.status_code == 302


@pytest.mark.parametrize(
    ("password", "said"),
    [("short", "at least 12 characters"), ("password1234", "too common"), ("fresh@sample.example", "too similar")],
)
def test_sign_up_refuses_a_weak_password_and_keeps_the_address(db: None, password: str, said: str) -> None:
    text = sign_up(Client(), password=password).content.decode()
    assert said in text
    assert f'value="{NEW}"' in text
    assert not User.objects.exists()


def test_sign_up_page_says_what_a_password_must_be(client: Client, db: None) -> None:
    text = client.get("/en/account/signup/").content.decode()
    assert "at least 12 characters" in text
    assert "commonly used" in text
    assert "placeholder" not in text


@pytest.mark.parametrize("email", ["", "no address", "a@b", "x" * 300 + "@sample.example", "nul\x00@sample.example"])
def test_sign_up_with_a_bad_address_says_so(db: None, email: str) -> None:
    response = sign_up(Client(), email=email)
    assert response.status_code == 200
    assert "field-bad" in response.content.decode()
    assert not User.objects.exists()


def test_sign_up_with_a_megabyte_is_refused_beside_the_field(db: None) -> None:
    response = sign_up(Client(), email="x" * 1_000_000)
    assert response.status_code == 200
    assert "field-bad" in response.content.decode()


def test_sign_up_twice_at_the_same_moment_is_answered_like_a_known_address(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    save = User.save

    def second(self: User, *args: Any, **options: Any) -> None:
        save(self, *args, **options)
        raise IntegrityError

    monkeypatch.setattr(User, "save", second)
    response = sign_up(Client())
    assert response.headers["Location"] == "/en/account/confirm-email/"
    assert "already have an account" in mail.outbox[0].subject


# -- links


def test_link_works_once(db: None) -> None:
    client = Client()
    sign_up(client)
    confirm(client, mail.outbox[0])
    response = Client().get(path_in(mail.outbox[0]))
    assert "This link no longer works" in response.content.decode()
    assert "Ask for a new link" in response.content.decode()


def test_link_expires(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_up(Client())
    later = timezone.now() + timedelta(days=3, minutes=1)
    monkeypatch.setattr("time.time", later.timestamp)
    assert "This link no longer works" in Client().get(path_in(mail.outbox[0])).content.decode()
    assert confirm(Client(), mail.outbox[0]).status_code == 404
    assert not EmailAddress.objects.get().verified


def test_foreign_link_says_so(client: Client, db: None) -> None:
    assert "This link no longer works" in client.get("/en/account/confirm-email/abc:def/").content.decode()


def test_link_of_another_signs_nobody_in(cast: Cast, signed_in: SignIn) -> None:
    sign_up(Client())
    other = signed_in(cast.newcomer)
    confirm(other, mail.outbox[0])
    assert not EmailAddress.objects.get(email=NEW).verified
    other.get(path_in(mail.outbox[0]))
    assert other.get("/en/account/").status_code == 302


def test_new_link_can_be_asked_for(db: None, client: Client) -> None:
    from django.core.cache import cache

    sign_up(client)
    cache.clear()
    response = client.post("/en/account/new-link/", {"email": NEW.upper()})
    assert response.headers["Location"] == "/en/account/confirm-email/"
    assert len(mail.outbox) == 2
    confirm(client, mail.outbox[1])
    assert EmailAddress.objects.get().verified


def test_reset_link_works_once_and_ends_all_sessions(cast: Cast, signed_in: SignIn, client: Client) -> None:
    elsewhere = signed_in(cast.newcomer)
    client.post("/en/account/password/reset/", {"email": cast.newcomer.email})
    link = path_in(mail.outbox[-1])
    shown = client.get(link)
    done = client.post(shown.headers["Location"], {"password1": GOOD, "password2": GOOD})
    assert done.status_code == 302
    assert elsewhere.get("/en/account/").status_code == 302
    assert "This link no longer works" in Client().get(link, follow=True).content.decode()
    assert Client().post("/en/account/login/", {"login": cast.newcomer.email, "password": GOOD}).status_code == 302


def test_code_signs_in(cast: Cast, client: Client) -> None:
    client.post("/en/account/login/code/", {"email": cast.newcomer.email})
    [message] = mail.outbox
    code = re.search(r"^    (\S+)$", message.body, re.MULTILINE)
    assert code
    response = client.post("/en/account/login/code/confirm/", {"code": code[1]})
    assert response.status_code == 302
    assert client.get("/en/account/").status_code == 200


def test_wrong_code_is_said_beside_the_field(cast: Cast, client: Client) -> None:
    client.post("/en/account/login/code/", {"email": cast.newcomer.email})
    response = client.post("/en/account/login/code/confirm/", {"code": "000000"})
    assert "Incorrect code" in response.content.decode()


# -- no account can be told from none


def both(path: str, field: str, known: str, **values: str) -> list[tuple[int, str, str]]:
    """Send the same form with a known and an unknown address; return status, target and text without what is random."""
    seen = []
    for email in (known, NEW):
        response = Client().post(path, {field: email, **values})
        text = response.content.decode().replace(email, "ADDRESS")
        text = re.sub(r'name="(csrfmiddlewaretoken|once)" value="[^"]+"', "", text)
        seen.append((response.status_code, response.headers.get("Location", ""), text))
    return seen


FORMS = [
    ("/en/account/signup/", "email", {"password1": GOOD}),
    ("/en/account/login/", "login", {"password": "not the password"}),
    ("/en/account/password/reset/", "email", {}),
    ("/en/account/login/code/", "email", {}),
    ("/en/account/new-link/", "email", {}),
]


@pytest.mark.parametrize(("path", "field", "values"), FORMS, ids=str)
def test_form_answers_the_same_for_known_and_unknown(cast: Cast, path: str, field: str, values: dict[str, str]) -> None:
    known, unknown = both(path, field, cast.newcomer.email, **values)
    assert known == unknown


@pytest.mark.parametrize(("path", "field", "values"), FORMS, ids=str)
def test_form_leads_to_the_same_page_for_known_and_unknown(
    cast: Cast, path: str, field: str, values: dict[str, str]
) -> None:
    pages = []
    for email in (cast.newcomer.email, NEW):
        text = Client().post(path, {field: email, **values}, follow=True).content.decode().replace(email, "ADDRESS")
        pages.append(re.sub(r'name="(csrfmiddlewaretoken|once)" value="[^"]+"', "", text))
    assert pages[0] == pages[1]


@pytest.mark.parametrize("path", ["/en/account/signup/", "/en/account/password/reset/", "/en/account/login/code/"])
def test_form_mails_both_known_and_unknown(cast: Cast, path: str) -> None:
    for email in (cast.newcomer.email, NEW):
        Client().post(path, {"email": email, "password1": GOOD})
    assert [message.to[0] for message in mail.outbox] == [cast.newcomer.email, NEW]


def test_sign_up_with_a_known_address_makes_no_account_and_says_so_by_mail(cast: Cast) -> None:
    before = User.objects.count()
    sign_up(Client(), email=cast.newcomer.email.upper())
    assert User.objects.count() == before
    [message] = mail.outbox
    assert message.to == [cast.newcomer.email]
    assert "already have an account" in message.subject
    assert "/en/account/password/reset/" in message.body


def test_new_link_takes_as_long_for_known_and_unknown(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    monkeypatch.setattr("se4u.accounts.adapters.make_password", hashed.append)
    for email in (cast.newcomer.email, NEW):
        Client().post("/en/account/new-link/", {"email": email})
    assert [message.to[0] for message in mail.outbox] == [cast.newcomer.email, NEW]
    assert hashed == []


def test_new_link_does_not_flood_a_mailbox(cast: Cast) -> None:
    for email in (cast.newcomer.email, NEW):
        answers = [Client().post("/en/account/new-link/", {"email": email}).status_code for _try in range(5)]
        assert answers == [302, 302, 302, 429, 429]
    assert len(mail.outbox) == 6


def test_sign_up_hashes_a_password_for_known_and_unknown(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes long must be done for both: counted, because time itself is no matter for a test."""
    hashed: list[str] = []
    hasher = type(hashers.get_hasher())
    encode = hasher.encode
    monkeypatch.setattr(
        hasher, "encode", lambda self, *args, **options: hashed.append("") or encode(self, *args, **options)
    )
    counts = []
    for email in (cast.newcomer.email, NEW):
        hashed.clear()
        sign_up(Client(), email=email)
        counts.append(len(hashed))
    assert counts[0] == counts[1] > 0


def test_sign_in_hashes_a_password_for_known_and_unknown(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    hasher = type(hashers.get_hasher())
    encode = hasher.encode
    monkeypatch.setattr(
        hasher, "encode", lambda self, *args, **options: hashed.append("") or encode(self, *args, **options)
    )
    counts = []
    for email in (cast.newcomer.email, NEW):
        hashed.clear()
        Client().post("/en/account/login/", {"login": email, "password": "wrong wrong wrong"})
        counts.append(len(hashed))
    assert counts[0] == counts[1] > 0


def test_unreachable_mail_server_breaks_no_form_and_logs_no_address(
    db: None, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = OUT_OF_REACH
    assert sign_up(Client()).status_code == 302
    assert "was not sent" in caplog.text
    assert NEW not in caplog.text


# -- too often


@pytest.mark.parametrize(("path", "field", "values"), FORMS, ids=str)
def test_anonymous_form_is_limited(db: None, path: str, field: str, values: dict[str, str]) -> None:
    for number in range(70):
        response = Client().post(path, {field: f"person{number}@sample.example", **values})
        if response.status_code == 429 or "Too many failed" in response.content.decode():
            return
    pytest.fail("never limited")


def test_guessing_one_password_is_limited(cast: Cast) -> None:
    for _try in range(5):
        Client().post("/en/account/login/", {"login": cast.newcomer.email, "password": "wrong wrong"})
    refused = Client().post("/en/account/login/", {"login": cast.newcomer.email, "password": PASSWORD})
    assert "Too many failed login attempts" in refused.content.decode()


def test_too_many_is_a_page_of_ours(db: None, client: Client) -> None:
    for number in range(61):
        response = client.post("/en/account/password/reset/", {"email": f"p{number}@sample.example"})
    assert response.status_code == 429
    assert "Please wait a little" in response.content.decode()


def test_limits_keep_no_network_address(db: None, settings: Any) -> None:
    """In the memory of the process, where the keys can be listed; the keys are made the same way everywhere."""
    settings.CACHES = {**settings.CACHES, "default": {"BACKEND": LOCMEM, "LOCATION": "limits"}}
    Client(REMOTE_ADDR="203.0.113.77").post("/en/account/login/", {"login": NEW, "password": "wrong"})
    kept = list(cache._cache)  # type: ignore[attr-defined]
    assert [key for key in kept if "allauth:rl" in key]
    assert not [key for key in kept if "203.0.113.77" in key]


def test_sign_in_works_without_a_network_address(cast: Cast) -> None:
    """Behind a Unix socket there is none."""
    client = Client(REMOTE_ADDR="")
    response = client.post("/en/account/login/", {"login": cast.newcomer.email, "password": PASSWORD})
    assert response.status_code == 302


# -- changes are told


def test_password_change_is_told_by_mail_with_the_device_and_no_address(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.newcomer)
    client.post("/en/account/password/change/", {"oldpassword": PASSWORD, "password1": GOOD, "password2": GOOD})
    [message] = mail.outbox
    assert "Your password was changed" in message.body
    assert "Firefox on Linux" in message.body
    assert "127.0.0.1" not in message.body.replace("http://127.0.0.1", "")


def test_changed_address_waits_for_its_confirmation(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.newcomer)
    before = cast.newcomer.email
    client.post("/en/account/email/", {"email": NEW.upper(), "action_add": "1"})
    cast.newcomer.refresh_from_db()
    assert cast.newcomer.email == before
    [message] = [message for message in mail.outbox if message.to == [NEW]]
    confirm(client, message)
    cast.newcomer.refresh_from_db()
    assert cast.newcomer.email == NEW


# -- one's office's own sign-in


def test_oidc_is_not_shown_while_it_is_not_set(client: Client, db: None) -> None:
    assert "/account/office/" not in client.get("/en/account/login/").content.decode()


def test_oidc_is_offered_when_it_is_set(client: Client, db: None, settings: Any) -> None:
    settings.OIDC_NAME = "Sample Office"
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "office",
                    "name": "Sample Office",
                    "client_id": "se4u",
                    "secret": "secret",
                    "settings": {"server_url": "https://office.sample.example"},
                }
            ]
        }
    }
    text = client.get("/en/account/login/").content.decode()
    assert "Sign in with Sample Office" in text
    assert "/en/account/office/oidc/office/login/" in text


LIBRARY_PAGES = [
    "login/",
    "signup/",
    "password/reset/",
    "password/reset/done/",
    "confirm-email/",
    "login/code/",
    "inactive/",
]


@pytest.mark.parametrize("path", LIBRARY_PAGES)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_of_signing_in_are_ours(client: Client, db: None, path: str, language: str) -> None:
    text = client.get(f"/{language}/account/{path}").content.decode()
    assert "layout-task" in text
    assert "Menu:" not in text
