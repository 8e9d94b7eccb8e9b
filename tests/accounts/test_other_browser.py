"""An account made with somebody else's address belongs to whoever reads the mailbox, not to whoever made it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client

from se4u.accounts.models import User
from tests.personas import Cast

from .conftest import PASSWORD
from .test_signing_in import GOOD, NEW, path_in, sign_up

SignIn = Callable[..., Client]
OWN = "chosen by the one who reads the mail"


def may_sign_in(password: str) -> bool:
    client = Client()
    client.post("/en/account/login/", {"login": NEW, "password": password})
    return "_auth_user_id" in client.session


def code_in_mail() -> str:
    found = re.search(r"^    (\S+)$", mail.outbox[-1].body, re.MULTILINE)
    assert found
    return found[1]


@pytest.mark.parametrize("same", [True, False])
def test_password_of_the_sign_up_counts_only_where_the_address_is_confirmed_in_the_same_browser(
    db: None, same: bool
) -> None:
    laptop = Client()
    sign_up(laptop)
    phone = laptop if same else Client()
    link = path_in(mail.outbox[0])
    assert ("choose the password here" in phone.get(link).content.decode()) is not same
    done = phone.post(link, {} if same else {"password1": OWN})
    assert done.status_code == 302
    assert "_auth_user_id" in phone.session  # in one go
    assert may_sign_in(GOOD) is same
    assert may_sign_in(OWN) is not same


@pytest.mark.parametrize(("password", "said"), [("", "required"), ("short", "at least 12"), (NEW, "too similar")])
def test_link_in_another_browser_confirms_nothing_without_a_good_password(db: None, password: str, said: str) -> None:
    sign_up(Client())
    answer = Client().post(path_in(mail.outbox[0]), {"password1": password})
    assert said in answer.content.decode()
    assert not EmailAddress.objects.get().verified


def test_link_in_another_browser_works_once(db: None) -> None:
    sign_up(Client())
    link = path_in(mail.outbox[0])
    Client().post(link, {"password1": OWN})
    assert Client().post(link, {"password1": GOOD}).status_code == 404
    assert not may_sign_in(GOOD)


def test_second_address_is_confirmed_anywhere_and_the_password_stays(cast: Cast, signed_in: SignIn) -> None:
    signed_in(cast.newcomer).post("/en/account/email/", {"email": NEW, "action_add": "1"})
    [message] = [message for message in mail.outbox if message.to == [NEW]]
    Client().post(path_in(message))
    assert User.objects.get(pk=cast.newcomer.pk).email == NEW
    assert may_sign_in(PASSWORD)


@pytest.mark.parametrize("same", [True, False])
def test_code_entered_in_another_browser_ends_the_password_of_the_sign_up(db: None, same: bool) -> None:
    laptop = Client()
    sign_up(laptop)
    phone = laptop if same else Client()
    phone.post("/en/account/login/code/", {"email": NEW})
    done = phone.post("/en/account/login/code/confirm/", {"code": code_in_mail()}, follow=True)
    assert ("no longer works" in done.content.decode()) is not same
    assert "_auth_user_id" in phone.session
    assert may_sign_in(GOOD) is same


def test_code_asked_for_before_a_change_of_password_is_dead(cast: Cast, signed_in: SignIn) -> None:
    def enter(client: Client) -> bool:
        client.post("/en/account/login/code/confirm/", {"code": code})
        return "_auth_user_id" in client.session

    first, second = Client(), Client()
    owner = signed_in(cast.newcomer)
    first.post("/en/account/login/code/", {"email": cast.newcomer.email})
    code = code_in_mail()
    changed = owner.post("/en/account/password/change/", {"oldpassword": PASSWORD, "password1": OWN, "password2": OWN})
    assert changed.status_code == 302
    said = first.get("/en/account/login/code/confirm/", follow=True).content.decode()
    assert "changed since this code was sent" in said
    assert not enter(first)
    cache.clear()
    second.post("/en/account/login/code/", {"email": cast.newcomer.email})
    code = code_in_mail()
    assert enter(second)
