"""Who belongs to an organisation. The organisation owns its seat; people come and go."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from se4u.core import authority
from se4u.core.models import Keyed, MailedInvitation

from .organizations import Organization


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    """Reads of who belongs where."""

    def live(self) -> AffiliationQuerySet:
        """Return the affiliations in force."""
        return self.filter(until__isnull=True)

    def focal_points(self) -> AffiliationQuerySet:
        """Return the live focal points."""
        return self.live().filter(role=Affiliation.Role.FOCAL_POINT)

    def speaking(self) -> AffiliationQuerySet:
        """Return the focal points who can act: a person who cannot sign in any more speaks for nobody."""
        return self.focal_points().filter(person__is_active=True)

    def alone_for(self, person: Any) -> AffiliationQuerySet:
        """Return the places in which a person is the only one who speaks for the organisation."""
        others = Affiliation.objects.speaking().filter(organization=models.OuterRef("organization"))
        return self.focal_points().filter(person=person).exclude(models.Exists(others.exclude(person=person)))

    def of(self, user: Any) -> AffiliationQuerySet:
        """Return a person's own live affiliations."""
        return self.live().filter(person_id=authority.viewer_of(user).user_pk)

    def ever_of(self, user: Any) -> AffiliationQuerySet:
        """Return all a person's places, ended ones too: leaving makes nobody a stranger to what they were part of."""
        return self.filter(person_id=authority.viewer_of(user).user_pk)

    def visible_to(self, user: Any) -> AffiliationQuerySet:
        """Return the people of one's own organisations, and for officers all."""
        viewer = authority.viewer_of(user)
        return self.all() if viewer.officer else self.filter(organization_id__in=viewer.person_of)


class Affiliation(Keyed):
    """A person's place in an organisation."""

    class Role(models.TextChoices):
        FOCAL_POINT = "focal_point", pgettext_lazy("affiliation", "focal point")
        EDITOR = "editor", pgettext_lazy("affiliation", "editor")
        MEMBER = "member", pgettext_lazy("affiliation", "member")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="affiliations")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="affiliations")
    role = models.CharField(max_length=12, choices=Role, default=Role.MEMBER)
    title = models.CharField(_("your role there"), max_length=120, blank=True)
    since = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField(null=True)
    # Why an officer, not a focal point, gave this place.
    appointed_because = models.TextField(max_length=1000, blank=True, editable=False)

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organization"], condition=models.Q(until__isnull=True), name="affiliation_live_once"
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def event_scope(self) -> Organization:
        return self.organization


class Invitation(MailedInvitation):
    """A mailed invitation to join an organisation."""

    class State(models.TextChoices):
        SENT = "sent", pgettext_lazy("invitation", "sent")
        ACCEPTED = "accepted", pgettext_lazy("invitation", "accepted")
        DECLINED = "declined", pgettext_lazy("invitation", "declined")
        REVOKED = "revoked", pgettext_lazy("invitation", "revoked")

    LIFECYCLE: ClassVar = {
        State.SENT: frozenset({State.ACCEPTED, State.DECLINED, State.REVOKED}),
    }

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=12, choices=Affiliation.Role, default=Affiliation.Role.MEMBER)
    state = models.CharField(max_length=10, choices=State, default=State.SENT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "email"], condition=models.Q(state="sent"), name="invitation_open_once"
            ),
        ]

    @property
    def stands(self) -> bool:
        """Whether whoever sent it still speaks for the organisation; one that does not waits until a focal point sends it again."""
        speaking = Affiliation.objects.speaking().filter(organization=self.organization_id)
        return self.invited_by_id is None or speaking.filter(person=self.invited_by_id).exists()

    @property
    def event_scope(self) -> Organization:
        return self.organization


class JoinRequest(Keyed):
    """A person asks to belong to an organisation that is already here; its focal points decide."""

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("join request", "waiting for the focal points")
        ACCEPTED = "accepted", pgettext_lazy("join request", "accepted")
        DECLINED = "declined", pgettext_lazy("join request", "declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("join request", "withdrawn")

    LIFECYCLE: ClassVar = {
        State.ASKED: frozenset({State.ACCEPTED, State.DECLINED, State.WITHDRAWN}),
    }

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="join_requests")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="join_requests")
    note = models.TextField(_("who you are there"), max_length=1000)
    # The name by which the person found it: an organisation that is not public is never named to them otherwise.
    found_as = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "person"], condition=models.Q(state="asked"), name="join_request_open_once"
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def event_scope(self) -> Organization:
        return self.organization
