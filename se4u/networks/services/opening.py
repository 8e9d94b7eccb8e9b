"""Whether a network is active: while it rests, and when it is closed, nothing new begins there."""

from __future__ import annotations

from django.utils.translation import gettext as _

from se4u.core.action import Refused
from se4u.networks.models import Network


def check_open(network: Network) -> None:
    """Raise Refused while a network, or the one a group belongs to, rests or is closed; asked of the database."""
    states = set(Network.objects.filter(pk__in={network.pk, network.own_rules.pk}).values_list("state", flat=True))
    if Network.State.CLOSED in states:
        raise Refused(_("This network is closed."))
    if Network.State.DORMANT in states:
        raise Refused(_("This network rests at present. Its page says why."))
