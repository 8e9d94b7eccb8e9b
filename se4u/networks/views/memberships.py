"""Organisations apply, are admitted or declined, stay and leave."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from se4u.core import official, web
from se4u.core.action import Refused
from se4u.core.authority import Capability, viewer_of
from se4u.core.deeds import confirm_page, form_page, signed_in
from se4u.directory.cards import card
from se4u.directory.models import Organization
from se4u.directory.models.organizations import NON_GOVERNMENTAL
from se4u.networks import services, words
from se4u.networks.forms import ApplyForm, JoinForm, ReasonForm, ShownForm
from se4u.networks.kinds import NetworkKind
from se4u.networks.models import Membership, Network
from se4u.networks.rules import focal_organizations
from se4u.networks.services.guidelines import accepted_members, binding
from se4u.networks.services.opening import check_open, check_standing

from . import room as rooms
from .waiting import TONES

APPLICATIONS_PER_PAGE = 25
OUT_OF_A_CLOSED_ONE = frozenset({"networks.leave", "networks.show", "networks.withdraw"})


@signed_in
def apply(request: HttpRequest, slug: str) -> HttpResponse:
    """Apply for membership; who speaks for no organisation is told how to get there."""
    network = _network(request, slug)
    if viewer_of(request.user).government:
        raise Refused(_("Governments are not members of networks. They observe where a network invites them."))
    mine = _spoken_for(request)
    if not mine or network.kind in (NetworkKind.GROUP, NetworkKind.SECRETARIAT):
        return render(request, "networks/apply_first.html", {"network": network, "is_group": bool(mine)})
    web.require(request.user, "networks.apply", network)
    current = Membership.objects.of(request.user).current().filter(network=network, organization__in=mine)
    if len(mine) == 1 and (membership := current.first()):
        return redirect("networks:membership", membership.key)
    check_open(network)
    form = ApplyForm(request.POST or None, organizations=mine, reader=request.user)
    context = {
        "network": network,
        "form": form,
        "rule": network.get_admission_display(),
        "region": words.region(network),
    }
    if request.method == "POST" and form.is_valid():
        try:
            membership = services.memberships.apply(network, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            web.refuse(request, form, refusal)
        else:
            messages.success(request, _("Your application is sent. Here you see where it stands."))
            return redirect("networks:membership", membership.key)
    return render(request, "networks/apply.html", context)


@signed_in
def applications(request: HttpRequest, slug: str) -> HttpResponse:
    """List the applications that wait, the oldest first, for those who decide."""
    room = rooms.open_inside(request, slug, Capability.ADMIT)
    web.require(request.user, "networks.decide", room.network)
    waiting = (
        Membership.objects.visible_to(request.user)
        .at_hand_of(request.user)
        .filter(network=room.network, state=Membership.State.APPLIED)
    )
    page = web.page_of(request, waiting.for_cards().order_by("applied_at"), APPLICATIONS_PER_PAGE)
    rows = [{"membership": row, "card": card(row.organization, request.user, named=True)} for row in page]
    return rooms.show(request, room, "applications", {"page": page, "rows": rows})


@signed_in
def membership(request: HttpRequest, key: str) -> HttpResponse:
    """Show an organisation's place in a network to its own people and to those who decide: state, reason, what to do."""
    found = _membership(request, key)
    mine = found.organization_id in focal_organizations(request.user)
    major = binding(found.network)
    context = {
        "membership": found,
        "network": found.network,
        "card": card(found.organization, request.user, named=True),
        "tone": TONES[found.state],
        "mine": mine,
        "own": found.organization_id in viewer_of(request.user).person_of,
        "closed": found.network.state == Network.State.CLOSED,
        "accepts_due": major is not None and found.pk not in accepted_members(found.network),
        "has_guidelines": major is not None,
    }
    return render(request, "networks/membership.html", context)


@signed_in
def admit(request: HttpRequest, key: str) -> HttpResponse:
    """Admit an applicant."""
    found, back = _for_deed(request, key, "networks.admit")
    text = _("Its people enter the members’ room at once, and it is told by mail.")
    if card(found.organization, request.user, named=True).awaits_vetting:
        text = _(
            "The secretariat has not vetted it: it will be shown as “Member of the alliance, not vetted by the secretariat”."
        )
    return confirm_page(
        request,
        lambda: services.memberships.admit(found, by=request.user),
        title=_("Admit this organisation?"),
        text=text,
        label=_("Admit"),
        back=back,
        done=_("The organisation is a member now."),
        after=_others_that_wait(found),
    )


@signed_in
def decline(request: HttpRequest, key: str) -> HttpResponse:
    """Decline an application, with a reason."""
    found, back = _for_deed(request, key, "networks.decline")
    form = ReasonForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: services.memberships.decline(found, by=request.user, reason=form.cleaned_data["reason"]),
        title=_("Decline this application"),
        lead=_("Say why, and what would have to change. The organisation may apply again."),
        label=_("Decline"),
        consequence=_("The organisation is told and reads your reason."),
        back=back,
        done=_("The application is declined."),
        after=lambda _declined: _others_that_wait(found),
    )


@signed_in
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Take one's application back."""
    found, back = _for_deed(request, key, "networks.withdraw")
    return confirm_page(
        request,
        lambda: services.memberships.withdraw(found, by=request.user),
        title=_("Withdraw your application?"),
        text=_("Nothing is decided then. You can apply again at any time."),
        label=_("Withdraw"),
        back=back,
        done=_("Your application is withdrawn."),
    )


