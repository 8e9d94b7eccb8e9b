"""Making a checkout ready."""

from __future__ import annotations

import gettext
import os
import stat
from pathlib import Path

import pytest
from babel.messages.pofile import PoFileError

from scripts.setup import compile_catalogues, make_environment

PO = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Language: fr\\n"

msgid "network"
msgstr "réseau"

#, fuzzy
msgid "theme"
msgstr "peut-être"
"""


def catalogue(folder: Path, text: str = PO) -> Path:
    path = folder / "fr" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_secret_key_is_made_once_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    assert make_environment(path)
    first = path.read_text()
    assert len(first.partition("SECRET_KEY=")[2].strip()) > 60
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not make_environment(path)
    assert path.read_text() == first


def test_two_checkouts_have_two_keys(tmp_path: Path) -> None:
    make_environment(tmp_path / "a")
    make_environment(tmp_path / "b")
    assert (tmp_path / "a").read_text() != (tmp_path / "b").read_text()


def test_catalogue_is_compiled_without_its_doubtful_entries(tmp_path: Path) -> None:
    source = catalogue(tmp_path)
    assert compile_catalogues(tmp_path) == [source.with_suffix(".mo")]
    with source.with_suffix(".mo").open("rb") as file:
        messages = gettext.GNUTranslations(file)
    assert messages.gettext("network") == "réseau"
    assert messages.gettext("theme") == "theme"


def test_catalogue_is_compiled_again_only_when_it_changed(tmp_path: Path) -> None:
    source = catalogue(tmp_path)
    compile_catalogues(tmp_path)
    assert compile_catalogues(tmp_path) == []
    later = source.with_suffix(".mo").stat().st_mtime_ns + 1_000_000
    os.utime(source, ns=(later, later))
    assert compile_catalogues(tmp_path) == [source.with_suffix(".mo")]


def test_broken_catalogue_stops_the_set_up_with_its_line(tmp_path: Path) -> None:
    catalogue(tmp_path, PO + "\nthis is no catalogue\n")
    with pytest.raises(PoFileError):
        compile_catalogues(tmp_path)
