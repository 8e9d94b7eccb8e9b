"""Networks: the secretariat, regional networks, national alliances, groups."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from i18nfield.fields import I18nCharField, I18nTextField

from se4u.core import authority, official
from se4u.directory.models import Country
from se4u.networks import kinds
from se4u.networks.kinds import KINDS, Needs, NetworkKind

PUBLIC_KINDS = tuple(kind for kind, ability in KINDS.items() if ability.public)


def _as_needed(thing: str) -> Q:
    """Return the condition "has this thing, or has it not, as its kind needs it"."""
    needs = {Needs.ALWAYS: Q(**{f"{thing}__isnull": False}), Needs.NEVER: Q(**{f"{thing}__isnull": True})}
    condition = Q()
    for kind, ability in KINDS.items():
        if (need := getattr(ability, thing)) in needs:
            condition &= ~Q(kind=str(kind)) | needs[need]
    return condition


class NetworkQuerySet(models.QuerySet["Network"]):
    """Reads of networks."""

    def visible_to(self, user: Any) -> NetworkQuerySet:
        """Return the networks with a public face, and those one belongs to or acts in."""
        viewer = authority.viewer_of(user)
        public = Q(kind__in=PUBLIC_KINDS)
        return self.filter(public | Q(pk__in=viewer.networks) | Q(pk__in=list(viewer.capabilities)))

    def standing(self) -> NetworkQuerySet:
        """Return the networks that are not closed; a closed one keeps its page, and is in no list."""
        return self.exclude(state=Network.State.CLOSED)

    def in_order(self) -> NetworkQuerySet:
        """Regional networks first, then alliances, each by its slug, so that no State is ranked."""
        return self.order_by("kind_order", "slug")


class Network(models.Model):
    """One network of organisations. NET4U, NACSA4U and their groups are rows."""

    Kind = NetworkKind

    class State(models.TextChoices):
        ACTIVE = "active", pgettext_lazy("network", "active")
        DORMANT = "dormant", pgettext_lazy("network", "dormant")
        CLOSED = "closed", pgettext_lazy("network", "closed")

    class Accent(models.TextChoices):
        BRAND = "brand", _("blue")
        AMERICAS = "americas", _("teal")
        AFRICA = "africa", _("brown")
        ASIA = "asia", _("violet")

    class Admission(models.TextChoices):
        COORDINATOR = "coordinator", _("the coordinator decides")
        COMMITTEE = "committee", _("the steering committee decides")
        MEMBERS = "members", _("any member organisation may admit")

    LIFECYCLE: ClassVar = {
        State.ACTIVE: frozenset({State.DORMANT, State.CLOSED}),
        State.DORMANT: frozenset({State.ACTIVE, State.CLOSED}),
    }

    kind = models.CharField(max_length=12, choices=NetworkKind)
    kind_order = models.GeneratedField(
        expression=models.Case(models.When(kind="regional", then=1), models.When(kind="national", then=2), default=3),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )
    slug = models.SlugField(max_length=60, unique=True)
    name = I18nCharField(_("full name"), max_length=600)
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    purpose = I18nTextField(_("purpose"), blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    region = models.CharField(_("region"), max_length=40, blank=True)
    country = models.ForeignKey(Country, null=True, blank=True, on_delete=models.PROTECT, related_name="alliances")
    countries = models.ManyToManyField(Country, blank=True, related_name="networks")
    accent = models.CharField(max_length=10, choices=Accent, default=Accent.BRAND)
    admission = models.CharField(
        _("who admits members"), max_length=12, choices=Admission, default=Admission.COORDINATOR
    )
    renews_yearly = models.BooleanField(_("members confirm every year that they stay"), default=False)
    open_to_governments = models.BooleanField(_("members’ room open to government observers"), default=False)
    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    state_since = models.DateTimeField(null=True, editable=False)  # empty while it was never anything but active
    state_reason = models.TextField(max_length=3000, blank=True, editable=False)  # why it rests or is closed; public
    headless_since = models.DateTimeField(null=True, editable=False)  # when it was told that nobody appoints there now
    since = models.CharField(max_length=10, blank=True)  # a year, or a year and month, as the source gives it
    origin = I18nTextField(blank=True)  # how it began
    source_note = models.CharField(max_length=300, blank=True)  # source and date of the facts shown
    contact_languages = models.CharField(max_length=200, blank=True)
    is_sample = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = NetworkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="network_parent_by_kind", condition=_as_needed("parent")),
            models.CheckConstraint(name="network_country_by_kind", condition=_as_needed("country")),
            models.CheckConstraint(
                name="network_observed_opens",
                condition=Q(open_to_governments=False) | Q(kind__in=("regional", "national")),
            ),
            models.UniqueConstraint(fields=["kind"], condition=Q(kind="secretariat"), name="network_one_secretariat"),
        ]

    def __str__(self) -> str:
        return official.plain(self.name)

    @property
    def short_name(self) -> str:
        """What stands beside a thing in lists: the acronym, or the name of a network that has none."""
        return self.acronym or str(self)

    @property
    def ability(self) -> kinds.Kind:
        """What this kind of network may do."""
        return KINDS[self.kind]

    @property
    def own_rules(self) -> Network:
        """Return the network whose members may take part: for a group, the one it belongs to."""
        return self.parent if self.kind == NetworkKind.GROUP and self.parent else self


class Guidelines(models.Model):
    """One version of a network's operating rules; after a major edit members accept again."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="guidelines")
    version = models.PositiveSmallIntegerField()
    text = I18nTextField()
    major = models.BooleanField(default=True)
    published_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["network", "version"], name="guidelines_version_once")]
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"{self.network_id} {self.version}"
