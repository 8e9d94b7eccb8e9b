"""Documentation is complete, or the tests fail."""

from __future__ import annotations

import ast
import re

import pytest
from django.core.management import CommandError, call_command, get_commands

from se4u.core import reference

from .source import PACKAGE, ROOT

OPERATIONS = ROOT / "docs" / "operations.md"
OWN_READERS = {"flag", "number", "choice", "site", "folder", "database", "shared_cache"}
READERS = OWN_READERS | {"str", "list", "int", "bool", "email_url"}


def variables() -> set[str]:
    """Return the names of the environment variables that the settings read."""
    tree = ast.parse((PACKAGE / "config" / "settings.py").read_text("utf-8"))
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args)
    found = set()
    for call in calls:
        name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        first = call.args[0]
        if name in READERS and isinstance(first, ast.Constant) and re.fullmatch(r"[A-Z][A-Z0-9_]+", str(first.value)):
            found.add(str(first.value))
    return found


def commands() -> set[str]:
    """Return the names of our own commands."""
    return {path.stem for path in PACKAGE.glob("*/management/commands/*.py") if not path.stem.startswith("_")}


def test_the_settings_are_found() -> None:
    assert {"SECRET_KEY", "DATABASE_URL", "CACHE_URL", "EMAIL_URL", "SE4U_TLS", "SE4U_QUEUE"} <= variables()


@pytest.mark.parametrize("name", sorted(variables()))
def test_every_variable_is_explained_to_operators(name: str) -> None:
    assert f"| `{name}` |" in OPERATIONS.read_text("utf-8")


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_is_explained_to_operators(name: str) -> None:
    assert f"`se4u {name}" in OPERATIONS.read_text("utf-8")


def test_operations_explain_no_variable_that_is_not_read() -> None:
    told = set(re.findall(r"^\| `([A-Z][A-Z0-9_]+)` \|", OPERATIONS.read_text("utf-8"), re.M))
    assert told == variables()


@pytest.mark.parametrize("name", sorted(reference.PAGES))
def test_generated_page_is_current(name: str) -> None:
    assert (ROOT / "docs" / name).read_text("utf-8") == reference.PAGES[name](), "run `se4u permissions`"


def test_check_says_which_page_is_old(monkeypatch: pytest.MonkeyPatch) -> None:
    call_command("permissions", check=True)
    monkeypatch.setitem(reference.PAGES, "permissions.md", lambda: "other")
    with pytest.raises(CommandError, match=r"docs/permissions\.md is not current"):
        call_command("permissions", check=True)


def test_every_link_between_documents_leads_somewhere() -> None:
    for page in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")):
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_decisions_are_numbered_without_gaps_and_short() -> None:
    pages = sorted((ROOT / "docs" / "adr").glob("*.md"))
    assert [page.name[:4] for page in pages] == [f"{number:04}" for number in range(1, len(pages) + 1)]
    for page in pages:
        text = page.read_text("utf-8")
        assert all(f"## {part}" in text for part in ("Context", "Decision", "Consequences")), page.name
        assert 15 <= len(text.splitlines()) <= 60, page.name


@pytest.mark.parametrize("target", ["make run", "make test"])
def test_readme_opens_with_the_two_commands(target: str) -> None:
    opening = (ROOT / "README.md").read_text("utf-8").splitlines()[:25]
    assert any(target in line for line in opening)


def test_operations_name_no_command_that_is_not_there() -> None:
    told = set(re.findall(r"se4u ([a-z_]+)", OPERATIONS.read_text("utf-8")))
    named = {name for name in told if f"`se4u {name}" in OPERATIONS.read_text("utf-8")}
    assert named >= commands()
    assert named <= get_commands().keys()


def test_worker_of_the_queue_is_explained_with_its_unit() -> None:
    text = OPERATIONS.read_text("utf-8")
    assert "| `se4u db_worker` |" in text
    assert re.search(r"^ExecStart=\S+/se4u db_worker$", text, re.M)


def test_line_for_cron_writes_where_its_user_may() -> None:
    [line] = re.findall(r"^\*/5 .*$", OPERATIONS.read_text("utf-8"), re.M)
    assert "/etc/cron.d/" in OPERATIONS.read_text("utf-8").partition(line)[0]
    assert ">" not in line.replace("2>&1", "")
