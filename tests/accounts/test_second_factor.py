"""Whoever acts or reads by a mandate proves it with a second factor: asked when the mandate is first used, not before."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client
from django.urls import reverse

from se4u.accounts.models import User
from se4u.core.authority import SecondFactorRequired
from se4u.core.visibility import Safety
from se4u.core.web import require
from se4u.demo.cast import organization
from se4u.directory.models import Organization, Verification, Vetted
from tests.personas import Cast

from .conftest import PASSWORD

SignIn = Callable[..., Client]


@pytest.fixture
def bare_officer(cast: Cast) -> User:
    """The officer before any second factor."""
    Authenticator.objects.filter(user=cast.officer).delete()
    return User.objects.get(pk=cast.officer.pk)


@pytest.fixture
def case(cast: Cast) -> Verification:
    body: Organization = organization("Waiting (sample)", cast.sample_country, state=Vetted.State.SUBMITTED)
    return Verification.objects.create(organization=body)


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_officer_without_factor_is_asked_when_acting(bare_officer: User, case: Verification, signed_in: SignIn) -> None:
    client = signed_in(bare_officer)
    page = f"http://testserver/en/directory/queue/{case.key}/"
    assert client.get("/en/desk/").status_code == 200
    response = client.post(f"/en/directory/queue/{case.key}/take/", headers={"referer": page})
    assert response.headers["Location"].startswith("/en/account/mandate/?next=")
    case.refresh_from_db()
    assert case.owner is None


@pytest.mark.parametrize("with_factor", [True, False])
def test_what_a_mandate_opens_is_read_with_its_factor_alone(
    cast: Cast, case: Verification, as_persona: Callable[[str], Client], with_factor: bool
) -> None:
    """A stolen password opens what its owner reads without the mandate, and leads to the factor where more would be."""
    for body, changes in (
        (cast.casa_abierta, {"safety": Safety.UNLISTED}),
        (cast.far_shore, {"registration_number": "canary"}),
    ):
        Organization.objects.filter(pk=body.pk).update(**changes)
    profile = reverse("directory:profile", args=[cast.casa_abierta.key])
    applications = reverse("networks:applications", args=[cast.americas.slug])
    people = reverse("directory:people", args=[cast.far_shore.key])
    pages = {"officer": [profile, people, reverse("directory:case", args=[case.key])], "coordinator": [applications]}
    for persona, paths in pages.items():
        if not with_factor:
            Authenticator.objects.filter(user=cast.by_name()[persona]).delete()
        client = as_persona(persona)
        for path in paths:
            answer = client.get(path)
            led = "" if with_factor else f"/en/account/mandate/?next={path}"
            assert (path, answer.headers.get("Location", "")) == (path, led)
        exported = b"".join(client.get(reverse("directory:export", args=["csv"])).streaming_content)  # type: ignore[attr-defined]
        assert (b"canary" in exported) is (with_factor and persona == "officer")


def test_what_nobody_finds_leads_whoever_has_no_mandate_nowhere(cast: Cast, signed_in: SignIn) -> None:
    assert signed_in(cast.newcomer).get("/en/directory/nothing/").status_code == 404


def test_officer_with_factor_acts(cast: Cast, case: Verification, as_persona: Callable[[str], Client]) -> None:
    as_persona("officer").post(f"/en/directory/queue/{case.key}/take/")
    case.refresh_from_db()
    assert case.owner == cast.officer


def test_nobody_else_is_asked(cast: Cast, as_persona: Callable[[str], Client]) -> None:
    response = as_persona("newcomer").post("/en/account/notifications/delivery/", {"delivery": "here"})
    assert response.headers["Location"] == "/en/account/notifications/"


def test_demonstration_does_not_ask(bare_officer: User, case: Verification, settings: Any) -> None:
    with pytest.raises(SecondFactorRequired):
        require(bare_officer, "directory.take", case)
    settings.DEMO = True
    require(bare_officer, "directory.take", case)


def test_from_the_deed_over_an_app_and_recovery_codes_back_to_the_page(
    bare_officer: User, case: Verification, proven: SignIn
) -> None:
    client = proven(bare_officer)
    page = f"/en/directory/queue/{case.key}/"
    asked = client.post(f"{page}take/", headers={"referer": f"http://testserver{page}"})
    why = client.get(asked.headers["Location"])
    assert "A second factor for your mandate" in why.content.decode()
    form = client.get("/en/account/second-factor/totp/activate/")
    secret = re.search(r'<code dir="ltr">([A-Z2-7]+)</code>', form.content.decode())
    assert secret
    done = client.post("/en/account/second-factor/totp/activate/", {"code": code_for(secret[1])}, follow=True)
    text = done.content.decode()
    assert text.count("<li><code>") == 10
    assert "I have kept them: go on" in text
    back = client.get("/en/account/mandate/")
    assert back.headers["Location"] == f"http://testserver{page}"
    client.post(f"{page}take/")
    case.refresh_from_db()
    assert case.owner == bare_officer


def test_setting_up_asks_for_the_password_again(cast: Cast, as_persona: Callable[[str], Client]) -> None:
    response = as_persona("newcomer").get("/en/account/second-factor/totp/activate/")
    assert response.headers["Location"].startswith("/en/account/reauthenticate/")
    response = as_persona("newcomer").get("/en/account/second-factor/webauthn/add/")
    assert response.headers["Location"].startswith("/en/account/reauthenticate/")


def test_sign_in_then_asks_for_the_factor(cast: Cast) -> None:
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    Authenticator.objects.filter(user=cast.officer).update(data={"secret": secret})
    client = Client()
    first = client.post("/en/account/login/", {"login": cast.officer.email, "password": PASSWORD})
    assert first.headers["Location"] == "/en/account/second-factor/authenticate/"
    assert client.get("/en/account/").status_code == 302
    wrong = client.post("/en/account/second-factor/authenticate/", {"code": "000000"})
    assert "Incorrect code" in wrong.content.decode()
    right = client.post("/en/account/second-factor/authenticate/", {"code": code_for(secret)})
    assert right.status_code == 302
    assert client.get("/en/account/").status_code == 200


def test_mandate_page_leads_nowhere_else(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.newcomer)
    client.get("/en/account/mandate/?next=https://evil.example/")
    Authenticator.objects.create(user=cast.newcomer, type=Authenticator.Type.TOTP, data={"secret": "unused"})
    assert client.get("/en/account/mandate/").headers["Location"] == "/en/desk/"


def test_desk_names_the_factor_that_is_missing(bare_officer: User, signed_in: SignIn) -> None:
    assert "Set up a second factor" in signed_in(bare_officer).get("/en/desk/").content.decode()


@pytest.mark.django_db(transaction=True)  # the library tells of it after the commit
def test_adding_a_factor_ends_the_sessions_that_never_proved_it(cast: Cast, proven: SignIn, signed_in: SignIn) -> None:
    elsewhere, here = signed_in(cast.newcomer), proven(cast.newcomer)
    form = here.get("/en/account/second-factor/totp/activate/")
    secret = re.search(r'<code dir="ltr">([A-Z2-7]+)</code>', form.content.decode())
    assert secret
    here.post("/en/account/second-factor/totp/activate/", {"code": code_for(secret[1])})
    assert [client.get("/en/account/").status_code for client in (elsewhere, here)] == [302, 200]
    assert "other devices were signed out" in mail.outbox[-1].body


def test_removing_the_factor_is_told_by_mail(cast: Cast, proven: SignIn) -> None:
    client = proven(cast.newcomer)
    Authenticator.objects.create(user=cast.newcomer, type=Authenticator.Type.TOTP, data={"secret": "unused"})
    client.post("/en/account/second-factor/totp/deactivate/")
    assert "authenticator app was removed" in mail.outbox[-1].body


@pytest.mark.parametrize("path", ["", "totp/activate/", "webauthn/add/", "webauthn/", "recovery-codes/generate/"])
def test_pages_of_the_second_factor_are_ours(cast: Cast, proven: SignIn, path: str) -> None:
    client = proven(cast.newcomer)
    if "recovery" in path or path == "webauthn/":
        Authenticator.objects.create(user=cast.newcomer, type=Authenticator.Type.TOTP, data={"secret": "unused"})
    response = client.get(f"/en/account/second-factor/{path}")
    assert response.status_code == 200
    assert "layout-task" in response.content.decode()


def told(**changes: object) -> str:
    """What a browser tells of a passkey, with parts of it replaced; None takes a part out."""
    parts: dict[str, object] = {"id": "YWJj", "rawId": "YWJj", "type": "public-key"}
    answers: dict[str, object] = {
        "clientDataJSON": "e30",
        "authenticatorData": "AA",
        "signature": "AA",
        "userHandle": "MQ",
    }
    for name, value in changes.items():
        (answers if name in answers else parts)[name] = value
    return json.dumps({name: value for name, value in (parts | {"response": answers}).items() if value is not None})


@pytest.mark.parametrize(
    "credential",
    ["1" * 5000, "[" * 100_000, "null", "[]", "{}", told(rawId=None), told(clientDataJSON="W10"), told(signature=7)],
)
def test_passkey_no_browser_made_is_a_request_nobody_understands(db: None, credential: str) -> None:
    client = Client()
    client.get("/en/account/second-factor/webauthn/login/", headers={"accept": "application/json"})
    response = client.post("/en/account/second-factor/webauthn/login/", {"credential": credential})
    assert response.status_code in {302, 400}
    assert not response.wsgi_request.user.is_authenticated
