"""A form sent twice does its deed once."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from se4u.core import once
from se4u.core.models import Submission, Upload

from . import made
from .conftest import together

pytestmark = pytest.mark.urls("tests.core.pages")


def _key() -> str:
    return str(uuid.uuid4())


def _rows() -> int:
    return Upload.objects.filter(name__in=("x", "y")).count()


def test_repeat_is_led_to_the_first_result(db: None) -> None:
    sent = {"name": "x", "once": _key()}
    first, second = (Client().post("/t/make/", sent) for _n in range(2))
    assert first["Location"] == second["Location"]
    assert second.status_code == 302
    assert _rows() == 1


def test_form_carries_a_new_key_each_time(db: None) -> None:
    pages = {Client().get("/t/make/").content for _n in range(2)}
    assert len(pages) == 2
    assert all(b'name="once"' in page for page in pages)


def test_form_without_a_key_or_with_nonsense_is_done_each_time(db: None) -> None:
    for key in ({}, {"once": ""}, {"once": "nonsense"}, {"once": "x" * 10_000}):
        assert Client().post("/t/make/", {"name": "x", **key}).status_code == 302
    assert _rows() == 4
    assert not Submission.objects.exists()


def test_changed_form_under_the_same_key_is_done(db: None) -> None:
    key = _key()
    first = Client().post("/t/make/", {"name": "x", "once": key})
    second = Client().post("/t/make/", {"name": "y", "once": key})
    assert first["Location"] != second["Location"]
    assert _rows() == 2


def test_other_token_of_the_same_form_is_the_same_form(db: None) -> None:
    key = _key()
    for token in ("a", "b"):
        Client().post("/t/make/", {"name": "x", "once": key, "csrfmiddlewaretoken": token})
    assert _rows() == 1


def test_other_file_under_the_same_name_and_size_is_another_form(db: None) -> None:
    key = _key()
    for content in (b"one", b"two", b"two"):
        Client().post("/t/upload/", {"once": key, "file": made.sent("a.txt", content)})
    assert Upload.objects.filter(name="3").count() == 2


def test_file_can_be_read_after_it_was_looked_at(db: None) -> None:
    Client().post("/t/upload/", {"once": _key(), "file": made.sent("a.txt", b"x" * 3_000_000)})
    assert Upload.objects.get().name == "3000000"


def test_mended_form_is_done_after_an_error(db: None) -> None:
    key = _key()
    assert Client().post("/t/make/", {"name": "", "once": key}).status_code == 200
    assert Client().post("/t/make/", {"name": "x" * 60, "once": key}).status_code == 200
    assert Client().post("/t/make/", {"name": "x", "once": key}).status_code == 302
    assert _rows() == 1


@pytest.mark.parametrize(("way", "status"), [("refused", 403), ("error", 500), ("mandate", 302), ("sign_in", 302)])
def test_what_was_not_done_can_be_sent_again(way: str, status: int, db: None) -> None:
    client, sent = Client(raise_request_exception=False), {"way": way, "once": _key()}
    assert client.post("/t/refused/", sent).status_code == status
    assert not Submission.objects.exists()
    assert client.post("/t/refused/", sent).status_code == status
    assert Upload.objects.filter(name="tried").count() == 2


def test_key_of_one_person_is_worth_nothing_to_another(as_persona: Callable[[str], Client]) -> None:
    sent = {"name": "x", "once": _key()}
    answers = {as_persona(name).post("/t/make/", sent)["Location"] for name in ("newcomer", "outsider", "visitor")}
    assert len(answers) == 3


def test_key_of_one_page_is_worth_nothing_on_another(db: None) -> None:
    sent = {"name": "x", "once": _key()}
    answers = {Client().post(path, sent)["Location"] for path in ("/t/make/", "/t/make/?a=1")}
    assert len(answers) == 2


def test_anonymous_key_is_bound_to_the_browser(db: None) -> None:
    sent, answers = {"name": "x", "once": _key()}, set()
    for cookie in ("a" * 32, "b" * 32, "a" * 32):
        client = Client()
        client.cookies["csrftoken"] = cookie
        answers.add(client.post("/t/make/", sent)["Location"])
    assert len(answers) == 2
    assert not any("a" * 32 in row.actor for row in Submission.objects.all())


def test_claim_of_a_process_that_died_is_taken_over(db: None) -> None:
    sent = {"name": "x", "once": _key()}
    Client().post("/t/make/", sent)
    Submission.objects.update(location="", at=timezone.now() - timedelta(minutes=5))
    Upload.objects.all().delete()
    assert Client().post("/t/make/", sent).status_code == 302
    assert _rows() == 1


def test_repeat_of_what_takes_too_long_is_told_so(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = {"name": "x", "once": _key()}
    Client().post("/t/make/", sent)
    Submission.objects.update(location="", at=timezone.now())
    monkeypatch.setattr(once, "WAIT_SECONDS", 0.3)
    answer = Client().post("/t/make/", sent)
    assert answer.status_code == 409
    assert b"still being worked on" in answer.content or b"Still" in answer.content
    assert _rows() == 1


def test_old_claims_are_forgotten(db: None) -> None:
    for _n in range(2):
        Client().post("/t/make/", {"name": "x", "once": _key()})
    old = Submission.objects.first()
    assert old
    Submission.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=3))
    assert once.prune() == 1
    assert Submission.objects.count() == 1
    assert once.prune() == 0


@pytest.mark.django_db(transaction=True)
def test_form_sent_several_times_at_once_is_done_once() -> None:
    sent = {"name": "x", "once": _key(), "wait": "0.5"}

    def send() -> Any:
        return Client().post("/t/make/", sent)["Location"]

    answers = together(send, send, send, send)
    assert len(set(answers)) == 1, answers
    assert _rows() == 1


@pytest.mark.django_db(transaction=True)
def test_second_of_two_at_once_gets_its_own_errors_when_the_first_failed() -> None:
    sent = {"name": "", "once": _key()}

    def send() -> Any:
        return Client().post("/t/make/", sent).content

    answers = together(send, send)
    assert all(b"required" in answer for answer in answers), answers
    assert not Submission.objects.exists()
