"""Who may what: capabilities, the viewer, and the second factor of a mandate.

`networks` registers the one provider of memberships and capabilities, so that lower apps can ask without knowing it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol, Self

import rules
from django.conf import settings


class Capability(StrEnum):
    """What a role may do in its network."""

    about: str

    def __new__(cls, value: str, about: str = "") -> Self:
        """Make a member that is its value, with a sentence for docs/permissions.md."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.about = about
        return member

    VET = "vet", "check organisations and experts (root network only)"
    CURATE = "curate", "themes, services, imports, site pages (root network only)"
    INTERVENE = "intervene", "step into a network against abuse or danger, with a written reason (root network only)"
    CONFIGURE = "configure", "the network's profile, structure, groups, guidelines, grants"
    ADMIT = "admit", "decide on membership"
    APPOINT = "appoint", "give and end mandates, invite observers"
    CONVENE = "convene", "meetings and their record"
    PLAN = "plan", "activity plans"
    CONSULT = "consult", "consultations and submissions"
    SELECT = "select", "calls and selections"
    PUBLISH = "publish", "pages, library, news"
    OBSERVE = "observe", "attend and read, without a vote"


class Level(StrEnum):
    """The four classes of reader of a field; a viewer belongs to exactly one."""

    PUBLIC = "public"
    MEMBERS = "members"
    GOVERNMENTS = "governments"
    OFFICERS = "officers"


@dataclass(frozen=True)
class Viewer:
    """A reader with live memberships and capabilities: a user, a persona of "see as", or the public."""

    user_pk: int | None = None
    person_of: frozenset[int] = frozenset()  # organisations one belongs to
    member: bool = False  # person of a vetted non-governmental stakeholder
    government: bool = False
    networks: frozenset[int] = frozenset()  # where one's organisation is a live member, groups included
    capabilities: Mapping[int, frozenset[Capability]] = field(default_factory=dict)  # network -> what one may do there
    lent: Mapping[int, frozenset[Capability]] = field(default_factory=dict)  # of these, by a loan alone
    stepped_in: Mapping[int, frozenset[Capability]] = field(default_factory=dict)  # of these, by an intervention alone
    opened: frozenset[int] = (
        frozenset()
    )  # for governments: of the networks they observe, those whose room is open to them
    root: frozenset[Capability] = frozenset()  # capabilities in the root network, the secretariat
    mandated: bool = False  # holds a live mandate anywhere
    confirmed: bool = True  # has the second factor that mandates ask for: without it one reads as without them

    @property
    def officer(self) -> bool:
        """Whether this viewer vets: the only one who reads fields kept to officers."""
        return self.at_root(Capability.VET)

    @property
    def level(self) -> Level:
        """The class of reader this viewer belongs to. A government person stays one whatever else they are."""
        if self.officer:
            return Level.OFFICERS
        if self.government:
            return Level.GOVERNMENTS
        return Level.MEMBERS if self.member else Level.PUBLIC

    @property
    def rooms(self) -> frozenset[int]:
        """Return the networks whose members' room this viewer enters: as a member, or by a mandate.

        People of governments enter where they observe and the network opened its room to them, and nowhere else. What is held by a loan or an intervention alone opens the pages that serve it, not the room.
        """
        if self.government:
            return self.opened if self.confirmed else frozenset()
        return self.networks | frozenset(pk for pk in self.capabilities if self.confirmed and self.own(pk))

    def own(self, network_pk: int) -> frozenset[Capability]:
        """Return what this viewer may do in a network by mandates there: neither lent nor by an intervention."""
        held = self.capabilities.get(network_pk, frozenset())
        return held - self.lent.get(network_pk, frozenset()) - self.stepped_in.get(network_pk, frozenset())

    def where(self, capability: Capability) -> frozenset[int]:
        """Return the networks in which this viewer reads what a capability opens."""
        return frozenset(pk for pk, held in self.capabilities.items() if self.confirmed and capability in held)

    def at_root(self, capability: Capability) -> bool:
        """Whether this viewer reads what a capability in the secretariat opens."""
        return self.confirmed and capability in self.root


PUBLIC = Viewer()
PERSONAS = ("public", "member", "government")


