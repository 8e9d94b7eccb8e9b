"""Lists from outside: reading files, checking rows, writing them, and "is this yours?"."""
