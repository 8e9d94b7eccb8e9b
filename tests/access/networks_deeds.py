"""Deeds of networks in each state that matters. "led" and what follows it are the alliance, which the representative leads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from se4u.core.action import SYSTEM
from se4u.core.authority import Capability
from se4u.networks.services import contact, guidelines, mandates, observers, powers, roles, standing, structure
from tests.personas import PERSONAS

from . import networks_things as things
from .networks_doing import Do, Make, cast, on
from .networks_member_deeds import NETWORKS_MEMBER_DEEDS
from .rows import Deed, World, deed

EVERYONE = " ".join(PERSONAS)
SIGNED_IN = " ".join(PERSONAS[1:])
NOT_THE_NEWCOMER = " ".join(PERSONAS[2:])

NEW = {"name": {"en": "New"}, "purpose": {"en": "Works."}}
ROLE = {"name": {"en": "Scribe"}, "capabilities": []}


def _today(_world: World) -> Any:
    return timezone.now().date()


def _soon(_world: World) -> Any:
    return timezone.now().date() + things.DAYS


def _role(network: Make) -> Make:
    return lambda world: things.role(network(world))


def _coordinating(
    do: Callable[..., Any], *, group: str = "coordinator", secretariat: str = "", **values: Any
) -> list[Deed]:
    """Return the rows of a deed of a network's coordination: nobody's from above, beside or outside."""
    return [
        deed("regional network", on(things.americas, do, **values), allowed="coordinator"),
        deed("alliance nobody leads", on(things.bare, do, **values)),
        deed("led", on(things.led, do, **values), allowed="representative"),
        deed("members lent", on(things.lending, do, **values), allowed="representative"),
        deed("members stepped into", on(things.stepped_into, do, **values), allowed="representative"),
        deed("mandates stepped into", on(things.stepped_into_mandates, do, **values), allowed="representative"),
        deed("group", on(things.group, do, **values), allowed=group),
        deed("group of the alliance", on(things.group_of_alliance, do, **values), allowed=group and "representative"),
        deed("secretariat", on(things.secretariat, do, **values), allowed=secretariat),
    ]


def _begin(network: Make, person: str = "outsider") -> Do:
    return on(network, structure.begin, organization=cast("far_shore"), person=cast(person))


def _appointing() -> list[Deed]:
    def state(network: Make, person: str) -> Do:
        return on(_role(network), mandates.appoint, person=cast(person), since=_today)

    return [
        deed("regional network", state(things.americas, "committee_member"), allowed="coordinator"),
        deed("from outside", state(things.americas, "outsider"), refused="coordinator"),
        deed("group", state(things.group, "committee_member"), allowed="coordinator"),
        deed("alliance nobody leads", state(things.bare, "representative")),
        deed("led", state(things.led, "representative"), allowed="representative"),
        deed("a government person", state(things.led, "government_observer"), refused="representative"),
        deed("lent", state(things.lending, "representative"), allowed="representative"),
        deed("members stepped into", state(things.stepped_into, "representative"), allowed="representative"),
        deed("a successor", state(things.stepped_into_mandates, "representative"), allowed="representative officer"),
        deed("staff", state(things.stepped_into_mandates, "officer"), allowed="representative", refused="officer"),
        deed("secretariat", state(things.secretariat, "officer"), allowed="officer"),
    ]


def _ended(world: World) -> Any:
    return mandates.end_mandate(things.mandate(world), by=SYSTEM)


def _observing_under(network: Make) -> Make:
    def make(world: World) -> Any:
        network(world)
        return things.observing(world)

    return make


def _head_of(network: Make) -> Make:
    return lambda world: network(world).roles.get(lead=True).mandates.get(person=world.cast.representative)


def _hand_over(mandate: Make, person: str) -> Do:
    def run(world: World, user: Any) -> Any:
        things.colleague(world)
        return mandates.hand_over_seat(mandate(world), by=user, person=getattr(world.cast, person))

    return run


def _accepting(network: Make, make: Any = things.standing, *, outdated: bool = False) -> Do:
    def run(world: World, user: Any) -> Any:
        found = network(world)
        version = things.published(found)
        if outdated:
            things.published(found)
        return guidelines.accept_guidelines(make(found, world), by=user, guidelines=version)

    return run


def _intervening(network: Make, reason: str = "A member threatens people.") -> Do:
    return on(network, powers.intervene, capability=Capability.ADMIT, reason=reason, until=_soon)


def _inviting(network: Make, authority: str = "ministry") -> Do:
    values = {"authority": cast(authority), "email": "somebody@sample.example", "language": "en"}
    return on(network, observers.invite_observer, **values)


def _by_link(make: Callable[..., Any], do: Callable[..., Any], secret: str = "", **changes: Any) -> Do:
    def run(world: World, user: Any) -> Any:
        invitation, word = make(world, **changes)
        return do(invitation, by=user, secret=secret or word)

    return run


def _to_coordinator(world: World) -> Any:
    return things.invited(world, email=world.cast.coordinator.email)


FOUND = {"kind": "regional", "name": {"en": "Pacific"}}
LENT = {"to": cast("secretariat"), "capability": Capability.CONVENE, "until": _soon}
GUIDELINES = {"text": {"en": "<p>Be kind.</p>"}, "major": True}

NETWORKS_DEEDS: dict[str, list[Deed]] = {
    **NETWORKS_MEMBER_DEEDS,
    "networks.found": [
        deed("new", lambda _w, user: structure.found(None, by=user, slug="net4u-pacific", **FOUND), allowed="officer"),
        deed("reserved", lambda _w, user: structure.found(None, by=user, slug="new", **FOUND), refused="officer"),
    ],
    "networks.begin": [
        deed("nobody yet", _begin(things.founded), allowed="officer"),
        deed("somebody from elsewhere", _begin(things.founded, "newcomer"), refused="officer"),
        deed("has its people", _begin(things.americas)),
        deed("alliance with an observer", _begin(things.bare)),
        deed("group", _begin(things.group)),
        deed("secretariat", _begin(things.secretariat)),
    ],
    "networks.edit": _coordinating(structure.edit, secretariat="officer", acronym="X"),
    "networks.rest": [
        *_coordinating(standing.rest, reason="No money."),
        deed("rests already", on(things.resting, standing.rest, reason="No money."), refused="coordinator"),
        deed("without a reason", on(things.americas, standing.rest, reason=" "), refused="coordinator"),
    ],
    "networks.wake": [
        deed("rests", on(things.resting, standing.wake), allowed="coordinator"),
        deed("active", on(things.americas, standing.wake), refused="coordinator"),
        deed("closed", on(things.closed, standing.wake)),
    ],
    "networks.close": [
        *_coordinating(standing.close, reason="The work is done."),
        deed("rests", on(things.resting, standing.close, reason="The work is done."), allowed="coordinator"),
        deed("without a reason", on(things.americas, standing.close, reason=" "), refused="coordinator"),
        deed("closed", on(things.closed, standing.close, reason="The work is done.")),
        deed("nobody yet", on(things.founded, standing.close, reason="By mistake."), allowed="officer"),
    ],
    "networks.create_group": _coordinating(structure.create_group, group="", **NEW),
    "networks.add_role": [
        *_coordinating(roles.add_role, secretariat="officer", **ROLE),
        deed(
            "what is the secretariat's",
            on(things.americas, roles.add_role, name={"en": "X"}, capabilities=[Capability.VET]),
            refused="coordinator",
        ),
        deed(
            "more than one holds",
            on(things.secretariat, roles.add_role, name={"en": "X"}, capabilities=[Capability.ADMIT]),
            refused="officer",
        ),
    ],
    "networks.edit_role": [
        deed("regional network", on(_role(things.americas), roles.edit_role, **ROLE), allowed="coordinator"),
        deed("led", on(_role(things.stepped_into_mandates), roles.edit_role, **ROLE), allowed="representative"),
        deed("alliance nobody leads", on(_role(things.bare), roles.edit_role, **ROLE)),
        deed(
            "the last that appoints",
            on(lambda world: things.leading(world).role, roles.edit_role, **ROLE),
            refused="coordinator",
        ),
    ],
    "networks.remove_role": [
        deed("regional network", on(_role(things.americas), roles.remove_role), allowed="coordinator"),
        deed("led", on(_role(things.stepped_into_mandates), roles.remove_role), allowed="representative"),
        deed("alliance nobody leads", on(_role(things.bare), roles.remove_role)),
        deed("held", on(lambda world: things.mandate(world).role, roles.remove_role), refused="coordinator"),
    ],
    "networks.appoint": _appointing(),
    "networks.end_mandate": [
        deed("regional network", on(things.mandate, mandates.end_mandate), allowed="coordinator"),
        deed("the last that appoints", on(things.leading, mandates.end_mandate), refused="coordinator"),
        deed("ended", on(_ended, mandates.end_mandate), refused="coordinator"),
        deed(
            "the last, stepped into",
            on(_head_of(things.stepped_into_mandates), mandates.end_mandate, reason="Threats."),
            allowed="officer",
            refused="representative",
        ),
        deed(
            "the last, stepped into, without a reason",
            on(_head_of(things.stepped_into_mandates), mandates.end_mandate),
            refused="representative officer",
        ),
        deed("led", on(things.observing, mandates.end_mandate), allowed="representative"),
        deed("lent", on(_observing_under(things.lending), mandates.end_mandate), allowed="representative"),
        deed(
            "mandates stepped into",
            on(_observing_under(things.stepped_into_mandates), mandates.end_mandate, reason="Threats."),
            allowed="representative officer",
        ),
        deed(
            "members stepped into",
            on(_observing_under(things.stepped_into), mandates.end_mandate),
            allowed="representative",
        ),
    ],
    "networks.hand_over_seat": [
        deed("a colleague", _hand_over(things.mandate, "newcomer"), allowed="committee_member"),
        deed("somebody else", _hand_over(things.mandate, "outsider"), refused="committee_member"),
        deed("an observer's", _hand_over(things.observing, "newcomer")),
    ],
    "networks.publish_guidelines": _coordinating(guidelines.publish_guidelines, **GUIDELINES),
    "networks.accept_guidelines": [
        deed("member", _accepting(things.two_hats), allowed="representative"),
        deed("outdated", _accepting(things.americas, outdated=True), refused="representative"),
        deed("suspended", _accepting(things.americas, things.suspended), refused="representative"),
    ],
    "networks.grant": [
        *_coordinating(powers.grant, **LENT),
        deed(
            "cannot be lent",
            on(things.led, powers.grant, **LENT | {"capability": Capability.APPOINT}),
            refused="representative",
        ),
    ],
    "networks.end_grant": [
        deed("in force", on(things.lent, powers.end_grant), allowed="representative"),
        deed(
            "ended",
            on(lambda world: powers.end_grant(things.lent(world), by=SYSTEM), powers.end_grant),
            refused="representative",
        ),
    ],
    "networks.intervene": [
        deed("regional network", _intervening(things.americas), allowed="officer"),
        deed("led", _intervening(things.led), allowed="officer"),
        deed("group", _intervening(things.group), allowed="officer"),
        deed("without a reason", _intervening(things.led, " "), refused="officer"),
        deed("closed", _intervening(things.closed), refused="officer"),
        deed("secretariat", _intervening(things.secretariat)),
    ],
    "networks.end_intervention": [
        deed("in force", on(things.intervention, powers.end_intervention), allowed="officer"),
        deed(
            "ended",
            on(lambda world: powers.end_intervention(things.intervention(world), by=SYSTEM), powers.end_intervention),
            refused="officer",
        ),
    ],
    "networks.invite_observer": [
        deed("regional network", _inviting(things.sample_region), allowed="coordinator"),
        deed("another country's", _inviting(things.americas), refused="coordinator"),
        deed("no authority", _inviting(things.led, "casa_abierta"), refused="representative"),
        deed("alliance nobody leads", _inviting(things.bare)),
        deed("led", _inviting(things.led), allowed="representative"),
        deed("lent", _inviting(things.lending), allowed="representative"),
        deed("mandates stepped into", _inviting(things.stepped_into_mandates), allowed="representative"),
        deed("group", _inviting(things.group)),
        deed("secretariat", _inviting(things.secretariat)),
    ],
    "networks.revoke_observer": [
        deed("open", on(lambda world: things.invited(world)[0], observers.revoke_observer), allowed="representative"),
        deed(
            "mandates stepped into",
            on(
                lambda world: things.stepped_into_mandates(world) and things.invited(world)[0],
                observers.revoke_observer,
            ),
            allowed="representative officer",
        ),
        deed(
            "used",
            on(lambda world: things.invited(world, state="accepted")[0], observers.revoke_observer),
            refused="representative",
        ),
    ],
    "networks.renew_observer": [  # the secret in the link is the right
        deed("expired", _by_link(things.expired, observers.renew_observer), allowed=EVERYONE),
        deed("in force", _by_link(things.invited, observers.renew_observer), refused=EVERYONE),
        deed("foreign link", _by_link(things.expired, observers.renew_observer, "x"), refused=EVERYONE),
        deed("used", _by_link(things.invited, observers.renew_observer, state="accepted"), refused=EVERYONE),
    ],
    "networks.accept_observer": [
        deed("open", _by_link(things.invited, observers.accept_observer), allowed="newcomer", refused=NOT_THE_NEWCOMER),
        deed("expired", _by_link(things.expired, observers.accept_observer), refused=SIGNED_IN),
        deed("foreign link", _by_link(things.invited, observers.accept_observer, "x"), refused=SIGNED_IN),
        deed("used", _by_link(things.invited, observers.accept_observer, state="accepted"), refused=SIGNED_IN),
        deed("holder of another mandate", _by_link(_to_coordinator, observers.accept_observer), refused=SIGNED_IN),
    ],
    "networks.contact": [
        deed("led", on(things.led, contact.contact, writer="N", reply_to="", text="Hello"), allowed=EVERYONE),
        deed("rests", on(things.resting, contact.contact, writer="N", reply_to="", text="Hello"), refused=EVERYONE),
        deed("nobody leads", on(things.bare, contact.contact, writer="N", reply_to="", text="Hello"), refused=EVERYONE),
    ],
}
