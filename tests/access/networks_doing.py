"""How rows of networks make what they need and do a deed to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from se4u.networks.models import Network

from .rows import World

Make = Callable[[World], Any]
Do = Callable[[World, Any], Any]


def on(make: Make, do: Callable[..., Any], **values: Any) -> Do:
    """Make a thing, then do the deed to it; a value that is a function is asked of the world."""

    def run(world: World, user: Any) -> Any:
        made = make(world)
        given = {name: value(world) if callable(value) else value for name, value in values.items()}
        return do(made, by=user, **given)

    return run


def place(make: Callable[[Network, World], Any], network: Make) -> Make:
    """Make an organisation's place in a network."""
    return lambda world: make(network(world), world)


def cast(name: str) -> Make:
    """Return somebody or something of the cast by its name."""
    return lambda world: getattr(world.cast, name)
