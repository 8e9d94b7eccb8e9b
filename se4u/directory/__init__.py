"""Organisations, experts and authorities: where they are, what they work on, and how they were vetted."""
