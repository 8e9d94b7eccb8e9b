"""The address of an entry changes with the way it is shown: whoever knew the old one must not find the other name by it."""

from __future__ import annotations

from se4u.accounts.notify import follow
from se4u.core import authority
from se4u.core.authority import Capability
from se4u.directory.models import Affiliation, Expert, Organization

from .common import Subject


def move_address(subject: Subject) -> None:
    """Draw a new key; the caller saves. Links follow for those alone who may know both names: its own people and officers."""
    old = subject.draw_key()
    follow(_own_people(subject) | authority.holders(Capability.VET), old, subject.key)


def _own_people(subject: Organization | Expert) -> frozenset[int]:
    if isinstance(subject, Expert):
        return frozenset({subject.person_id})
    return frozenset(Affiliation.objects.live().filter(organization=subject).values_list("person", flat=True))
