"""What waits for a person in networks: on the desk for all of them, in a members' room for one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Count, Max, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from se4u.core import official
from se4u.core.authority import Capability, Viewer, viewer_of
from se4u.directory.cards import shown_name
from se4u.directory.models import Affiliation
from se4u.networks.heads import empty_seats, headless, owned
from se4u.networks.models import GuidelineAcceptance, Mandate, Membership, Network
from se4u.networks.rules import focal_organizations
from se4u.networks.services.telling import hand_over_page

SOON = timedelta(days=30)
Row = dict[str, Any]


def waiting_in(user: Any, network: Network | None = None) -> list[Row]:
    """Return the rows (for `components/row.html`) of what waits for a person, in one network or in all."""
    viewer = viewer_of(user)
    if viewer.user_pk is None:
        return []
    spoken_for = focal_organizations(user)
    rows = [*_applications(viewer, network)]
    if spoken_for:
        rows += [*_empty_seats(viewer, spoken_for, network)]
        rows += [*_guidelines(viewer, spoken_for, network), *_renewals(viewer, spoken_for, network)]
    return [*rows, *_headless(viewer, network), *_mandates(viewer, network)]


def standing_of(user: Any) -> list[Row]:
    """Return where the applications and memberships of a person's organisations stand."""
    found = Membership.objects.of(user).current().exclude(network__kind=Network.Kind.GROUP)
    return [
        {
            "when": _day(membership.decided_at or membership.applied_at),
            "title": official.plain(membership.network.name),
            "url": reverse("networks:membership", args=[membership.key]),
            "badge": membership.get_state_display(),
            "tone": TONES[membership.state],
        }
        for membership in found.select_related("network").order_by("-applied_at")
    ]


def mandates_of(user: Any) -> list[Row]:
    """Return the mandates a person holds now, each with the way into its network and what a government reads there."""
    viewer = viewer_of(user)
    held = Mandate.objects.effective().filter(person=user).select_related("role__network", "organization")
    return [
        {
            "when": _("until %(day)s") % {"day": date_format(mandate.until)} if mandate.until else "",
            "title": official.plain(mandate.role.network.name),
            "url": reverse("networks:detail", args=[mandate.role.network.slug]),
            "text": _where(viewer, mandate.role.network),
            "badge": official.plain(mandate.role.name),
        }
        for mandate in held.order_by("role__network__kind_order", "role__network__slug", "role__position")
    ]


def _where(viewer: Viewer, network: Network) -> str:
    if not viewer.government:
        return ""
    if network.pk in viewer.rooms:
        return _("You may read its members’ room: members, groups, guidelines and history.")
    return _("You read what everyone reads, and what its members opened to governments.")


TONES: dict[str, str] = {
    Membership.State.APPLIED: "warn",
    Membership.State.ADMITTED: "good",
    Membership.State.SUSPENDED: "bad",
    Membership.State.DECLINED: "",
    Membership.State.WITHDRAWN: "",
    Membership.State.LEFT: "",
}


def _applications(viewer: Viewer, network: Network | None) -> Iterator[Row]:
    """Applications this person may decide, a row per network."""
    wanted = Membership.objects.visible_to(viewer).at_hand_of(viewer).filter(state=Membership.State.APPLIED)
    # Nobody decides on what is or was their own.
    wanted = wanted.exclude(organization__in=Affiliation.objects.ever_of(viewer).values("organization"))
    # Who stepped in by an intervention admits nobody.
    stepped_in = [pk for pk, held in viewer.stepped_in.items() if Capability.ADMIT in held]
    wanted = wanted.exclude(network__in=stepped_in, network__admission=Network.Admission.COORDINATOR)
    counts = (
        _within(wanted, network).order_by().values("network").annotate(number=Count("pk"), oldest=Min("applied_at"))
    )
    found = {row["network"]: row for row in counts}
    for each in Network.objects.visible_to(viewer).filter(pk__in=found).order_by("pk"):
        number, oldest = found[each.pk]["number"], found[each.pk]["oldest"]
        title = ngettext("Decide on %(count)d application", "Decide on %(count)d applications", number)
        yield {
            "when": _day(oldest),
            "title": title % {"count": number},
            "url": reverse("networks:applications", args=[each.slug]),
            "text": "" if network else official.plain(each.name),
            "badge": _("to decide"),
            "tone": "warn",
        }


