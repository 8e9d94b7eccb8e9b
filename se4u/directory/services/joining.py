"""Asking to belong to an organisation that is already here; its focal points decide."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from se4u.accounts.mentions import Mention
from se4u.accounts.notify import notify
from se4u.core.action import Refused, action, needed, person
from se4u.core.lifecycle import lock, move
from se4u.directory.duplicates import TAKEN
from se4u.directory.models import Affiliation, JoinRequest, Organization
from se4u.directory.models.organizations import NON_GOVERNMENTAL

from . import common
from .people import affiliate

State = JoinRequest.State


@action("directory.ask_to_join")
def ask_to_join(organization: Organization, *, by: Any, note: str, found_as: str = "") -> JoinRequest:
    """Ask the focal points of an organisation for a place in it."""
    note = needed(note, _("Write who you are there."))
    lock(organization)
    if organization.state not in TAKEN or organization.kind not in NON_GOVERNMENTAL:
        raise Refused(_("This organisation cannot be joined."))
    if Affiliation.objects.live().filter(organization=organization, person=by).exists():
        raise Refused(_("You belong to this organisation already."))
    if JoinRequest.objects.filter(organization=organization, person=by, state=State.ASKED).exists():
        raise Refused(_("You have asked already; its focal points have been told."))
    request = JoinRequest.objects.create(organization=organization, person=by, note=note, found_as=found_as[:300])
    told = common.people_of(organization)
    # Where nobody speaks for it, the officers appoint a focal point.
    told = told or common.officers(organization)
    common.tell(told, "directory.ask_to_join", organization, url=common.people_path(organization))
    return request


@action("directory.accept_join", record=("role",))
def accept_join(request: JoinRequest, *, by: Any, role: str = Affiliation.Role.MEMBER) -> Affiliation:
    """Give the person who asked a place."""
    lock(request.organization)  # before what belongs to it, as everywhere
    move(request, State.ACCEPTED, decided_at=timezone.now(), decided_by=person(by))
    affiliation = affiliate(request.organization, request.person, role)
    organization = request.organization
    common.tell([request.person], "directory.accept_join", organization, url=common.people_path(organization))
    return affiliation


@action("directory.decline_join")
def decline_join(request: JoinRequest, *, by: Any) -> JoinRequest:
    """Decline: the person may go on with a registration of their own."""
    move(request, State.DECLINED, decided_at=timezone.now(), decided_by=person(by))
    name = Mention.of(request.organization, called=request.found_as)
    notify([request.person], "directory.decline_join", url=common.desk_path(), name=name)
    return request


@action("directory.withdraw_join")
def withdraw_join(request: JoinRequest, *, by: Any) -> JoinRequest:
    """Take one's own request back."""
    return move(request, State.WITHDRAWN)
