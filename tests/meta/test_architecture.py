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
NARROWED = frozenset({"visible_to", "of", "listed", "none"})
NEVER_WRITE = ("views", "forms", "templatetags", "admin", "tasks", "middleware", "context", "panels")
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
        on_queryset = name in {"update", "delete"} and isinstance(owner, ast.Call)  # a dict is updated by its name
        on_row = name in {"save", "delete"} and plain and owner.id not in {"cache", "response"}  # type: ignore[attr-defined]
        if on_queryset or on_row or name in WRITES:
            found.append((node.lineno, ast.unparse(node.func)))
    return found


@pytest.mark.parametrize("module", of_place(*NEVER_WRITE), ids=lambda module: module.name)
def test_only_services_write(module: Module) -> None:
    assert writes(module.tree) == []


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
