"""Pages of networks: V N R C M G O X.

In the regional network the coordinator holds every right, the committee member few, the representative none but a place; in the
alliance the representative has a place (and leads it where a row says so) and the government observes. The officer is at home
in the secretariat alone. Where a page is for a network's own people everyone else gets 404, and the visitor the sign-in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from se4u.networks.models import Network

from . import networks_things as things
from . import places_things as places
from .rows import Page, World

Make = Callable[[World], Network]

ALL = "22222222"
NOBODY = "34444444"
OFFICER_DEED = "30000020"
SECRETARIAT = "34444424"
# The members' room, and what only serves a deed of its coordination.
INSIDE_AMERICAS, OF_AMERICAS = "34222444", "34020444"
INSIDE_OPENED = "34244244"  # open to the government that observes it
INSIDE_BARE, OF_BARE = "34244444", "34044444"  # nobody leads the alliance
OF_LED = "34244444"
# A loan and an intervention open the pages that serve them, and nothing else of the members' room.
SERVES_LOAN = "34224444"  # the coordinator too, as long as the loan runs
SERVES_INTERVENTION = "34244424"  # the officer too, as long as the intervention runs
LESS_THAN_ITS_PAGE = "34244404"  # the page serves more than an intervention allows
INSIDE_GROUP, OF_GROUP = "34422444", "34420444"  # inherited from the regional network; its members are not the group's


def _in(make: Make) -> Callable[[World], list[Any]]:
    return lambda world: [make(world).slug]


def _at(make: Make, part: Callable[[World], Any]) -> Callable[[World], list[Any]]:
    """Return a network and a thing that need not be of this network."""

    def args(world: World) -> list[Any]:
        made = part(world)
        return [make(world).slug, made]

    return args


def _place(make: Callable[[Network, World], Any], network: Make) -> Callable[[World], list[Any]]:
    return lambda world: [make(network(world), world).key]


def _nothing(_world: World) -> list[Any]:
    return ["nothing"]


def _americas_role(world: World) -> int:
    return things.role(things.americas(world)).pk


def _alliance_role(world: World) -> int:
    return things.role(things.bare(world)).pk


def _group_role(world: World) -> list[Any]:
    group = things.group(world)
    return [group.slug, things.role(group).pk]


def _loan(world: World, where: Make | None) -> list[Any]:
    made = things.lent(world)
    return [where(world).slug if where else made.network.slug, made.key]


def _step(world: World, where: Make | None) -> list[Any]:
    made = things.intervention(world)
    return [where(world).slug if where else made.network.slug, made.key]


def _invitation(world: World, where: Make | None) -> list[Any]:
    made, _secret = things.invited(world)
    return [where(world).slug if where else made.network.slug, made.key]


def _guided(world: World) -> list[Any]:
    network = things.americas(world)
    things.published(network)
    return [things.standing(network, world).key]


def _public(resting: str = ALL) -> list[Page]:
    """Return the rows of a page of a network's public face; `resting` where the network rests or is closed."""
    return [
        Page(ALL, _in(things.americas)),
        Page(ALL, _in(things.bare)),
        Page("44444424", _in(things.secretariat)),
        Page(resting, _in(things.resting)),
        Page(resting, _in(things.closed)),
        Page("44444444", _nothing),
        Page(ALL, _in(things.group)),
    ]


def _inside(mandates: str = INSIDE_BARE) -> list[Page]:
    """Return the rows of a page of the members' room; `mandates` where the secretariat stepped in for their sake."""
    return [
        Page(INSIDE_AMERICAS, _in(things.americas)),
        Page(INSIDE_BARE, _in(things.bare)),
        Page(INSIDE_BARE, _in(things.lending)),
        Page(INSIDE_BARE, _in(things.stepped_into)),
        Page(mandates, _in(things.stepped_into_mandates)),
        Page(INSIDE_GROUP, _in(things.group)),
        Page(INSIDE_BARE, _in(things.group_of_alliance)),
        Page(SECRETARIAT, _in(things.secretariat)),
        Page(NOBODY, _nothing),
        # "See as" never opens a room to somebody who is not in it, and shows one's own as the public finds it.
        Page("34222444", _in(things.americas), query="?as=public"),
        Page("34222444", _in(things.americas), query="?as=government"),
        Page(INSIDE_BARE, _in(things.bare), query="?as=member"),
        Page(INSIDE_BARE, _in(things.bare), query="?as=government"),
    ]


