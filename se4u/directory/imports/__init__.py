"""Lists brought in: reading files, checking rows, writing them, and "is this yours?"."""
