"""Organisations and how they are shown."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from se4u.core import authority
from se4u.core.models import Keyed
from se4u.core.visibility import Choice, Guarded, Reach, Safety

from .vetting import Vetted
from .vocabulary import Country, Language, Service, Theme


class Kind(models.TextChoices):
    """What kind of body an organisation is. Government authorities do not register themselves."""

    CIVIL_SOCIETY = "civil_society", _("Civil society")
    ACADEMIA = "academia", _("Academia")
    PRIVATE_SECTOR = "private_sector", _("Private sector")
    AUTHORITY = "authority", _("Government authority")
    INTERGOVERNMENTAL = "intergovernmental", _("Intergovernmental organisation")


NON_GOVERNMENTAL = (Kind.CIVIL_SOCIETY, Kind.ACADEMIA, Kind.PRIVATE_SECTOR)

# The rule of being listed, kept by the database as a column so that lists and counts stand on one index.
LISTED = (
    Q(kind__in=NON_GOVERNMENTAL)
    & ~Q(safety=Safety.UNLISTED)
    & (Q(state=Vetted.State.APPROVED) | (Q(state__in=(Vetted.State.SUBMITTED, Vetted.State.ASKED)) & ~Q(vouched_by="")))
)


class OrganizationQuerySet(models.QuerySet["Organization"]):
    """Reads of organisations."""

    def visible_to(self, user: Any) -> OrganizationQuerySet:
        """Return what a user, a viewer or the public may find: the listed, one's own, and for officers all."""
        viewer = authority.viewer_of(user)
        if viewer.officer:
            return self.all()
        if viewer.person_of:
            return self.filter(Q(listed=True) | Q(pk__in=viewer.person_of))
        return self.filter(listed=True)

    def listed(self) -> OrganizationQuerySet:
        """Return the directory as everyone sees it, one's own or an officer's view notwithstanding."""
        return self.filter(listed=True)

    def along_the_list(self) -> OrganizationQuerySet:
        """Return the listed by way of the indexes of all listed: for what goes through them in an order, and stops.

        SQLite does not look a bare boolean up in an index, but does so when asked with "in"; and then even when it had better
        look up the few rows that something else names. So `listed` is a condition, and this is a way.
        """
        return self.filter(listed__in=(True,))

    def of(self, user: Any) -> OrganizationQuerySet:
        """Return the organisations a person belongs to."""
        return self.filter(pk__in=authority.viewer_of(user).person_of)

    def for_cards(self) -> OrganizationQuerySet:
        """Fetch in a constant number of queries what a card shows."""
        return self.select_related("seat").prefetch_related("themes", "services", "languages", "operates_in")


