"""A person's places in organisations: what they get of them, and how they are handed over."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from se4u.accounts.invitations import forget_addresses
from se4u.accounts.models import User
from se4u.accounts.people import confirmed_addresses, shown_name
from se4u.core.action import SYSTEM, Refused
from se4u.core.lifecycle import lock, move
from se4u.core.personal import Answers, Duty, personal
from se4u.core.visibility import Safety

from . import search
from .models import Affiliation, Expert, Inquiry, Invitation, JoinRequest, Organization, Verification
from .services.addresses import move_address
from .services.invitations import revoke_invitation
from .services.joining import withdraw_join
from .services.people import change_role
from .takeout import contacts_of, export

ALONE = "alone"  # the organisation stays without a focal point


def duties(person: User) -> Iterator[Duty]:
    """Ask who follows, for every organisation whose only focal point leaves."""
    for place in Affiliation.objects.alone_for(person).select_related("organization"):
        organization = place.organization
        others = _successors(organization, person).select_related("person")
        choices = [(other.key, shown_name(other.person, person, colleague=True)) for other in others]
        yield Duty(
            key=_duty(organization),
            question=_("You are the only focal point of %(name)s. Who takes over?") % {"name": organization.name},
            choices=(*choices, (ALONE, _("Nobody: the organisation stays without a focal point"))),
        )


def _duty(organization: Organization) -> str:
    return f"organization-{organization.key}"


def _successors(organization: Organization, person: User) -> QuerySet[Affiliation]:
    live = Affiliation.objects.live().filter(organization=organization, person__is_active=True)
    return live.exclude(person=person).order_by("pk")


def erase(person: User, answers: Answers) -> None:
    """End the places, hand over, and take the person out of contacts, invitations and the expert profile.

    Raises Refused where somebody left meanwhile, so that an answer is missing or is true no more.
    """
    _hand_over(person, answers)
    # A title ("Director of ...") may tell who somebody was.
    Affiliation.objects.live().filter(person=person).update(until=timezone.now())
    Affiliation.objects.filter(person=person).update(title="", appointed_because="")
    _forget_contacts(person)
    _forget_invitations(person)
    _empty_expert(person)
    _let_go(person)


def _hand_over(person: User, answers: Answers) -> None:
    """Make the chosen successors focal points.

    Every organisation of the person is locked first: two focal points cannot leave at once, and nobody hands a seat over to
    the person meanwhile.
    """
    places = Affiliation.objects.live().filter(person=person).select_related("organization")
    for place in places.order_by("organization_id"):
        lock(place.organization)
    for place in Affiliation.objects.alone_for(person).select_related("organization"):
        organization = place.organization
        answer = answers.get(_duty(organization))
        if answer == ALONE:
            continue
        successor = _successors(organization, person).filter(key=answer or "").first()
        if successor is None:
            raise Refused(
                _("Somebody left %(name)s meanwhile. Open this page again and say who takes over.")
                % {"name": organization.name}
            )
        change_role(successor, by=SYSTEM, role=Affiliation.Role.FOCAL_POINT)


def _invitations(person: User) -> QuerySet[Invitation]:
    return Invitation.objects.filter(email__in=confirmed_addresses(person))


def _forget_contacts(person: User) -> None:
    """Take the person out of the contacts of organisations, the telephone with them."""
    for organization in contacts_of(person):
        organization.contact_name = organization.contact_email = organization.contact_phone = ""
        organization.save(update_fields=["contact_name", "contact_email", "contact_phone"])
        search.index(organization)


def _forget_invitations(person: User) -> None:
    forget_addresses(_invitations(person), revoke_invitation)
    requests = JoinRequest.objects.filter(person=person)
    for request in requests.filter(state=JoinRequest.State.ASKED):
        withdraw_join(request, by=SYSTEM)
    requests.update(note="")


def _empty_expert(person: User) -> None:
    """Empty the expert profile and end its vetting; what was asked and answered there is about the person, so it goes."""
    expert = Expert.objects.filter(person=person).first()
    if expert is None:
        return
    emptied: dict[str, object] = {
        "about": "",
        "country": None,
        "website": "",
        "pseudonym": "",
        "suspended_because": "",
        "visibility": {},
    }
    Expert.objects.filter(pk=expert.pk).update(**emptied, open_to_governments=False, safety=Safety.UNLISTED)
    expert.themes.clear()
    expert.languages.clear()
    vettings = Verification.objects.filter(expert=expert)
    Inquiry.objects.filter(verification__in=vettings).delete()
    vettings.filter(outcome="").update(outcome=Verification.Outcome.WITHDRAWN, decided_at=timezone.now())
    vettings.update(distinct_because="")
    vettings.exclude(reason="").update(reason="–")  # that there was one stays: a refusal must have it
    if expert.state in (*Expert.OPEN_STATES, Expert.State.APPROVED):
        move(expert, Expert.State.WITHDRAWN)


def _let_go(person: User) -> None:
    """Take the person out of what they did for others, which the history knows by its opaque key; open cases are free again."""
    Verification.objects.filter(owner=person).update(owner=None)
    Verification.objects.filter(decided_by=person).update(decided_by=None)
    Inquiry.objects.filter(asked_by=person).update(asked_by=None)
    JoinRequest.objects.filter(decided_by=person).update(decided_by=None)


def changed(person: User, shown_otherwise: bool) -> None:
    """Let the search follow the names and protection of an expert, and the address too where another name is shown."""
    for expert in Expert.objects.filter(person=person).select_related("person"):
        if shown_otherwise:
            move_address(expert)
            expert.save(update_fields=["key"])
        search.index(expert)


personal("directory", export=export, erase=erase, duties=duties, changed=changed)
