"""Forms of mandates, grants, interventions and invitations."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from se4u.accounts.models import User
from se4u.core import official
from se4u.core.forms import KeyChoiceField
from se4u.directory.models import Organization
from se4u.networks.kinds import CAPABILITY_WORDS, GRANTABLE, INTERVENTION_DAYS, INTERVENTION_WORDS
from se4u.networks.models import Network


def day(label: Any, **kwargs: Any) -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


def in_words(capabilities: Any) -> list[tuple[str, Any]]:
    """Return capabilities as choices, in plain language and always in the same order."""
    return [(str(item), words) for item, words in CAPABILITY_WORDS.items() if item in capabilities]


class HandOverForm(forms.Form):
    """Which of one's own people takes the seat."""

    person = KeyChoiceField(label=_("Person"), queryset=User.objects.none(), to_field_name="key")

    def __init__(self, *args: Any, people: Any, names: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        field.queryset = people  # type: ignore[attr-defined]
        field.label_from_instance = lambda person: names.get(person.pk, "")  # type: ignore[attr-defined]


class AppointForm(HandOverForm):
    """A mandate: who, for which organisation where that is open, and for what term."""

    organization = KeyChoiceField(
        label=_("Organisation that holds the seat"),
        queryset=Organization.objects.none(),
        to_field_name="key",
        required=False,
        help_text=_("Only for a person of several member organisations."),
    )
    since = day(_("From"))
    until = day(_("Until"), required=False, help_text=_("Leave it empty for a mandate without a set end."))

    def __init__(self, *args: Any, seats: dict[int, list[Organization]], bodies: dict[int, str], **kwargs: Any) -> None:
        """Take, of the people of several members, for which each could sit; and how these members are called."""
        super().__init__(*args, **kwargs)
        self.seats = seats
        self.fields["since"].initial = timezone.now().date()
        self.fields["person"].help_text = _("People of member organisations. The organisation holds the seat.")
        if not bodies:
            del self.fields["organization"]
            return
        field = self.fields["organization"]
        field.queryset = Organization.objects.filter(pk__in=bodies).order_by("sort_name")  # type: ignore[attr-defined]
        field.label_from_instance = lambda body: bodies[body.pk]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask which organisation holds the seat of a person of several; of the others the person's own does."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        person, body = cleaned.get("person"), cleaned.get("organization")
        several = self.seats.get(person.pk, []) if person else []
        if several and "organization" not in self.errors and body not in several:
            self.add_error(
                "organization", _("This person belongs to several member organisations: choose one of them.")
            )
        if not several and person:
            cleaned["organization"] = None
        return cleaned


class EndMandateForm(forms.Form):
    """Why a mandate ends early."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        required=False,
        help_text=_("The person reads it, in the mail too, and whoever appoints here."),
    )


class GrantForm(forms.Form):
    """What is lent to whom, until when."""

    to = KeyChoiceField(label=_("To"), queryset=Network.objects.none(), to_field_name="slug")
    capability = forms.ChoiceField(label=_("What they may do here"), widget=forms.RadioSelect)
    until = day(_("Until"), help_text=_("It ends by itself on this day. You can take it back at any time."))

    def __init__(self, *args: Any, networks: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = networks  # type: ignore[attr-defined]
        self.fields["to"].label_from_instance = lambda network: official.plain(network.name)  # type: ignore[attr-defined]
        self.fields["capability"].choices = in_words(GRANTABLE)  # type: ignore[attr-defined]


class InterveneForm(forms.Form):
    """What the secretariat takes up in a network, why, and until when."""

    capability = forms.ChoiceField(label=_("What you will do"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What abuse or danger calls for it. Everyone with a mandate in the network reads it at once."),
    )
    until = day(_("Until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["capability"].choices = [(str(item), words) for item, words in INTERVENTION_WORDS.items()]  # type: ignore[attr-defined]
        latest = timezone.now().date() + timedelta(days=INTERVENTION_DAYS)
        self.fields["until"].help_text = _("At most %(days)d days from today.") % {"days": INTERVENTION_DAYS}
        self.fields["until"].widget.attrs["max"] = latest.isoformat()


class InviteObserverForm(forms.Form):
    """Whom of which authority a network invites to observe."""

    authority = KeyChoiceField(label=_("Authority"), queryset=Organization.objects.none(), to_field_name="key")
    email = forms.EmailField(label=_("E-mail address of the person"))
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=settings.LANGUAGES)
    until = day(_("Observes until"), required=False)

    def __init__(self, *args: Any, authorities: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("language", get_language())
        self.fields["authority"].queryset = authorities  # type: ignore[attr-defined]
        self.fields["authority"].label_from_instance = lambda body: body.name  # type: ignore[attr-defined]
