"""What every answer carries, and what no request may do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as product
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from se4u.core import middleware
from se4u.demo.cast import PASSWORD
from tests.personas import Cast

pytestmark = [pytest.mark.urls("tests.core.pages"), pytest.mark.django_db]
PUBLIC = ["/en/", "/ar/", "/en/directory/", "/en/networks/", "/en/account/login/", "/en/no-such-page/", "/healthz"]


@pytest.mark.parametrize("path", PUBLIC)
def test_answers_carry_the_headers(path: str) -> None:
    answer = Client().get(path)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    assert "geolocation=()" in answer["Permissions-Policy"]
    assert "publickey-credentials-get=(self)" in answer["Permissions-Policy"]


@pytest.mark.parametrize("path", PUBLIC)
def test_policy_allows_nothing_inline_and_no_other_host(path: str) -> None:
    policy = Client().get(path)["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "nonce" not in policy
    assert "http" not in policy
    assert "*" not in policy
    parts = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    assert parts["default-src"] == "'none'"
    assert parts["script-src"] == parts["style-src"] == parts["form-action"] == "'self'"
    assert parts["frame-ancestors"] == parts["base-uri"] == "'none'"


def test_page_that_uses_a_nonce_has_it_in_its_policy_alone() -> None:
    answer = Client().get("/en/t/nonce/")
    assert f"'nonce-{answer.content.decode()}'" in answer["Content-Security-Policy"]
    assert "nonce" not in Client().get("/en/")["Content-Security-Policy"]


@pytest.mark.parametrize("persona", ["newcomer", "officer"])
def test_pages_of_the_signed_in_carry_the_same_policy(persona: str, as_persona: Callable[[str], Client]) -> None:
    policy = as_persona(persona).get("/en/desk/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "nonce" not in policy


@pytest.mark.parametrize("path", ["/en/", "/en/directory/", "/en/networks/", "/robots.txt"])
def test_public_pages_set_no_cookie(path: str) -> None:
    assert not Client().get(path).cookies


@pytest.mark.parametrize(
    ("persona", "path"),
    [
        ("newcomer", "/en/"),
        ("newcomer", "/en/desk/"),
        ("newcomer", "/en/account/profile/"),
        ("newcomer", "/en/account/email/"),
        ("coordinator", "/en/networks/net4u-americas/"),
        ("officer", "/en/directory/"),
        ("officer", "/en/directory/queue/"),
        ("officer", "/en/directory/import/"),
        ("officer", "/en/no-such-page/"),
    ],
)
def test_what_the_signed_in_read_stays_in_no_cache(
    persona: str, path: str, as_persona: Callable[[str], Client]
) -> None:
    """Also not in the browser's own, for whoever uses the computer next."""
    answer = as_persona(persona).get(path)
    assert answer.status_code in {200, 404}
    assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    assert "no-store" not in Client().get(path).get("Cache-Control", "")


def test_sign_out_itself_and_a_views_own_word_on_keeping(as_persona: Callable[[str], Client]) -> None:
    client = as_persona("newcomer")
    assert client.get("/t/kept/")["Cache-Control"] == "max-age=5"
    assert "no-store" in client.post("/en/account/logout/")["Cache-Control"]
    assert "no-store" not in client.get("/en/").get("Cache-Control", "")


def test_cookies_are_closed_to_scripts_and_other_sites(cast: Cast) -> None:
    client = Client()
    client.get("/en/account/login/")
    token = client.cookies["csrftoken"]
    assert token["samesite"] == "Lax"
    assert token["httponly"]
    client.post("/en/account/login/", {"login": cast.newcomer.email, "password": PASSWORD})
    session = client.cookies[product.SESSION_COOKIE_NAME]
    assert session["samesite"] == "Lax"
    assert session["httponly"]


