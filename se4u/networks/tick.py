"""What networks do on their own: remind of what ends, mail invitations again, forget old ones."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from se4u.accounts import invitations
from se4u.core.tick import ticks

from .heads import headless, who_mends
from .models import Mandate, Membership, Network, ObserverInvitation
from .models.memberships import YEAR
from .people import focal_points
from .services.observers import renew_observer
from .services.telling import hand_over_page, membership_page, room, tell

BEFORE_THE_END = timedelta(days=30)
ASK_AGAIN_AFTER = timedelta(days=30)
BATCH = 200


@ticks("networks.mandates")
def remind_of_mandates() -> int:
    """Tell holders once that their mandate ends within a month; returns how many were told."""
    today = timezone.now().date()
    ending = Mandate.objects.effective().filter(until__lte=today + BEFORE_THE_END, reminded_at__isnull=True)
    return sum(_remind_of_mandate(mandate) for mandate in ending.select_related("role__network", "person")[:BATCH])


@ticks("networks.heads")
def tell_of_lost_heads() -> int:
    """Tell once who can mend it when nobody is left to appoint in a network; returns how many networks lost their head."""
    lost = headless()
    Network.objects.filter(headless_since__isnull=False).exclude(pk__in=lost.values("pk")).update(headless_since=None)
    return sum(_tell_of_lost_head(network) for network in lost.filter(headless_since__isnull=True)[:BATCH])


@ticks("networks.renewals")
def remind_of_renewals() -> int:
    """Ask members of networks that want it whether they stay, a year after they last said so, and monthly until they do."""
    now = timezone.now()
    asking = Membership.objects.in_force().filter(
        network__renews_yearly=True, network__state=Network.State.ACTIVE, decided_at__lt=now - YEAR
    )
    asking = asking.exclude(renewed_at__gte=now - YEAR).exclude(reminded_at__gte=now - ASK_AGAIN_AFTER)
    return sum(_remind_of_renewal(row) for row in asking.select_related("network", "organization")[:BATCH])


@ticks("networks.invitations")
def mail_invitations_again() -> int:
    """Send a fresh link where the mail server did not take the first; returns how many were tried."""
    return invitations.mail_again(ObserverInvitation, renew_observer)


@ticks("networks.forget", order=90)
def forget_invitations() -> int:
    """Delete invitations that were used, taken back or left to expire some months ago, with the addresses in them."""
    return invitations.forget_old(ObserverInvitation)


def _remind_of_mandate(mandate: Mandate) -> int:
    """Tell one holder; of two ticks that meet, one wins."""
    with transaction.atomic():
        mine = Mandate.objects.filter(pk=mandate.pk, reminded_at__isnull=True).update(reminded_at=timezone.now())
        if mine:
            with override(mandate.person.language):
                day = date_format(mandate.until, "DATE_FORMAT") if mandate.until else ""
            network = mandate.role.network
            tell(
                [mandate.person],
                "networks.remind_mandate",
                network,
                room(network, "powers"),
                role=mandate.role,
                day=day,
            )
    return mine


def _tell_of_lost_head(network: Network) -> int:
    """Ask the organisations whose seat is empty to name a successor; tell the other members and who may step in."""
    with transaction.atomic():
        mine = Network.objects.filter(pk=network.pk, headless_since__isnull=True).update(headless_since=timezone.now())
        if mine:
            seats, others = who_mends(network)
            for seat, people in seats.items():
                tell(people, "networks.empty_seat", network, hand_over_page(seat), role=seat.role)
            tell(others, "networks.headless", network, room(network))
    return mine


def _remind_of_renewal(row: Membership) -> int:
    with transaction.atomic():
        same = Membership.objects.filter(pk=row.pk, reminded_at=row.reminded_at)
        mine = same.update(reminded_at=timezone.now())
        if mine:
            tell(focal_points(row.organization), "networks.remind_renewal", row.network, membership_page(row))
    return mine
