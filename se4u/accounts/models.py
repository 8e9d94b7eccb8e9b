"""People and what is kept of them."""

from __future__ import annotations

import datetime as dt
import uuid
import zoneinfo
from typing import Any, ClassVar

import rules
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from se4u.core import authority
from se4u.core.models import Keyed
from se4u.core.visibility import Choice, Guarded, Reach


class UserManager(BaseUserManager["User"]):
    """Makes people; addresses are kept in lower case, so that one mailbox is one person."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Return a new person with an unusable password unless one is given."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Return an operator of the installation; rights over content come from mandates alone."""
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        """Find by address, whatever its case."""
        return self.get(email=(username or "").strip().lower())


class User(Keyed, Guarded, AbstractBaseUser, PermissionsMixin):
    """A person. The history knows them by `actor_key` alone."""

    class Delivery(models.TextChoices):
        AT_ONCE = "at_once", _("by mail, at once")
        DAILY = "daily", _("by mail, once a day")
        HERE = "here", _("only here")

    DEFAULTS: ClassVar = {
        "name": Choice(Reach.MEMBERS),
        "latin_name": Choice(Reach.MEMBERS),
        "email": Choice(Reach.OFFICERS),
    }

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("your name, as you write it"), max_length=200, blank=True)
    latin_name = models.CharField(_("your name in Latin letters"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="en")
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    delivery = models.CharField(_("notifications"), max_length=10, choices=Delivery, default=Delivery.AT_ONCE)
    digest_on = models.DateField(null=True, editable=False)  # the day of the last daily mail, in the person's own zone
    actor_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    erased_at = models.DateTimeField(null=True, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_lower"),
            models.CheckConstraint(
                condition=~models.Q(safety="pseudonym") | ~models.Q(pseudonym=""), name="user_pseudonym_named"
            ),
        ]

    def __str__(self) -> str:
        return self.own_name

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Ask the rules alone: operators of the installation (superusers) hold no right over content by themselves.

        Nor do Django's own permissions count, whose names ("directory.add_theme") a deed may share.
        """
        return bool(self.is_active and rules.has_perm(perm, self, obj))

    @property
    def own_name(self) -> str:
        """What the site calls this person to themselves, and to officers."""
        if not self.is_active and not self.name:
            return gettext("a deleted account")
        return self.name or self.latin_name or self.email.partition("@")[0]

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    @cached_property
    def has_second_factor(self) -> bool:
        """Whether an authenticator or passkey is set up; the sign-in then always asks for it."""
        factors: Any = self.authenticator_set  # type: ignore[attr-defined]
        return bool(factors.exclude(type="recovery_codes").exists())


class Consent(models.Model):
    """Agreement to one version of one text."""

    class Document(models.TextChoices):
        CONDUCT = "conduct", _("code of conduct")
        PRIVACY = "privacy", _("data protection notice")

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="consents")
    document = models.CharField(max_length=10, choices=Document)
    version = models.PositiveSmallIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "document", "version"], name="consent_once")]

    def __str__(self) -> str:
        return f"{self.document} {self.version}"


class Session(AbstractBaseSession):
    """A sign-in on one device. It stores no network address."""

    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="sessions")
    device = models.CharField(max_length=100, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    seen_on = models.DateField(default=dt.date.today)

    class Meta:
        indexes = [models.Index(fields=["expire_date"], name="session_expires")]

    def __str__(self) -> str:
        return self.device

    @classmethod
    def get_session_store_class(cls) -> type:
        """Return the store that fills these columns."""
        from .sessions import SessionStore  # noqa: PLC0415  the store needs this model

        return SessionStore


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Reads of notifications."""

    def visible_to(self, user: Any) -> NotificationQuerySet:
        """Return one's own, newest first."""
        return self.filter(person_id=authority.viewer_of(user).user_pk).order_by("-at", "-pk")

    def unread(self) -> NotificationQuerySet:
        """Return those not yet read."""
        return self.filter(read_at__isnull=True)


class Notification(Keyed):
    """One row of the outbox: something one person should know, mailed as they wish."""

    class State(models.TextChoices):
        WAITING = "waiting", _("to be mailed")
        MAILED = "mailed", _("mailed")
        HERE = "here", _("only here")
        FAILED = "failed", _("could not be mailed")

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notifications")
    template = models.CharField(max_length=80)
    context = models.JSONField(default=dict)
    about_key = models.UUIDField(null=True, db_index=True)  # the actor key of a person whom the context names
    url = models.CharField(max_length=500)
    protected = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(default=timezone.now)  # not before; behind a lease while somebody mails it
    claim = models.UUIDField(null=True, db_index=True)  # who mails it
    mailed_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["person", "-at"], name="notification_person"),
            models.Index(fields=["state", "due_at"], name="notification_outbox"),
        ]

    def __str__(self) -> str:
        return self.template
