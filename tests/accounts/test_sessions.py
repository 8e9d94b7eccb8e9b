"""Where one is signed in; no network address is kept anywhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from se4u.accounts import devices
from se4u.accounts.models import Session
from tests.personas import Cast

from .conftest import PASSWORD

SignIn = Callable[..., Client]
PHONE = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"
ADDRESS = "203.0.113.77"


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        (PHONE, "Firefox on Android"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140 Safari/537.36 Edg/140", "Edge on Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit Version/18 Safari/604",
            "Safari on iPhone",
        ),
        (
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit SamsungBrowser/28 Chrome/130 Safari",
            "Samsung Internet on Android",
        ),
        ("curl/8", "a device that does not say what it is"),
        ("", "a device that does not say what it is"),
        ("<script>alert(1)</script>" * 1000, "a device that does not say what it is"),
    ],
)
def test_device_is_named_coarsely(agent: str, label: str) -> None:
    assert devices.label(devices.coarse(agent)) == label


def test_list_names_each_device_and_marks_this_one(cast: Cast, signed_in: SignIn) -> None:
    signed_in(cast.newcomer, agent=PHONE)
    text = signed_in(cast.newcomer).get("/en/account/sessions/").content.decode()
    assert text.index("Firefox on Linux") < text.index("Firefox on Android")
    assert text.count("this device") == 1


def test_list_shows_neither_keys_nor_others(cast: Cast, signed_in: SignIn) -> None:
    signed_in(cast.officer.__class__.objects.get(pk=cast.outsider.pk), agent=PHONE)
    text = signed_in(cast.newcomer).get("/en/account/sessions/").content.decode()
    assert "Android" not in text
    assert not [key for key in Session.objects.values_list("session_key", flat=True) if key in text]


def mark_in(text: str) -> str:
    return text.partition('name="session" value="')[2].partition('"')[0]


def test_ending_one_signs_that_device_out(cast: Cast, signed_in: SignIn) -> None:
    phone, here = signed_in(cast.newcomer, agent=PHONE), signed_in(cast.newcomer)
    mark = mark_in(here.get("/en/account/sessions/").content.decode())
    assert here.post("/en/account/sessions/end/", {"session": mark}).status_code == 302
    assert phone.get("/en/account/").status_code == 302
    assert here.get("/en/account/").status_code == 200


def test_ending_a_foreign_one_is_not_found(cast: Cast, signed_in: SignIn) -> None:
    phone = signed_in(cast.newcomer, agent=PHONE)
    here = signed_in(cast.newcomer)
    mark = mark_in(here.get("/en/account/sessions/").content.decode())
    assert signed_in(cast.outsider).post("/en/account/sessions/end/", {"session": mark}).status_code == 404
    assert signed_in(cast.outsider).post("/en/account/sessions/end/", {}).status_code == 404
    assert phone.get("/en/account/").status_code == 200


def test_ending_all_others_keeps_this_one(cast: Cast, signed_in: SignIn) -> None:
    phone, other, here = signed_in(cast.newcomer), signed_in(cast.newcomer), signed_in(cast.newcomer)
    here.post("/en/account/sessions/end-others/")
    assert [client.get("/en/account/").status_code for client in (phone, other, here)] == [302, 302, 200]


def test_ending_everything_signs_all_out_and_shows_the_public_home(cast: Cast, signed_in: SignIn) -> None:
    phone, here = signed_in(cast.newcomer), signed_in(cast.newcomer)
    stranger = signed_in(cast.outsider)
    assert here.post("/en/account/sessions/end-all/").headers["Location"] == "/en/"
    assert [client.get("/en/account/").status_code for client in (phone, here, stranger)] == [302, 302, 200]
    assert not Session.objects.filter(user=cast.newcomer).exists()


def test_password_change_ends_the_others(cast: Cast, signed_in: SignIn) -> None:
    phone, here = signed_in(cast.newcomer), signed_in(cast.newcomer)
    new = "another one that nobody guesses"
    here.post("/en/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert [client.get("/en/account/").status_code for client in (phone, here)] == [302, 200]
    assert Session.objects.filter(user=cast.newcomer).count() == 1


def test_session_keeps_beginning_and_device_and_notes_the_day(
    cast: Cast, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(cast.newcomer, agent=PHONE)
    before = Session.objects.get(user=cast.newcomer)
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    client.get("/en/account/")
    after = Session.objects.get(user=cast.newcomer)
    assert (after.started_at, after.device) == (before.started_at, "Firefox|Android")
    assert after.seen_on == tomorrow.date() > before.seen_on


def test_run_out_sessions_are_pruned(cast: Cast, signed_in: SignIn) -> None:
    from se4u.accounts.tick import prune_sessions

    signed_in(cast.newcomer)
    Session.objects.update(expire_date=timezone.now() - timedelta(days=1))
    assert prune_sessions() == 1


def everything_stored() -> str:
    """Return the text of every row of every table, sessions decoded."""
    parts = [repr(session.get_decoded()) for session in Session.objects.all()]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            parts += [repr(row) for row in cursor.fetchall()]
    return "\n".join(parts)


def test_no_network_address_is_stored(cast: Cast) -> None:
    client = Client(REMOTE_ADDR=ADDRESS, headers={"x-forwarded-for": ADDRESS, "x-real-ip": ADDRESS})
    client.post("/en/account/signup/", {"email": "fresh@sample.example", "password1": "nobody guesses this one"})
    client.post("/en/account/login/", {"login": cast.newcomer.email, "password": PASSWORD})
    client.post("/en/account/notifications/delivery/", {"delivery": "daily"})
    session = Session.objects.filter(user=cast.newcomer).latest("started_at")
    data: Any = session.get_decoded()
    data["account_authentication_methods"] = []
    store = Session.get_session_store_class()(session.session_key)
    store.update(data)
    store.save()
    # A form sent while the password must be given again is kept until it is.
    assert "reauthenticate" in client.post("/en/account/export/").headers["Location"]
    stored = everything_stored()
    assert "account_reauthentication_state" in stored
    assert ADDRESS not in stored


def test_a_form_kept_while_the_password_is_asked_for_is_done_afterwards(cast: Cast, as_persona: Any) -> None:
    client = as_persona("newcomer")
    asked = client.post("/en/account/export/")
    done = client.post(asked.headers["Location"], {"password": PASSWORD})
    assert done.headers["Content-Type"] == "application/zip"
    done.close()


def test_the_library_that_stores_addresses_is_not_installed() -> None:
    assert not apps.is_installed("allauth.usersessions")
    assert settings.SESSION_ENGINE == "se4u.accounts.sessions"
