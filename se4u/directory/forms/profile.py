"""The profile in sections, who sees which field, and the way one is shown."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from se4u.accounts.names import LatinNameField
from se4u.core.forms import NameField
from se4u.core.pseudonyms import tells
from se4u.core.visibility import Choice, Reach, Safety
from se4u.directory.models import Expert, Organization
from se4u.directory.models.organizations import Kind
from se4u.directory.names import sort_name
from se4u.directory.services.common import Subject
from se4u.directory.sides import side_of

from . import registration
from .fields import CountriesField, CountryField

OLDEST = 1500


class IdentityForm(forms.ModelForm):
    """What it is called; vetted facts."""

    kind = forms.ChoiceField(label=_("Kind of organisation"))
    seat = CountryField(label=_("Country of the seat"))

    class Meta:
        model = Organization
        fields = ("name", "latin_name", "acronym", "kind", "seat")
        field_classes = {"name": NameField, "latin_name": LatinNameField, "acronym": NameField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        side = side_of(self.instance.kind)
        field: Any = self.fields["kind"]
        field.choices = [(kind, kind.label) for kind in Kind if side_of(kind) == side]


def hold(form: forms.ModelForm, names: Collection[str]) -> list[tuple[str, str]]:
    """Take fields that cannot be changed now out of a form, and return them to be read: label and value."""
    kept = [name for name in form.fields if name in names]
    return [(str(form.fields.pop(name).label), _shown(form.instance, name)) for name in kept]


def _shown(subject: Subject, name: str) -> str:
    display = getattr(subject, f"get_{name}_display", None)
    return str(display() if display else getattr(subject, name) or "–")


class PlaceForm(forms.ModelForm):
    """Where it works."""

    operates_in = CountriesField(label=_("Countries of operation"), required=False)

    class Meta:
        model = Organization
        fields = ("operates_in", "provinces")
        widgets = {"provinces": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"provinces": _("As people there call them. Members alone see this unless you open it.")}


class WorkForm(registration.WorkForm):
    """What it does, with what is asked after the registration."""

    class Meta(registration.WorkForm.Meta):
        fields: tuple[str, ...] = (*registration.WorkForm.Meta.fields, "uncac_interest")


class StandingForm(forms.ModelForm):
    """Its legal standing."""

    website = forms.URLField(label=_("Website"), max_length=300, required=False, assume_scheme="https")
    founded = forms.IntegerField(label=_("Year founded"), min_value=OLDEST, required=False)

    class Meta:
        model = Organization
        fields = ("website", "founded", "registration_number", "unregistered_reason", "ecosoc_status")
        widgets = {"unregistered_reason": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "registration_number": _(
                "As in the register of your country. Vetting officers alone see it unless you open it."
            ),
            "unregistered_reason": _("If you are not registered, say why: for example, the law or the danger."),
        }

    def clean_founded(self) -> int | None:
        """Refuse a year that has not come."""
        year: int | None = self.cleaned_data["founded"]
        if year and year > date.today().year:  # noqa: DTZ011  a year, not a moment
            raise forms.ValidationError(_("This year has not come yet."))
        return year


class ContactForm(forms.ModelForm):
    """Whom to reach. The relay shows none of this."""

    class Meta:
        model = Organization
        fields = ("contact_name", "contact_email", "contact_phone")
        field_classes = {"contact_name": NameField}
        help_texts = {
            "contact_email": _("Messages of visitors go through the site and do not show this address."),
        }


SECTIONS: dict[str, tuple[str | Promise, type[forms.ModelForm]]] = {
    "identity": (_("Name, kind and seat"), IdentityForm),
    "place": (_("Where it works"), PlaceForm),
    "work": (_("What it does"), WorkForm),
    "standing": (_("Standing: founded, registered, website"), StandingForm),
    "contact": (_("Contact"), ContactForm),
}
EXPERT_SECTION = (_("Your entry"), registration.ExpertForm)


class VisibilityForm(forms.Form):
    """Who reads which field, whether governments may read what members may, and the gate before them."""

    open_to_governments = forms.BooleanField(
        label=_("Open this entry to people of governments"),
        help_text=_("While this is off, governments read of it only what everyone reads, whatever is ticked below."),
        required=False,
    )

    def __init__(self, *args: Any, subject: Subject, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("open_to_governments", subject.open_to_governments)
        fixed = {"name"} if isinstance(subject, Organization) else set()
        self.names = [name for name in subject.DEFAULTS if name not in fixed]
        for name in self.names:
            choice = subject.choice_for(name)
            label = label_of(subject, name)
            self.fields[f"{name}-reach"] = forms.ChoiceField(label=label, choices=Reach.choices, initial=choice.reach)
            self.fields[f"{name}-governments"] = forms.BooleanField(
                label=_("also governments"), required=False, initial=choice.governments
            )

    def held_back(self) -> list[str]:
        """Return what is ticked for governments and not opened, as the page shows it now."""
        if self["open_to_governments"].value():
            return []
        return [
            str(reach.label)
            for reach, governments in self.rows()
            if reach.value() == Reach.MEMBERS and governments.value()
        ]

    def rows(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """Yield the two controls of each field."""
        for name in self.names:
            yield self[f"{name}-reach"], self[f"{name}-governments"]

    def values(self) -> dict[str, Any]:
        """Return what `services.set_visibility` takes."""
        values = self.cleaned_data
        choices = {name: Choice(values[f"{name}-reach"], values[f"{name}-governments"]) for name in self.names}
        return {"choices": choices, "open_to_governments": values["open_to_governments"]}


def label_of(subject: Subject, name: str) -> str:
    """Return how a field is called; an expert's name is the person's."""
    if isinstance(subject, Expert) and name == "name":
        return str(_("your name"))
    return str(getattr(subject._meta.get_field(name), "verbose_name", name))


class SafetyForm(forms.Form):
    """How one is shown, with what follows from it."""

    CONSEQUENCES = (
        (Safety.OPEN, _("By name. Each field is seen by whom you chose.")),
        (
            Safety.PSEUDONYM,
            _(
                "Under another name. Nobody but your own people and the vetting officers sees name, place, website or contact;"
                " themes, services, languages and the paragraph stay as you chose: mind what the paragraph tells."
            ),
        ),
        (
            Safety.UNLISTED,
            _(
                "Not at all. No list, search, count, export or map contains you, and nobody can write to you through the site."
                " You can still belong to networks and take part."
            ),
        ),
    )

    safety = forms.ChoiceField(label=_("You are shown"), choices=CONSEQUENCES, widget=forms.RadioSelect)
    pseudonym = NameField(
        label=_("The other name"), max_length=200, required=False, help_text=_("It must not tell the real one.")
    )

    def __init__(self, *args: Any, real_names: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.real_names = real_names

    def clean(self) -> dict[str, Any]:
        """Ask for the other name where one is to be shown, and refuse one that tells the real one."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("safety") != Safety.PSEUDONYM or "pseudonym" in self.errors:
            return values
        if not sort_name(values["pseudonym"]):
            self.add_error("pseudonym", _("Choose the other name to be shown by."))
        elif tells(values["pseudonym"], self.real_names):
            self.add_error("pseudonym", _("The other name must not tell the real one."))
        return values
