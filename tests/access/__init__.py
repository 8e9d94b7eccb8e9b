"""The access matrix: every address and every deed, for every persona."""
