"""Whether a network is active: while it rests nothing new begins there, and a closed one is only read.

What a resting network's own people need to wake it goes on: its description, roles, mandates, guidelines and lists. Out of a
closed one an organisation can still leave, and choose whether it is named.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext as _

from se4u.core.action import Refused
from se4u.networks.models import Network

State = Network.State


def check_open(network: Network) -> None:
    """Raise Refused while a network, or the one a group belongs to, rests or is closed; asked of the database."""
    _refuse(_rows(network).values_list("state", flat=True))


def check_standing(network: Network) -> None:
    """Raise Refused where a network, or the one a group belongs to, is closed; asked of the database."""
    _refuse(state for state in _rows(network).values_list("state", flat=True) if state == State.CLOSED)


def hold_open(network: Network) -> None:
    """As `check_open`, and keep it so until the transaction ends: nobody can close the network meanwhile."""
    _refuse(hold(network))


def hold_standing(network: Network) -> None:
    """Raise Refused where a network, or the one a group belongs to, is closed, and keep it standing meanwhile."""
    _refuse(state for state in hold(network) if state == State.CLOSED)


def hold(network: Network) -> list[str]:
    """Lock a network and the one a group belongs to, always in the same order, and return their states."""
    return [row.state for row in _rows(network).order_by("pk").select_for_update()]


def hold_each(networks: models.QuerySet[Network]) -> None:
    """Lock these networks, and those that groups among them belong to, in the same order as one is locked."""
    found = {pk for each in networks.select_related("parent") for pk in (each.pk, each.own_rules.pk)}
    list(Network.objects.filter(pk__in=found).order_by("pk").select_for_update())


def _rows(network: Network) -> models.QuerySet[Network]:
    return Network.objects.filter(pk__in={network.pk, network.own_rules.pk})


def _refuse(states: Iterable[str]) -> None:
    found = set(states)
    if State.CLOSED in found:
        raise Refused(_("This network is closed."))
    if State.DORMANT in found:
        raise Refused(_("This network rests at present. Its page says why."))
