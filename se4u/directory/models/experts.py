"""Independent and academic experts: findable, may learn, apply and contribute; no vote and no seat."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from se4u.core import authority
from se4u.core.models import Keyed
from se4u.core.visibility import Choice, Guarded, Reach, Safety

from .vetting import Vetted
from .vocabulary import Country, Language, Theme

# The rule of being listed: vetted, and neither the profile nor the person behind it kept out of sight or gone.
LISTED = (
    Q(state=Vetted.State.APPROVED)
    & ~Q(safety=Safety.UNLISTED)
    & ~Q(person__safety=Safety.UNLISTED)
    & Q(person__is_active=True)
)


class ExpertQuerySet(models.QuerySet["Expert"]):
    """Reads of experts."""

    def visible_to(self, user: Any) -> ExpertQuerySet:
        """Return the listed experts, oneself, and for officers all."""
        viewer = authority.viewer_of(user)
        if viewer.officer:
            return self.all()
        return self.filter(LISTED | Q(person_id=viewer.user_pk))

    def listed(self) -> ExpertQuerySet:
        """Return the experts as everyone sees them, oneself or an officer's view notwithstanding."""
        return self.filter(LISTED)

    def of(self, user: Any) -> ExpertQuerySet:
        """Return the person's own registration as an expert, whatever its state."""
        return self.filter(person_id=authority.viewer_of(user).user_pk)

    def for_cards(self) -> ExpertQuerySet:
        """Fetch in a constant number of queries what a card shows."""
        return self.select_related("person", "country").prefetch_related("themes", "languages")


class Expert(Keyed, Guarded, Vetted):
    """A person who takes part without representing an organisation."""

    class Kind(models.TextChoices):
        INDEPENDENT = "independent", _("Independent expert")
        ACADEMIC = "academic", _("Academic expert")

    DEFAULTS: ClassVar = {
        "name": Choice(Reach.MEMBERS),
        "about": Choice(Reach.MEMBERS),
        "country": Choice(Reach.MEMBERS),
        "themes": Choice(Reach.PUBLIC),
        "languages": Choice(Reach.PUBLIC),
        "website": Choice(Reach.MEMBERS),
    }
    COARSE: ClassVar = frozenset({"about", "themes", "languages"})
    # A person may end their own part at any time; an organisation's membership is ended where it is held.
    LIFECYCLE: ClassVar = Vetted.LIFECYCLE | {
        Vetted.State.APPROVED: frozenset({Vetted.State.SUSPENDED, Vetted.State.WITHDRAWN})
    }

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="expert")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.INDEPENDENT)
    about = models.TextField(_("what you work on, in one paragraph"), max_length=1500, blank=True)
    about_language = models.CharField(_("language of this text"), max_length=10, blank=True)
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT, related_name="experts")
    themes = models.ManyToManyField(Theme, blank=True, related_name="experts")
    languages = models.ManyToManyField(Language, blank=True, related_name="experts")
    website = models.URLField(max_length=300, blank=True)
    is_sample = models.BooleanField(default=False, editable=False)

    objects = ExpertQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="expert_pseudonym_named", condition=~Q(safety="pseudonym") | ~Q(pseudonym="")),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def is_listed(self) -> bool:
        """The rule of `LISTED` for one row at hand."""
        seen = Safety.UNLISTED not in (self.safety, self.person.safety)
        return seen and self.state == Vetted.State.APPROVED and self.person.is_active
