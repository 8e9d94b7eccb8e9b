"""The lines operators are told to back up with do what is said of them: they are run as they stand in docs/operations.md."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from .source import ROOT

SECTION = (ROOT / "docs" / "operations.md").read_text("utf-8").partition("## Back up and restore")[2]
SETTINGS, SQLITE, POSTGRESQL, FILES, RESTORE = re.findall(r"^```sh\n(.*?)^```", SECTION, re.M | re.S)
TOLD = {"SECRET_KEY", "DATABASE_URL", "SE4U_VAR_DIR"}


def run(folder: Path, *settings: str, then: str) -> subprocess.CompletedProcess[str]:
    """Run the lines in a checkout whose `.env` says these things."""
    (folder / ".env").write_text("".join(f"{line}\n" for line in ("SE4U_MAIL_FROM=SE4U <a@b.example>", *settings)))
    (folder / ".venv").symlink_to(sys.prefix)
    environment = {name: value for name, value in os.environ.items() if name not in TOLD}
    return subprocess.run(
        ["sh", "-c", SETTINGS + then], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def here() -> str:
    """Return the address of the database of this test, as an operator writes it."""
    said = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{said['NAME']}"
    sign_in = ":".join(quote(str(said[name]), safe="") for name in ("USER", "PASSWORD") if said[name])
    return f"postgres://{sign_in}@{said['HOST']}:{said['PORT'] or 5432}/{said['NAME']}"


@pytest.mark.parametrize("lines", [SQLITE, POSTGRESQL, RESTORE])
def test_without_a_database_of_the_site_nothing_is_taken_for_it(tmp_path: Path, lines: str) -> None:
    for settings in ((), ("DATABASE_URL=",), (f"SE4U_VAR_DIR={tmp_path}/none",)):
        folder = tmp_path / str(len("".join(settings)))
        folder.mkdir()
        done = run(folder, *settings, then=lines)
        assert done.returncode != 0
        assert done.stdout == ""


@pytest.mark.django_db
def test_database_named_in_the_file_of_settings_is_backed_up(tmp_path: Path) -> None:
    lines = SQLITE if connection.vendor == "sqlite" else POSTGRESQL
    done = run(tmp_path, f'DATABASE_URL="{here()}"', then=lines)
    assert done.returncode == 0, done.stderr
    assert (done.stdout.strip() == "0") if connection.vendor == "sqlite" else ("accounts_user" in done.stdout)


def test_files_are_taken_from_the_folder_of_the_site(tmp_path: Path) -> None:
    (tmp_path / "data" / "uploads").mkdir(parents=True)
    assert run(tmp_path, f"SE4U_VAR_DIR={tmp_path}/data", then=FILES).returncode == 0
    assert (tmp_path / "uploads.tar").stat().st_size