class Organization(Keyed, Guarded, Vetted):
    """A body that takes part. Shown to others only through `directory.cards`."""

    Kind = Kind

    class EcosocStatus(models.TextChoices):
        NONE = "", _("no or not known")
        GENERAL = "general", _("general")
        SPECIAL = "special", _("special")
        ROSTER = "roster", _("roster")

    DEFAULTS: ClassVar = {
        "name": Choice(Reach.PUBLIC),
        "latin_name": Choice(Reach.PUBLIC),
        "acronym": Choice(Reach.PUBLIC),
        "about": Choice(Reach.PUBLIC),
        "seat": Choice(Reach.PUBLIC),
        "operates_in": Choice(Reach.PUBLIC),
        "provinces": Choice(Reach.MEMBERS),
        "themes": Choice(Reach.PUBLIC),
        "services": Choice(Reach.PUBLIC),
        "languages": Choice(Reach.PUBLIC),
        "website": Choice(Reach.PUBLIC),
        "founded": Choice(Reach.PUBLIC),
        "ecosoc_status": Choice(Reach.PUBLIC),
        "uncac_interest": Choice(Reach.PUBLIC),
        "registration_number": Choice(Reach.OFFICERS),
        "unregistered_reason": Choice(Reach.OFFICERS),
        "contact_name": Choice(Reach.MEMBERS),
        "contact_email": Choice(Reach.OFFICERS),
        "contact_phone": Choice(Reach.OFFICERS),
    }
    # What stands behind a pseudonym for everyone but officers and its own people.
    COARSE: ClassVar = frozenset({"about", "themes", "services", "languages"})

    kind = models.CharField(_("kind of organisation"), max_length=20, choices=Kind)
    name = models.CharField(_("name, in its own script"), max_length=300)
    latin_name = models.CharField(_("name in Latin letters"), max_length=300, blank=True)
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    # Folded, transliterated form of the name shown in lists; `directory.cards.refresh` sets it.
    sort_name = models.CharField(max_length=300, editable=False)
    domain = models.CharField(max_length=200, blank=True, editable=False, db_index=True)
    about = models.TextField(_("what you do, in one paragraph"), max_length=1500, blank=True)
    about_language = models.CharField(_("language of this text"), max_length=10, blank=True)
    seat = models.ForeignKey(
        Country,
        null=True,
        on_delete=models.PROTECT,
        related_name="organizations",
        verbose_name=_("country of the seat"),
    )
    operates_in = models.ManyToManyField(
        Country, blank=True, related_name="+", verbose_name=_("countries of operation")
    )
    provinces = models.TextField(_("provinces or places"), max_length=1000, blank=True)
    themes = models.ManyToManyField(Theme, blank=True, related_name="organizations", verbose_name=_("themes"))
    services = models.ManyToManyField(Service, blank=True, related_name="organizations", verbose_name=_("services"))
    languages = models.ManyToManyField(
        Language, blank=True, related_name="organizations", verbose_name=_("working languages")
    )
    website = models.URLField(_("website"), max_length=300, blank=True)
    founded = models.PositiveSmallIntegerField(_("year founded"), null=True, blank=True)
    registration_number = models.CharField(_("registration number"), max_length=100, blank=True)
    unregistered_reason = models.TextField(_("reason why unregistered"), max_length=1000, blank=True)
    ecosoc_status = models.CharField(
        _("ECOSOC consultative status"), max_length=10, choices=EcosocStatus, blank=True, default=EcosocStatus.NONE
    )
    uncac_interest = models.BooleanField(_("also works on the corruption convention (UNCAC)"), default=False)
    contact_name = models.CharField(_("contact person"), max_length=200, blank=True)
    contact_email = models.EmailField(_("contact address"), blank=True)
    contact_phone = models.CharField(_("contact telephone"), max_length=60, blank=True)
    # Where everyone may know it is a member, as numbers because networks stand above; kept by `directory.facets`.
    known_networks = models.JSONField(default=list, editable=False)
    # The entry of a public list whose facts the registration began with.
    started_from = models.ForeignKey(
        "directory.ReferenceEntry", null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    vouched_by = models.CharField(max_length=300, blank=True, editable=False)
    is_sample = models.BooleanField(default=False, editable=False)
    listed = models.GeneratedField(
        expression=models.Case(models.When(LISTED, then=True), default=False),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    # Shown otherwise than by name: among the newest it stands behind all others, for its place would tell since when it is here.
    masked = models.GeneratedField(
        expression=models.Case(models.When(safety=Safety.OPEN, then=False), default=True),
        output_field=models.BooleanField(),
        db_persist=True,
    )

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["listed", "sort_name", "id"], name="organization_listed_name"),
            models.Index(fields=["sort_name"], name="organization_sort_name"),
            models.Index(fields=["listed", "masked", "-approved_at", "-id"], name="organization_listed_new"),
        ]
        constraints = [
            models.CheckConstraint(
                name="organization_pseudonym_named", condition=~Q(safety="pseudonym") | ~Q(pseudonym="")
            ),
            models.CheckConstraint(
                name="organization_authority_not_vouched",
                condition=Q(kind__in=("civil_society", "academia", "private_sector")) | Q(vouched_by=""),
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def is_non_governmental(self) -> bool:
        return self.kind in NON_GOVERNMENTAL