def test_tls_brings_strict_transport_and_secure_cookies(monkeypatch: pytest.MonkeyPatch) -> None:
    import os
    import subprocess
    import sys

    code = (
        "import django; django.setup()\n"
        "from django.test import Client\n"
        "c = Client(headers={'x-forwarded-proto': 'https'})\n"
        "a = c.get('/healthz'); print(a['Strict-Transport-Security'])\n"
        "print(Client().get('/en/')['Location'], Client().get('/healthz').status_code)\n"
        "from django.conf import settings as s\n"
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.ACCOUNT_DEFAULT_HTTP_PROTOCOL)\n"
    )
    env = {
        **os.environ,
        "SE4U_TLS": "1",
        "SE4U_ALLOWED_HOSTS": "testserver",
        "DJANGO_SETTINGS_MODULE": "se4u.config.settings",
    }
    env |= {"SE4U_SITE_URL": "https://testserver"}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    first, second, third = done.stdout.splitlines()[-3:]
    assert first == "max-age=31536000; includeSubDomains"
    assert second == "https://testserver/en/ 200"
    assert third == "True True https"


# -- the demonstration answers this machine alone


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("127.0.0.1", 200),
        ("::1", 200),
        ("127.8.8.8", 200),
        ("", 200),
        ("192.0.2.5", 403),
        ("2001:db8::1", 403),
        ("x", 403),
    ],
)
def test_demonstration_answers_loopback_alone(address: str, status: int, settings: Any) -> None:
    settings.DEMO = True
    assert Client(REMOTE_ADDR=address).get("/healthz").status_code == status


def test_real_installation_answers_everybody() -> None:
    assert Client(REMOTE_ADDR="192.0.2.5").get("/healthz").status_code == 200


# -- bad input

READERS = ["/en/", "/en/directory/", "/en/networks/", "/en/search/", "/en/calendar/"]
QUERIES = [
    "q=%00",
    "q=a%00b&page=%00",
    "q=%FF%FE%80",
    "q=%ED%A0%80",
    "page=-1",
    "page=999999999999999999999",
    "page=one",
    "country=ZZ",
    "kind=nonsense&theme=nonsense&language=xx&network=0&sort=x",
    "theme=99999999999999999999&service=-1",
    "q=" + "x" * 10_000,
    "q=" + "%F0%9F%92%A9" * 500,
    "q=%27%22%3B--%3Cscript%3E",
    "next=//evil.example",
    "&".join(f"a{n}=1" for n in range(500)),
]


@pytest.mark.parametrize("query", QUERIES, ids=range(len(QUERIES)))
@pytest.mark.parametrize("path", READERS)
def test_nonsense_in_an_address_is_answered(path: str, query: str) -> None:
    assert Client().get(f"{path}?{query}").status_code in {200, 301, 302, 400, 404}


@pytest.mark.parametrize(
    "path",
    ["/en/%00/", "/en/directory/%00/", "/en/networks/%00/", "/files/%00/", "/en/directory/%FF/", "/en/" + "x" * 5000],
)
def test_nonsense_as_an_address_is_not_found(path: str) -> None:
    assert Client().get(path).status_code in {400, 404}


def test_megabyte_in_a_field_is_answered_beside_it() -> None:
    answer = Client().post("/t/make/", {"name": "x" * 1_000_000})
    assert answer.status_code == 200
    assert b"at most 50 characters (it has 1000000)" in answer.content
    assert b"x" * 1000 in answer.content


def test_nul_in_a_field_is_answered_beside_it() -> None:
    answer = Client().post("/t/make/", {"name": "a\0b"})
    assert answer.status_code == 200
    assert b"Null characters are not allowed" in answer.content


def test_form_larger_than_any_form_is_refused() -> None:
    answer = Client().post("/t/make/", {"name": "x" * 6_000_000})
    assert answer.status_code == 400
    assert b"<h1" in answer.content


def test_form_of_too_many_fields_is_refused() -> None:
    assert Client().post("/t/make/", {f"a{n}": "1" for n in range(2100)}).status_code == 400


