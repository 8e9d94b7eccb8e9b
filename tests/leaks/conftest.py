"""The planted world."""

from __future__ import annotations

import pytest

from tests.personas import Cast

from .canaries import Protected, plant


@pytest.fixture
def planted(cast: Cast) -> Protected:
    """The canaries around the cast."""
    return plant(cast)
