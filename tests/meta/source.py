"""The project's own source, read once for the tests about it."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "se4u"


@dataclass(frozen=True)
class Module:
    """One file: where it is and what it says."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @property
    def place(self) -> str:
        """Return what kind of module it is: "views" for `app/views.py` and everything in `app/views/`."""
        parts = self.path.relative_to(PACKAGE).with_suffix("").parts
        return parts[1] if len(parts) > 1 else parts[0]


@cache
def modules() -> tuple[Module, ...]:
    """Return the product's modules without migrations."""
    paths = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)
    return tuple(Module(path, text := path.read_text("utf-8"), ast.parse(text)) for path in paths)


def of_place(*places: str) -> list[Module]:
    """Return the modules of these kinds, of every app."""
    return [module for module in modules() if module.place in places]


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function, methods and inner ones included."""
    return (node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)))


def chain(node: ast.expr) -> list[str]:
    """Return the names in `Model.objects.filter(...).first` from left to right, calls left out."""
    names: list[str] = []
    while True:
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Name):
            return [node.id, *reversed(names)]
        else:
            return ["", *reversed(names)]


def chains(tree: ast.AST) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, names) of each outermost chain of attributes and calls."""
    inner: set[ast.AST] = set()
    for node in ast.walk(tree):  # outer nodes come first
        if isinstance(node, (ast.Call, ast.Attribute)) and node not in inner:
            yield node.lineno, chain(node)
        if isinstance(node, ast.Call):
            inner.add(node.func)
        elif isinstance(node, ast.Attribute):
            inner.add(node.value)


@cache
def layers() -> dict[str, int]:
    """Return app -> height, from the contract of import-linter."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    order = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    heights: dict[str, int] = {}
    for height, names in enumerate(reversed(order)):
        heights |= dict.fromkeys((name.strip() for name in names.split("|")), height)
    return heights
