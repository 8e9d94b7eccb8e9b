"""What the tables of this folder are tried in."""

from __future__ import annotations

from typing import Any

import pytest

from .rows import World
from .world import make_world


@pytest.fixture
def world(cast: Any) -> World:
    """The cast and one of everything that has an address."""
    return make_world(cast)
