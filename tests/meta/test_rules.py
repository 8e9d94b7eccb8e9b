"""A deed has one name, and under that name everything it needs."""

from __future__ import annotations

import pytest
from django.template.loader import get_template
from rules.permissions import permissions

from se4u.core import reference
from se4u.core.action import ACTIONS
from se4u.core.authority import Capability

from .source import PACKAGE


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_action_has_a_permission(name: str) -> None:
    assert name in permissions, f"add {name} to the table in rules.py"


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_action_is_a_service_of_its_app_and_says_what_it_does(name: str) -> None:
    deed = ACTIONS[name]
    assert deed.function.__module__.startswith(f"se4u.{deed.app}.services")
    assert deed.summary


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_action_has_a_sentence_for_the_history(name: str) -> None:
    path = PACKAGE / "templates" / "events" / f"{name}.txt"
    assert path.exists(), f"write templates/events/{name}.txt"
    text = path.read_text("utf-8")
    assert "{% translate" in text or "{% blocktranslate" in text, "the sentence is not translated"
    assert get_template(f"events/{name}.txt").render({"data": {}}).strip()


def test_permission_without_an_action_only_opens_pages() -> None:
    assert set(permissions) - set(ACTIONS) == set(reference.reads())


def test_every_word_of_the_permissions_has_a_meaning() -> None:
    known = reference.predicate_meanings()
    used = {name for held in permissions.values() for name in reference.named(held.name)}
    assert [name for name in sorted(used) if not reference.meaning(name, known)] == []


def test_every_capability_says_what_it_allows() -> None:
    assert [item for item in Capability if not item.about] == []


def test_every_event_template_belongs_to_an_action() -> None:
    written = {path.stem for path in (PACKAGE / "templates" / "events").glob("*.txt")}
    assert written - set(ACTIONS) == set()


def test_every_notification_template_belongs_to_an_action_or_a_task() -> None:
    folder = PACKAGE / "templates" / "notifications"
    sources = "\n".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py"))
    unused = [
        path.name for path in folder.glob("*.txt") if path.stem not in ACTIONS and f'"{path.stem}"' not in sources
    ]
    assert unused == []


def test_expression_is_read_aloud() -> None:
    assert reference.sentence("(a | b)") == "`a` or `b`"
    assert reference.sentence("((a & b) | c)") == "(`a` and `b`) or `c`"
    assert reference.sentence("((a & b) | (c & ~d))") == "(`a` and `b`) or (`c` and not `d`)"
