"""Composition for people: pages made of many apps."""
