"""An alliance may vouch for an organisation the secretariat has not vetted; it is then shown as such."""

from __future__ import annotations

from typing import Any

import rules
from django.utils.translation import gettext as _

from se4u.core import authority
from se4u.core.action import Refused, action
from se4u.core.lifecycle import lock
from se4u.directory.models import Organization, Vetted

from .common import publish

# The voucher of an alliance stands while the organisation waits for the secretariat; it never replaces a vetting.
VOUCHABLE = (Vetted.State.SUBMITTED, Vetted.State.ASKED)


@action("directory.vouch", record=("name",))
def vouch(organization: Organization, *, by: Any, name: str) -> Organization:
    """Note that an alliance (its English name) vouches for an organisation that waits for vetting.

    Raises Refused for authorities and intergovernmental bodies, and in any other state of vetting.
    """
    lock(organization)
    if not organization.is_non_governmental:
        raise Refused(_("Government authorities and intergovernmental organisations cannot be vouched for."))
    if organization.state not in VOUCHABLE:
        raise Refused(_("Only an organisation that waits for vetting can be vouched for."))
    organization.vouched_by = name
    publish(organization)
    return organization


@action("directory.unvouch", record=("name",))
def unvouch(organization: Organization, *, by: Any, name: str) -> Organization:
    """Clear the voucher of an alliance (its English name); another's voucher stays."""
    lock(organization)
    if organization.vouched_by == name:
        organization.vouched_by = ""
        publish(organization)
    return organization


# Networks call these with the system as actor, after asking for the right to admit or to end a membership.
rules.add_perm("directory.vouch", authority.nobody)
rules.add_perm("directory.unvouch", authority.nobody)
