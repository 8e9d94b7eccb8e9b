"""Who belongs to an organisation. The organisation owns its seat: it is never left without a focal point by a deed here."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from se4u.accounts.mentions import Mention
from se4u.accounts.models import User
from se4u.accounts.notify import notify
from se4u.core.action import Refused, action, needed
from se4u.core.authority import viewer_of
from se4u.core.lifecycle import WrongState, lock
from se4u.directory.models import Affiliation, Organization, Vetted
from se4u.directory.models.organizations import NON_GOVERNMENTAL
from se4u.directory.sides import obstacle

from . import common

Role = Affiliation.Role
RANKS = (Role.MEMBER, Role.EDITOR, Role.FOCAL_POINT)  # from the lowest


def affiliate(organization: Organization, person: User, role: str, title: str = "", because: str = "") -> Affiliation:
    """Give a person a place, or a higher one than they had, never a lower. Called inside an action that allows it.

    Raises Refused for who stands on the other side; the person is held, so that nobody comes to stand on both at once.
    """
    lock(organization)
    held = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if reason := obstacle(held, organization):
        raise Refused(reason)
    live = Affiliation.objects.live().filter(organization=organization, person=person).first()
    if live is None:
        return Affiliation.objects.create(
            organization=organization, person=person, role=role, title=title, appointed_because=because
        )
    if RANKS.index(Role(role)) > RANKS.index(Role(live.role)):
        live.role, live.appointed_because = role, because
        live.save(update_fields=["role", "appointed_because"])
    return live


@action("directory.change_role", record=("role",))
def change_role(affiliation: Affiliation, *, by: Any, role: str) -> Affiliation:
    """Make a colleague focal point, editor or member."""
    _live(affiliation)
    if role != Role.FOCAL_POINT:
        _keep_a_focal_point(affiliation)
    affiliation.role = role
    affiliation.save(update_fields=["role"])
    if affiliation.person_id != getattr(by, "pk", None):
        _tell(affiliation, "directory.change_role", role=role)
    return affiliation


@action("directory.remove")
def remove(affiliation: Affiliation, *, by: Any) -> Affiliation:
    """End a colleague's place in the organisation."""
    _live(affiliation)
    if affiliation.person_id == getattr(by, "pk", None):
        raise Refused(_("To end your own place, leave the organisation."))
    _end(affiliation)
    # They knew the organisation by its name: it is told while that is no secret, whether or not it stands in a list.
    name = Mention.of(affiliation.organization)
    notify([affiliation.person], "directory.remove", url=common.desk_path(), name=name)
    return affiliation


@action("directory.leave")
def leave(affiliation: Affiliation, *, by: Any, successor: Affiliation | None = None) -> Affiliation:
    """Leave an organisation; its last focal point names a successor among its people first."""
    _live(affiliation)
    if is_last_focal_point(affiliation):
        if successor is None:
            raise Refused(_("You are the last focal point: name who takes over, or invite somebody first."))
        _succeed(affiliation, successor)
    _end(affiliation)
    return affiliation


@action("directory.appoint")
def appoint(organization: Organization, *, by: Any, email: str, reason: str) -> Affiliation:
    """Appoint a focal point where an organisation has none (any more), with a reason its people read.

    Raises Refused for oneself and for people of the secretariat: who vets speaks for nobody whom they vet. The other people
    of the organisation are told, and (by `networks`) who decides in the networks it belongs to.
    """
    reason = needed(reason, _("Write the reason: those concerned read it."))
    lock(organization)
    if not may_be_appointed(organization):
        raise WrongState(_("This organisation has a focal point."))
    person = User.objects.filter(
        emailaddress__email__iexact=email.strip(), emailaddress__verified=True, is_active=True
    ).first()
    if person is None:
        raise Refused(_("Nobody here has confirmed this address. Ask the person to sign up first."))
    if person.pk == getattr(by, "pk", None) or viewer_of(person).root:
        raise Refused(
            _("Nobody who holds a mandate in the secretariat can speak for an organisation: name one of its people.")
        )
    affiliation = affiliate(organization, person, Role.FOCAL_POINT, because=reason)
    _tell(affiliation, "directory.appoint", reason=reason)
    _tell_the_others(affiliation, reason)
    return affiliation


def _tell_the_others(appointed: Affiliation, reason: str) -> None:
    """Tell the other people of an organisation whom officers gave a focal point."""
    organization = appointed.organization
    others = Affiliation.objects.live().filter(organization=organization).exclude(pk=appointed.pk)
    people = [other.person for other in others.select_related("person")]
    path = common.people_path(organization)
    common.tell(people, "directory.appointed", organization, url=path, reason=reason)


def may_be_appointed(organization: Organization) -> bool:
    """Whether an officer may name a focal point: there is none who could, or it is an authority, which never registers."""
    if organization.kind not in NON_GOVERNMENTAL:
        return True
    return not Affiliation.objects.speaking().filter(organization=organization).exists()


def is_last_focal_point(affiliation: Affiliation) -> bool:
    """Whether leaving would leave the organisation without a focal point."""
    return Affiliation.objects.alone_for(affiliation.person_id).filter(pk=affiliation.pk).exists()


def _live(affiliation: Affiliation) -> None:
    """Lock the organisation, so that two focal points cannot leave at once, and refuse what has ended."""
    lock(affiliation.organization)
    lock(affiliation)
    if affiliation.until is not None:
        raise WrongState(_("This place has ended."))


def _keep_a_focal_point(affiliation: Affiliation) -> None:
    if is_last_focal_point(affiliation):
        raise Refused(_("This is the last focal point: make somebody else focal point first."))


def _succeed(affiliation: Affiliation, successor: Affiliation) -> None:
    """Hand the seat over to a colleague."""
    lock(successor)
    if successor.organization_id != affiliation.organization_id or successor.until or successor.pk == affiliation.pk:
        raise Refused(_("The successor must be somebody of this organisation."))
    successor.role = Role.FOCAL_POINT
    successor.save(update_fields=["role"])
    _tell(successor, "directory.change_role", role=Role.FOCAL_POINT)


def _end(affiliation: Affiliation) -> None:
    _keep_a_focal_point(affiliation)
    affiliation.until = timezone.now()
    affiliation.save(update_fields=["until"])


def _tell(affiliation: Affiliation, template: str, **context: str) -> None:
    organization = affiliation.organization
    common.tell([affiliation.person], template, organization, url=common.people_path(organization), **context)


def without_focal_point() -> Any:
    """Return the vetted organisations nobody speaks for any more, for the officers; those of lists never had anybody."""
    once = Affiliation.objects.filter(role=Role.FOCAL_POINT).values("organization")
    now = Affiliation.objects.speaking().values("organization")
    vetted = Organization.objects.filter(state=Vetted.State.APPROVED, kind__in=NON_GOVERNMENTAL)
    return vetted.filter(pk__in=once).exclude(pk__in=now)
