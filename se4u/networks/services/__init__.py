"""Every write of networks."""

from . import contact, guidelines, mandates, memberships, observers, powers, roles, structure

__all__ = ["contact", "guidelines", "mandates", "memberships", "observers", "powers", "roles", "structure"]
