"""Choices of the directory's lists, in the reader's language and order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from se4u.core.forms import KeyChoiceField, KeyMultipleChoiceField
from se4u.directory.facets import collation
from se4u.directory.models import Country, Language

# Shown first among working languages: the six of the United Nations in their order, then Portuguese.
FIRST_LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es", "pt")


class _ByName(ModelChoiceIterator):
    """Choices in the order of the names the reader sees."""

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        yield from sorted((self.choice(row) for row in self.queryset.all()), key=lambda choice: collation(choice[1]))


class CountryField(forms.ModelChoiceField):
    """One country of those offered."""

    iterator = _ByName

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", _("Choose a country"))
        super().__init__(Country.objects.offered(), **kwargs)


class CountriesField(KeyMultipleChoiceField):
    """Several countries of those offered."""

    iterator = _ByName
    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Country.objects.offered(), **kwargs)


class _InTree(ModelChoiceIterator):
    """First-level entries, each followed by its second level, written "above: below"."""

    def __iter__(self) -> Iterator[Any]:
        rows = list(self.queryset.all())
        names = {row.pk: str(row) for row in rows}
        order = {row.pk: (row.position, row.slug) for row in rows}

        def place(row: Any) -> tuple[Any, ...]:
            above = order.get(row.parent_id)
            return (*above, 1, *order[row.pk]) if above else (*order[row.pk], 0)

        for row in sorted(rows, key=place):
            value, label = self.choice(row)
            yield value, f"{names[row.parent_id]}: {label}" if row.parent_id in names else label


class VocabularyField(KeyMultipleChoiceField):
    """Themes or services: everyone's entries that were not merged away."""

    iterator = _InTree
    widget = forms.CheckboxSelectMultiple

    def __init__(self, model: Any, **kwargs: Any) -> None:
        super().__init__(model.objects.filter(merged_into__isnull=True, network_pk__isnull=True), **kwargs)


class _LanguagesFirst(ModelChoiceIterator):
    """The languages of the site first, then all others by their own names."""

    def __iter__(self) -> Iterator[Any]:
        rows = list(self.queryset.all())
        first = {code: place for place, code in enumerate(FIRST_LANGUAGES)}
        for row in sorted(rows, key=lambda row: (first.get(row.code, len(first)), collation(row.name))):
            yield self.choice(row)


class LanguagesField(KeyMultipleChoiceField):
    """Working languages."""

    iterator = _LanguagesFirst
    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Language.objects.all(), **kwargs)


class TextLanguageField(KeyChoiceField):
    """The language a text is written in; cleaned to its code."""

    iterator = _LanguagesFirst

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Language of this text"))
        super().__init__(Language.objects.all(), to_field_name="code", empty_label=None, **kwargs)

    def clean(self, value: Any) -> str:
        """Return the code of the chosen language."""
        chosen = super().clean(value)
        return chosen.code if chosen else ""
