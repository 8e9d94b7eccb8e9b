"""Bodies the officers enter."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from se4u.accounts.names import LatinNameField
from se4u.core.forms import NameField
from se4u.directory.models import Organization
from se4u.directory.models.organizations import NON_GOVERNMENTAL, Kind

from .fields import CountryField


class AuthorityForm(forms.ModelForm):
    """An authority or intergovernmental organisation."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(kind, kind.label) for kind in Kind if kind not in NON_GOVERNMENTAL],
        widget=forms.RadioSelect,
    )
    seat = CountryField(label=_("Country of the seat"))
    website = forms.URLField(label=_("Website"), max_length=300, required=False, assume_scheme="https")

    class Meta:
        model = Organization
        fields = ("name", "latin_name", "kind", "seat", "website")
        field_classes = {"name": NameField, "latin_name": LatinNameField}
