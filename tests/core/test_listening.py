"""Where the servers may listen, and that what they need is there before they do."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from se4u.core.listening import is_loopback, parse, refuse_beyond_loopback

ROOT = Path(__file__).resolve().parents[2]
LOOPBACK = ["127.0.0.1", "127.8.8.8", "::1", "localhost"]
BEYOND = ["0.0.0.0", "::", "192.0.2.7", "example.org", ""]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("", ("127.0.0.1", 8000)),
        ("8123", ("127.0.0.1", 8123)),
        (":8123", ("127.0.0.1", 8123)),
        ("localhost:81", ("127.0.0.1", 81)),
        ("0.0.0.0:80", ("0.0.0.0", 80)),
        ("192.0.2.7", ("192.0.2.7", 8000)),
        ("[::1]:8123", ("::1", 8123)),
        ("[::1]", ("::1", 8000)),
    ],
)
def test_address_is_understood(address: str, expected: tuple[str, int]) -> None:
    assert parse(address) == expected


@pytest.mark.parametrize(
    "address", ["host", "127.0.0.1:x", "1.2.3:80", "http://127.0.0.1:80", "127.0.0.1:99999", "[::g]:80"]
)
def test_nonsense_is_refused_with_an_example(address: str) -> None:
    with pytest.raises(CommandError, match=r"127\.0\.0\.1:8000"):
        parse(address)


@pytest.mark.parametrize("host", LOOPBACK)
def test_demonstration_listens_to_this_machine(settings: Settings, host: str) -> None:
    settings.DEMO = True
    assert is_loopback(host)
    refuse_beyond_loopback(host)


@pytest.mark.parametrize("host", BEYOND)
def test_demonstration_does_not_listen_beyond_this_machine(settings: Settings, host: str) -> None:
    settings.DEMO = True
    with pytest.raises(CommandError, match="SE4U_DEMO"):
        refuse_beyond_loopback(host)
    settings.DEMO = False
    refuse_beyond_loopback(host)


@pytest.mark.parametrize("command", ["serve", "runserver"])
def test_both_servers_ask(settings: Settings, command: str) -> None:
    settings.DEMO = True
    with pytest.raises(CommandError, match="SE4U_DEMO"):
        call_command(command, "0.0.0.0:8999", skip_checks=True)


@pytest.mark.django_db
def test_several_processes_are_refused_on_sqlite(settings: Settings) -> None:
    from django.db import connection

    if connection.vendor != "sqlite":
        pytest.skip("the rule is SQLite's")
    with pytest.raises(CommandError, match="SQLite allows one process"):
        call_command("serve", "127.0.0.1:8999", workers=2, skip_checks=True)


@pytest.mark.parametrize("option", ["workers", "threads"])
def test_no_process_or_thread_is_refused(option: str) -> None:
    with pytest.raises(CommandError, match="at least 1"):
        call_command("serve", "127.0.0.1:8999", skip_checks=True, **{option: 0})


@pytest.mark.django_db
def test_taken_address_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(CommandError, match="Cannot listen on 127"):
            call_command("serve", f"127.0.0.1:{taken.getsockname()[1]}", skip_checks=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def command(tmp_path: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "se4u", *arguments]


def environment(tmp_path: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {
        **kept,
        "SECRET_KEY": "for this test alone",
        "SE4U_VAR_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/served.sqlite3",
        "SE4U_DEBUG": "1",  # plain static files: none are collected here
    }


def test_served_site_answers_and_ends_with_the_signal(tmp_path: Path) -> None:
    port = free_port()
    told = subprocess.run(
        command(tmp_path, "serve", str(port)),
        env=environment(tmp_path),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 1
    assert "se4u migrate" in told.stderr
    subprocess.run(command(tmp_path, "migrate", "--verbosity", "0"), env=environment(tmp_path), cwd=ROOT, check=True)
    server = subprocess.Popen(
        command(tmp_path, "serve", str(port)), env=environment(tmp_path), cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        assert fetch(f"http://127.0.0.1:{port}/healthz") == b"ok\n"
    finally:
        server.terminate()
        said, _errors = server.communicate(timeout=30)
    assert f"http://127.0.0.1:{port}/" in said
    assert server.returncode == 0


def fetch(url: str) -> bytes:
    """Ask until the server is up, for at most half a minute."""
    for _attempt in range(150):
        try:
            with urllib.request.urlopen(url, timeout=5) as response:
                return bytes(response.read())
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"no answer from {url}")
