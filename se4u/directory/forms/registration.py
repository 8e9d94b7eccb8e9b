"""The steps of a registration."""

from __future__ import annotations

import unicodedata
from typing import Any

from anyascii import anyascii
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from se4u.accounts.names import LatinNameField
from se4u.core.forms import NameField
from se4u.directory.models import Expert, Organization, Service, Theme
from se4u.directory.models.organizations import NON_GOVERNMENTAL

from .fields import CountryField, LanguagesField, TextLanguageField, VocabularyField

ABOUT_ROWS = 6


def is_latin(text: str) -> bool:
    """Whether every letter of a text is a Latin one."""
    return all("LATIN" in unicodedata.name(sign, "") for sign in text if sign.isalpha())


def latin(text: str) -> str:
    """Return a name in Latin letters, word by word with a capital, as a suggestion to be mended by its owner."""
    return " ".join(word[:1].upper() + word[1:] for word in anyascii(text).split())[:300]


def text_language() -> str:
    """Return the code under which the reader's language stands in the list of languages."""
    return (get_language() or "en").partition("-")[0]


class NameForm(forms.ModelForm):
    """Step 1: which organisation it is."""

    kind = forms.ChoiceField(
        label=_("Kind of organisation"),
        choices=[(kind, kind.label) for kind in NON_GOVERNMENTAL],
        widget=forms.RadioSelect,
        help_text=_("Government authorities do not register themselves; a network invites them as observers."),
    )
    seat = CountryField(label=_("Country of the seat"))
    website = forms.URLField(label=_("Website"), max_length=300, required=False, assume_scheme="https")

    class Meta:
        model = Organization
        fields = ("name", "latin_name", "kind", "seat", "website")
        field_classes = {"name": NameField, "latin_name": LatinNameField}
        labels = {"name": _("Name, in its own script"), "latin_name": _("Name in Latin letters")}
        help_texts = {
            "name": _("As your organisation writes it: مركز, 中心, Центр, Centre."),
            "latin_name": _("Only if the name is in another script. Leave it empty and we suggest a spelling."),
        }

    def clean(self) -> dict[str, Any]:
        """Suggest a Latin spelling for a name in another script."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("name") and not values.get("latin_name") and not is_latin(values["name"]):
            values["latin_name"] = latin(values["name"])
            self.suggested = values["latin_name"]
        return values

    suggested = ""


class WorkForm(forms.ModelForm):
    """Step 2: what the organisation does."""

    themes = VocabularyField(Theme, label=_("Themes"), help_text=_("What you work on. One or more."))
    services = VocabularyField(Service, label=_("Services"), help_text=_("How you work. One or more."))
    languages = LanguagesField(label=_("Working languages"))
    about = forms.CharField(
        label=_("What you do, in one paragraph"),
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": ABOUT_ROWS}),
        help_text=_("In any language. Name no victims or witnesses."),
    )
    about_language = TextLanguageField()

    class Meta:
        model = Organization
        fields: tuple[str, ...] = ("themes", "services", "languages", "about", "about_language")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("themes", "services"):
            self.fields[name].offer_to(self.instance)  # type: ignore[attr-defined]
        self.initial["about_language"] = self.instance.about_language or text_language()


class YouForm(forms.Form):
    """Step 3: who the applicant is there."""

    title = NameField(
        label=_("Your role in the organisation"),
        max_length=120,
        help_text=_("For example: director, programme officer, professor. You become its focal point here."),
    )


class DistinctForm(forms.Form):
    """Why this is another organisation than the one already here."""

    distinct_because = forms.CharField(
        label=_("Ours is another organisation, because"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "For example: a branch with its own registration, or the same name by chance. The officers read this."
        ),
    )


class ExpertForm(forms.ModelForm):
    """The registration of an expert who represents no organisation."""

    kind = forms.ChoiceField(label=_("You are"), choices=Expert.Kind.choices, widget=forms.RadioSelect)
    country = CountryField(label=_("Country you work from"))
    themes = VocabularyField(Theme, label=_("Themes"), help_text=_("What you work on. One or more."))
    languages = LanguagesField(label=_("Working languages"))
    about = forms.CharField(
        label=_("What you work on, in one paragraph"),
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": ABOUT_ROWS}),
    )
    about_language = TextLanguageField()
    website = forms.URLField(
        label=_("Website"),
        max_length=300,
        required=False,
        assume_scheme="https",
        help_text=_("A page that shows your work helps the officers."),
    )

    class Meta:
        model = Expert
        fields = ("kind", "country", "themes", "languages", "about", "about_language", "website")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["about_language"] = self.instance.about_language or text_language()
