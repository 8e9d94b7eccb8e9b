"""The state of everything that is vetted, and the record of one vetting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from se4u.core import authority
from se4u.core.models import Keyed

if TYPE_CHECKING:
    from .experts import Expert
    from .organizations import Organization


class Vetted(models.Model):
    """A thing that registers itself and is checked before it counts."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("registration", "draft")
        SUBMITTED = "submitted", pgettext_lazy("registration", "waiting for vetting")
        ASKED = "asked", pgettext_lazy("registration", "more information requested")
        APPROVED = "approved", pgettext_lazy("registration", "vetted")
        REFUSED = "refused", pgettext_lazy("registration", "refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("registration", "withdrawn")
        SUSPENDED = "suspended", pgettext_lazy("registration", "suspended")

    LIFECYCLE: ClassVar = {
        State.DRAFT: frozenset({State.SUBMITTED, State.WITHDRAWN}),
        State.SUBMITTED: frozenset({State.ASKED, State.APPROVED, State.REFUSED, State.WITHDRAWN}),
        State.ASKED: frozenset({State.SUBMITTED, State.APPROVED, State.REFUSED, State.WITHDRAWN}),
        State.APPROVED: frozenset({State.SUSPENDED}),
        State.REFUSED: frozenset({State.SUBMITTED}),
        State.WITHDRAWN: frozenset({State.SUBMITTED}),
        State.SUSPENDED: frozenset({State.APPROVED}),
    }
    OPEN_STATES: ClassVar = (State.SUBMITTED, State.ASKED)
    # Nothing is being vetted, and nothing was: here nobody takes part, whatever they took part in before.
    OUT_OF_VETTING: ClassVar = (State.DRAFT, State.REFUSED, State.WITHDRAWN)
    DISCARDABLE: ClassVar = (State.DRAFT, State.WITHDRAWN)

    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)  # of a draft: since when nobody went on with it
    submitted_at = models.DateTimeField(null=True, editable=False)
    approved_at = models.DateTimeField(null=True, editable=False)
    suspended_because = models.TextField(max_length=3000, blank=True, editable=False)

    class Meta:
        abstract = True


class VerificationQuerySet(models.QuerySet["Verification"]):
    """Reads of vettings."""

    def visible_to(self, user: Any) -> VerificationQuerySet:
        """Return all to officers, and to applicants their own."""
        viewer = authority.viewer_of(user)
        if viewer.officer:
            return self.all()
        if viewer.user_pk is None:
            return self.none()
        return self.filter(Q(organization_id__in=viewer.person_of) | Q(expert__person_id=viewer.user_pk))

    def undecided(self) -> VerificationQuerySet:
        """Return what waits for a decision, oldest first."""
        return self.filter(outcome="").order_by("opened_at", "pk")

    def with_subjects(self) -> VerificationQuerySet:
        """Fetch what the queue shows, in a constant number of queries."""
        return self.select_related("organization__seat", "expert__person", "expert__country", "owner")


class Verification(Keyed):
    """One vetting, from submission to decision. Exactly one of `organization` and `expert` is what is checked."""

    class Outcome(models.TextChoices):
        APPROVED = "approved", pgettext_lazy("vetting", "approved")
        REFUSED = "refused", pgettext_lazy("vetting", "refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("vetting", "withdrawn")

    DECIDED: ClassVar = (Outcome.APPROVED, Outcome.REFUSED)  # by officers, whose record it then is

    organization = models.ForeignKey(
        "directory.Organization", null=True, on_delete=models.CASCADE, related_name="verifications"
    )
    expert = models.ForeignKey("directory.Expert", null=True, on_delete=models.CASCADE, related_name="verifications")
    opened_at = models.DateTimeField(auto_now_add=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="verifications_owned"
    )
    # Why this is not the organisation it looks like, in the applicant's words.
    distinct_because = models.TextField(max_length=1000, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="verifications_decided"
    )

    objects = VerificationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["outcome", "opened_at"], name="verification_queue")]
        constraints = [
            models.CheckConstraint(
                name="verification_of_one",
                condition=Q(organization__isnull=True, expert__isnull=False)
                | Q(organization__isnull=False, expert__isnull=True),
            ),
            models.CheckConstraint(
                name="verification_decided",
                condition=Q(outcome="", decided_at__isnull=True) | (~Q(outcome="") & Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(name="verification_refused_reason", condition=~Q(outcome="refused") | ~Q(reason="")),
            models.UniqueConstraint(
                fields=["organization"], condition=Q(outcome=""), name="verification_one_open_organization"
            ),
            models.UniqueConstraint(fields=["expert"], condition=Q(outcome=""), name="verification_one_open_expert"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def subject(self) -> Organization | Expert:
        """Return what is checked."""
        return self.organization or self.expert  # type: ignore[return-value]

    @property
    def event_scope(self) -> Organization | Expert:
        return self.subject

    @property
    def days_waiting(self) -> int:
        """Whole days since submission."""
        return (timezone.now() - self.opened_at).days


class Inquiry(models.Model):
    """One question of an officer to the applicant, and the answer."""

    verification = models.ForeignKey(Verification, on_delete=models.CASCADE, related_name="inquiries")
    question = models.TextField(max_length=3000)
    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    answer = models.TextField(max_length=5000, blank=True)
    answered_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["verification"], condition=Q(answered_at__isnull=True), name="inquiry_one_open"
            ),
            models.CheckConstraint(
                name="inquiry_answered",
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verification_id} {self.asked_at:%Y-%m-%d}"
