"""Two ticks at once never mail twice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from se4u.accounts import outbox
from se4u.accounts.models import Notification, User
from se4u.accounts.notify import notify

PEOPLE = 6


def together(work: Callable[[], int], times: int = 4) -> list[int]:
    """Run the same work in several threads that begin at the same moment."""
    barrier, results = threading.Barrier(times), []

    def run() -> None:
        barrier.wait()
        try:
            results.append(work())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _n in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_ticks_at_once_mail_each_notification_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("se4u.accounts.notify._mail", lambda _pks: None)
    people = [User.objects.create_user(f"person{n}@sample.example") for n in range(PEOPLE)]
    notify(people, "directory.approve", url="/desk/", name="x")
    assert sum(together(outbox.mail_due)) == PEOPLE
    assert sorted(message.to[0] for message in mail.outbox) == sorted(person.email for person in people)
    assert not Notification.objects.exclude(state=Notification.State.MAILED).exists()


@pytest.mark.django_db(transaction=True)
def test_ticks_at_once_send_one_daily_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2031, 3, 1, 9, tzinfo=UTC))
    person = User.objects.create_user("person@sample.example", delivery=User.Delivery.DAILY)
    for name in "abc":
        notify([person], "directory.approve", url="/desk/", name=name)
    assert sum(together(outbox.mail_digests)) == 1
    [message] = mail.outbox
    assert message.body.count("•") == 3
