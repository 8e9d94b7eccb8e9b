"""Papers of an organisation: shown to be vetted, and to others as far as it says so, paper by paper."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from se4u.core import authority
from se4u.core.authority import Level
from se4u.core.models import Keyed, Upload
from se4u.core.visibility import Choice, Reach, Safety

from .organizations import Organization
from .vocabulary import Language


class OrganizationDocumentQuerySet(models.QuerySet["OrganizationDocument"]):
    """Reads of documents."""

    def visible_to(self, user: Any) -> OrganizationDocumentQuerySet:
        """Return all to the organisation's own people and vetting officers, and to others what it shows them.

        A paper names its organisation: of one that stands under another name or is not in the directory others see none.
        """
        viewer = authority.viewer_of(user)
        if viewer.officer:
            return self.all()
        return self.filter(Q(organization_id__in=viewer.person_of) | _shown_to(viewer.level))

    def for_pages(self) -> OrganizationDocumentQuerySet:
        """Fetch in one query what a page shows of them."""
        return self.select_related("organization", "upload", "language")


def _shown_to(level: Level) -> Q:
    """Return what a class of reader sees of others' papers: the rule of `OrganizationDocument.opens`, of those in the directory."""
    read = Q(reach=Reach.PUBLIC)
    if level is Level.MEMBERS:
        read |= Q(reach=Reach.MEMBERS)
    if level is Level.GOVERNMENTS:
        read |= Q(reach=Reach.MEMBERS, open_to_governments=True, organization__open_to_governments=True)
    kept_back = Q(state=OrganizationDocument.State.REFUSED)
    return read & ~kept_back & Q(organization__listed=True, organization__safety=Safety.OPEN)


class OrganizationDocument(Keyed):
    """A registration certificate, statutes, a report. Nobody but its own people and officers reads it until it says so.

    To take it back delete the row; `se4u tick` then removes the file.

    Make it from a form with a `core.files.UploadField`: `OrganizationDocument.objects.create(organization=..., kind=...,
    upload=files.store(form.cleaned_data["file"], by=user))` inside an action; link to it with `document.upload.url`.
    """

    class Kind(models.TextChoices):
        REGISTRATION = "registration", pgettext_lazy("document", "registration certificate")
        STATUTES = "statutes", pgettext_lazy("document", "statutes or founding document")
        OTHER = "other", pgettext_lazy("document", "other document")

    class State(models.TextChoices):
        GIVEN = "given", pgettext_lazy("document", "not checked yet")
        ACCEPTED = "accepted", pgettext_lazy("document", "accepted")
        REFUSED = "refused", pgettext_lazy("document", "not sufficient")

    LIFECYCLE: ClassVar = {
        State.GIVEN: frozenset({State.ACCEPTED, State.REFUSED}),
        State.ACCEPTED: frozenset({State.REFUSED}),
        State.REFUSED: frozenset({State.ACCEPTED}),
    }

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="documents")
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind of document"), max_length=12, choices=Kind, default=Kind.REGISTRATION)
    state = models.CharField(max_length=10, choices=State, default=State.GIVEN)
    title = models.CharField(max_length=200, blank=True)
    language = models.ForeignKey(Language, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reach = models.CharField(max_length=10, choices=Reach, default=Reach.OFFICERS)
    open_to_governments = models.BooleanField(default=False)
    at = models.DateTimeField(auto_now_add=True)

    objects = OrganizationDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="document_governments_beside_members", condition=Q(open_to_governments=False) | Q(reach="members")
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def choice(self) -> Choice:
        """Who reads it, as it was chosen; whether that holds, `opens` knows."""
        return Choice(self.reach, self.open_to_governments)

    def opens(self, level: Level) -> bool:
        """Whether a class of reader reads it once its organisation is in the directory.

        Not under another name, for a paper tells the real one; and not what officers found not sufficient.
        """
        if level is Level.OFFICERS:
            return True
        if self.organization.safety != Safety.OPEN or self.state == self.State.REFUSED:
            return False
        outside = level is Level.GOVERNMENTS and not self.organization.open_to_governments
        return self.choice.allows(Level.PUBLIC if outside else level)
