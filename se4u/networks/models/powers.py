"""Roles, mandates, and the two exceptions to "no command": grants and interventions."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy
from i18nfield.fields import I18nCharField

from se4u.core import official
from se4u.core.authority import Capability
from se4u.core.models import Keyed, MailedInvitation
from se4u.directory.models import Affiliation, Organization, Vetted

from .networks import Network

CAPABILITY_CHOICES = [(str(item), str(item)) for item in Capability]


class Role(models.Model):
    """A title in one network with what it may do. An alliance may choose another structure, so these are rows."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="roles")
    name = I18nCharField(max_length=300)
    capabilities = models.JSONField(default=list)  # values of Capability
    seats = models.PositiveSmallIntegerField(null=True, blank=True)
    lead = models.BooleanField(default=False)  # the contact point of the network
    committee = models.BooleanField(default=False)  # sits on the steering committee
    position = models.PositiveSmallIntegerField(default=100)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="role_observer_leads_nothing",
                condition=~Q(capabilities=[Capability.OBSERVE.value]) | Q(lead=False, committee=False),
            ),
        ]

    def __str__(self) -> str:
        return official.plain(self.name)

    @property
    def event_scope(self) -> Network:
        return self.network

    @property
    def holds(self) -> frozenset[Capability]:
        """What the role may do; values a later version dropped are ignored."""
        known = set(Capability)
        return frozenset(Capability(value) for value in self.capabilities if value in known)


class MandateQuerySet(models.QuerySet["Mandate"]):
    """Reads of mandates."""

    def live(self, on: date | None = None) -> MandateQuerySet:
        """Return the mandates in force on a day (today)."""
        day = on or timezone.now().date()
        return self.filter(Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day)) & Q(ended_at__isnull=True))

    def effective(self) -> MandateQuerySet:
        """Return the live mandates that may be used: a seat held by an organisation only by one of its people.

        While the organisation is suspended, or out of vetting altogether, its seats rest, in every network (ADR 11).
        """
        belongs = Affiliation.objects.live().filter(person=OuterRef("person"), organization=OuterRef("organization"))
        belongs = belongs.exclude(organization__state__in=(Vetted.State.SUSPENDED, *Vetted.OUT_OF_VETTING))
        return self.live().filter(Q(organization__isnull=True) | Exists(belongs), person__is_active=True)

    def for_authorities(self) -> MandateQuerySet:
        """Return the unfinished mandates of those who stand for an authority, whether or not they can be used just now."""
        return self.unfinished().filter(organization__kind=Organization.Kind.AUTHORITY)

    def unfinished(self) -> MandateQuerySet:
        """Return the mandates in force today or later."""
        return self.overlapping(timezone.now().date(), None)

    def overlapping(self, since: date, until: date | None) -> MandateQuerySet:
        """Return the mandates, not ended early, with a day inside a term."""
        found = self.filter(Q(ended_at__isnull=True) & (Q(until__isnull=True) | Q(until__gte=since)))
        return found.filter(since__lte=until) if until else found

    def past(self) -> MandateQuerySet:
        """Return the mandates that have ended: former holders are kept."""
        day = timezone.now().date()
        return self.filter(Q(until__lt=day) | Q(ended_at__isnull=False))


class Mandate(Keyed):
    """A person in a role for a term. The seat may be held by an organisation, which is then named."""

    class Cause(models.TextChoices):
        """What ended it early, where that was no decision about this person by the network itself."""

        SUSPENDED = "suspended", pgettext_lazy("mandate", "the membership was suspended")
        CLOSED = "closed", pgettext_lazy("mandate", "the network was closed")
        HANDED_OVER = "handed_over", pgettext_lazy("mandate", "the organisation handed its seat over")
        LEFT = "left", pgettext_lazy("mandate", "the person left the authority")
        INTERVENTION = "intervention", pgettext_lazy("mandate", "ended by the secretariat, which had stepped in")

    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="mandates")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mandates")
    organization = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="mandates"
    )
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)
    cause = models.CharField(max_length=12, choices=Cause, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mandate_term_in_order", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def event_scope(self) -> Network:
        return self.role.network

    @property
    def is_live(self) -> bool:
        """Whether it is in force today."""
        today = timezone.now().date()
        return self.ended_at is None and self.since <= today and (self.until is None or self.until >= today)


class LimitedQuerySet(models.QuerySet[Any]):
    """Reads of things that end."""

    def live(self, on: date | None = None) -> LimitedQuerySet:
        """Return those in force on a day (today)."""
        day = on or timezone.now().date()
        return self.filter(until__gte=day, ended_at__isnull=True)


class Grant(Keyed):
    """One capability lent by a network to the holders of that capability in another, with an end date."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="grants")
    to = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="granted")
    capability = models.CharField(max_length=12, choices=CAPABILITY_CHOICES)
    until = models.DateField()
    ended_at = models.DateTimeField(null=True, editable=False)
    at = models.DateTimeField(auto_now_add=True)

    objects = LimitedQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(name="grant_to_another", condition=~Q(network=F("to")))]

    def __str__(self) -> str:
        return self.key

    @property
    def event_scope(self) -> Network:
        return self.network


class Intervention(Keyed):
    """The secretariat steps into a network against abuse or danger: reason written, seen by the network at once."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="interventions")
    capability = models.CharField(max_length=12, choices=CAPABILITY_CHOICES)
    reason = models.TextField(max_length=3000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    until = models.DateField()
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = LimitedQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(name="intervention_has_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return self.key

    @property
    def event_scope(self) -> Network:
        return self.network


class ObserverInvitation(MailedInvitation):
    """Invites a government person as observer; authorities do not register themselves."""

    class State(models.TextChoices):
        SENT = "sent", pgettext_lazy("invitation", "sent")
        ACCEPTED = "accepted", pgettext_lazy("invitation", "accepted")
        REVOKED = "revoked", pgettext_lazy("invitation", "revoked")

    LIFECYCLE: ClassVar = {State.SENT: frozenset({State.ACCEPTED, State.REVOKED})}

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="observer_invitations")
    authority = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="observer_invitations")
    state = models.CharField(max_length=10, choices=State, default=State.SENT)
    until = models.DateField(null=True)  # of the mandate

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "email"], condition=Q(state="sent"), name="observer_invitation_open_once"
            ),
        ]

    @property
    def event_scope(self) -> Network:
        return self.network
