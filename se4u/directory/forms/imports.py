"""A list from outside, and how it comes in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from se4u.directory.imports.checking import Options
from se4u.directory.models import Import
from se4u.directory.models.organizations import NON_GOVERNMENTAL, Kind


class ImportForm(forms.Form):
    """The file is looked into only in the preview: every error there is named by row and column."""

    file = forms.FileField(
        label=_("File"),
        help_text=format_lazy(
            _("Excel (.xlsx) or CSV in UTF-8, at most {limit} MB."), limit=settings.UPLOAD_MAX_BYTES // (1024 * 1024)
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
        max_length=200,
    )
    standing = forms.ChoiceField(
        label=_("What the list is"),
        choices=[
            (
                Import.Standing.REFERENCE,
                _("A public list: entries help to find duplicates and to register; they are shown nowhere"),
            ),
            (
                Import.Standing.REGISTERED,
                _("Our own members: they are shown in the directory, with who vouches for them"),
            ),
        ],
        initial=Import.Standing.REFERENCE,
        widget=forms.RadioSelect,
    )
    vouched_by = forms.CharField(
        label=_("Who vouches for these members"),
        max_length=300,
        required=False,
        help_text=_("Needed for members. Shown with each of them."),
    )
    kind = forms.ChoiceField(
        label=_("Kind of the organisations, where a row names none"),
        choices=[("", _("as each row says")), *((kind.value, kind.label) for kind in Kind if kind in NON_GOVERNMENTAL)],
        required=False,
    )
    source = forms.CharField(
        label=_("Where the list is from"),
        max_length=300,
        required=False,
        help_text=_("For instance its publisher and date. Without it the name of the file is kept."),
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_MAX_BYTES:
            limit = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
            raise forms.ValidationError(
                _("This file is larger than %(limit)s MB. Split it into several.") % {"limit": limit}
            )
        return file

    def clean(self) -> dict[str, Any]:
        """Ask who vouches for members."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("standing") == Import.Standing.REGISTERED and not data.get("vouched_by"):
            self.add_error("vouched_by", _("Write who vouches for these members; then choose the file again."))
        return data

    @property
    def options(self) -> Options:
        """How the list comes in."""
        data = self.cleaned_data
        registered = data["standing"] == Import.Standing.REGISTERED
        return Options(
            standing=data["standing"],
            vouched_by=data["vouched_by"] if registered else "",
            kind=data["kind"],
            source=data["source"] or data["file"].name,
        )
