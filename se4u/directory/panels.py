"""What the directory shows on pages of others: what waits for a person, on the desk."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from se4u.accounts.people import confirmed_addresses
from se4u.core import navigation
from se4u.core.authority import Capability, viewer_of
from se4u.core.panels import Content, panel

from . import services
from .cards import OrganizationCard, card, shown_name
from .models import Affiliation, Expert, Invitation, JoinRequest, Organization, Verification, Vetted
from .views.status import home_of

navigation.add(gettext_lazy("Directory"), "directory:list", order=10)

State = Vetted.State
TONES = {State.ASKED: "warn", State.REFUSED: "bad", State.SUSPENDED: "bad", State.APPROVED: "good"}


LEFT_ALONE = 10  # at once on the desk; the next follow
WAITING_FOR_ME = (State.DRAFT, State.ASKED, State.REFUSED)


@panel("desk", order=10)
def desk(request: HttpRequest, _obj: Any) -> Content | None:
    """List what waits: cases for officers, invitations, requests to decide, registrations to go on with."""
    user = request.user
    mine = [item for state, item in _own(user) if state in WAITING_FOR_ME]
    items = [*_cases(user), *_left_alone(user), *_invitations(user), *_requests(user), *mine]
    return ("components/rows.html", {"rows": items}) if items else None


@panel("desk.mine", order=10)
def mine(request: HttpRequest, _obj: Any) -> Content | None:
    """List one's organisations, and oneself as an expert, where nothing waits for oneself."""
    items = [item for state, item in _own(request.user) if state not in WAITING_FOR_ME]
    return ("directory/desk.html", {"items": items}) if items else None


@panel("directory.profile", order=60)
def beside_profile(request: HttpRequest, shown: Any) -> Content | None:
    """Offer the signed-in to join an organisation they work for, and officers to suspend it or name a focal point."""
    viewer = viewer_of(request.user)
    if viewer.user_pk is None or not isinstance(shown, OrganizationCard):
        return None
    mine = Organization.objects.of(viewer).filter(key=shown.key).exists()
    may_join = shown.is_listed and not mine and not viewer.government
    context = {
        "card": shown,
        "may_join": may_join,
        "officer": viewer.officer
        and not Affiliation.objects.ever_of(viewer).filter(organization__key=shown.key).exists(),
        "suspended": viewer.officer and _is_suspended(shown, viewer),
    }
    return ("directory/profile/beside.html", context) if context["may_join"] or context["officer"] else None


def _is_suspended(shown: OrganizationCard, viewer: Any) -> bool:
    return Organization.objects.visible_to(viewer).filter(key=shown.key, state=State.SUSPENDED).exists()


def _own(user: Any) -> list[tuple[str, dict[str, Any]]]:
    """Return what one registered, each with its state."""
    subjects: list[tuple[Any, Any]] = [
        (each, card(each, user).full_name) for each in Organization.objects.of(user).for_cards()
    ]
    subjects += [(expert, _("You as an expert")) for expert in Expert.objects.of(user)]
    return [(each.state, _item(user, each, name)) for each, name in subjects if each.state != State.WITHDRAWN]


def _item(user: Any, subject: Any, title: str) -> dict[str, Any]:
    texts = {
        State.DRAFT: _("A draft: go on where you left it."),
        State.ASKED: _("An officer asks you something. Your registration waits for the answer."),
        State.SUBMITTED: _("The vetting officers have it."),
        State.REFUSED: _("Read the reason; you can mend it and send it again."),
        State.SUSPENDED: _("Suspended by the vetting officers."),
    }
    path = home_of(user, subject)
    registered = path == services.status_path(subject)  # else officers entered it: nothing was vetted
    badge = subject.get_state_display() if registered else ""
    text, tone = texts.get(subject.state, ""), TONES.get(subject.state, "")
    return {"title": title, "url": path, "text": text, "badge": badge, "tone": tone}


def _invitations(user: Any) -> list[dict[str, Any]]:
    """Tell of open invitations to one's confirmed addresses; the link itself is in the mail alone."""
    rows = Invitation.objects.filter(state=Invitation.State.SENT, email__in=confirmed_addresses(user))
    return [
        {
            "title": shown_name(row.organization, user, named=True),  # it invites this very person
            "url": reverse("directory:invited", args=[row.key]),
            "text": _("invites you"),
            "badge": row.get_role_display(),
        }
        for row in rows.select_related("organization")
        if row.stands
    ]


def _requests(user: Any) -> list[dict[str, Any]]:
    """Tell focal points who asks to join."""
    mine = Affiliation.objects.of(user).focal_points().values("organization")
    rows = JoinRequest.objects.filter(state=JoinRequest.State.ASKED, organization__in=mine).select_related(
        "organization"
    )
    return [
        {
            "title": _("Somebody asks to join"),
            "url": reverse("directory:people", args=[row.organization.key]),
            "text": shown_name(row.organization, user),
            "badge": "",
        }
        for row in rows
    ]


def _cases(user: Any) -> list[dict[str, Any]]:
    """Tell officers how much waits, and what is theirs."""
    if not viewer_of(user).officer:
        return []
    waiting = Verification.objects.visible_to(user).undecided().exclude(organization__state=State.ASKED)
    total = waiting.exclude(expert__state=State.ASKED).count()
    mine = Verification.objects.visible_to(user).undecided().filter(owner=user).count()
    return [
        {
            "title": ngettext("%(number)d registration to vet", "%(number)d registrations to vet", total)
            % {"number": total},
            "url": reverse("directory:queue"),
            "text": ngettext("%(number)d case is yours", "%(number)d cases are yours", mine) % {"number": mine}
            if mine
            else "",
            "badge": "",
        }
    ]


def _left_alone(user: Any) -> list[dict[str, Any]]:
    """Tell officers for which organisations nobody speaks any more: the seat is the organisation's, and is handed on."""
    if not viewer_of(user).officer:
        return []
    return [
        {
            "title": shown_name(each, user),
            "url": reverse("directory:people", args=[each.key]),
            "text": _("Nobody speaks for it any more: name a focal point."),
            "badge": "",
        }
        for each in services.without_focal_point().order_by("sort_name", "pk")[:LEFT_ALONE]
    ]


@panel("desk.mine", order=80)
def officers(request: HttpRequest, _obj: Any) -> Content | None:
    """Lead those who curate to what they look after beside the queue."""
    if not viewer_of(request.user).at_root(Capability.CURATE):
        return None
    links = [
        {"label": _("Lists brought in"), "url": reverse("directory:imports")},
        {"label": _("Themes and services"), "url": reverse("directory:vocabulary")},
        {"label": _("Authorities and intergovernmental organisations"), "url": reverse("directory:authorities")},
    ]
    return "directory/desk_officer.html", {"links": links}
