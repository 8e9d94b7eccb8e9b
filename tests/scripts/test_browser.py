"""Finding or installing the browser: what is decided, with programs that are only named."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from scripts import browser


class Machine:
    """A machine with some programs, on which apt-get may bring Chromium."""

    def __init__(self, *programs: str, sudo_asks: bool = False, apt_fails: bool = False) -> None:
        self.programs = set(programs)
        self.sudo_asks = sudo_asks
        self.apt_fails = apt_fails
        self.ran: list[list[str]] = []

    def which(self, name: str) -> str | None:
        return f"/usr/bin/{name}" if name in self.programs else None

    def run(self, command: Sequence[str]) -> bool:
        self.ran.append(list(command))
        if command[0] == "sudo" and self.sudo_asks:
            return False
        if "install" in command:
            if self.apt_fails:
                return False
            self.programs.add("chromium")
        return True

    def ensure(self, *, root: bool) -> str | None:
        return browser.ensure(root=root, which=self.which, run=self.run)


@pytest.fixture(autouse=True)
def _no_named_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SE4U_CHROMIUM", raising=False)


def test_browser_that_is_there_is_used_and_nothing_run() -> None:
    machine = Machine("chromium-browser", "apt-get")
    assert machine.ensure(root=True) == "/usr/bin/chromium-browser"
    assert machine.ran == []


def test_named_browser_comes_before_the_found_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SE4U_CHROMIUM", "my-chromium")
    assert Machine("chromium", "my-chromium").ensure(root=True) == "/usr/bin/my-chromium"


def test_root_installs_debians_package() -> None:
    machine = Machine("apt-get")
    assert machine.ensure(root=True) == "/usr/bin/chromium"
    assert [command[0] for command in machine.ran] == ["apt-get", "apt-get"]
    assert machine.ran[-1][-1] == "chromium"


def test_sudo_without_password_installs_and_never_asks() -> None:
    machine = Machine("apt-get", "sudo")
    assert machine.ensure(root=False) == "/usr/bin/chromium"
    assert all(command[:2] == ["sudo", "-n"] for command in machine.ran)


@pytest.mark.parametrize(
    ("machine", "root"),
    [
        (Machine(), True),
        (Machine("sudo"), False),
        (Machine("apt-get"), False),
        (Machine("apt-get", "sudo", sudo_asks=True), False),
        (Machine("apt-get", apt_fails=True), True),
    ],
    ids=["no apt-get", "sudo alone", "no rights", "sudo asks for a password", "apt-get fails"],
)
def test_browser_that_cannot_be_had_is_told(machine: Machine, root: bool) -> None:
    assert machine.ensure(root=root) is None


def test_advice_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(browser, "ensure", lambda **_given: None)
    assert browser.main() == 1
    assert capsys.readouterr().err.strip().splitlines() == [browser.ADVICE]
