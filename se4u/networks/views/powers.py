"""Who may do what here: roles and their holders, what was lent, and where the secretariat stepped in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from se4u.accounts.people import shown_name
from se4u.core import official, web
from se4u.core.authority import Capability, Viewer
from se4u.core.deeds import confirm_page, form_page, signed_in
from se4u.networks import words
from se4u.networks.forms import AppointForm, EndMandateForm, GrantForm, HandOverForm, InterveneForm
from se4u.networks.kinds import CAPABILITY_WORDS, INTERVENABLE, INTERVENTION_WORDS, OPENS
from se4u.networks.models import Grant, Intervention, Mandate, Network, ObserverInvitation, Role
from se4u.networks.people import beside, colleagues, labels
from se4u.networks.rules import focal_organizations
from se4u.networks.services import mandates, observers, powers
from se4u.networks.services.opening import check_open, check_standing

from . import room as rooms


@signed_in
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show every right there is in a network and where it comes from: to its own people, and who gives and ends mandates."""
    room = rooms.open_inside(request, slug, Capability.APPOINT)
    network, viewer = room.network, room.viewer
    may_invite = room.acts and request.user.has_perm("networks.invite_observer", network)
    may_revoke = room.acts and request.user.has_perm("networks.revoke_observer", network)
    inherited = roles_of(network.parent, viewer) if network.ability.inherits_rights and network.parent else []
    context = {
        "roles": roles_of(network, viewer),
        "inherited": [role for role in inherited if role["capabilities"] and role["holders"]],
        "grants": [lent(grant) for grant in Grant.objects.filter(network=network).select_related("to").order_by("-at")],
        "interventions_all": [
            stepped_in(item) for item in Intervention.objects.filter(network=network).order_by("-at")
        ],
        "may_invite": may_invite,
        "may_revoke": may_revoke,
        "invitations": open_invitations(network) if may_revoke else [],
        "may_appoint": room.acts and request.user.has_perm("networks.appoint", network),
        "may_configure": room.acts and request.user.has_perm("networks.edit", network),
        "may_end_intervention": room.acts and request.user.has_perm("networks.end_intervention", network),
        "seats": focal_organizations(request.user) if room.acts else [],
    }
    return rooms.show(request, room, "powers", context)