def _coordinating(secretariat: str = SECRETARIAT, group: str = OF_GROUP, mandates: str = OF_LED) -> list[Page]:
    """Return the rows of a page that serves a deed of a network's coordination."""
    return [
        Page(OF_AMERICAS, _in(things.americas)),
        Page(OF_BARE, _in(things.bare)),
        Page(OF_LED, _in(things.led)),
        Page(OF_LED, _in(things.lending)),
        Page(OF_LED, _in(things.stepped_into)),
        Page(mandates, _in(things.stepped_into_mandates)),
        Page(group, _in(things.group)),
        Page(secretariat, _in(things.secretariat)),
        Page(NOBODY, _nothing),
    ]


def _own_lists(*parts: str) -> list[Page]:
    """Return the rows of a page of a network's own lists, "entry" for one of its themes: not in a group or the secretariat."""

    def at(make: Make) -> Callable[[World], list[Any]]:
        def args(world: World) -> list[Any]:
            network = make(world)
            return [network.slug, *(places.theme_of(network).slug if part == "entry" else part for part in parts)]

        return args

    return [
        Page(OF_AMERICAS, at(things.americas)),
        Page(OF_BARE, at(things.bare)),
        Page(OF_LED, at(things.led)),
        Page(OF_LED, at(things.lending)),
        Page(OF_LED, at(things.stepped_into)),
        Page(NOBODY, at(things.secretariat)),
        Page(NOBODY, at(things.group)),
    ]


def _foreign_entry(world: World) -> list[Any]:
    """An entry of the alliance at the address of the regional network."""
    return [things.americas(world).slug, "themes", places.theme_of(things.bare(world)).slug]


def _role_page() -> list[Page]:
    return [
        Page(OF_AMERICAS, _at(things.americas, _americas_role)),
        Page("34040444", _at(things.americas, _alliance_role)),
        Page(OF_BARE, _at(things.bare, _alliance_role)),
        Page(OF_LED, _at(things.stepped_into_mandates, _alliance_role)),
    ]


def _for_decision() -> list[Page]:
    """Return the rows of a page that decides on an application: never for one's own, never by an intervention."""
    return [
        Page("34424440", _place(things.applied, things.americas)),
        Page("34422440", _place(things.applied, things.by_committee)),
        Page("34222440", _place(things.applied, things.by_members)),
        Page("34444440", _place(things.applied, things.bare)),
        Page("34244440", _place(things.applied, things.led)),
        Page("34224440", _place(things.applied, things.lending)),
        Page("34244400", _place(things.applied, things.stepped_into)),
        Page(NOBODY, _nothing),
    ]


def _for_member() -> list[Page]:
    """Return the rows of a page for the focal point of the member: others who see the place get 403, the rest 404."""
    return [
        Page("34204444", _place(things.standing, things.americas)),
        Page("34204044", _place(things.standing, things.two_hats)),  # sees the place, and does nothing
        Page("34244444", _place(things.standing, things.bare)),
        Page("34204444", _place(things.standing, things.lending)),
        Page("34244404", _place(things.standing, things.stepped_into)),
        Page(NOBODY, _nothing),
    ]


def _over_member(make: Callable[[Network, World], Any]) -> list[Page]:
    """Return the rows of a page that suspends or reinstates a member."""
    return [
        Page("34024444", _place(make, things.americas)),
        Page("34404444", _place(things.own_of_coordinator, things.americas)),
        Page("34024444", _place(make, things.group)),
        Page("34044444", _place(make, things.bare)),
        Page("34044444", _place(make, things.led)),  # it is the leader's own organisation
        Page("34024444", _place(make, things.lending)),
        Page("34044424", _place(make, things.stepped_into)),
        Page("34044444", _place(make, things.stepped_into_mandates)),
        Page(NOBODY, _nothing),
    ]


