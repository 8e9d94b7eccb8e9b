"""The walls of the house: where things may point, read and write, and how large they may grow."""

from __future__ import annotations

import ast

import pytest
from django.apps import apps
from django.db import models

from .source import PACKAGE, Module, chains, functions, layers, modules, of_place

OURS = [model for model in apps.get_models() if model.__module__.startswith("se4u.")]
LINES_PER_FILE = 400
LINES_PER_FUNCTION = 40
READERS = ("views", "search", "exports", "api", "panels", "context", "templatetags")
# Querysets of a guarded model that are narrowed by the reader, or by the public's view, without the word `visible_to`.
NARROWED = frozenset({"visible_to", "of", "ever_of", "listed", "none"})
# Where rows are written besides services (and the demonstration, which makes a world of its own), and why.
WRITERS = {
    "se4u/accounts/adapters.py": "a changed password ends the other sessions, in the library's own step",
    "se4u/accounts/erasure.py": "what the deed `accounts.erase` runs: it takes a person out of rows, no state is set",
    "se4u/accounts/invitations.py": "what the deeds and `tick` of apps with invitations run; states go through deeds",
    "se4u/accounts/models.py": "the manager Django asks for makes a person",
    "se4u/accounts/notify.py": "the outbox is filled in the transaction of the deed that tells",
    "se4u/accounts/outbox.py": "the outbox is emptied by `tick`, which is no deed of a person",
    "se4u/accounts/sessions.py": "the store of sessions Django asks for",
    "se4u/accounts/tick.py": "`tick` forgets what has run out",
    "se4u/core/action.py": "writes the event of every deed",
    "se4u/core/files/keeping.py": "the one door for files; called by services",
    "se4u/core/files/pdf.py": "a document of the library, no row",
    "se4u/core/lifecycle.py": "the one door for states; called by services",
    "se4u/core/once.py": "forms sent twice: before there is a deed",
    "se4u/core/search.py": "the index, which follows the rows; called by services",
    "se4u/directory/beginnings.py": "the first entries of lists, brought by a migration",
    "se4u/directory/facets.py": "what filters stand on follows the rows, beside the index",
    "se4u/directory/imports/targets.py": "what the deeds `import_organizations` and `undo_import` run",
    "se4u/directory/personal.py": "what `accounts.erase` runs: it takes a person out of rows, states go through deeds",
    "se4u/directory/tick.py": "`tick` forgets what has run out",
    "se4u/networks/personal.py": "what `accounts.erase` runs: it takes a person out of rows, states go through deeds",
    "se4u/networks/tick.py": "`tick` notes whom it reminded",
}
# A state is set by `core.lifecycle.move` alone, and at birth.
STATE_SETTERS = {
    "se4u/accounts/outbox.py": "notifications have no table of steps: many at once are claimed in one statement",
    "se4u/accounts/services.py": "the same: whoever turns mails off lets what waits stay here",
}
FILES = frozenset({"cache", "response", "book", "turned", "default_storage", "storage"})
WRITES = frozenset({"create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "acreate", "asave"})


def height(model: type[models.Model]) -> int:
    return layers()[model.__module__.split(".")[1]]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_relations_point_down_or_stay_in_the_app(model: type[models.Model]) -> None:
    for field in model._meta.get_fields():
        target = field.related_model
        if field.auto_created or not isinstance(target, type) or not target.__module__.startswith("se4u."):
            continue
        assert target._meta.app_label == model._meta.app_label or height(target) < height(model), field


def test_every_app_has_a_layer() -> None:
    folders = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    assert folders == set(layers())


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_file_and_its_functions_fit(module: Module) -> None:
    assert len(module.text.splitlines()) < LINES_PER_FILE
    for function in functions(module.tree):
        lines = (function.end_lineno or 0) - function.lineno + 1
        assert lines <= LINES_PER_FUNCTION, f"{function.name} has {lines} lines"


def guarded() -> set[str]:
    """Return the names of models whose rows not everybody may see."""
    return {model.__name__ for model in OURS if hasattr(model._default_manager.all(), "visible_to")}


def unguarded_reads(tree: ast.AST, names: set[str]) -> list[tuple[int, str]]:
    """Return the reads that begin with all rows of a guarded model and are never narrowed to the reader."""
    found = []
    for line, parts in chains(tree):
        if len(parts) > 2 and parts[1] == "objects" and parts[0] in names and not NARROWED & set(parts[2:]):
            found.append((line, ".".join(parts)))
        if len(parts) > 2 and parts[-1] == "all" and parts[-2] == "objects":
            found.append((line, ".".join(parts)))
    return found


@pytest.mark.parametrize("module", of_place(*READERS), ids=lambda module: module.name)
def test_what_is_shown_begins_with_what_the_reader_may_see(module: Module) -> None:
    assert unguarded_reads(module.tree, guarded()) == []


@pytest.mark.parametrize(
    "code",
    [
        "Organization.objects.all()",
        "Organization.objects.filter(kind='x')",
        "page_of(request, Organization.objects.filter(kind='x').order_by('pk'))",
        "Theme.objects.all()",
    ],
)
def test_read_of_all_rows_would_be_found(code: str) -> None:
    assert unguarded_reads(ast.parse(code), {"Organization"})


@pytest.mark.parametrize(
    "code", ["Organization.objects.filter(a=1).visible_to(user)", "Organization.objects.visible_to(user).count()"]
)
def test_narrowed_read_passes(code: str) -> None:
    assert unguarded_reads(ast.parse(code), {"Organization"}) == []


def writes(tree: ast.AST) -> list[tuple[int, str]]:
    """Return the calls that would write to the database."""
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        name, owner = node.func.attr, node.func.value
        plain = isinstance(owner, ast.Name)
        on_queryset = name in {"update", "delete"} and isinstance(owner, ast.Call) and ast.unparse(owner) != "vars()"
        on_row = name in {"save", "delete"} and plain and owner.id not in FILES  # type: ignore[attr-defined]
        if on_queryset or on_row or name in WRITES:
            found.append((node.lineno, ast.unparse(node.func)))
    return found


def elsewhere() -> list[Module]:
    """Return the modules that are neither services nor the demonstration."""
    return [item for item in modules() if item.place != "services" and not item.name.startswith("se4u/demo/")]


@pytest.mark.parametrize("module", elsewhere(), ids=lambda module: module.name)
def test_only_services_write(module: Module) -> None:
    found = writes(module.tree)
    assert bool(found) == (module.name in WRITERS), found or "writes nothing any more: take it out of WRITERS"


def test_every_exception_is_a_module() -> None:
    assert {*WRITERS, *STATE_SETTERS} <= {module.name for module in modules()}


def set_states(tree: ast.AST) -> list[tuple[int, str]]:
    """Return where the state of a row is set: `row.state = ...`, `.update(state=...)`, `.update_or_create(state...)`."""
    found = []
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else []
        parts = [part for target in targets for part in getattr(target, "elts", [target])]
        found += [(part.lineno, ast.unparse(part)) for part in parts if getattr(part, "attr", "") == "state"]
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            given = {keyword.arg for keyword in node.keywords}
            named = '"state":' in ast.unparse(node).replace("'", '"')
            changes = node.func.attr == "update" and "state" in given
            if changes or (node.func.attr == "update_or_create" and (named or "state" in given)):
                found.append((node.lineno, ast.unparse(node.func)))
    return found


@pytest.mark.parametrize(
    "module", [item for item in modules() if not item.name.startswith("se4u/demo/")], ids=lambda module: module.name
)
def test_only_the_lifecycle_sets_states(module: Module) -> None:
    found = set_states(module.tree)
    assert bool(found) == (module.name in STATE_SETTERS), found


@pytest.mark.parametrize(
    "code",
    [
        "row.state = 'x'",
        "row.email, row.state = '', 'x'",
        "Model.objects.filter(a=1).update(state='x')",
        "Model.objects.update_or_create(a=1, defaults={'state': 'x'})",
    ],
)
def test_set_state_would_be_found(code: str) -> None:
    assert set_states(ast.parse(code))


@pytest.mark.parametrize("code", ["Model(state='x')", "Model.objects.create(state='x')", "move(row, 'x')", "a.b = 1"])
def test_state_at_birth_and_the_door_pass(code: str) -> None:
    assert set_states(ast.parse(code)) == []


@pytest.mark.parametrize(
    "code",
    [
        "row.save()",
        "row.delete()",
        "Model.objects.create(a=1)",
        "Model.objects.filter(a=1).update(a=2)",
        "Model.objects.filter(a=1).delete()",
        "person.notes.get_or_create(a=1)",
    ],
)
def test_write_would_be_found(code: str) -> None:
    assert writes(ast.parse(code))


def test_dict_and_cache_are_no_database() -> None:
    assert writes(ast.parse("values.update(a=1); cache.delete('a'); response.delete_cookie('a')")) == []
