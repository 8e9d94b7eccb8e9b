"""Writing to a network's contact point: a relay that shows nobody's address unless the writer gives one."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from se4u.core.action import Refused, action
from se4u.networks.models import Network
from se4u.networks.people import leads

from .opening import check_open
from .telling import room, tell


@action("networks.contact", unattributed=True)
def contact(network: Network, *, by: Any, writer: str, reply_to: str, text: str) -> Network:
    """Pass a message to the holders of the lead role; the mail carries a link alone, the text is read on the site.

    Raises Refused while the network rests or nobody leads it, so that no message is lost unseen.
    """
    check_open(network)
    people = leads(network)
    if not people:
        raise Refused(_("Nobody is named as contact point at present, so this could not be delivered."))
    tell(
        people,
        "networks.contact",
        network,
        room(network),
        protected=True,
        about=by,
        writer=writer,
        reply_to=reply_to,
        text=text,
    )
    return network