NETWORKS_PAGES: dict[str, list[Page]] = {
    "networks:list": [Page(ALL)],
    "networks:found": [Page(OFFICER_DEED)],
    "networks:detail": _public(),
    "networks:members": _public(),
    "networks:groups": _public(),
    "networks:contact": _public(resting="00000000"),
    "networks:contacted": _public(),
    "networks:guidelines": [*_inside(), Page(INSIDE_OPENED, _in(things.opened))],
    "networks:history": [*_inside(), Page(INSIDE_OPENED, _in(things.opened))],
    "networks:powers": [*_inside(mandates=SERVES_INTERVENTION), Page(INSIDE_BARE, _in(things.opened))],
    "networks:edit": _coordinating(),
    "networks:rest": [*_coordinating(secretariat="34444404"), Page("34000444", _in(things.resting))],
    "networks:close": [
        *_coordinating(secretariat="34444404"),
        Page(OF_AMERICAS, _in(things.resting)),
        Page("34000444", _in(things.closed)),
        Page(OFFICER_DEED, _in(things.founded)),
    ],
    "networks:wake": [
        Page("34000444", _in(things.americas)),
        Page(OF_AMERICAS, _in(things.resting)),
        Page("34000444", _in(things.closed)),
        Page(NOBODY, _nothing),
    ],
    "networks:add_role": _coordinating(),
    "networks:create_group": _coordinating(secretariat="34444404", group="34400444"),
    "networks:publish_guidelines": _coordinating(secretariat="34444404"),
    "networks:grant": _coordinating(secretariat="34444404"),
    "networks:invite_observer": _coordinating(secretariat="34444404", group="34400444", mandates=LESS_THAN_ITS_PAGE),
    "networks:themes": _own_lists(),
    "networks:add_entry": [*_own_lists("themes"), *_own_lists("services")],
    "networks:rename_entry": [*_own_lists("themes", "entry"), Page("34040444", _foreign_entry)],
    "networks:merge_entry": [*_own_lists("themes", "entry"), Page("34040444", _foreign_entry)],
    "networks:offer_entry": [*_own_lists("themes", "entry"), Page("34040444", _foreign_entry)],
    "networks:edit_role": _role_page(),
    "networks:remove_role": _role_page(),
    "networks:begin": [
        Page("30000000", _in(things.americas)),  # it has its people
        Page("30000000", _in(things.led)),
        Page("30000000", _in(things.group)),  # the network's own affair
        Page(OFFICER_DEED, _in(things.founded)),
        Page("34444404", _in(things.secretariat)),
        Page(NOBODY, _nothing),
    ],
    "networks:apply": [
        Page("32333022", _in(things.americas)),  # members are led to their place; the others read how to come in
        Page("32322022", _in(things.bare)),
        Page("32222022", _in(things.group)),
        Page("32333020", _in(things.resting)),
        Page(SECRETARIAT, _in(things.secretariat)),
        Page(NOBODY, _nothing),
    ],
    "networks:join": [
        Page("30222000", _in(things.group)),
        Page("30000000", _in(things.resting_group)),
        Page("30000000", _in(things.americas)),
        Page(NOBODY, _nothing),
    ],
    "networks:applications": [
        Page(OF_AMERICAS, _in(things.americas)),
        Page("34022444", _in(things.by_committee)),
        Page(INSIDE_AMERICAS, _in(things.by_members)),
        Page(OF_BARE, _in(things.bare)),
        Page(OF_LED, _in(things.led)),
        Page(SERVES_LOAN, _in(things.lending)),
        Page(LESS_THAN_ITS_PAGE, _in(things.stepped_into)),
        Page(OF_GROUP, _in(things.group)),
        Page(NOBODY, _nothing),
    ],
    "networks:membership": [
        Page("34424442", _place(things.applied, things.americas)),
        Page("34422442", _place(things.applied, things.by_committee)),
        Page("34222442", _place(things.applied, things.by_members)),
        Page("34444442", _place(things.applied, things.bare)),
        Page("34244442", _place(things.applied, things.led)),
        Page("34224442", _place(things.applied, things.lending)),
        Page("34244422", _place(things.applied, things.stepped_into)),
        Page("34244442", _place(things.applied, things.stepped_into_mandates)),
        Page("34224444", _place(things.standing, things.americas)),
        Page("34224444", _place(things.standing, things.group)),
        Page("34244444", _place(things.standing, things.bare)),
        Page(NOBODY, _nothing),
    ],
    "networks:admit": _for_decision(),
    "networks:decline": _for_decision(),
    "networks:withdraw": [
        Page("34404442", _place(things.applied, things.americas)),
        Page("34444442", _place(things.applied, things.bare)),
        Page("34044402", _place(things.applied, things.stepped_into)),
        Page(NOBODY, _nothing),
    ],
    "networks:leave": _for_member(),
    "networks:renew": _for_member(),
    "networks:show": _for_member(),
    "networks:suspend": _over_member(things.standing),
    "networks:reinstate": _over_member(things.suspended),
    "networks:accept_guidelines": [
        Page("34244444", _guided),
        Page(NOBODY, _place(things.standing, things.americas)),  # there are none
        Page(NOBODY, _nothing),
    ],
    "networks:appoint": [
        Page(OF_AMERICAS, _at(things.americas, _americas_role)),
        Page(NOBODY, _at(things.americas, _alliance_role)),
        Page(OF_BARE, _at(things.bare, _alliance_role)),
        Page(OF_LED, _at(things.led, _alliance_role)),
        Page(SERVES_INTERVENTION, _at(things.stepped_into_mandates, _alliance_role)),
        Page(OF_LED, _at(things.stepped_into, _alliance_role)),
        Page(OF_LED, _at(things.lending, _alliance_role)),
        Page(OF_GROUP, _group_role),
    ],
    "networks:end_mandate": [
        Page(OF_AMERICAS, _at(things.americas, lambda world: things.mandate(world).key)),
        Page(OF_LED, _at(things.led, lambda world: things.observing(world).key)),
        Page(NOBODY, _at(things.americas, lambda world: things.observing(world).key)),
        Page(NOBODY, _at(things.americas, lambda _world: "nothing")),
    ],
    "networks:hand_over_seat": [
        Page("34002444", _at(things.americas, lambda world: things.mandate(world).key)),
        Page("34044444", _at(things.bare, lambda world: things.observing(world).key)),
        Page(NOBODY, _at(things.americas, lambda _world: "nothing")),
    ],
    "networks:end_grant": [
        Page(OF_LED, lambda world: _loan(world, None)),  # who borrows cannot end or prolong
        Page(NOBODY, lambda world: _loan(world, things.americas)),
        Page(NOBODY, _at(things.americas, lambda _world: "nothing")),
    ],
    "networks:intervene": [
        Page(OFFICER_DEED, _in(things.americas)),
        Page(OFFICER_DEED, _in(things.bare)),
        Page(OFFICER_DEED, _in(things.group)),
        Page("34444404", _in(things.secretariat)),
        Page(NOBODY, _nothing),
    ],
    "networks:end_intervention": [
        Page("34044424", lambda world: _step(world, None)),
        Page(NOBODY, lambda world: _step(world, things.americas)),
        Page(NOBODY, _at(things.americas, lambda _world: "nothing")),
    ],
    "networks:revoke_observer": [
        Page(OF_LED, lambda world: _invitation(world, None)),
        Page(NOBODY, lambda world: _invitation(world, things.americas)),
        Page(NOBODY, _at(things.americas, lambda _world: "nothing")),
    ],
    # Whoever holds the link reads the invitation; only the invited mailbox may accept it.
    "networks:observer_invitation": [
        Page(ALL, lambda world: [things.invited(world)[1]]),
        Page(ALL, lambda world: [things.expired(world)[1]]),
        Page("44444444", _nothing),
    ],
    "networks:renew_observer": [
        Page(ALL, lambda world: [things.expired(world)[1]]),
        Page("44444444", _nothing),
    ],
}
