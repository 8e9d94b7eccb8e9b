"""The pages of docs/ that are written by the code: who may do what, and what is kept of people."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from inspect import isfunction
from types import ModuleType

from django.apps import apps
from rules import predicates
from rules.permissions import permissions

from . import authority, privacy
from .action import ACTIONS
from .authority import Capability

NOTE = "<!-- Written by `se4u permissions`; do not edit. -->\n\n"
NAME = re.compile(r"[\w:.-]+")


def app_modules(name: str) -> Iterator[ModuleType]:
    """Yield the module of this name of every app of ours that has one, in the order of the settings."""
    for config in apps.get_app_configs():
        if config.name.startswith("se4u.") and find_spec(f"{config.name}.{name}"):
            yield import_module(f"{config.name}.{name}")


def reads() -> frozenset[str]:
    """Return the permissions that only open a page: each app lists them as `READS` in its rules."""
    return frozenset().union(*(getattr(module, "READS", ()) for module in app_modules("rules")))


def named(expression: str) -> list[str]:
    """Return the names of the predicates in the name of a composed one."""
    return NAME.findall(expression)


def sentence(expression: str) -> str:
    """Return the name of a composed predicate with words for its signs."""
    bare = expression
    if bare.startswith("(") and bare.endswith(")") and _closes_at_end(bare):
        bare = bare[1:-1]
    bare = NAME.sub(lambda found: f"`{found[0]}`", bare)
    return bare.replace(" | ", " or ").replace(" & ", " and ").replace("~", "not ")


def _closes_at_end(text: str) -> bool:
    """Whether the first bracket is closed by the last character."""
    depth = 0
    for position, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return position == len(text) - 1
    return False


def predicate_meanings() -> dict[str, str]:
    """Return name -> first line of the docstring of our predicates and of the functions that make some.

    Meanings of one name in several apps stand side by side.
    """
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for module in (authority, *app_modules("rules")):
        for name, item in vars(module).items():
            made_here = isinstance(item, predicates.Predicate) or isfunction(item)
            about = getattr(getattr(item, "fn", item), "__doc__", None)
            if made_here and about:
                found[getattr(item, "name", name)][about.strip().partition("\n")[0]] = None
    found["always_allow"] = {"Everyone, the anonymous included; the deed itself may still be refused.": None}
    return {name: " / ".join(lines) for name, lines in found.items()}


def meaning(name: str, known: dict[str, str]) -> str:
    """Return what a predicate asks; `place:capability` names made by a factory explain themselves."""
    place, colon, capability = name.partition(":")
    if colon and place not in known and capability in set(Capability):
        return f"Holds the capability *{capability}* in the {place}."
    quoted = re.search(r'"(.+)"', known.get(place, ""))  # 'Return the predicate "the network has this rule".'
    return known.get(name) or (f"{quoted[1][0].upper()}{quoted[1][1:]}: {capability}." if quoted else "")


def permissions_page() -> str:
    """Return docs/permissions.md."""
    intro = (
        "A deed has one name: the permission, the service, the event and the mail. The lock is in the service, so pages,"
        " commands and the administrator meet the same one. A deed without the right is refused; what one may not see does"
        " not exist (404).\n"
    )
    parts = ["# Who may do what\n\n", NOTE, intro]
    for app, names in sorted(_by_app().items()):
        parts.append(f"\n## {app}\n\n| permission | what | who |\n| --- | --- | --- |\n")
        parts += [f"| `{name}` | {_what(name)} | {sentence(permissions[name].name)} |\n" for name in names]
    known = predicate_meanings()
    used = sorted({name for held in permissions.values() for name in named(held.name)})
    parts.append("\n## What the words ask\n\n| word | meaning |\n| --- | --- |\n")
    parts += [f"| `{name}` | {meaning(name, known)} |\n" for name in used]
    parts.append(
        "\n## Capabilities\n\nA role in a network holds some of these; a mandate gives a person the role for a term.\n\n"
    )
    parts.append("| capability | allows |\n| --- | --- |\n")
    parts += [f"| `{item}` | {item.about} |\n" for item in Capability]
    return "".join(parts)


def _by_app() -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = defaultdict(list)
    for name in sorted(permissions):
        grouped[name.partition(".")[0]].append(name)
    return grouped


def _what(name: str) -> str:
    if name in ACTIONS:
        unattributed = " The history does not name who." if ACTIONS[name].unattributed else ""
        return ACTIONS[name].summary + unattributed
    return "Opens pages; changes nothing."


def personal_data_page() -> str:
    """Return docs/personal-data.md, the record of what is kept of people and until when."""
    intro = "Fields not listed here say nothing of a person. The history carries an opaque key instead of a name.\n"
    parts = ["# What is kept of people\n\n", NOTE, intro]
    statements = sorted(privacy.load().items(), key=lambda item: item[0]._meta.label)
    for model, statement in statements:
        if not statement.personal:
            continue
        note = f"{statement.note}\n\n" if statement.note else ""
        parts.append(
            f"\n## {model._meta.label}\n\n{note}| field | tells | goes when | not exported, because |\n| --- | --- | --- | --- |\n"
        )
        parts += [
            f"| `{name}` | {kept.kind} | {kept.until} | {statement.withheld.get(name, '')} |\n"
            for name, kept in statement.personal.items()
        ]
    return "".join(parts)


PAGES = {"permissions.md": permissions_page, "personal-data.md": personal_data_page}
