"""Forms of memberships."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from se4u.core.forms import KeyChoiceField
from se4u.directory.cards import shown_name
from se4u.directory.models import Organization


def agreement_field() -> forms.BooleanField:
    """Return the box by which an organisation agrees to be named in public: never ticked for it."""
    return forms.BooleanField(
        label=_("Name our organisation among the members on the public page"),
        required=False,
        help_text=_("Members of the network always see who belongs to it. You can change this at any time."),
    )


class ChooseOrganizationForm(forms.Form):
    """Which of one's own organisations; with one alone there is nothing to choose."""

    organization = KeyChoiceField(
        label=_("Your organisation"), queryset=Organization.objects.none(), to_field_name="key", empty_label=None
    )

    def __init__(self, *args: Any, organizations: Any, reader: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organization"]
        field.queryset = organizations
        field.label_from_instance = lambda body: shown_name(body, reader)
        if len(organizations) == 1:
            field.widget = forms.HiddenInput()
            field.initial = organizations[0].key


class ApplyForm(ChooseOrganizationForm):
    """An application for membership."""

    motivation = forms.CharField(
        label=_("Why your organisation would like to join"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What you work on, what you would bring, and what you hope for. Those who decide read it."),
    )
    shown = agreement_field()


class JoinForm(ChooseOrganizationForm):
    """Joining a group."""

    shown = agreement_field()


class ShownForm(forms.Form):
    """Whether one's organisation is named in public."""

    shown = agreement_field()
