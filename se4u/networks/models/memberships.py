"""Organisations in networks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from se4u.core import authority
from se4u.core.authority import Capability
from se4u.core.models import Keyed
from se4u.core.visibility import Safety
from se4u.directory.models import Affiliation, Organization, Vetted
from se4u.networks.kinds import KINDS, NetworkKind

from .networks import Guidelines, Network, NetworkQuerySet
from .powers import Mandate

YEAR = timedelta(days=365)
UNVETTED_KINDS = tuple(kind for kind, ability in KINDS.items() if ability.admits_unvetted)


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Reads of memberships."""

    def live(self) -> MembershipQuerySet:
        """Return the memberships in force."""
        return self.filter(state=Membership.State.ADMITTED)

    def in_force(self) -> MembershipQuerySet:
        """Return the memberships that count.

        A network that admits vetted organisations only does not count one the secretariat has suspended; one that admits
        others too counts none that was refused or withdrew; in a group counts who is a member of its network.
        """
        vetted = Q(organization__state=Vetted.State.APPROVED)
        unvetted = Q(network__kind__in=UNVETTED_KINDS) | Q(network__parent__kind__in=UNVETTED_KINDS)
        unvetted &= ~Q(organization__state__in=Vetted.OUT_OF_VETTING)
        in_parent = Membership.objects.live().filter(
            network=OuterRef("network__parent"), organization=OuterRef("organization")
        )
        return self.live().filter(vetted | unvetted).filter(~Q(network__kind=NetworkKind.GROUP) | Exists(in_parent))

    def belonging(self) -> MembershipQuerySet:
        """Return those of organisations that were admitted and have not left, in force or not."""
        return self.filter(state__in=(Membership.State.ADMITTED, Membership.State.SUSPENDED))

    def current(self) -> MembershipQuerySet:
        """Return those applied for, in force or suspended."""
        return self.filter(state__in=Membership.CURRENT)

    def visible_to(self, user: Any) -> MembershipQuerySet:
        """Return what a reader may know of who belongs where.

        Live memberships that agreed to be shown are everyone's, unless the organisation is at risk; the others are for the
        network's own people, except those of unlisted organisations; whoever decides there sees all; one's own are always
        visible. To governments a room that opened to them shows the others too, where the organisation is open to them itself.
        """
        viewer = authority.viewer_of(user)
        live = Q(state=Membership.State.ADMITTED) & ~Q(organization__safety=Safety.UNLISTED)
        # Behind a pseudonym the networks of an organisation are hidden, as in the directory's filter.
        shown = Q(shown=True) & Q(organization__listed=True) & Q(organization__safety=Safety.OPEN)
        in_room = Q(network_id__in=viewer.rooms)
        if viewer.government:
            in_room &= Q(organization__open_to_governments=True)
        return self.filter(_at_hand_of(viewer) | (live & (shown | in_room)))

    def at_hand_of(self, user: Any) -> MembershipQuerySet:
        """Return those whose page a person may open: of their own organisations, and where they decide on members."""
        return self.filter(_at_hand_of(authority.viewer_of(user)))

    def of(self, user: Any) -> MembershipQuerySet:
        """Return the memberships of a person's own organisations."""
        return self.filter(organization_id__in=authority.viewer_of(user).person_of)

    def for_cards(self) -> MembershipQuerySet:
        """Fetch in a constant number of queries what is shown of each member."""
        return self.prefetch_related(Prefetch("organization", queryset=Organization.objects.for_cards()))


