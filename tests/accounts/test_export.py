"""Taking one's data along: all of one's own, and nothing of others."""

from __future__ import annotations

import gc
import io
import json
import os
import warnings
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from se4u.accounts import services
from se4u.accounts.archive import IN_MEMORY, archive
from se4u.accounts.models import User
from se4u.accounts.notify import notify
from se4u.core import personal
from se4u.directory.models import Organization
from tests.personas import Cast

from .leaving_help import given, invite

Proven = Callable[[User], Client]


def opened(content: Any) -> dict[str, Any]:
    with content, zipfile.ZipFile(content) as bundle:
        return {name: json.loads(bundle.read(name)) for name in bundle.namelist() if name.endswith(".json")}


def test_export_asks_for_the_password_first(cast: Cast, as_persona: Callable[[str], Client]) -> None:
    response = as_persona("newcomer").get("/en/account/export/")
    assert response.headers["Location"].startswith("/en/account/reauthenticate/")


def test_export_holds_every_app_and_nobody_else(cast: Cast, proven: Proven) -> None:
    notify([cast.representative], "directory.approve", url="/desk/", name="Casa Abierta")
    services.choose_delivery(cast.representative, by=cast.representative, delivery="daily")
    response = proven(cast.representative).post("/en/account/export/")
    assert response.headers["Content-Type"] == "application/zip"
    assert "attachment" in response.headers["Content-Disposition"]
    files = opened(io.BytesIO(response.getvalue()))
    response.close()
    assert set(files) == {f"{app}.json" for app in personal.PARTS} >= {"accounts.json", "directory.json"}
    account = files["accounts.json"]
    assert account["profile"]["name"] == cast.representative.name
    assert [row["document"] for row in account["agreements"]] == ["conduct", "privacy"]
    assert account["deeds"][0]["action"] == "accounts.choose_delivery"
    assert files["directory.json"]["organisations"][0]["organisation"] == cast.casa_abierta.name
    text = json.dumps(files)
    assert cast.coordinator.email not in text
    assert "password" not in text.replace("password-", "")


@pytest.mark.parametrize("persona", ["newcomer", "coordinator", "officer", "government_observer"])
def test_export_works_for_everyone(cast: Cast, persona: str) -> None:
    assert opened(archive(cast.by_name()[persona]))["networks.json"].keys() >= {"mandates", "observer_invitations"}


def test_export_keeps_files_inside_their_folder(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    part = personal.Part(
        "sample",
        export=lambda _person: personal.Export({}, [("../../etc/passwd", b"x"), ("ملف.pdf", b"y")]),
        erase=lambda _person, _answers: None,
        duties=lambda _person: (),
        changed=lambda _person: None,
    )
    monkeypatch.setitem(personal.PARTS, "sample", part)
    with archive(cast.newcomer) as content, zipfile.ZipFile(content) as bundle:
        names = bundle.namelist()
    assert [name for name in names if name.startswith("files/")] == [
        "files/sample/_.._etc_passwd",
        "files/sample/ملف.pdf",
    ]


def test_export_holds_the_files_one_gave(cast: Cast) -> None:
    upload = given(cast.newcomer, "notes.txt", b"a text")
    given(cast.officer, "secret.txt", b"of another")
    with archive(cast.newcomer) as content, zipfile.ZipFile(content) as bundle:
        assert bundle.read(f"files/accounts/{upload.key} notes.txt") == b"a text"
        assert not [name for name in bundle.namelist() if "secret" in name]


def test_export_goes_on_without_a_file_the_storage_has_lost(cast: Cast) -> None:
    """As in a database that was restored without its files."""
    lost, kept = given(cast.newcomer, "lost.txt", b"x"), given(cast.newcomer, "kept.txt", b"y")
    lost.file.storage.delete(lost.file.name)
    with archive(cast.newcomer) as content, zipfile.ZipFile(content) as bundle:
        files = [name for name in bundle.namelist() if name.startswith("files/")]
        rows = json.loads(bundle.read("accounts.json"))["files"]
    assert files == [f"files/accounts/{kept.key} kept.txt"]
    assert [(row["name"], row["in_archive"]) for row in rows] == [("lost.txt", False), ("kept.txt", True)]


def test_export_that_fails_leaves_no_file_open(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def files() -> Iterator[tuple[str, bytes]]:
        yield "large", os.urandom(IN_MEMORY + 1)
        raise OSError("the disk is full")

    part = personal.PARTS["accounts"]
    monkeypatch.setitem(personal.PARTS, "zz", replace(part, export=lambda _person: personal.Export({}, files())))
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        with pytest.raises(OSError, match="disk is full"):
            archive(cast.newcomer)
        gc.collect()
    assert [warning.category for warning in said if warning.category is ResourceWarning] == []


def test_export_names_who_invited_as_the_invited_may_read(cast: Cast) -> None:
    invite(cast, cast.newcomer.email)
    files = opened(archive(cast.newcomer))
    assert [row["organisation"] for row in files["directory.json"]["invitations"]] == ["an organisation"]
    assert len(files["networks.json"]["observer_invitations"]) == 1


def test_unconfirmed_address_is_nobodys_own(cast: Cast) -> None:
    """Anybody may add any address; until it is confirmed, what was sent there is somebody else's."""
    foreign = "victim@elsewhere.example"
    cast.newcomer.emailaddress_set.create(email=foreign, verified=False)  # type: ignore[attr-defined]
    Organization.objects.filter(pk=cast.casa_abierta.pk).update(contact_name="V", contact_email=foreign)
    invitations = invite(cast, foreign)
    files = opened(archive(cast.newcomer))
    assert files["directory.json"]["invitations"] == files["networks.json"]["observer_invitations"] == []
    services.erase(cast.newcomer, by=cast.newcomer, answers={})
    for invitation in invitations:
        invitation.refresh_from_db()
        assert (invitation.email, invitation.state) == (foreign, "sent")
    assert Organization.objects.get(pk=cast.casa_abierta.pk).contact_email == foreign
