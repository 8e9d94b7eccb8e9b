"""Finding, starting or installing the servers of the second test run."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from scripts import services


@pytest.fixture
def port() -> Iterator[int]:
    """A port at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        yield int(probe.getsockname()[1])


@pytest.fixture
def served() -> Iterator[int]:
    """A port at which somebody listens."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield int(server.getsockname()[1])


class Steps:
    """What was tried, with a given outcome."""

    def __init__(self, *, starts: tuple[bool, ...] = (), fetches: bool = False) -> None:
        self.starts = list(starts)
        self.fetches = fetches
        self.tried: list[str] = []

    def start(self, name: str, port: int) -> bool:
        self.tried.append("start")
        return self.starts.pop(0)

    def fetch(self, name: str) -> bool:
        self.tried.append("fetch")
        return self.fetches


def test_running_service_is_left_alone(served: int) -> None:
    steps = Steps()
    services.ensure("redis-server", served, start=steps.start, fetch=steps.fetch)
    assert steps.tried == []


def test_stopped_service_is_started(port: int) -> None:
    steps = Steps(starts=(True,))
    services.ensure("redis-server", port, start=steps.start, fetch=steps.fetch)
    assert steps.tried == ["start"]


def test_missing_service_is_installed_and_started(port: int) -> None:
    steps = Steps(starts=(False, True), fetches=True)
    services.ensure("redis-server", port, start=steps.start, fetch=steps.fetch)
    assert steps.tried == ["start", "fetch", "start"]


@pytest.mark.parametrize("steps", [Steps(starts=(False,)), Steps(starts=(False, False), fetches=True)])
def test_service_that_cannot_be_had_is_an_error_in_one_line(port: int, steps: Steps) -> None:
    with pytest.raises(services.MissingServiceError, match="install Debian's package `redis-server`") as missing:
        services.ensure("redis-server", port, start=steps.start, fetch=steps.fetch)
    assert "\n" not in str(missing.value)


def test_named_database_that_lets_nobody_in_is_an_error(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    monkeypatch.setenv("SE4U_TEST_DATABASE_URL", f"postgres://nobody@127.0.0.1:{port}/none")
    with pytest.raises(services.MissingServiceError, match="SE4U_TEST_DATABASE_URL"):
        services.addresses()


def test_missing_service_ends_the_run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(
        services, "addresses", lambda: (_ for _ in ()).throw(services.MissingServiceError("what to do"))
    )
    assert services.main() == 1
    assert capsys.readouterr() == ("", "what to do\n")
