"""Invitations by mail: the link carries a secret of which only the digest is kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from se4u.core import tokens

from .keys import Keyed

OPEN = "sent"  # the state of an invitation that waits for its answer


class MailedInvitationQuerySet(models.QuerySet[Any]):
    """Reads of invitations."""

    def behind(self, secret: str) -> Self:
        """Return the invitation a link belongs to, whatever its state; nothing for a link that never was or was replaced."""
        return self.filter(digest=tokens.digest_of(secret))

    def open(self) -> Self:
        """Return those that wait for their answer, expired ones included."""
        return self.filter(state=OPEN)

    def not_mailed(self, before: datetime, tries: int) -> Self:
        """Return the live ones that no mail server took since a moment, tried less often than that."""
        waiting = self.open().filter(mailed_at__isnull=True, tries__lt=tries, sent_at__lt=before)
        return waiting.filter(expires_at__gt=timezone.now())


class MailedInvitation(Keyed):
    """An invitation to an address that may belong to nobody here yet; the invited can renew a link that has run out.

    The states of a model are its own; the first is `OPEN`.
    """

    LIFETIME: ClassVar = timedelta(days=10)
    RENEWALS: ClassVar = 3  # by the invited alone: a link nobody wants any more is forgotten, with the address in it

    state: Any

    email = models.EmailField()
    language = models.CharField(max_length=10, default="en")
    digest = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)  # empty until the mail server took it; `tick` tries again
    tries = models.PositiveSmallIntegerField(default=0)
    renewals = models.PositiveSmallIntegerField(default=0)  # by the invited, since the inviter last sent it
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = MailedInvitationQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.key

    @property
    def is_expired(self) -> bool:
        """Whether an open invitation has run out; the invited can renew it."""
        return self.state == OPEN and self.expires_at <= timezone.now()

    @property
    def renewals_left(self) -> int:
        """How often the invited may still have a fresh link; after that whoever invited them sends a new invitation."""
        return max(self.RENEWALS - self.renewals, 0)

    def new_link(self) -> str:
        """Set a fresh secret and a new lifetime, and return the secret; the link before is worth nothing once this is saved."""
        secret, self.digest = tokens.new_secret()
        self.sent_at = timezone.now()
        self.expires_at = self.sent_at + self.LIFETIME
        return secret
