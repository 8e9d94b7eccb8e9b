"""Entries of the open lists."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from se4u.core.forms import KeyChoiceField, NameField
from se4u.directory.models import Service, Theme

LISTS: dict[str, type[Theme] | type[Service]] = {"themes": Theme, "services": Service}


class EntryForm(forms.Form):
    """The name of an entry in each language; English is needed, the others fall back to it."""

    def __init__(
        self, *args: Any, entry: Any = None, model: Any = None, network_pk: int | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        names = entry.name.data if entry is not None and isinstance(entry.name.data, dict) else {}
        for code, label in settings.LANGUAGES:
            self.fields[f"name-{code}"] = NameField(
                label=label, max_length=120, required=code == "en", initial=names.get(code, "")
            )
        if entry is None and model is not None:
            first = model.objects.offered([network_pk] if network_pk else []).filter(parent__isnull=True)
            self.fields["parent"] = KeyChoiceField(
                first, label=_("Stands under"), required=False, empty_label=_("nothing: first level")
            )

    def names(self) -> dict[str, str]:
        """Return the names by language."""
        return {code: self.cleaned_data[f"name-{code}"] for code, _label in settings.LANGUAGES}


class MergeForm(forms.Form):
    """Into which entry."""

    into = KeyChoiceField(Theme.objects.none(), label=_("Into"))

    def __init__(self, *args: Any, entry: Theme | Service, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["into"]
        rows: Any = type(entry)._default_manager
        field.queryset = rows.offered([entry.network_pk] if entry.network_pk else []).exclude(pk=entry.pk)
