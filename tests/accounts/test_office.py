"""Sign-in with an office's own provider: there and back, against a provider that answers over the network of this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client

from se4u.accounts.models import User
from tests.personas import Cast

from .provider import CLIENT, SECRET, Provider, new_key

LOGIN = "/en/account/office/oidc/office/login/"
PERSON = {"sub": "17", "email": "nia@office.example", "email_verified": True, "name": "Nia Office"}


@pytest.fixture
def provider(db: None, settings: Any) -> Iterator[Provider]:
    """An office's provider, as the settings would name it."""
    made = Provider(dict(PERSON))
    server = made.serve()
    app = {"provider_id": "office", "name": "Sample Office", "client_id": CLIENT, "secret": SECRET}
    app["settings"] = {"server_url": made.address, "oauth_pkce_enabled": True}
    settings.OIDC_NAME = "Sample Office"
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    yield made
    server.shutdown()
    server.server_close()


def come_back(client: Client, provider: Provider, **changes: str) -> Any:
    """Go to the provider, agree there, and come back; `changes` are made to the address on the way."""
    sent = client.get(LOGIN)
    assert sent.status_code == 302
    parts = urlsplit(provider.consent(sent["Location"]))
    return client.get(parts.path, {**dict(parse_qsl(parts.query)), **changes})


def who(client: Client) -> User | None:
    """Return who is signed in."""
    key = client.session.get("_auth_user_id")
    return User.objects.get(pk=key) if key else None


def test_newcomer_gets_an_account_with_the_address_the_office_confirmed(client: Client, provider: Provider) -> None:
    answer = come_back(client, provider)
    assert answer.status_code == 302
    user = who(client)
    assert user is not None
    assert (user.email, user.has_usable_password()) == ("nia@office.example", False)
    assert user.emailaddress_set.get().verified
    assert SocialAccount.objects.get(user=user).uid == "17"
    assert client.get("/en/desk/", follow=True).status_code == 200


def test_second_sign_in_finds_the_same_account_even_after_the_address_changed(
    client: Client, provider: Provider
) -> None:
    come_back(client, provider)
    first = who(client)
    provider.person["email"] = "nia.new@office.example"
    again = Client()
    come_back(again, provider)
    assert who(again) == first
    assert User.objects.count() == 1


@pytest.mark.parametrize("verified", [False, "false", "true", None])
def test_address_the_office_has_not_confirmed_is_confirmed_by_mail_first(
    client: Client, provider: Provider, verified: object
) -> None:
    provider.person["email_verified"] = verified
    come_back(client, provider)
    assert who(client) is None
    assert [letter.to for letter in mail.outbox] == [["nia@office.example"]]
    assert not User.objects.get(email="nia@office.example").emailaddress_set.get().verified


@pytest.mark.parametrize("verified", [False, True])
def test_account_with_the_same_address_is_not_taken_over(
    client: Client, cast: Cast, provider: Provider, verified: bool
) -> None:
    """Not even where the provider says the address is confirmed: its owner links the two, or nobody."""
    provider.person |= {"email": cast.officer.email, "email_verified": verified}
    answer = come_back(client, provider)
    assert who(client) is None
    assert not SocialAccount.objects.exists()
    assert cast.officer.email not in answer.content.decode()  # nor is it told that there is one
    assert [letter.to for letter in mail.outbox] == [[cast.officer.email]]


def test_owner_links_an_account_and_signs_in_with_it(
    cast: Cast, provider: Provider, proven: Callable[[User], Client]
) -> None:
    owner = proven(cast.newcomer)
    sent = owner.get(LOGIN, {"process": "connect"})
    parts = urlsplit(provider.consent(sent["Location"]))
    owner.get(parts.path, dict(parse_qsl(parts.query)))
    assert SocialAccount.objects.get().user == cast.newcomer
    client = Client()
    come_back(client, provider)
    assert who(client) == cast.newcomer


def refused(client: Client, answer: Any) -> bool:
    """Whether nobody was signed in, nothing made, and the reader got a page that says so."""
    page = answer.content.decode()
    return (
        answer.status_code < 500
        and "<h1>" in page
        and who(client) is None
        and not SocialAccount.objects.exists()
        and not User.objects.exists()
    )


@pytest.mark.parametrize("state", ["", "of-somebody-else"])
def test_sign_in_that_did_not_begin_here_is_refused(client: Client, provider: Provider, state: str) -> None:
    assert refused(client, come_back(client, provider, state=state))


def test_sign_in_somebody_else_began_is_refused(client: Client, provider: Provider) -> None:
    """An address with a code and a state of an attacker's browser does nothing in another browser."""
    attacker = Client()
    parts = urlsplit(provider.consent(attacker.get(LOGIN)["Location"]))
    assert refused(client, client.get(parts.path, dict(parse_qsl(parts.query))))


def test_answer_serves_once(client: Client, provider: Provider) -> None:
    parts = urlsplit(provider.consent(client.get(LOGIN)["Location"]))
    query = dict(parse_qsl(parts.query))
    client.get(parts.path, query)
    client.logout()
    client.get(parts.path, query)
    assert who(client) is None


def test_code_of_another_sign_in_is_refused(client: Client, provider: Provider) -> None:
    """The state is ours, the code was given to somebody else: the proof of who began does not fit."""
    foreign = dict(parse_qsl(urlsplit(provider.consent(Client().get(LOGIN)["Location"])).query))
    assert refused(client, come_back(client, provider, code=foreign["code"]))


LONG_AGO = 1_600_000_000
WRONG: dict[str, dict[str, Any]] = {
    "signed with another key": {"key": new_key()},
    "signed with a word": {"key": "a word that is known to everybody", "algorithm": "HS256"},
    "not signed": {"key": None, "algorithm": "none"},
    "a key nobody knows": {"header": {"kid": "two"}},
    "no key named": {"header": {}},
    "nonce of another": {"claims": {"nonce": "0" * 64}},
    "no nonce": {"claims": {"nonce": ""}},
    "for another client": {"claims": {"aud": "another"}},
    "by another provider": {"claims": {"iss": "https://another.example"}},
    "over": {"claims": {"iat": LONG_AGO, "exp": LONG_AGO + 60}},
    "of another person": {"claims": {"sub": "18"}},
    "information of another person": {"told": {"sub": "18"}},
    "no token": {"without_token": True},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_answer_that_is_not_right_is_refused(client: Client, provider: Provider, wrong: dict[str, Any]) -> None:
    for name, value in wrong.items():
        setattr(provider, name, value)
    assert refused(client, come_back(client, provider))


def test_nothing_answers_while_no_provider_is_set(client: Client, db: None) -> None:
    assert client.get(LOGIN).status_code == 404
    assert client.get(f"{LOGIN}callback/").status_code == 404
