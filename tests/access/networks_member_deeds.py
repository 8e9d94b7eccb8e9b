"""Deeds that bring organisations into networks, keep them there and lead them out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from se4u.networks.models import Network
from se4u.networks.services import memberships

from . import directory_things
from . import networks_things as things
from .networks_doing import Do, Make, cast, on, place
from .rows import Deed, World, deed


def _deciding(do: Callable[..., Any], **values: Any) -> list[Deed]:
    """Return the rows of a decision on an application: by the network's own rule, and never on one's own."""

    def state(network: Make, make: Callable[[Network, World], Any] = things.applied) -> Do:
        return on(place(make, network), do, **values)

    return [
        deed("coordinator admits", state(things.americas), allowed="coordinator"),
        deed("committee admits", state(things.by_committee), allowed="coordinator committee_member"),
        deed("members admit", state(things.by_members), allowed="representative coordinator committee_member"),
        deed("own", state(things.americas, things.applied_of_coordinator)),
        deed(
            "own, committee admits",
            state(things.by_committee, things.applied_of_coordinator),
            allowed="committee_member",
        ),
        deed("alliance nobody leads", state(things.bare)),
        deed("led", state(things.led), allowed="representative"),
        deed("lent", state(things.lending), allowed="representative coordinator"),
        deed("stepped into", state(things.stepped_into), allowed="representative"),
        deed("decided", state(things.americas, things.standing), refused="coordinator"),
        # Else who may only admit could end a suspension.
        deed(
            "suspended, members admit",
            state(things.by_members, things.suspended_guest),
            refused="representative coordinator committee_member",
        ),
    ]


def _over_member(do: Callable[..., Any], member: Any, guest: Any, other: Any, **values: Any) -> list[Deed]:
    """Return the rows of suspending and reinstating; `member` is the representative's, `other` in the wrong state."""

    def state(network: Make, make: Any) -> Do:
        return on(place(make, network), do, **values)

    return [
        deed("regional network", state(things.americas, member), allowed="coordinator"),
        deed("committee admits", state(things.by_committee, member), allowed="coordinator"),
        deed("own", state(things.americas, things.own_of_coordinator)),
        deed("group", state(things.group, member), allowed="coordinator"),
        deed("alliance nobody leads", state(things.bare, member)),
        deed("the leader's own", state(things.led, member)),
        deed("led", state(things.led, guest), allowed="representative"),
        deed("lent", state(things.lending, guest), allowed="representative coordinator"),
        deed("members stepped into", state(things.stepped_into, guest), allowed="representative officer"),
        deed("mandates stepped into", state(things.stepped_into_mandates, guest), allowed="representative"),
        deed("wrong state", state(things.americas, other), refused="coordinator"),
    ]


def _for_member(do: Callable[..., Any], **values: Any) -> list[Deed]:
    """Return the rows of a deed of the member's focal point: not of who coordinates, nor of a government person."""
    return [
        deed("regional network", on(place(things.standing, things.americas), do, **values), allowed="representative"),
        deed("two hats", on(place(things.standing, things.two_hats), do, **values), allowed="representative"),
        deed("alliance", on(place(things.standing, things.bare), do, **values), allowed="representative"),
        deed("stepped into", on(place(things.guest, things.stepped_into), do, **values), allowed="outsider"),
    ]


def _applying() -> list[Deed]:
    def state(network: Make, body: Make) -> Do:
        return on(network, memberships.apply, organization=body, motivation="We work on it.")

    far_shore, casa = cast("far_shore"), cast("casa_abierta")
    waits: Make = lambda world: directory_things.submitted(world).organization  # noqa: E731
    return [
        deed("regional network", state(things.americas, far_shore), allowed="outsider"),
        deed("alliance", state(things.bare, far_shore), allowed="outsider"),
        deed("member already", state(things.two_hats, casa), refused="representative"),
        deed("a government", state(things.bare, cast("ministry"))),
        deed("draft, regional network", state(things.americas, directory_things.draft), refused="newcomer"),
        deed("draft, alliance", state(things.bare, directory_things.draft), refused="newcomer"),
        deed("not vetted, regional network", state(things.americas, waits), refused="newcomer"),
        deed("not vetted, alliance", state(things.bare, waits), allowed="newcomer"),
        deed("resting", state(things.resting, far_shore), refused="outsider"),
        deed("group", state(things.group, far_shore)),
        deed("secretariat", state(things.secretariat, far_shore)),
    ]


NETWORKS_MEMBER_DEEDS: dict[str, list[Deed]] = {
    "networks.apply": _applying(),
    "networks.join_group": [
        deed(
            "member",
            on(things.group, memberships.join_group, organization=cast("casa_abierta")),
            allowed="representative",
        ),
        deed(
            "network rests",
            on(things.resting_group, memberships.join_group, organization=cast("casa_abierta")),
            refused="representative",
        ),
        deed("not a member", on(things.group, memberships.join_group, organization=cast("far_shore"))),
        deed("a government", on(things.group, memberships.join_group, organization=cast("ministry"))),
        deed("no group", on(things.americas, memberships.join_group, organization=cast("far_shore"))),
    ],
    "networks.admit": _deciding(memberships.admit),
    "networks.decline": _deciding(memberships.decline, reason="Other work."),
    "networks.withdraw": [
        deed("applied", on(place(things.applied, things.americas), memberships.withdraw), allowed="outsider"),
        deed("admitted", on(place(things.standing, things.two_hats), memberships.withdraw), refused="representative"),
    ],
    "networks.leave": [
        *_for_member(memberships.leave),
        deed(
            "holds mandates",
            on(place(things.own_of_coordinator, things.americas), memberships.leave),
            refused="coordinator",
        ),
        deed("applied", on(place(things.applied, things.americas), memberships.leave), refused="outsider"),
    ],
    "networks.renew": [
        *_for_member(memberships.renew),
        deed("applied", on(place(things.applied, things.americas), memberships.renew), refused="outsider"),
    ],
    "networks.show": _for_member(memberships.show, shown=False),
    "networks.suspend": _over_member(memberships.suspend, things.standing, things.guest, things.applied, reason="x"),
    "networks.reinstate": _over_member(
        memberships.reinstate, things.suspended, things.suspended_guest, things.standing
    ),
}
