"""The operating rules of a network: published in versions, accepted by members, again after a major edit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from se4u.core.action import Refused, action, person
from se4u.core.lifecycle import lock
from se4u.networks.models import GuidelineAcceptance, Guidelines, Membership, Network
from se4u.networks.people import focal_points_of_members

from .opening import hold_standing
from .telling import room, tell


@action("networks.publish_guidelines", record=("major",))
def publish_guidelines(network: Network, *, by: Any, text: Mapping[str, str], major: bool) -> Guidelines:
    """Publish a version; the first is a major one. After a major edit every member is asked to accept again.

    The text is rich text per language, sanitised by the form. Raises Refused when it is empty.
    """
    hold_standing(network)
    if not any(value.strip() for value in text.values()):
        raise Refused(_("Write the guidelines in at least one language."))
    latest = current(network)
    version = Guidelines.objects.create(
        network=network,
        version=latest.version + 1 if latest else 1,
        text={code: value for code, value in text.items() if value.strip()},
        major=major or latest is None,
    )
    if version.major:
        tell(focal_points_of_members(network), "networks.publish_guidelines", network, room(network, "guidelines"))
    return version


@action("networks.accept_guidelines")
def accept_guidelines(membership: Membership, *, by: Any, guidelines: Guidelines) -> GuidelineAcceptance:
    """Accept the current version for one's organisation; doing it twice changes nothing.

    Raises Refused for a foreign or outdated version, and for an organisation that is not a member.
    """
    hold_standing(membership.network)
    lock(membership)
    if membership.state != Membership.State.ADMITTED:
        raise Refused(_("Only members accept the guidelines."))
    if guidelines != current(membership.network):
        raise Refused(_("There is a newer version. Read it, then accept that one."))
    acceptance, _created = GuidelineAcceptance.objects.get_or_create(
        membership=membership, guidelines=guidelines, defaults={"by": person(by)}
    )
    return acceptance


def current(network: Network) -> Guidelines | None:
    """Return the newest version."""
    return network.guidelines.order_by("-version").first()


def binding(network: Network) -> Guidelines | None:
    """Return the newest major version: whoever accepted it or a later one need not accept again."""
    return network.guidelines.filter(major=True).order_by("-version").first()


def accepted_members(network: Network) -> set[int]:
    """Return the memberships (their numbers) that accepted what binds now."""
    major = binding(network)
    if major is None:
        return set()
    accepted = GuidelineAcceptance.objects.filter(
        membership__network=network, guidelines__network=network, guidelines__version__gte=major.version
    )
    return set(accepted.values_list("membership_id", flat=True))
