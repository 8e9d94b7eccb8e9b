"""Probes: the process, and whether it can work."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from se4u.accounts.tasks import mail_notifications

SOUND = {"database": True, "migrations": True, "queue": "immediate", "storage": True}


def _broken(*_args: object, **_more: object) -> Any:
    raise OperationalError("no database")


def test_process_answers_without_the_database() -> None:
    answer = Client().get("/healthz")  # no database is allowed in this test
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_ready_when_all_is_usable(django_assert_max_num_queries: Any) -> None:
    answer = Client().get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == SOUND
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_not_ready_without_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "cursor", _broken)
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["database"] is False
    assert answer.json()["migrations"] is False


@pytest.mark.django_db
def test_not_ready_before_the_last_migration() -> None:
    [(_app, last)] = MigrationLoader(connection).graph.leaf_nodes("core")
    MigrationRecorder.Migration.objects.filter(app="core", name=last).delete()
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {**SOUND, "migrations": False}


@pytest.fixture
def uploads_at(settings: Any) -> Callable[[Path], None]:
    """Let files lie elsewhere."""

    def move(place: Path) -> None:
        files = {**settings.STORAGES["default"], "OPTIONS": {"location": place}}
        settings.STORAGES = {**settings.STORAGES, "default": files}

    return move


@pytest.mark.django_db
def test_not_ready_when_files_cannot_be_stored(tmp_path: Path, uploads_at: Callable[[Path], None]) -> None:
    uploads_at(tmp_path / "made" / "with the first file")
    assert Client().get("/readyz").json() == SOUND
    (tmp_path / "made").write_text("a file where the folder should stand")
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {**SOUND, "storage": False}


@pytest.mark.django_db
def test_not_ready_without_room_for_one_file(settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 10**18
    assert Client().get("/readyz").json() == {**SOUND, "storage": False}


@pytest.fixture
def with_worker(settings: Any) -> None:
    """Let tasks lie in the database until a worker takes them."""
    settings.TASKS = {"default": {"BACKEND": settings.QUEUES["database"], "ENQUEUE_ON_COMMIT": False}}


def _lie(minutes: int, **more: Any) -> None:
    result = mail_notifications.enqueue([])
    DBTaskResult.objects.filter(pk=result.id).update(enqueued_at=timezone.now() - timedelta(minutes=minutes), **more)


@pytest.mark.django_db
@pytest.mark.usefixtures("with_worker")
def test_not_ready_when_nobody_takes_what_lies_in_the_queue() -> None:
    _lie(14)
    assert Client().get("/readyz").json() == {**SOUND, "queue": True}
    _lie(16)
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {**SOUND, "queue": False}


@pytest.mark.django_db
@pytest.mark.usefixtures("with_worker")
@pytest.mark.parametrize("status", ["RUNNING", "SUCCESSFUL", "FAILED"])
def test_old_tasks_somebody_took_do_not_count(status: str) -> None:
    _lie(600, status=status)
    assert Client().get("/readyz").json() == {**SOUND, "queue": True}


@pytest.mark.django_db
@pytest.mark.usefixtures("with_worker")
@pytest.mark.parametrize(("minutes", "sound"), [(30, True), (-1, True), (-16, False)])
def test_task_for_later_counts_from_then_on(minutes: int, sound: bool) -> None:
    _lie(600, run_after=timezone.now() + timedelta(minutes=minutes))
    assert Client().get("/readyz").json()["queue"] is sound


@pytest.mark.django_db
def test_probe_writes_nothing_into_the_storage(tmp_path: Path, uploads_at: Callable[[Path], None]) -> None:
    """A folder notes when something was last written or removed in it."""
    uploads_at(tmp_path)
    os.utime(tmp_path, ns=(1, 1))
    assert Client().get("/readyz").status_code == 200
    assert tmp_path.stat().st_mtime_ns == 1


@pytest.mark.django_db
def test_probe_tells_nothing_of_the_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "cursor", _broken)
    assert b"no database" not in Client().get("/readyz").content
