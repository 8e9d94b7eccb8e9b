"""Help for tests that hold for the whole product."""

from __future__ import annotations

import pytest

from tests.personas import Cast

from .kept import Row, everything_kept_of


@pytest.fixture
def rows(cast: Cast) -> list[Row]:
    """Everything that can be kept of the newcomer."""
    return everything_kept_of(cast)
