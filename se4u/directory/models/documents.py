"""Papers an organisation shows to be vetted."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from se4u.core import authority
from se4u.core.models import Keyed, Upload

from .organizations import Organization


class OrganizationDocumentQuerySet(models.QuerySet["OrganizationDocument"]):
    """Reads of documents."""

    def visible_to(self, user: Any) -> OrganizationDocumentQuerySet:
        """Return what the organisation's own people and vetting officers see; nobody else sees any."""
        viewer = authority.viewer_of(user)
        return self.all() if viewer.officer else self.filter(Q(organization_id__in=viewer.person_of))


class OrganizationDocument(Keyed):
    """A registration certificate or the like. To take it back delete the row; `se4u tick` then removes the file.

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
    at = models.DateTimeField(auto_now_add=True)

    objects = OrganizationDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.key
