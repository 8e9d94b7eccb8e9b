"""Forms of how a network is built and described."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from se4u.accounts.models import User
from se4u.core.authority import Capability
from se4u.core.forms import KeyChoiceField, KeyMultipleChoiceField, NameField
from se4u.directory.models import Country
from se4u.networks.kinds import CAPABILITY_WORDS, ROOT_ONLY, NetworkKind
from se4u.networks.models import Network
from se4u.networks.services import structure

from .official import Official, OfficialForm
from .powers import in_words

NAME = Official(_("Full name"), 200)
PURPOSE = Official(_("Purpose"), 3000, required=False, long=True)
BEGINNING = re.compile(r"^\d{4}(-(0[1-9]|1[0-2]))?$")


class CountriesMixin(forms.Form):
    """The countries a network works in."""

    countries = KeyMultipleChoiceField(
        label=_("Countries"),
        queryset=Country.objects.none(),
        to_field_name="iso2",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices-long"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["countries"].queryset = Country.objects.offered()  # type: ignore[attr-defined]


class NetworkForm(CountriesMixin, OfficialForm):
    """How a network describes itself, and who admits its members."""

    OFFICIAL: ClassVar = {
        "name": NAME,
        "purpose": PURPOSE,
        "origin": Official(_("How it began"), 2000, required=False, long=True),
    }

    acronym = NameField(label=_("Acronym"), max_length=40, required=False)
    since = forms.CharField(
        label=_("Since"), max_length=7, required=False, help_text=_("A year, or a year and a month: 2022-03.")
    )
    source_note = forms.CharField(label=_("Source and date of these facts"), max_length=300, required=False)
    contact_languages = forms.CharField(label=_("Languages of the contact point"), max_length=200, required=False)
    admission = forms.ChoiceField(
        label=_("Who admits members"), choices=Network.Admission.choices, widget=forms.RadioSelect
    )
    renews_yearly = forms.BooleanField(label=_("Ask members once a year whether they stay"), required=False)
    open_to_governments = forms.BooleanField(
        label=_("Open the members’ room to government observers"),
        help_text=_(
            "Those the network invited read members, groups, guidelines and history, and can do nothing there. "
            "Of each member they read what it opened to governments itself. Members see this choice."
        ),
        required=False,
    )

    def __init__(self, *args: Any, network: Network, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not network.ability.observed:
            del self.fields["open_to_governments"]

    def clean_since(self) -> str:
        """Accept a year or a year and a month."""
        value: str = self.cleaned_data["since"]
        if value and not BEGINNING.match(value):
            raise ValidationError(_("Write a year (2022) or a year and a month (2022-03)."))
        return value


class FoundForm(OfficialForm):
    """A new regional network or national alliance."""

    OFFICIAL: ClassVar = {"name": NAME, "purpose": PURPOSE}

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(kind.value, kind.label) for kind in (NetworkKind.REGIONAL, NetworkKind.NATIONAL)],
        widget=forms.RadioSelect,
    )
    slug = forms.SlugField(
        label=_("Address"), max_length=60, help_text=_("Small Latin letters, digits and hyphens; it stays.")
    )
    acronym = NameField(label=_("Acronym"), max_length=40, required=False)
    region = forms.CharField(label=_("Region"), max_length=40, required=False)
    country = KeyChoiceField(
        label=_("Country"),
        queryset=Country.objects.none(),
        to_field_name="iso2",
        required=False,
        help_text=_("For a national alliance."),
    )
    parent = KeyChoiceField(
        label=_("Regional network it is linked to"),
        queryset=Network.objects.none(),
        to_field_name="slug",
        required=False,
        help_text=_(
            "For a national alliance. A bridge, not command: neither has rights in the other; it may stand alone."
        ),
    )
    accent = forms.ChoiceField(label=_("Colour"), choices=Network.Accent.choices)

    def __init__(self, *args: Any, networks: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].queryset = Country.objects.offered()  # type: ignore[attr-defined]
        self.fields["parent"].queryset = networks.standing().filter(kind=NetworkKind.REGIONAL)  # type: ignore[attr-defined]

    def clean_slug(self) -> str:
        """Keep addresses in small letters, each for one network."""
        slug = str(self.cleaned_data["slug"]).lower()
        if refusal := structure.refusal_of_address(slug):
            raise ValidationError(refusal)
        return slug

    def clean(self) -> dict[str, Any]:
        """Ask for what the kind needs, and for nothing it has not."""
        cleaned = super().clean()
        if kind := cleaned.get("kind"):
            for name, error in structure.misplaced(kind, {name: cleaned.get(name) for name in structure.PLACES}):
                if name not in self.errors:
                    self.add_error(name, error)
        return cleaned


class BeginForm(forms.Form):
    """To whom a new network is handed."""

    organization = forms.CharField(
        label=_("Key of the organisation"), max_length=10, help_text=_("The last part of its address in the directory.")
    )
    email = forms.EmailField(label=_("E-mail address of its person who will lead"))

    def __init__(self, *args: Any, organizations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organizations = organizations

    def clean(self) -> dict[str, Any]:
        """Find both; the answer names what was not found."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        body = self.organizations.filter(key=cleaned.get("organization", "")).first()
        person = User.objects.filter(email=cleaned.get("email", "").lower(), is_active=True).first()
        if body is None and "organization" not in self.errors:
            self.add_error("organization", _("No organisation in the directory has this key."))
        if person is None and "email" not in self.errors:
            self.add_error("email", _("Nobody is signed up with this address."))
        return {**cleaned, "body": body, "person": person}


class GroupForm(OfficialForm):
    """A group: its name, and its mandate in words."""

    OFFICIAL: ClassVar = {
        "name": NAME,
        "purpose": Official(_("Mandate"), 3000, long=True, help_text=_("What the group is to do.")),
    }


class RoleForm(OfficialForm):
    """A role: its name, and what it may do in plain words."""

    OFFICIAL: ClassVar = {"name": Official(_("Name of the role"), 100)}

    capabilities = forms.MultipleChoiceField(
        label=_("What it may do"), required=False, widget=forms.CheckboxSelectMultiple
    )
    seats = forms.IntegerField(
        label=_("Seats"),
        min_value=1,
        max_value=1000,
        required=False,
        help_text=_("How many people may hold it at a time; empty for any number."),
    )
    lead = forms.BooleanField(label=_("Leads the network and is its contact point"), required=False)
    committee = forms.BooleanField(label=_("Sits on the steering committee"), required=False)

    def __init__(self, *args: Any, network: Network, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = set(CAPABILITY_WORDS)
        if network.kind != NetworkKind.SECRETARIAT:
            offered -= ROOT_ONLY
        if not network.ability.observed:
            offered -= {Capability.OBSERVE}
        self.fields["capabilities"].choices = in_words(offered)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """An observer neither leads nor sits on the committee."""
        cleaned = super().clean()
        if Capability.OBSERVE in cleaned.get("capabilities", ()):
            for name in ("lead", "committee"):
                if cleaned.get(name):
                    self.add_error(name, _("A government observer neither leads a network nor sits on its committee."))
        return cleaned


class GuidelinesForm(OfficialForm):
    """A version of the guidelines."""

    OFFICIAL: ClassVar = {"text": Official(_("Guidelines"), 50_000, rich=True)}

    major = forms.TypedChoiceField(
        label=_("Kind of change"),
        choices=[
            ("yes", _("It changes what members agreed to: ask them to accept again")),
            ("no", _("A small correction: earlier acceptances stand")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