def _empty_seats(viewer: Viewer, spoken_for: list[int], network: Network | None) -> Iterator[Row]:
    """Seats of one's organisation whose holder has gone: it owns them, and names who takes over."""
    for seat in empty_seats().filter(organization__in=spoken_for, role__network__in=viewer.rooms):
        if network is None or seat.role.network == network:
            yield {
                "title": _("Name who takes over the seat of your organisation: %(role)s")
                % {"role": official.plain(seat.role.name)},
                "url": hand_over_page(seat),
                "text": "" if network else official.plain(seat.role.network.name),
                "badge": _("your organisation"),
                "tone": "warn",
            }


def _headless(viewer: Viewer, network: Network | None) -> Iterator[Row]:
    """Networks where nobody is left to appoint, for who may step in: ask whose seat is empty, else appoint a member."""
    if not viewer.at_root(Capability.INTERVENE):
        return
    lost = [each for each in headless().in_order() if network is None or each == network]
    seats: dict[int, list[str]] = {each.pk: [] for each in lost}
    for seat in owned(*lost) if lost else ():
        if seat.organization:
            seats[seat.role.network_id].append(shown_name(seat.organization, viewer))
    for each in lost:
        text = _("Step in for its mandates and appoint somebody of its members.")
        if seats[each.pk]:
            text = _("Ask %(names)s to hand its seat over.") % {"names": ", ".join(seats[each.pk])}
        yield {
            "title": _("Nobody can appoint there any more: %(network)s") % {"network": official.plain(each.name)},
            "url": reverse("networks:detail", args=[each.slug]),
            "text": text,
            "badge": _("without a head"),
            "tone": "warn",
        }


def _guidelines(viewer: Viewer, spoken_for: list[int], network: Network | None) -> Iterator[Row]:
    """Guidelines one's organisation has not accepted since their last major edit."""
    members = _within(Membership.objects.of(viewer).in_force().filter(organization__in=spoken_for), network)
    asked = members.annotate(
        binding=Max("network__guidelines__version", filter=Q(network__guidelines__major=True))
    ).filter(binding__isnull=False)
    accepted = GuidelineAcceptance.objects.filter(membership__in=[row.pk for row in asked])
    newest: dict[int, int] = {}
    for membership_pk, version in accepted.values_list("membership_id", "guidelines__version"):
        newest[membership_pk] = max(version, newest.get(membership_pk, 0))
    for membership in asked.select_related("network"):
        if newest.get(membership.pk, 0) < membership.binding:
            yield {
                "title": _("Read and accept the guidelines"),
                "url": reverse("networks:guidelines", args=[membership.network.slug]),
                "text": "" if network else official.plain(membership.network.name),
                "badge": _("your organisation"),
            }


def _renewals(viewer: Viewer, spoken_for: list[int], network: Network | None) -> Iterator[Row]:
    """Memberships that are to be confirmed again."""
    members = Membership.objects.of(viewer).in_force().filter(organization__in=spoken_for, network__renews_yearly=True)
    for membership in _within(members, network).select_related("network"):
        if membership.renewal_due:
            yield {
                "title": _("Confirm that your organisation stays a member"),
                "url": reverse("networks:membership", args=[membership.key]),
                "text": "" if network else official.plain(membership.network.name),
                "badge": _("your organisation"),
            }


def _mandates(viewer: Viewer, network: Network | None) -> Iterator[Row]:
    """Mandates that end soon: one's own, and those in networks where one appoints."""
    today = timezone.now().date()
    page = "detail" if viewer.government else "powers"
    ending = Mandate.objects.live().filter(until__lte=today + SOON)
    ending = ending.filter(Q(person_id=viewer.user_pk) | Q(role__network__in=viewer.where(Capability.APPOINT)))
    if network is not None:
        ending = ending.filter(role__network=network)
    for mandate in ending.select_related("role__network").order_by("until"):
        name = {"role": official.plain(mandate.role.name)}
        own = mandate.person_id == viewer.user_pk
        yield {
            "when": date_format(mandate.until, "DATE_FORMAT") if mandate.until else "",
            "title": _("Your mandate ends: %(role)s") % name if own else _("A mandate ends: %(role)s") % name,
            "url": reverse(f"networks:{page}", args=[mandate.role.network.slug]),
            "text": "" if network else official.plain(mandate.role.network.name),
            "badge": _("ends soon"),
            "tone": "warn",
        }


def _within(memberships: Any, network: Network | None) -> Any:
    return memberships.filter(network=network) if network is not None else memberships


def _day(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "DATE_FORMAT")
