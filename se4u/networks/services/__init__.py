"""Every write of networks."""

from . import contact, guidelines, mandates, memberships, observers, powers, roles, standing, structure

__all__ = ["contact", "guidelines", "mandates", "memberships", "observers", "powers", "roles", "standing", "structure"]
