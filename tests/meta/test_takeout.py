"""What is kept of a person is what they take along: the export is held against what every app states of its fields."""

from __future__ import annotations

import json
import zipfile

import pytest
from django.contrib.auth.models import Group
from django.utils.encoding import force_str

from se4u.accounts.archive import archive
from se4u.accounts.models import User
from se4u.core import privacy
from tests.personas import Cast

from .kept import Row


def exported(person: User) -> str:
    """Return all of the archive as one text."""
    with archive(User.objects.get(pk=person.pk)) as content, zipfile.ZipFile(content) as bundle:
        files = {name: bundle.read(name).decode() for name in bundle.namelist()}
    loaded = {name: json.loads(text) if name.endswith(".json") else text for name, text in files.items()}
    return json.dumps(loaded, ensure_ascii=False)


def test_every_personal_field_is_exported_or_withheld_with_a_reason(cast: Cast, rows: list[Row]) -> None:
    text = exported(cast.newcomer)
    wanted = {
        (model, name)
        for model, statement in privacy.load().items()
        for name in statement.personal.keys() - statement.withheld.keys()
    }
    found = {(row.model, name) for row in rows for name in about(row, cast.newcomer) if shown(row, name, text)}
    assert sorted(f"{model._meta.label}.{name}" for model, name in wanted - found) == []


def about(row: Row, person: User) -> list[str]:
    """Return the personal fields of a row that say something of the person: of who did it, only where it is them."""
    statement = privacy.load()[row.model]
    personal = statement.personal.keys() - statement.withheld.keys()
    links = {name for name in personal if row.model._meta.get_field(name).related_model is User}
    return [name for name in personal if name not in links or getattr(row.item, name) == person]


def shown(row: Row, name: str, text: str) -> bool:
    values = row.value(name)
    return bool(values) and all(value and force_str(value) in text for value in values)


def test_themes_and_languages_have_their_names_in_the_export(cast: Cast, rows: list[Row]) -> None:
    with archive(cast.newcomer) as content, zipfile.ZipFile(content) as bundle:
        profile = json.loads(bundle.read("directory.json"))["expert"]
    assert profile["themes"] == ["A theme of one’s own"]
    assert profile["languages"] == ["Xish"]
    assert profile["country"] == "Sample Country"
    assert [question["answer"] for question in profile["vettings"][0]["questions"]] == [rows[13].item.answer]  # type: ignore[attr-defined]


def test_only_personal_fields_are_withheld() -> None:
    with pytest.raises(ValueError, match="only personal fields"):
        privacy.states(Group, withheld={"name": "a reason"})
