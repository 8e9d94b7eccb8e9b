"""Choices of the directory's lists, in the reader's language and order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.db.models import Q
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from se4u.core import authority
from se4u.core.forms import KeyChoiceField, KeyMultipleChoiceField
from se4u.directory.facets import collation
from se4u.directory.models import Country, Language, Organization

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
    """Themes or services: everyone's entries, and for a member of networks theirs."""

    iterator = _InTree
    widget = forms.CheckboxSelectMultiple
    networks: Mapping[int, str] = {}

    def __init__(self, model: Any, **kwargs: Any) -> None:
        self.model = model
        super().__init__(model.objects.offered(), **kwargs)

    def offer_to(self, organization: Organization) -> None:
        """Offer the entries of its networks too, and whatever it has chosen before."""
        self.networks = authority.networks_of(organization.pk)
        rows = self.model.objects
        chosen = rows.chosen_by(organization.pk) if organization.pk else rows.none()
        offered = rows.offered(self.networks.keys())
        self.queryset = rows.filter(Q(pk__in=offered.values("pk")) | Q(pk__in=chosen.values("pk")))

    def label_from_instance(self, obj: Any) -> str:
        """Return the name, with the network whose own entry it is."""
        if obj.network_pk is None:
            return str(obj)
        beside = self.networks.get(obj.network_pk) or _("not shown at present")
        return f"{obj} · {beside}"


class _LanguagesFirst(ModelChoiceIterator):
    """The languages of the site first, then all others by their own names."""

    def __iter__(self) -> Iterator[Any]:
        rows = list(self.queryset.all())
        first = {code: place for place, code in enumerate(FIRST_LANGUAGES)}
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
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


class LanguageField(KeyChoiceField):
    """The language of a thing, where it is known."""

    iterator = _LanguagesFirst

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Language.objects.all(), to_field_name="code", required=False, empty_label=_("not said"), **kwargs
        )
