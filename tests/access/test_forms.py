"""Whatever the anonymous may send is counted: every address of the matrix is tried, so a new form cannot be forgotten."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from se4u.accounts import outbox
from se4u.accounts.views.common import GUESSES
from se4u.core import tokens
from se4u.core.once import FIELD
from tests.personas import Cast

from .pages import PAGES
from .rows import Page, World

# Those one would name from memory: the walk must find them.
KNOWN = {
    "account_signup",
    "account_login",
    "account_request_login_code",
    "account_reset_password",
    "account_confirm_email",
    "accounts:new_link",
    "accounts:unsubscribe",
    "mfa_login_webauthn",
    "directory:contact",
    "directory:invitation_renew",
    "networks:contact",
    "networks:renew_observer",
}


# These count what is sent themselves; the links in the rows are nobody's, and as many guesses as that are allowed.
COUNT_THEMSELVES = {"accounts:unsubscribe": GUESSES}


def statuses(name: str, page: Page, world: World, address: str) -> list[int]:
    """Send the form of one row once more than allowed, if the anonymous may send it at all; what the row made is undone."""
    point = transaction.savepoint()
    try:
        path = reverse(name, args=page.args(world))
        client = Client(REMOTE_ADDR=address)
        times = COUNT_THEMSELVES.get(name, 3)
        return [client.post(path).status_code for _ in range(times)] if _is_form(client.post(path)) else []
    finally:
        transaction.savepoint_rollback(point)


def _is_form(response: Any) -> bool:
    """Whether the anonymous may send it: not led to the sign-in and back, not refused, no address to read alone."""
    leads_to_sign_in = response.status_code == 302 and "/account/login/?next=" in response.headers["Location"]
    return not leads_to_sign_in and response.status_code not in {403, 405}


def test_every_form_of_the_anonymous_is_limited(world: World, settings: Any) -> None:
    settings.ANONYMOUS_FORMS_PER_MINUTE = 3
    rows = [(name, page) for name, pages in PAGES.items() for page in pages]
    forms = {}
    for number, (name, page) in enumerate(rows):
        if tries := statuses(name, page, world, f"10.0.{number // 250}.{number % 250 + 1}"):
            forms.setdefault(name, set()).add(tries[-1])
    assert set(forms) >= KNOWN
    assert {name: last for name, last in forms.items() if last != {429}} == {}


def test_limit_tells_when_to_come_back_and_counts_each_sender_and_form(db: None, settings: Any) -> None:
    settings.ANONYMOUS_FORMS_PER_MINUTE = 2
    here, elsewhere = Client(REMOTE_ADDR="192.0.2.1"), Client(REMOTE_ADDR="192.0.2.2")
    sign_up, link = reverse("account_signup"), reverse("accounts:new_link")
    assert [here.post(sign_up).status_code for _ in range(3)] == [200, 200, 429]
    assert int(here.post(sign_up).headers["Retry-After"]) <= 60
    assert here.get(sign_up).status_code == 200
    assert here.post(link).status_code == 200
    assert elsewhere.post(sign_up).status_code == 200


def test_limit_counts_the_same_form_under_every_address_of_it(world: World, settings: Any) -> None:
    """Else one could try a thousand links once each."""
    settings.ANONYMOUS_FORMS_PER_MINUTE = 2
    tries = [Client().post(reverse("directory:invitation_renew", args=[f"guess-{n}"])).status_code for n in range(3)]
    assert tries == [404, 404, 429]


def test_refused_try_may_be_sent_again_later(db: None, settings: Any) -> None:
    """The key of the form is free again: the repeat is no repeat of the refusal."""
    settings.ANONYMOUS_FORMS_PER_MINUTE = 0
    sent = {FIELD: "0d7f2b6e-6f5b-4f2c-9f61-000000000001"}
    assert Client().post(reverse("account_signup"), sent).status_code == 429
    settings.ANONYMOUS_FORMS_PER_MINUTE = 2
    assert Client().post(reverse("account_signup"), sent).status_code == 200


@pytest.mark.parametrize("name", ["accounts:unsubscribe", "account_confirm_email"])
def test_guessing_at_links_is_limited_more_closely_than_sending_them(name: str, db: None) -> None:
    """Reading the page of a link tells as much as sending its form."""
    tries = [Client().get(reverse(name, args=[f"guess-{number}"])).status_code for number in range(GUESSES + 1)]
    assert 429 not in tries[:-1]
    assert tries[-1] == 429
    assert Client().post(reverse(name, args=["guess"])).status_code == 429


def test_link_to_end_mail_works_however_many_are_sent_from_one_address(cast: Cast, settings: Any) -> None:
    """Mail programs of many people post from the same few addresses; what is nobody's is counted all the same."""
    link = reverse("accounts:unsubscribe", args=[tokens.sign(outbox.UNSUBSCRIBE, cast.newcomer.key)])
    assert {Client().get(link).status_code for _ in range(GUESSES + 1)} == {200}
    settings.ANONYMOUS_FORMS_PER_MINUTE = 2
    assert {Client().post(link).status_code for _ in range(GUESSES + 1)} == {200}
    guess = reverse("accounts:unsubscribe", args=["guess"])
    assert [Client().post(guess).status_code for _ in range(GUESSES + 1)] == [404] * GUESSES + [429]