def persona(name: str, network_pk: int | None = None, *, opened: bool = False) -> Viewer | None:
    """Return the reader of "see as" (None for an unknown name): the public, a member, a government observer.

    With `network_pk` they belong to that network: only for those who may see its members' room themselves; `opened`
    says whether it opened that room to government observers.
    """
    if name == "member":
        return Viewer(member=True, networks=frozenset({network_pk} if network_pk else ()))
    if name == "government":
        observes = {network_pk: frozenset({Capability.OBSERVE})} if network_pk else {}
        return Viewer(government=True, capabilities=observes, opened=frozenset(observes if opened else ()))
    return PUBLIC if name == "public" else None


class Provider(Protocol):
    """What `networks` registers."""

    def viewer(self, user: Any) -> Viewer:
        """Build the viewer of a signed-in, active user."""

    def holders(self, capability: Capability, network_pk: int | None) -> frozenset[int]:
        """Return the people who hold a capability by a live mandate in a network (in the root network for None)."""

    def networks_of(self, organization_pk: int) -> Mapping[int, str]:
        """Return where an organisation is a member in force, each with the short name of the network."""

    def belongs(self, organization_pk: int) -> bool:
        """Whether some network admitted an organisation and it has not left, in force or not."""


_provider: Provider | None = None
_acting: ContextVar[bool] = ContextVar("acting", default=False)
_generation = 0


def register_provider(provider: Provider) -> None:
    """Name the one source of memberships and capabilities."""
    global _provider  # noqa: PLW0603  one process-wide registration at start-up
    _provider = provider


def forget() -> None:
    """Let every viewer be read anew, after a deed may have changed what people hold."""
    global _generation  # noqa: PLW0603  a counter, compared only
    _generation += 1


def viewer_of(user: Any) -> Viewer:
    """Return the viewer behind a user, read once per request; the public for the anonymous and the inactive."""
    if isinstance(user, Viewer):
        return user
    if user is None or not user.is_authenticated or not getattr(user, "is_active", False) or _provider is None:
        return PUBLIC
    kept = user.__dict__.get("_viewer")
    if kept is None or kept[0] != _generation:
        kept = (_generation, _provider.viewer(user))
        user.__dict__["_viewer"] = kept
    viewer: Viewer = kept[1]
    return viewer


class SecondFactorRequired(Exception):  # noqa: N818  not an error, a question
    """A mandate was about to be used by someone without a second factor; `core.middleware.refusals` leads them to it.

    No PermissionDenied: Django's `has_perm` takes one raised by a backend for a plain "no".
    """


@contextmanager
def acting() -> Iterator[None]:
    """Mark that a permission is asked in order to act now, not to decide whether a button is shown."""
    token = _acting.set(True)
    try:
        yield
    finally:
        _acting.reset(token)


def use_mandate(user: Any) -> bool:
    """Return True, or raise SecondFactorRequired when acting by a mandate without a second factor."""
    if _acting.get() and not settings.DEMO and not user.has_second_factor:
        raise SecondFactorRequired
    return True


def holds(capability: Capability, user: Any, network_pk: int | None) -> bool:
    """Whether the user holds a capability in a network (in the root network for None); the lock for predicates.

    Who has no second factor is asked for it when acting, and offered nothing until then.
    """
    viewer = viewer_of(user)
    held = viewer.root if network_pk is None else viewer.capabilities.get(network_pk, frozenset())
    return capability in held and (_acting.get() or viewer.confirmed) and use_mandate(user)


def holders(capability: Capability, network_pk: int | None = None) -> frozenset[int]:
    """Return the keys of the people to tell when something waits for a capability; of the root network for None."""
    return _provider.holders(capability, network_pk) if _provider else frozenset()


def networks_of(organization_pk: int | None) -> Mapping[int, str]:
    """Return the networks an organisation is a member of, with their short names: for its own people, not for others."""
    return _provider.networks_of(organization_pk) if _provider and organization_pk else {}


def belongs(organization_pk: int | None) -> bool:
    """Whether a network has admitted an organisation, which has not left: the network knows it as it was then."""
    return bool(_provider and organization_pk and _provider.belongs(organization_pk))


def can_at_root(capability: Capability) -> Any:
    """Return the predicate "holds this capability in the secretariat"."""

    @rules.predicate(name=f"secretariat:{capability}")
    def check(user: Any) -> bool:
        return holds(capability, user, None)

    return check


@rules.predicate
def signed_in(user: Any) -> bool:
    """Is a signed-in, active person."""
    return bool(user.is_authenticated and user.is_active)


@rules.predicate
def nobody(user: Any) -> bool:
    """Is never true of a person: only commands and scheduled work may do this."""
    return False


anyone = rules.always_allow
