"""Lists brought in from outside. A reference entry is not a registration, a vetting or a membership."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from se4u.core import authority
from se4u.core.authority import Capability
from se4u.core.models import Keyed
from se4u.core.visibility import Safety

from .organizations import Kind, Organization
from .vocabulary import Country

PENDING_FOR = timedelta(days=1)


class ImportQuerySet(models.QuerySet["Import"]):
    """Reads of past imports."""

    def visible_to(self, user: Any) -> ImportQuerySet:
        """Return all to those who may import, none to others."""
        return self.all() if authority.viewer_of(user).at_root(Capability.CURATE) else self.none()


class Import(Keyed):
    """One run of an import, which can be undone whole."""

    class Standing(models.TextChoices):
        REFERENCE = "reference", pgettext_lazy("import", "reference entries")
        REGISTERED = "registered", pgettext_lazy("import", "registered organisations")

    class State(models.TextChoices):
        DONE = "done", pgettext_lazy("import", "done")
        UNDONE = "undone", pgettext_lazy("import", "undone")

    LIFECYCLE: ClassVar = {State.DONE: frozenset({State.UNDONE})}

    standing = models.CharField(max_length=10, choices=Standing)
    vouched_by = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=300, blank=True)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.DONE)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    undone_at = models.DateTimeField(null=True)
    report = models.JSONField(default=dict)

    objects = ImportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="import_registered_vouched", condition=models.Q(standing="reference") | ~models.Q(vouched_by="")
            ),
        ]

    def __str__(self) -> str:
        return self.key


class ReferenceEntryQuerySet(models.QuerySet["ReferenceEntry"]):
    """Reads of reference entries: never a directory."""

    def visible_to(self, user: Any) -> ReferenceEntryQuerySet:
        """Return all to officers and none to others, who meet an entry only as "is this yours?"."""
        return self.all() if authority.viewer_of(user).officer else self.none()

    def on_offer(self) -> ReferenceEntryQuerySet:
        """Return what "is this yours?" may offer: unclaimed, or claimed by one in hiding, whom a gap in a public list would tell."""
        return self.filter(models.Q(claimed_by__isnull=True) | ~models.Q(claimed_by__safety=Safety.OPEN))


class ReferenceEntry(Keyed):
    """A row of a public list: it serves duplicate search and "is this yours?" at registration."""

    name = models.CharField(max_length=300)
    sort_name = models.CharField(max_length=300, db_index=True)
    kind = models.CharField(max_length=20, choices=Kind, blank=True)
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT, related_name="+")
    website = models.URLField(max_length=300, blank=True)
    domain = models.CharField(max_length=200, blank=True, db_index=True)
    brought_by = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="entries")
    claimed_by = models.ForeignKey(Organization, null=True, on_delete=models.SET_NULL, related_name="claimed_entries")

    objects = ReferenceEntryQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["country", "sort_name"], name="reference_country_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_on_offer(self) -> bool:
        """The rule of `on_offer` for one row at hand."""
        return self.claimed_by is None or self.claimed_by.safety != Safety.OPEN


class Imported(models.Model):
    """What one import did to one entry or organisation, so that it can be undone exactly or not at all."""

    run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="imported")
    entry = models.ForeignKey(ReferenceEntry, null=True, on_delete=models.CASCADE, related_name="imported")
    organization = models.ForeignKey(Organization, null=True, on_delete=models.CASCADE, related_name="imported")
    before = models.JSONField(null=True)  # the facts that were changed, as they were; None when the import made the row
    after = models.CharField(max_length=64)  # digest of all facts as the import left them

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="imported_one",
                condition=models.Q(entry__isnull=True, organization__isnull=False)
                | models.Q(entry__isnull=False, organization__isnull=True),
            ),
            models.UniqueConstraint(fields=["run", "entry"], name="imported_entry_once"),
            models.UniqueConstraint(fields=["run", "organization"], name="imported_organization_once"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.entry_id or self.organization_id}"


class PendingImportQuerySet(models.QuerySet["PendingImport"]):
    """Reads of files that wait for a word."""

    def live(self) -> PendingImportQuerySet:
        """Return those that have not expired."""
        return self.filter(at__gt=timezone.now() - PENDING_FOR)

    def visible_to(self, user: Any) -> PendingImportQuerySet:
        """Return one's own."""
        return self.live().filter(person_id=authority.viewer_of(user).user_pk)


class PendingImport(Keyed):
    """A file between its preview and the word to go on; its uploader alone can go on with it, for a day."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    standing = models.CharField(max_length=10, choices=Import.Standing)
    vouched_by = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=20, choices=Kind, blank=True)
    source = models.CharField(max_length=300, blank=True)
    report = models.JSONField(default=dict)  # what the preview said
    first = models.JSONField(default=list)  # the header and the first rows

    objects = PendingImportQuerySet.as_manager()

    def __str__(self) -> str:
        return self.key
