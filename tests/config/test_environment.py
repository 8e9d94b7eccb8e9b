"""What is wrong with a variable is said with its name and what it should be."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from se4u.config import environment


@pytest.mark.parametrize(
    ("value", "expected"), [("1", True), ("True", True), (" on ", True), ("0", False), ("", False)]
)
def test_switch_is_read(monkeypatch: pytest.MonkeyPatch, value: str, expected: bool) -> None:
    monkeypatch.setenv("SE4U_X", value)
    assert environment.flag("SE4U_X", default=not expected) is expected


def test_switch_that_is_not_set_keeps_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SE4U_X", raising=False)
    assert environment.flag("SE4U_X", default=True)
    assert not environment.flag("SE4U_X", default=False)


def test_misspelt_switch_is_an_error_not_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SE4U_X", "ture")
    with pytest.raises(ImproperlyConfigured, match="SE4U_X must be 1 or 0, not “ture”"):
        environment.flag("SE4U_X", default=False)


@pytest.mark.parametrize("value", ["", "-1", "many", "1.5", "0"])
def test_number_out_of_range_is_an_error(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SE4U_X", value)
    with pytest.raises(ImproperlyConfigured, match="SE4U_X must be a whole number of at least 1"):
        environment.number("SE4U_X", default=3, least=1)


def test_number_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SE4U_X", "12")
    assert environment.number("SE4U_X", default=3) == 12


def test_unknown_choice_names_the_known_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SE4U_X", "rabbit")
    with pytest.raises(ImproperlyConfigured, match="SE4U_X must be one of immediate, database"):
        environment.choice("SE4U_X", ("immediate", "database"), default="immediate")


@pytest.mark.parametrize("value", ["se4u.example", "ftp://se4u.example", "https://", "https://se4u.example/path"])
def test_site_that_is_no_address_is_an_error(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SE4U_X", value)
    with pytest.raises(ImproperlyConfigured, match="SE4U_X must be an address"):
        environment.site("SE4U_X", default="", tls=False)


def test_site_behind_tls_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SE4U_X", "http://se4u.example/")
    assert environment.site("SE4U_X", default="", tls=False) == "http://se4u.example"
    with pytest.raises(ImproperlyConfigured, match="https://"):
        environment.site("SE4U_X", default="", tls=True)


def test_host_of_an_address() -> None:
    assert environment.host_of("https://se4u.example:8443") == "se4u.example"
    assert environment.host_of("http://[2001:db8::1]:80") == "[2001:db8::1]"


def test_missing_folder_is_made_for_its_owner_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    wanted = tmp_path / "not" / "there"
    monkeypatch.setenv("SE4U_X", str(wanted))
    assert environment.folder("SE4U_X", default=tmp_path) == wanted
    assert stat.S_IMODE(wanted.stat().st_mode) == 0o700
    monkeypatch.delenv("SE4U_X")
    assert environment.folder("SE4U_X", default=tmp_path) == tmp_path


def test_folder_that_cannot_be_made_ends_a_command_with_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    folder = tmp_path / "file" / "var"
    told = subprocess.run(
        [sys.executable, "-m", "se4u", "migrate"],
        env={**os.environ, "SECRET_KEY": "for this test alone", "SE4U_VAR_DIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr == f"SE4U_VAR_DIR: the folder {folder} cannot be made: Not a directory.\n"


def test_sqlite_file_in_a_missing_folder_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/none/se4u.sqlite3")
    with pytest.raises(ImproperlyConfigured, match=r"DATABASE_URL: there is no folder .*/none for the file"):
        environment.database("DATABASE_URL", default="")


def test_sqlite_file_is_opened_for_many_readers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/se4u.sqlite3")
    described = environment.database("DATABASE_URL", default="")
    assert described["NAME"] == f"{tmp_path}/se4u.sqlite3"
    assert described["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in described["OPTIONS"]["init_command"]


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_postgresql_keeps_its_connections(monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    monkeypatch.setenv("DATABASE_URL", f"{scheme}://u:p@db:5433/se4u?sslmode=require")
    described = environment.database("DATABASE_URL", default="")
    assert (described["HOST"], described["PORT"], described["NAME"]) == ("db", 5433, "se4u")
    assert described["CONN_HEALTH_CHECKS"]
    assert described["OPTIONS"] == {"sslmode": "require"}


@pytest.mark.parametrize("value", ["mysql://u:secret@db/se4u", "/var/se4u.sqlite3", "postgres"])
def test_other_database_is_refused_without_printing_a_password(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("DATABASE_URL", value)
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL must begin with one of sqlite://") as refusal:
        environment.database("DATABASE_URL", default="")
    assert "secret" not in str(refusal.value)


def test_database_without_a_name_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://u@db/")
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL names no database"):
        environment.database("DATABASE_URL", default="")


def test_cache_is_memory_or_redis(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CACHE_URL", "redis://127.0.0.1:6379/1")
    assert environment.shared_cache("CACHE_URL", default="")["BACKEND"] == "django.core.cache.backends.redis.RedisCache"
    monkeypatch.setenv("CACHE_URL", "locmemcache://x")
    assert environment.shared_cache("CACHE_URL", default="")["OPTIONS"]["MAX_ENTRIES"] > 300
    monkeypatch.setenv("CACHE_URL", "memcached://x")
    with pytest.raises(ImproperlyConfigured, match="CACHE_URL must begin with one of locmemcache://, redis://"):
        environment.shared_cache("CACHE_URL", default="")


def test_sqlite_keeps_its_connections(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/se4u.sqlite3")
    assert environment.database("DATABASE_URL", default="")["CONN_MAX_AGE"] > 0
