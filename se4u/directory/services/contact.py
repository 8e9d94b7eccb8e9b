"""The relay: a message to an organisation that shows neither address."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from se4u.core.action import Refused, action
from se4u.directory.models import Organization

from . import common


@action("directory.contact", unattributed=True)
def contact(organization: Organization, *, by: Any, message: str, sender: str, reach: str) -> Organization:
    """Pass a message on to the focal points, as a notification; the history does not name who wrote.

    `sender` and `reach` are what the writer chose to say of themselves and of how to be answered.
    """
    told = common.people_of(organization)
    # Asked of the database: the row at hand may be from before a suspension, and its generated column is not brought up to date.
    if not Organization.objects.listed().filter(pk=organization.pk).exists():
        raise Refused(_("This organisation cannot be written to."))
    if not told:
        raise Refused(_("Nobody speaks for this organisation at the moment; the vetting officers can help."))
    common.tell(
        told,
        "directory.contact",
        organization,
        url=common.people_path(organization),
        about=by,
        message=message,
        sender=sender,
        reach=reach,
    )
    return organization
