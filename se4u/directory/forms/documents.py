"""A document of an organisation."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from se4u.core.files import UploadField
from se4u.core.visibility import Reach
from se4u.directory.models import OrganizationDocument

from .fields import LanguageField


class ReadersForm(forms.Form):
    """What a document is called, and who reads it beside one's own people."""

    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("As others read it, on your profile and as the name of the file. Without one they read the kind."),
    )
    language = LanguageField(label=_("Language of the document"))
    reach = forms.ChoiceField(
        label=_("Who reads it"),
        choices=Reach.choices,
        initial=Reach.OFFICERS,
        widget=forms.RadioSelect,
        help_text=_("Your own people and the vetting officers always do. What others copied cannot be taken back."),
    )
    open_to_governments = forms.BooleanField(
        label=_("also governments"),
        required=False,
        help_text=_(
            "Where members read it, and once your entry is open to governments. What everyone reads they read too."
        ),
    )


class DocumentForm(ReadersForm):
    """One file and what it is."""

    kind = forms.ChoiceField(label=_("Kind of document"), choices=OrganizationDocument.Kind.choices)
    file = UploadField(label=_("File"))

    field_order = ("kind", "file", "title", "language", "reach", "open_to_governments")