def _at_hand_of(viewer: authority.Viewer) -> Q:
    """Return the condition "one's own, or one decides on it", by the network's rule of admission."""
    wanted = Q(organization_id__in=viewer.person_of) | Q(network_id__in=viewer.where(Capability.ADMIT))
    if viewer.user_pk is None or viewer.government:
        return wanted
    wanted |= Q(network__in=committees_of(viewer).values("pk"))
    # Where members admit, they do so through their focal points.
    speaking = Affiliation.objects.focal_points().filter(person_id=viewer.user_pk)
    members = Membership.objects.in_force().filter(
        network_id__in=viewer.networks, organization__in=speaking.values("organization")
    )
    deciding = Q(network__admission=Network.Admission.MEMBERS, network__in=members.values("network"))
    return wanted | (deciding & Q(state=Membership.State.APPLIED))


def committees_of(viewer: authority.Viewer) -> NetworkQuerySet:
    """Return the networks whose committee decides on members and whose reader has a seat in it; governments decide nowhere."""
    if viewer.user_pk is None or viewer.government or not viewer.confirmed:
        return Network.objects.none()
    seats = Mandate.objects.effective().filter(person_id=viewer.user_pk, role__committee=True)
    return Network.objects.filter(admission=Network.Admission.COMMITTEE, pk__in=seats.values("role__network"))


class Membership(Keyed):
    """An organisation in a network, from application to end; ended rows are kept."""

    class State(models.TextChoices):
        APPLIED = "applied", pgettext_lazy("membership", "applied")
        ADMITTED = "admitted", pgettext_lazy("membership", "member")
        DECLINED = "declined", pgettext_lazy("membership", "declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("membership", "withdrawn")
        SUSPENDED = "suspended", pgettext_lazy("membership", "suspended")
        LEFT = "left", pgettext_lazy("membership", "left")

    LIFECYCLE: ClassVar = {
        State.APPLIED: frozenset({State.ADMITTED, State.DECLINED, State.WITHDRAWN}),
        State.ADMITTED: frozenset({State.SUSPENDED, State.LEFT}),
        State.SUSPENDED: frozenset({State.ADMITTED, State.LEFT}),
    }
    CURRENT: ClassVar = (State.APPLIED, State.ADMITTED, State.SUSPENDED)

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="memberships")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="memberships")
    state = models.CharField(max_length=10, choices=State, default=State.APPLIED)
    motivation = models.TextField(max_length=3000, blank=True)
    reason = models.TextField(max_length=3000, blank=True)
    shown = models.BooleanField(default=False)  # agrees to be named on the public page
    # The alliance answers for the organisation by this membership while the secretariat has not vetted it (ADR 8).
    vouches = models.BooleanField(default=False, editable=False)
    applied_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="memberships_decided"
    )
    renewed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "organization"],
                condition=Q(state__in=("applied", "admitted", "suspended")),
                name="membership_current_once",
            ),
            models.UniqueConstraint(fields=["organization"], condition=Q(vouches=True), name="membership_one_voucher"),
            models.CheckConstraint(name="membership_declined_reason", condition=~Q(state="declined") | ~Q(reason="")),
            models.CheckConstraint(
                name="membership_decided",
                condition=Q(state__in=("applied", "withdrawn")) | Q(decided_at__isnull=False),
            ),
        ]
        # With the organisation, so that whether one is a member of the parent too is one look, however many are.
        indexes = [models.Index(fields=["network", "state", "organization"], name="membership_in_network")]

    def __str__(self) -> str:
        return self.key

    @property
    def renewal_due(self) -> bool:
        """Whether the network asks its members to confirm every year, and a year has passed."""
        if not self.network.renews_yearly or self.state != Membership.State.ADMITTED:
            return False
        last = self.renewed_at or self.decided_at or self.applied_at
        return last < timezone.now() - YEAR

    @property
    def event_scope(self) -> Network:
        return self.network


class GuidelineAcceptance(models.Model):
    """A member organisation's acceptance of one version of the guidelines."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="acceptances")
    guidelines = models.ForeignKey(Guidelines, on_delete=models.CASCADE, related_name="acceptances")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["membership", "guidelines"], name="guidelines_accepted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} {self.guidelines_id}"

    @property
    def event_scope(self) -> Network:
        return self.membership.network