@pytest.mark.parametrize(
    "charset", ["utf-7", "raw_unicode_escape", "rot13", "base64", "utf-16", "nonsense", "utf-8", "UTF8"]
)
def test_form_in_another_encoding_is_refused(charset: str) -> None:
    """Some decode to halves of characters, which no database takes, and some to nothing that is text."""
    body = b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\na+2AA-\\ud800\r\n--x--\r\n'
    kind = f"multipart/form-data; boundary=x; charset={charset}"
    for path in ("/t/make/", "/en/account/login/"):
        answer = Client(raise_request_exception=False).generic("POST", path, body, kind)
        assert (answer.status_code == 400) is (not charset.lower().startswith("utf-8") and charset != "UTF8"), path
        assert answer.status_code < 500


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"name=%FF%FE", "application/x-www-form-urlencoded"),
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
        (b"name=x", "application/x-www-form-urlencoded; charset=nonsense"),
        (b"name=x", "application/x-www-form-urlencoded; charset=utf-16"),
        (b"nothing", "multipart/form-data; boundary=x"),
        (b"nothing", "multipart/form-data"),
        (
            b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\n\xff\xfe\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
        ),
        (b"{", "application/json"),
        (b"", "text/plain"),
    ],
)
def test_broken_forms_are_answered(body: bytes, content_type: str) -> None:
    answer = Client(raise_request_exception=False).generic("POST", "/t/make/", body, content_type)
    assert answer.status_code in {200, 302, 400}


def test_host_that_is_not_ours_is_refused() -> None:
    assert Client(headers={"host": "evil.example"}).get("/en/").status_code == 400


def test_form_without_its_token_is_refused_with_a_page() -> None:
    answer = Client(enforce_csrf_checks=True).post("/en/account/login/", {"login": "a@b.example"})
    assert answer.status_code == 403
    assert b"<h1" in answer.content


@pytest.mark.parametrize(("path", "status"), [("/en/no-such-page/", 404), ("/ar/no-such-page/", 404)])
def test_error_pages_stand_in_the_readers_language(path: str, status: int) -> None:
    answer = Client().get(path)
    assert answer.status_code == status
    assert f'lang="{path[1:3]}"'.encode() in answer.content


def test_fault_of_ours_is_a_page_without_details() -> None:
    answer = Client(raise_request_exception=False).post("/t/refused/", {"way": "error"})
    assert answer.status_code == 500
    assert b"<h1" in answer.content
    assert b"a fault of ours" not in answer.content


@pytest.mark.parametrize(("code", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_fault_is_told_in_the_language_and_direction_of_its_words(code: str, direction: str) -> None:
    """Without a database: the page asks none."""
    from se4u.core import errors

    with translation.override(code):
        answer = errors.server_error(RequestFactory().get(f"/{code}/"))
    assert f'<html lang="{code}" dir="{direction}">' in answer.text


def test_fault_without_a_page_is_still_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    from se4u.core import errors

    def broken(*_args: object, **_more: object) -> HttpResponse:
        raise RuntimeError("no templates")

    monkeypatch.setattr(errors, "render", broken)
    answer = errors.server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert b"Please try again" in answer.content


def test_refusal_shows_its_reason() -> None:
    answer = Client().post("/t/refused/", {"way": "refused"})
    assert answer.status_code == 403
    assert b"The call has closed." in answer.content


def test_missing_second_factor_leads_to_it_and_back() -> None:
    answer = Client().post("/t/refused/", {"way": "mandate"}, headers={"referer": "http://testserver/en/x/"})
    assert answer.status_code == 302
    assert "/account/mandate/?next=" in answer["Location"]
    assert "x/" in answer["Location"]


def test_missing_second_factor_never_leads_to_another_site() -> None:
    answer = Client().post("/t/refused/", {"way": "mandate"}, headers={"referer": "https://evil.example/x/"})
    assert "evil" not in answer["Location"]


def test_times_stand_in_the_readers_zone(as_persona: Callable[[str], Client], cast: Any, rf: RequestFactory) -> None:
    from django.utils import timezone

    seen = []
    cast.newcomer.time_zone = "America/Bogota"
    request = rf.get("/")
    request.user, request.COOKIES = cast.newcomer, {product.SESSION_COOKIE_NAME: "x"}
    handler = middleware.time_zone(lambda _request: seen.append(timezone.get_current_timezone_name()) or HttpResponse())
    handler(request)
    request.COOKIES = {}
    handler(request)
    assert seen == ["America/Bogota", "UTC"]
