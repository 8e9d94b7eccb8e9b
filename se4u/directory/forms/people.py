"""Inviting, appointing, joining, handing over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from se4u.directory.models import Affiliation

Role = Affiliation.Role
ROLE_HELP = _(
    "Focal points speak for the organisation and manage its people; editors write its entry; members take part in its name."
)


class InviteForm(forms.Form):
    """An invitation by mail."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    role = forms.ChoiceField(
        label=_("Role"), choices=Role.choices, initial=Role.MEMBER, widget=forms.RadioSelect, help_text=ROLE_HELP
    )
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("language", get_language())


class RoleForm(forms.Form):
    """Another role for a colleague."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, widget=forms.RadioSelect, help_text=ROLE_HELP)


class SuccessorForm(forms.Form):
    """Who takes over when the last focal point leaves."""

    successor = forms.ModelChoiceField(
        Affiliation.objects.none(),
        label=_("Who takes over as focal point"),
        widget=forms.RadioSelect,
        empty_label=None,
        help_text=_("The organisation owns its seat: it is not left without somebody who speaks for it."),
    )

    def __init__(self, *args: Any, leaving: Affiliation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues = Affiliation.objects.live().filter(organization=leaving.organization_id, person__is_active=True)
        field: Any = self.fields["successor"]
        field.queryset = colleagues.exclude(pk=leaving.pk).select_related("person")
        field.label_from_instance = lambda colleague: colleague.person.own_name


class AppointForm(forms.Form):
    """An officer appoints a focal point."""

    email = forms.EmailField(
        label=_("E-mail address of the person"),
        max_length=254,
        help_text=_("A confirmed address of somebody signed up here."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Those concerned read it."),
    )


class JoinForm(forms.Form):
    """Asking to belong to an organisation."""

    note = forms.CharField(
        label=_("Who you are there"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Its focal points read this with your name, and decide."),
    )
