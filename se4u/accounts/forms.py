"""The shape of what people write into their account."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from se4u.core.forms import NameField
from se4u.core.personal import Duty
from se4u.core.pseudonyms import tells
from se4u.core.visibility import Choice, Reach, Safety

from . import zones
from .models import User
from .names import LatinNameField

READERS = [
    ("public", _("everyone")),
    ("members+", _("members, and governments")),
    ("members", _("members (never governments)")),
    ("officers", _("vetting officers only")),
]
NOT_OPENED = _("You chose governments too. Nothing is opened to them: your profile is not open to governments.")


def as_choice(value: str) -> Choice:
    """Return the visibility behind one of `READERS`."""
    return Choice(value.removesuffix("+"), governments=value.endswith("+"))


def as_value(choice: Choice) -> str:
    """Return the one of `READERS` that says a visibility."""
    return f"{choice.reach}+" if choice.governments and choice.reach == Reach.MEMBERS else str(choice.reach)


class ProfileForm(forms.Form):
    """Names, language, time zone, who reads what, and protection."""

    name = NameField(
        max_length=200,
        label=_("Your name, as you write it"),
        help_text=_("In your own script, in the order you use."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    latin_name = LatinNameField(
        max_length=200,
        label=_("Your name in Latin letters"),
        help_text=_("For certificates and lists in other languages. Leave it empty if it is the same."),
        required=False,
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("Mail reaches you in this language; the site opens in it."),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), help_text=_("Times are shown in it."))
    open_to_governments = forms.BooleanField(
        label=_("Open my profile to people of governments"),
        help_text=_("While this is off, governments read of you only what everyone reads, whatever you choose below."),
        required=False,
    )
    name_readers = forms.ChoiceField(label=_("Who reads your name"), choices=READERS, widget=forms.RadioSelect)
    latin_name_readers = forms.ChoiceField(
        label=_("Who reads your name in Latin letters"), choices=READERS, widget=forms.RadioSelect
    )
    email_readers = forms.ChoiceField(
        label=_("Who reads your e-mail address"), choices=READERS, widget=forms.RadioSelect
    )
    safety = forms.ChoiceField(
        label=_("Protection"),
        choices=[
            (Safety.OPEN, _("I am shown as chosen above")),
            (Safety.PSEUDONYM, _("I am shown by another name, without contact")),
            (Safety.UNLISTED, _("I am not shown at all")),
        ],
        widget=forms.RadioSelect,
        help_text=_(
            "For people who could be in danger. Your colleagues and the vetting officers still know you by name."
            " If you have an entry of your own, its address changes with this choice, and old links lead nowhere."
        ),
    )
    pseudonym = NameField(max_length=200, label=_("The other name"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["time_zone"].choices = zones.grouped()  # type: ignore[attr-defined]
        if not self["open_to_governments"].value():
            for name in self.held_back():
                self[f"{name}_readers"].help_text = NOT_OPENED

    def held_back(self) -> list[str]:
        """Return the fields marked for governments, as the page shows them now."""
        return [name for name in User.DEFAULTS if self[f"{name}_readers"].value() == "members+"]

    def clean(self) -> dict[str, Any]:
        """Ask for the other name where it is to be shown, and refuse one that tells the real one."""
        data = super().clean() or {}
        if data.get("safety") != Safety.PSEUDONYM or "pseudonym" in self.errors:
            return data
        if not data["pseudonym"]:
            self.add_error("pseudonym", _("Write the name you want to be shown by."))
        elif tells(data["pseudonym"], (data.get("name", ""), data.get("latin_name", ""))):
            self.add_error("pseudonym", _("The other name must not tell the real one."))
        return data

    @staticmethod
    def initial_for(person: User) -> dict[str, Any]:
        """Return the form's values for a person."""
        values = {
            name: getattr(person, name)
            for name in ("name", "latin_name", "language", "time_zone", "safety", "pseudonym", "open_to_governments")
        }
        return values | {f"{field}_readers": as_value(person.choice_for(field)) for field in User.DEFAULTS}

    def values(self) -> dict[str, Any]:
        """Return what `services.update_profile` takes; of the visibility only what differs from the defaults."""
        data = dict(self.cleaned_data)
        chosen = {field: as_choice(data.pop(f"{field}_readers")) for field in User.DEFAULTS}
        data["visibility"] = {
            field: {"reach": str(choice.reach), "governments": choice.governments}
            for field, choice in chosen.items()
            if choice != User.DEFAULTS[field]
        }
        return data


class AgreementForm(forms.Form):
    """One tick for each text."""

    conduct = forms.BooleanField(label=_("I agree to the code of conduct"))
    privacy = forms.BooleanField(label=_("I have read the data protection notice"))

    def __init__(self, *args: Any, missing: Iterable[str], **options: Any) -> None:
        super().__init__(*args, **options)
        for name in set(self.fields) - {str(document) for document in missing}:
            del self.fields[name]


class DeliveryForm(forms.Form):
    """How notifications reach one."""

    delivery = forms.ChoiceField(
        label=_("How news reaches you"), choices=User.Delivery.choices, widget=forms.RadioSelect
    )


class LinkForm(forms.Form):
    """The address a new confirmation link goes to."""

    email = forms.EmailField(label=_("Your e-mail address"), max_length=254)

    def clean_email(self) -> str:
        """Return the address in lower case, as it is kept."""
        address: str = self.cleaned_data["email"]
        return address.lower()


class EraseForm(forms.Form):
    """One question for each thing to hand over, and a last tick."""

    def __init__(self, *args: Any, duties: Iterable[Duty], **options: Any) -> None:
        super().__init__(*args, **options)
        for duty in duties:
            self.fields[duty.key] = forms.ChoiceField(
                label=duty.question, choices=duty.choices, widget=forms.RadioSelect
            )
        self.fields["sure"] = forms.BooleanField(label=_("I know that this cannot be undone"))

    def answers(self) -> dict[str, str]:
        """Return the choices made."""
        return {name: value for name, value in self.cleaned_data.items() if name != "sure"}
