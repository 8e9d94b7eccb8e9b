"""Measurements, as ratios within one run: `make bench`. Nothing here is imported by the product or timed in a test."""
