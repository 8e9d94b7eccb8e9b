"""What may not be in the repository, and what must."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from django.core.management import call_command

from .source import ROOT

TEXT = {".py", ".md", ".toml", ".html", ".txt", ".css", ".js", ".mjs", ".lock", ".yaml", ".yml", ".pyi", ".po", ""}
DATA = {".csv", ".json", ".xlsx", ".ttf", ".woff2", ".png", ".svg", ".jpg", ".pdf", ".docx"}
# Home folders, and temporary or mounted places of one machine; addresses of package indexes.
MACHINE = re.compile(r"(/home/\w+/|/Users/\w+/|/root/|--index-url|--extra-index|--find-links)")
KEY = re.compile(r"(?i)\b(SECRET_KEY|CLIENT_SECRET|API_KEY)\b\s*[:=]\s*[\"']?[\w+/=-]{40,}")


def tracked() -> list[Path]:
    """Return the files of the repository."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def texts() -> list[tuple[str, str]]:
    """Return (name, content) of the files people write, this one left out: it names what it forbids."""
    own = Path(__file__).resolve()
    return [
        (path.relative_to(ROOT).as_posix(), path.read_text("utf-8"))
        for path in tracked()
        if path.suffix in TEXT and path != own
    ]


def test_no_path_or_index_of_one_machine() -> None:
    found = [f"{name}: {hit[0]}" for name, text in texts() for hit in MACHINE.finditer(text)]
    assert found == []


def test_no_secret_and_no_local_file() -> None:
    assert [name for name, text in texts() if KEY.search(text)] == []
    names = {path.relative_to(ROOT).as_posix() for path in tracked()}
    assert not {".env", "var", "db.sqlite3"} & names
    assert [name for name in names if name.startswith("var/") or name.endswith((".mo", ".pyc", ".sqlite3"))] == []


def test_lock_pins_every_package_with_hashes_and_names_no_index() -> None:
    text = (ROOT / "requirements" / "dev.lock").read_text("utf-8")
    pinned = [line for line in text.splitlines() if re.match(r"^[a-z0-9]", line)]
    assert pinned
    assert [line for line in pinned if "==" not in line] == []
    assert text.count("--hash=sha256:") >= len(pinned)
    assert "http" not in re.sub(r"(?m)^\s*#.*$", "", text)


def test_notice_names_every_data_file_carried() -> None:
    notice = (ROOT / "NOTICE").read_text("utf-8")
    missing = []
    for path in tracked():
        name = path.relative_to(ROOT).as_posix()
        if path.suffix in DATA and not any(part in notice for part in (name, path.name)):
            missing.append(name)
    assert missing == []


@pytest.mark.parametrize(
    "name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "LICENSE", "NOTICE", ".ci/run"]
)
def test_expected_file_is_there(name: str) -> None:
    assert (ROOT / name).is_file()


def test_ci_run_can_be_executed() -> None:
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


@pytest.mark.django_db
def test_migrations_are_in_step_with_the_models() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_lock_holds_every_dependency_of_the_project() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = {re.split(r"[\[<>=!~ ;]", line)[0].lower() for line in wanted}
    locked = {line.split("==")[0] for line in (ROOT / "requirements" / "dev.lock").read_text("utf-8").splitlines()}
    assert sorted(names - locked) == []
