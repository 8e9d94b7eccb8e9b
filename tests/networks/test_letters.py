"""To whom networks write: never to a person of a government, whatever else that person is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from se4u.accounts.models import Notification
from se4u.core.authority import Capability as C  # noqa: N817  read in tables
from se4u.core.authority import forget
from se4u.directory.models import Affiliation
from se4u.networks.models import Network
from se4u.networks.people import deciders, focal_points, focal_points_of_members, holders, leads
from tests.access.networks_deeds import NETWORKS_DEEDS
from tests.access.rows import Deed, World
from tests.access.world import make_world
from tests.personas import Cast

from . import making

# What a person is told of their own mandate.
OWN = {"networks.appoint", "networks.end_mandate"}


@pytest.fixture
def hats(cast: Cast) -> Cast:
    """The cast, with the government observer speaking for every member and seated wherever one can sit."""
    observer = cast.government_observer
    for body in (cast.rio_claro, cast.puente_norte, cast.far_shore):
        Affiliation.objects.create(person=observer, organization=body, role=Affiliation.Role.FOCAL_POINT)
    for network in (cast.americas, cast.alliance, cast.secretariat):
        making.mandate(network.roles.get(lead=True), observer, cast.rio_claro)
        making.mandate(making.role_of(network, C.ADMIT, C.APPOINT, committee=True), observer, cast.rio_claro)
    return cast


@pytest.fixture
def world(hats: Cast) -> World:
    return make_world(hats)


@pytest.mark.parametrize("deed", sorted(NETWORKS_DEEDS))
def test_no_deed_is_told_to_a_person_of_a_government(deed: str, world: World) -> None:
    observer = world.cast.government_observer
    told = {row.state: _told(row, world, name) for row in NETWORKS_DEEDS[deed] for name in sorted(row.allowed)}
    assert {state: deeds - OWN for state, deeds in told.items() if deeds - OWN} == {}
    assert observer.notifications.count() == 0


def _told(row: Deed, world: World, name: str) -> set[str]:
    """Do a deed as one who may, and return what the observer was told of; then undo it."""
    actor: Any = world.cast.by_name().get(name)
    if actor is None or actor == world.cast.government_observer:
        return set()
    point = transaction.savepoint()
    try:
        row.do(world, actor)
        rows = Notification.objects.filter(person=world.cast.government_observer)
        return set(rows.values_list("template", flat=True))
    finally:
        transaction.savepoint_rollback(point)
        forget()


@pytest.mark.parametrize("admission", Network.Admission.values)
def test_who_is_asked_is_never_of_a_government(hats: Cast, admission: str) -> None:
    hats.americas.admission = admission
    asked: dict[str, Callable[[], Any]] = {
        "leads": lambda: leads(hats.americas),
        "deciders": lambda: deciders(hats.americas),
        "holders": lambda: holders(hats.americas),
        "focal points": lambda: focal_points(hats.casa_abierta, hats.far_shore),
        "members": lambda: focal_points_of_members(hats.americas),
    }
    found = {name: set(people()) for name, people in asked.items()}
    assert all(found.values())  # somebody else is asked
    assert [name for name, people in found.items() if hats.government_observer in people] == []
