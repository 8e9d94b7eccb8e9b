"""A document of an organisation."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from se4u.core.files import UploadField
from se4u.directory.models import OrganizationDocument


class DocumentForm(forms.Form):
    """One file and what it is."""

    kind = forms.ChoiceField(label=_("Kind of document"), choices=OrganizationDocument.Kind.choices)
    file = UploadField(label=_("File"))
