"""The outbox: written with the deed, mailed once, in the recipient's language, as they wish."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from se4u.accounts import outbox, services
from se4u.accounts.models import Notification, User
from se4u.accounts.notify import AT_ONCE, notify
from se4u.accounts.tasks import mail_notifications
from se4u.core import tick
from tests.mail_servers import HANGS_UP, WORKS
from tests.personas import Cast

Capture = Callable[..., Any]
TEMPLATE = "directory.approve"


def tell(person: User, **options: Any) -> Notification:
    [row] = notify([person], TEMPLATE, url="/en/desk/", name="Casa Abierta", **options)
    return row


@pytest.fixture
def broken_mail(settings: Any) -> None:
    settings.EMAIL_BACKEND = HANGS_UP


def test_notify_mails_after_the_commit(cast: Cast, django_capture_on_commit_callbacks: Capture) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        row = tell(cast.representative)
        assert mail.outbox == []
    row.refresh_from_db()
    [message] = mail.outbox
    assert message.to == [cast.representative.email]
    assert row.state == Notification.State.MAILED
    assert row.mailed_at is not None


def test_notify_rolled_back_mails_nothing(cast: Cast, django_capture_on_commit_callbacks: Capture) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        point = transaction.savepoint()
        tell(cast.representative)
        transaction.savepoint_rollback(point)
    assert mail.outbox == []
    assert not Notification.objects.exists()


def test_notify_tells_each_person_once_and_nobody_who_left(cast: Cast) -> None:
    cast.outsider.is_active = False
    rows = notify([cast.newcomer, cast.newcomer, cast.outsider], TEMPLATE, url="/desk/", name="x")
    assert [row.person for row in rows] == [cast.newcomer]


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example", "desk/", "/\\evil.example"])
def test_notify_refuses_addresses_elsewhere(cast: Cast, url: str) -> None:
    with pytest.raises(ValueError, match="paths of this site"):
        notify([cast.newcomer], TEMPLATE, url=url, name="x")


def test_mail_is_in_the_language_of_the_recipient(cast: Cast) -> None:
    cast.representative.language = "ar"
    cast.representative.save()
    tell(cast.representative)
    assert outbox.mail_due() == 1
    [message] = mail.outbox
    html = str(message.alternatives[0][0])
    assert '<html lang="ar" dir="rtl">' in html
    assert '<body lang="ar" dir="rtl"' in html
    assert "/ar/desk/" in html
    assert "/ar/desk/" in message.body
    assert message.extra_headers["Content-Language"] == "ar"


def test_mail_in_a_language_without_a_catalogue_says_that_it_is_english(cast: Cast) -> None:
    cast.representative.language = "fr"
    cast.representative.save()
    tell(cast.representative)
    outbox.mail_due()
    [message] = mail.outbox
    assert '<html lang="en" dir="ltr">' in str(message.alternatives[0][0])
    assert "/fr/desk/" in message.body


def test_mail_has_one_button_a_reason_and_nothing_from_elsewhere(cast: Cast) -> None:
    tell(cast.representative)
    outbox.mail_due()
    [message] = mail.outbox
    html = str(message.alternatives[0][0])
    assert html.count("display:inline-block") == 1
    assert "max-width:36rem" in html
    assert "You get this mail because" in html
    assert "You get this mail because" in message.body
    assert "<img" not in html
    assert "src=" not in html


def test_mail_escapes_names_in_html_and_keeps_them_in_text(cast: Cast) -> None:
    notify([cast.representative], TEMPLATE, url="/desk/", name="<b>A & B</b>")
    outbox.mail_due()
    [message] = mail.outbox
    html = str(message.alternatives[0][0])
    assert "<b>A & B</b>" in message.subject + message.body
    assert "<b>" not in html
    assert "&lt;b&gt;A &amp; B&lt;/b&gt;" in html


def test_mail_subject_takes_no_header_from_a_name(cast: Cast) -> None:
    notify([cast.representative], TEMPLATE, url="/desk/", name="A\r\nBcc: all@sample.example\u202e\x00")
    outbox.mail_due()
    [message] = mail.outbox
    assert message.message()["Bcc"] is None
    assert "\n" not in message.subject
    assert "\u202e" not in message.subject


MARKS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"


def test_marks_of_direction_in_a_message_turn_nothing_round(cast: Cast) -> None:
    """Left open, one would turn round the words of the site behind it, and the address beside the button."""
    telling = {"name": f"A{MARKS}B", "message": f"moc{MARKS}.live", "sender": f"R{MARKS}osa", "reach": MARKS}
    notify([cast.representative], "directory.contact", url="/desk/", **telling)
    outbox.mail_due()
    [message] = mail.outbox
    assert "AB" in message.subject
    for text in (message.subject, message.body, str(message.alternatives[0][0])):
        assert not set(MARKS) & set(text)
    assert "moc.live" in message.body
    assert "They call themselves: Rosa" in message.body


def test_protected_mail_carries_a_link_alone(cast: Cast) -> None:
    tell(cast.representative, protected=True)
    outbox.mail_due()
    [message] = mail.outbox
    everything = message.subject + message.body + str(message.alternatives[0][0])
    assert "Casa Abierta" not in everything
    assert "approve" not in everything
    assert "/desk/" not in everything
    assert "/en/account/notifications/" in message.body


def test_protected_notification_is_whole_on_the_site(cast: Cast, as_persona: Callable[[str], Client]) -> None:
    tell(cast.representative, protected=True)
    assert "Casa Abierta" in as_persona("representative").get("/en/account/notifications/").content.decode()


def test_only_here_is_never_mailed(cast: Cast, django_capture_on_commit_callbacks: Capture) -> None:
    cast.newcomer.delivery = User.Delivery.HERE
    with django_capture_on_commit_callbacks(execute=True):
        assert tell(cast.newcomer).state == Notification.State.HERE
    tick.run("accounts")
    assert mail.outbox == []


def test_second_tick_mails_nothing(cast: Cast) -> None:
    tell(cast.representative)
    first = {outcome.name: outcome for outcome in tick.run("accounts")}
    assert first["accounts.mail"].done == 1
    assert [outcome.done for outcome in tick.run("accounts")] == [0] * len(first)
    assert len(mail.outbox) == 1


def test_many_at_once_are_left_to_the_tick(cast: Cast, django_capture_on_commit_callbacks: Capture) -> None:
    people = [User.objects.create_user(f"person{n}@sample.example") for n in range(AT_ONCE + 5)]
    with django_capture_on_commit_callbacks(execute=True):
        notify(people, TEMPLATE, url="/desk/", name="x")
    assert len(mail.outbox) == AT_ONCE
    assert outbox.mail_due() == 5


def test_unreachable_mail_server_is_tried_again_later_and_then_given_up(cast: Cast, broken_mail: None) -> None:
    row = tell(cast.representative)
    pauses = []
    for _try in range(len(outbox.PAUSES) + 1):
        assert outbox.mail_due() == 0
        row.refresh_from_db()
        pauses.append(row.due_at - timezone.now())
        assert outbox.mail_due() == 0  # not before its time
        Notification.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    assert row.state == Notification.State.FAILED
    assert row.tries == len(outbox.PAUSES) + 1
    assert sorted(pauses[:6]) == pauses[:6]
    assert outbox.mail_due() == 0


class SilentBackend(EmailBackend):
    """A mail server that keeps one waiting until the time is over."""

    tried = 0

    def send_messages(self, _messages: Any) -> int:
        SilentBackend.tried += 1
        raise TimeoutError("timed out")


def test_silent_mail_server_is_waited_for_once_and_not_for_each_mail(
    cast: Cast, settings: Any, django_capture_on_commit_callbacks: Capture
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.SilentBackend"
    SilentBackend.tried = 0
    with django_capture_on_commit_callbacks(execute=True):
        notify([cast.representative, cast.coordinator, cast.officer], TEMPLATE, url="/en/desk/", name="Casa Abierta")
    assert SilentBackend.tried == 1
    assert Notification.objects.filter(state=Notification.State.WAITING).count() == 3
    settings.EMAIL_BACKEND = WORKS
    tick.run("accounts")
    assert len(mail.outbox) == 2


def test_lease_is_longer_than_the_slowest_mail_server_may_take(settings: Any) -> None:
    """Connecting, greeting twice, TLS, signing in, sender, receiver, text, leaving; each of several steps at most."""
    assert settings.EMAIL_TIMEOUT == 20
    assert 30 * timedelta(seconds=settings.EMAIL_TIMEOUT) <= outbox.LEASE


def test_failed_mail_goes_out_when_the_server_is_back(cast: Cast, settings: Any) -> None:
    settings.EMAIL_BACKEND = HANGS_UP
    tell(cast.representative)
    outbox.mail_due()
    settings.EMAIL_BACKEND = WORKS
    Notification.objects.update(due_at=timezone.now())
    assert outbox.mail_due() == 1


def test_mail_failure_writes_no_address_to_the_log(
    cast: Cast, broken_mail: None, caplog: pytest.LogCaptureFixture
) -> None:
    tell(cast.representative)
    outbox.mail_due()
    assert "not mailed" in caplog.text
    assert cast.representative.email not in caplog.text


def daily(person: User, zone: str = "UTC") -> None:
    person.delivery, person.time_zone = User.Delivery.DAILY, zone
    person.save()


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: moment)


def test_daily_mail_gathers_and_comes_in_the_morning_of_the_person(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    daily(cast.representative, "Asia/Tokyo")  # nine hours ahead
    at(monkeypatch, datetime(2031, 3, 1, 20, 0, tzinfo=UTC))
    tell(cast.representative)
    tell(cast.representative)
    assert outbox.mail_due() == 0
    assert outbox.mail_digests() == 0  # five in the morning there
    at(monkeypatch, datetime(2031, 3, 1, 22, 30, tzinfo=UTC))
    assert outbox.mail_digests() == 1
    tell(cast.representative)
    assert outbox.mail_digests() == 0  # once a day
    at(monkeypatch, datetime(2031, 3, 2, 22, 30, tzinfo=UTC))
    assert outbox.mail_digests() == 1
    first, second = mail.outbox
    assert first.body.count("•") == 2
    assert "Casa Abierta" in first.body
    assert "•" not in second.body  # a single one is a letter of its own


def test_daily_mail_names_nothing_protected(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    daily(cast.representative)
    at(monkeypatch, datetime(2031, 3, 1, 9, tzinfo=UTC))
    tell(cast.representative, protected=True)
    tell(cast.representative, protected=True)
    outbox.mail_digests()
    assert "Casa Abierta" not in mail.outbox[0].body + str(mail.outbox[0].alternatives[0][0])


def test_daily_mail_that_failed_is_tried_again_the_same_day(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    daily(cast.representative)
    at(monkeypatch, datetime(2031, 3, 1, 9, tzinfo=UTC))
    tell(cast.representative)
    settings.EMAIL_BACKEND = HANGS_UP
    assert outbox.mail_digests() == 0
    settings.EMAIL_BACKEND = WORKS
    assert outbox.mail_digests() == 0
    at(monkeypatch, datetime(2031, 3, 1, 10, tzinfo=UTC))
    assert outbox.mail_digests() == 1


def test_choosing_only_here_keeps_what_waits_on_the_site(cast: Cast) -> None:
    row = tell(cast.representative)
    services.choose_delivery(cast.representative, by=cast.representative, delivery="here")
    row.refresh_from_db()
    assert row.state == Notification.State.HERE


def test_old_notifications_are_forgotten(cast: Cast) -> None:
    old, _new = tell(cast.representative), tell(cast.representative)
    Notification.objects.filter(pk=old.pk).update(at=timezone.now() - outbox.KEPT - timedelta(days=1))
    assert outbox.prune() == 1
    assert Notification.objects.count() == 1


# -- the list


def test_inbox_shows_own_news_newest_first_and_nobody_elses(cast: Cast, as_persona: Callable[[str], Client]) -> None:
    notify([cast.representative], TEMPLATE, url="/desk/", name="First")
    notify([cast.representative], TEMPLATE, url="/desk/", name="Second")
    notify([cast.officer], TEMPLATE, url="/desk/", name="Secret")
    text = as_persona("representative").get("/en/account/notifications/").content.decode()
    assert text.index("Second") < text.index("First")
    assert "Secret" not in text


def test_inbox_empty_says_what_it_is(as_persona: Callable[[str], Client]) -> None:
    assert "Nothing yet" in as_persona("newcomer").get("/en/account/notifications/").content.decode()


def test_opening_marks_read_and_leads_on_in_the_language_of_the_page(
    cast: Cast, as_persona: Callable[[str], Client]
) -> None:
    row = tell(cast.representative)
    response = as_persona("representative").get(f"/fr/account/notifications/{row.key}/")
    assert response.headers["Location"] == "/fr/desk/"
    row.refresh_from_db()
    assert row.read_at is not None


def test_mark_all_read_touches_own_alone(cast: Cast, as_persona: Callable[[str], Client]) -> None:
    mine, theirs = tell(cast.representative), tell(cast.officer)
    assert as_persona("representative").post("/en/account/notifications/read/").status_code == 302
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.read_at is not None, theirs.read_at) == (True, None)


def test_inbox_survives_a_kind_that_no_longer_exists(cast: Cast, as_persona: Callable[[str], Client]) -> None:
    notify([cast.representative], "networks.gone", url="/desk/")
    response = as_persona("representative").get("/en/account/notifications/")
    assert "no longer exists" in response.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_inbox_needs_the_same_queries_for_any_number(
    cast: Cast, as_persona: Callable[[str], Client], rows: int, django_assert_max_num_queries: Any
) -> None:
    for _row in range(rows):
        tell(cast.representative)
    client = as_persona("representative")
    client.get("/en/account/notifications/")
    with django_assert_max_num_queries(9):
        client.get("/en/account/notifications/")


def test_inbox_has_pages(cast: Cast, as_persona: Callable[[str], Client]) -> None:
    for _row in range(30):
        tell(cast.representative)
    text = as_persona("representative").get("/en/account/notifications/?page=2").content.decode()
    assert text.count('class="row"') == 5


def test_desk_counts_unread(cast: Cast, as_persona: Callable[[str], Client]) -> None:
    tell(cast.representative)
    assert "1 unread notification" in as_persona("representative").get("/en/desk/").content.decode()


@pytest.mark.django_db
def test_tasks_are_forgotten_after_two_weeks_whatever_became_of_them(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": settings.QUEUES["database"], "ENQUEUE_ON_COMMIT": False}}
    for status in ("READY", "RUNNING", "SUCCESSFUL", "FAILED"):
        for days in (13, 15):
            task = DBTaskResult.objects.filter(pk=mail_notifications.enqueue([]).id)
            task.update(status=status, enqueued_at=timezone.now() - timedelta(days=days))
    assert [outcome.done for outcome in tick.run("accounts.prune_tasks")] == [4]
    assert {(timezone.now() - task.enqueued_at).days for task in DBTaskResult.objects.all()} == {13}


# -- ending mail by the link in it


def link_in(message: Any) -> str:
    return str(message.extra_headers["List-Unsubscribe"]).strip("<>").partition("8000")[2]


def test_unsubscribe_works_by_one_post_without_signing_in(cast: Cast) -> None:
    tell(cast.representative)
    outbox.mail_due()
    [message] = mail.outbox
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    client = Client(enforce_csrf_checks=True)
    response = client.post(link_in(message), {"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    cast.representative.refresh_from_db()
    assert cast.representative.delivery == User.Delivery.HERE


def test_unsubscribe_by_get_asks_first(cast: Cast, client: Client) -> None:
    tell(cast.representative)
    outbox.mail_due()
    assert "No more mail?" in client.get(link_in(mail.outbox[0])).content.decode()
    cast.representative.refresh_from_db()
    assert cast.representative.delivery == User.Delivery.AT_ONCE


def test_unsubscribe_with_a_changed_link_says_so(cast: Cast, client: Client) -> None:
    tell(cast.representative)
    outbox.mail_due()
    foreign = link_in(mail.outbox[0]).replace(cast.representative.key, cast.officer.key)
    response = client.post(foreign)
    assert response.status_code == 404
    assert "This link does not work" in response.content.decode()
    cast.officer.refresh_from_db()
    assert cast.officer.delivery == User.Delivery.AT_ONCE
