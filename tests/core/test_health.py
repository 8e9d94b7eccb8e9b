"""Probes: the process, and whether it can work."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from se4u.core import health

SOUND = {"database": True, "migrations": True, "queue": True, "storage": True}


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


@pytest.mark.django_db
def test_not_ready_when_files_cannot_be_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(default_storage, "save", _broken, raising=False)
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {**SOUND, "storage": False}


@pytest.mark.django_db
def test_not_ready_when_the_queue_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    class Backend:
        """A queue that names a fault."""

        def check(self) -> list[str]:
            return ["fault"]

    monkeypatch.setattr(health, "default_task_backend", Backend())
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {**SOUND, "queue": False}


@pytest.mark.django_db
def test_probe_leaves_nothing_in_the_storage() -> None:
    Client().get("/readyz")
    assert not default_storage.exists("probe") or default_storage.listdir("probe")[1] == []


@pytest.mark.django_db
def test_probe_tells_nothing_of_the_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "cursor", _broken)
    assert b"no database" not in Client().get("/readyz").content
