"""Models of networks."""

from .memberships import GuidelineAcceptance, Membership
from .networks import Guidelines, Network, NetworkQuerySet
from .powers import Grant, Intervention, Mandate, ObserverInvitation, Role

__all__ = [
    "Grant",
    "GuidelineAcceptance",
    "Guidelines",
    "Intervention",
    "Mandate",
    "Membership",
    "Network",
    "NetworkQuerySet",
    "ObserverInvitation",
    "Role",
]
