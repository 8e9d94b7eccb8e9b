"""The specification: `tests/` mirrors the package."""
