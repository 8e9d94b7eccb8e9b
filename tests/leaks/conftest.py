"""The planted world."""

from __future__ import annotations

import pytest

from tests.personas import Cast

from .canaries import Protected, plant
from .hidden_things import Stage, set_stage


@pytest.fixture
def planted(cast: Cast) -> Protected:
    """The canaries around the cast."""
    return plant(cast)


@pytest.fixture
def stage(cast: Cast) -> Stage:
    """The world before hidden things come into it."""
    return set_stage(cast)