@signed_in
def leave(request: HttpRequest, key: str) -> HttpResponse:
    """Leave a network or group."""
    found, back = _for_deed(request, key, "networks.leave")
    return confirm_page(
        request,
        lambda: services.memberships.leave(found, by=request.user),
        title=_("Leave %(network)s?") % {"network": official.plain(found.network.name)},
        text=_(
            "Your people lose the members’ room and the groups. Themes and services of the network go from your profile. "
            "What you did stays in the history."
        ),
        label=_("Leave"),
        back=back,
        done=_("Your organisation has left."),
        danger=True,
    )


@signed_in
def suspend(request: HttpRequest, key: str) -> HttpResponse:
    """Suspend a member, with a reason."""
    found, back = _for_deed(request, key, "networks.suspend")
    form = ReasonForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: services.memberships.suspend(found, by=request.user, reason=form.cleaned_data["reason"]),
        title=_("Suspend this member"),
        lead=_("Its people lose the members’ room, and their mandates in the network end."),
        label=_("Suspend"),
        consequence=_("The organisation is told and reads your reason."),
        back=back,
        done=_("The membership is suspended."),
    )


@signed_in
def reinstate(request: HttpRequest, key: str) -> HttpResponse:
    """End a suspension."""
    found, back = _for_deed(request, key, "networks.reinstate")
    return confirm_page(
        request,
        lambda: services.memberships.reinstate(found, by=request.user),
        title=_("Reinstate this member?"),
        text=_("Its people enter the members’ room again. Mandates that ended stay ended."),
        label=_("Reinstate"),
        back=back,
        done=_("The organisation is a member again."),
    )


@signed_in
def renew(request: HttpRequest, key: str) -> HttpResponse:
    """Confirm that one's organisation stays."""
    found, back = _for_deed(request, key, "networks.renew")
    return confirm_page(
        request,
        lambda: services.memberships.renew(found, by=request.user),
        title=_("Does your organisation stay a member?"),
        text=_("The network asks once a year, so that its list is true."),
        label=_("Yes, we stay"),
        back=back,
        done=_("Thank you. Your membership is renewed."),
    )


@signed_in
def show(request: HttpRequest, key: str) -> HttpResponse:
    """Choose whether one's organisation is named in public."""
    found, back = _for_deed(request, key, "networks.show")
    form = ShownForm(request.POST or None, initial={"shown": found.shown})
    return form_page(
        request,
        form,
        lambda: services.memberships.show(found, by=request.user, shown=form.cleaned_data["shown"]),
        title=_("On the public page"),
        lead=_("Members of the network always see who belongs to it, unless your organisation is unlisted."),
        label=_("Save"),
        back=back,
        done=_("Your choice is saved."),
    )


@signed_in
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Join a group with one's organisation."""
    group = _network(request, slug)
    organizations = _may_join(request, group)  # before the lock, because it says why not
    web.require(request.user, "networks.join_group", group)
    form = JoinForm(request.POST or None, organizations=organizations, reader=request.user)
    return form_page(
        request,
        form,
        lambda: services.memberships.join_group(group, by=request.user, **form.cleaned_data),
        title=_("Join %(group)s") % {"group": official.plain(group.name)},
        lead=_("Groups are open to every member of the network."),
        label=_("Join"),
        back=reverse("networks:detail", args=[slug]),
        done=_("Your organisation has joined the group."),
    )


def _may_join(request: HttpRequest, group: Network) -> Any:
    """Return the person's organisations that may join a group; raises Refused where there is none."""
    check_open(group)
    own = Membership.objects.of(request.user)
    inside = _spoken_for(request).filter(pk__in=own.in_force().filter(network=group.parent).values("organization"))
    found = inside.exclude(pk__in=own.current().filter(network=group).values("organization"))
    if not inside:
        raise Refused(_("Only members of the network can join its groups."))
    if not found:
        raise Refused(_("Your organisation belongs to this group already."))
    return found


def _network(request: HttpRequest, slug: str) -> Network:
    return web.get_or_404(Network.objects.visible_to(request.user).select_related("parent", "country"), slug=slug)


def _spoken_for(request: HttpRequest) -> Any:
    """Return the non-governmental organisations the person speaks for."""
    mine = Organization.objects.of(request.user).filter(pk__in=focal_organizations(request.user))
    return mine.filter(kind__in=NON_GOVERNMENTAL).order_by("sort_name")


def _membership(request: HttpRequest, key: str) -> Membership:
    found = (
        Membership.objects.visible_to(request.user)
        .at_hand_of(request.user)
        .select_related("network__parent", "organization__seat")
    )
    return web.get_or_404(found, key=key)


def _others_that_wait(membership: Membership) -> str:
    """Return where a decision leads: its page may be closed to whoever decided, the list is where they came from."""
    return reverse("networks:applications", args=[membership.network.slug])


def _for_deed(request: HttpRequest, key: str, deed: str) -> tuple[Membership, str]:
    """Return the membership and its page for who may do the deed; raises 404, or 403 without the right or where all is only read."""
    found = _membership(request, key)
    web.require(request.user, deed, found)
    if deed not in OUT_OF_A_CLOSED_ONE:
        check_standing(found.network)
    return found, reverse("networks:membership", args=[key])