@signed_in
def appoint(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Give a person a role."""
    network, role = _role(request, slug, pk, "networks.appoint")
    people = mandates.may_hold_mandates(network).order_by("name")
    seats = mandates.several_seats(network)
    bodies = {body.pk: beside(body, request.user) for members in seats.values() for body in members}
    names = labels(people, request.user)
    form = AppointForm(request.POST or None, people=people, names=names, seats=seats, bodies=bodies)
    return form_page(
        request,
        form,
        lambda: mandates.appoint(role, by=request.user, **form.cleaned_data),
        title=_("Appoint: %(role)s") % {"role": official.plain(role.name)},
        lead=_("May do: %(list)s") % {"list": "; ".join(words.capabilities(role))} if role.holds else "",
        label=_("Appoint"),
        consequence=_("The person is told. The member organisation holds the seat and may name a successor for it."),
        back=reverse("networks:powers", args=[slug]),
        done=_("The mandate is given."),
    )


@signed_in
def end_mandate(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """End a mandate before its term."""
    network, mandate = _mandate(request, slug, key)
    web.require(request.user, "networks.end_mandate", mandate)
    check_standing(network)
    form = EndMandateForm(request.POST or None)
    if mandates.stepped_in(request.user, network, Capability.APPOINT):
        form.fields["reason"].required = True
        form.fields["reason"].help_text = _("The network reads it under “Who may do what”.")
    return form_page(
        request,
        form,
        lambda: mandates.end_mandate(mandate, by=request.user, reason=form.cleaned_data["reason"]),
        title=_("End the mandate of %(person)s?") % {"person": shown_name(mandate.person, request.user)},
        lead=official.plain(mandate.role.name),
        label=_("End the mandate"),
        consequence=_("The person is told, and stays on record as a former holder."),
        back=reverse("networks:powers", args=[network.slug]),
        done=_("The mandate has ended."),
    )


@signed_in
def hand_over(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Name another of one's own people for a seat one's organisation holds."""
    network, mandate = _mandate(request, slug, key)
    web.require(request.user, "networks.hand_over_seat", mandate)
    check_standing(network)
    people = colleagues(mandate)
    names = {person.pk: shown_name(person, request.user, colleague=True) for person in people}
    form = HandOverForm(request.POST or None, people=people, names=names)
    return form_page(
        request,
        form,
        lambda: mandates.hand_over_seat(mandate, by=request.user, person=form.cleaned_data["person"]),
        title=_("Hand over the seat: %(role)s") % {"role": official.plain(mandate.role.name)},
        lead=_("Your organisation holds this seat. The term stays as it is."),
        label=_("Hand over"),
        back=reverse("networks:powers", args=[network.slug]),
        done=_("The seat is handed over."),
    )


@signed_in
def grant(request: HttpRequest, slug: str) -> HttpResponse:
    """Lend a right to another network."""
    network = rooms.open_inside(request, slug).network
    web.require(request.user, "networks.grant", network)
    check_open(network)
    form = GrantForm(request.POST or None, networks=powers.lendable_to(network))
    return form_page(
        request,
        form,
        lambda: powers.grant(network, by=request.user, **form.cleaned_data),
        title=_("Lend a right"),
        lead=_(
            "Those who may do this in the other network may then do it here too, until the day you set. They see the pages "
            "they need for it; the rest of the members’ room stays closed to them."
        ),
        label=_("Lend"),
        consequence=_("All members read it under “Who may do what”."),
        back=reverse("networks:powers", args=[slug]),
        done=_("The right is lent."),
    )


@signed_in
def end_grant(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Take back what was lent."""
    network = rooms.open_inside(request, slug).network
    lent_right = web.get_or_404(Grant.objects.filter(network=network), key=key)
    web.require(request.user, "networks.end_grant", lent_right)
    return confirm_page(
        request,
        lambda: powers.end_grant(lent_right, by=request.user),
        title=_("Take this right back?"),
        text=str(CAPABILITY_WORDS[Capability(lent_right.capability)]),
        label=_("Take back"),
        back=reverse("networks:powers", args=[slug]),
        done=_("The right is taken back."),
    )


@signed_in
def intervene(request: HttpRequest, slug: str) -> HttpResponse:
    """Step into a network against abuse or danger."""
    network = web.get_or_404(Network.objects.visible_to(request.user), slug=slug)
    web.require(request.user, "networks.intervene", network)
    check_standing(network)
    form = InterveneForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: powers.intervene(network, by=request.user, **form.cleaned_data),
        title=_("Step into %(network)s") % {"network": official.plain(network.name)},
        lead=_("Only against abuse or danger. The network is independent and sees this at once, with your reason."),
        label=_("Step in"),
        consequence=_("Everyone with a mandate there is told now. It ends by itself on the day you set."),
        # Not to the powers: that page opens to who stepped in for the sake of mandates alone.
        back=reverse("networks:detail", args=[slug]),
        done=_("The network has been told. You may act there now."),
    )


@signed_in
def end_intervention(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """End an intervention."""
    network = rooms.open_inside(request, slug, *INTERVENABLE).network
    item = web.get_or_404(Intervention.objects.filter(network=network), key=key)
    web.require(request.user, "networks.end_intervention", item)
    return confirm_page(
        request,
        lambda: powers.end_intervention(item, by=request.user),
        title=_("End this intervention?"),
        text=_("You lose what it allowed you at once. It stays on record with its reason."),
        label=_("End it"),
        back=reverse("networks:detail", args=[slug]),
        done=_("The intervention has ended."),
    )


def roles_of(network: Network, viewer: Viewer) -> list[dict[str, Any]]:
    """Return the roles of a network with what they may do in words, who holds them, and who did."""
    held = (
        Mandate.objects.filter(role__network=network)
        .select_related("role__network", "person", "organization")
        .order_by("since")
    )
    found: dict[int, list[dict[str, Any]]] = {}
    for mandate in held:
        found.setdefault(mandate.role_id, []).append(holder(mandate, viewer))
    return [
        {
            "role": role,
            "capabilities": words.capabilities(role),
            "holders": [entry for entry in found.get(role.pk, []) if not entry["former"]],
            "former": [entry for entry in found.get(role.pk, []) if entry["former"]],
        }
        for role in network.roles.all()
    ]


def holder(mandate: Mandate, viewer: Viewer) -> dict[str, Any]:
    """Return one holder as a reader may see them: person, organisation, term."""
    today = timezone.now().date()
    former = mandate.ended_at is not None or (mandate.until is not None and mandate.until < today)
    return {
        "mandate": mandate,
        "person": shown_name(mandate.person, viewer),
        "organization": beside(mandate.organization, viewer),
        "former": former,
        "coming": mandate.since > today,
        "why": _why(mandate, viewer),
        "until": timezone.localtime(mandate.ended_at).date() if mandate.ended_at else mandate.until,
    }


def _why(mandate: Mandate, viewer: Viewer) -> dict[str, str]:
    """Return why a mandate ended early: the cause to every reader of the page, the written reason to whom it concerns.

    That is the holder and who appoints there; what who stepped in wrote, the whole network.
    """
    network = mandate.role.network
    concerned = viewer.user_pk == mandate.person_id or network.pk in viewer.where(Capability.APPOINT)
    told = concerned or mandate.cause == Mandate.Cause.INTERVENTION
    return {"cause": mandate.get_cause_display() if mandate.cause else "", "reason": mandate.reason if told else ""}


def lent(grant: Grant) -> dict[str, Any]:
    """Return what was lent, in words, and whether it is over."""
    closed = grant.to.state == Network.State.CLOSED  # nobody is left there who could use it
    over = grant.ended_at is not None or grant.until < timezone.now().date() or closed
    capability = Capability(grant.capability)
    return {"grant": grant, "what": CAPABILITY_WORDS[capability], "opens": OPENS.get(capability), "over": over}


def stepped_in(item: Intervention) -> dict[str, Any]:
    """Return what the secretariat took up, in words, and whether it is over."""
    over = item.ended_at is not None or item.until < timezone.now().date()
    capability = Capability(item.capability)
    return {"item": item, "what": INTERVENTION_WORDS[capability], "opens": OPENS.get(capability), "over": over}


def open_invitations(network: Network) -> list[dict[str, Any]]:
    """Return the open invitations of observers, for those who may take them back, and whether they can still be accepted."""
    found = ObserverInvitation.objects.filter(network=network, state=ObserverInvitation.State.SENT)
    rows = list(found.select_related("authority", "invited_by").order_by("sent_at"))
    by_sender = {row.invited_by_id: row for row in rows}
    standing = {sender: observers.stands(row) for sender, row in by_sender.items()}
    return [{"row": row, "stands": standing[row.invited_by_id]} for row in rows]


def _role(request: HttpRequest, slug: str, pk: int, deed: str) -> tuple[Network, Role]:
    network: Network = rooms.open_inside(request, slug, Capability.APPOINT).network
    role = web.get_or_404(network.roles.all(), pk=pk)
    web.require(request.user, deed, role)
    check_standing(network)
    return network, role


def _mandate(request: HttpRequest, slug: str, key: str) -> tuple[Network, Mandate]:
    network: Network = rooms.open_inside(request, slug, Capability.APPOINT).network
    found = Mandate.objects.filter(role__network=network).select_related("role__network", "person", "organization")
    return network, web.get_or_404(found, key=key)
