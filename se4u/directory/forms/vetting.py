"""What officers and applicants write to each other."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class QuestionForm(forms.Form):
    """An officer's question."""

    question = forms.CharField(
        label=_("Your question"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The applicant is told at once and can mend the registration and answer."),
    )


class AnswerForm(forms.Form):
    """The applicant's answer."""

    answer = forms.CharField(label=_("Your answer"), max_length=5000, widget=forms.Textarea(attrs={"rows": 6}))


class QueueFilterForm(forms.Form):
    """Filters of the queue."""

    OWNERS = (("", _("everyone’s")), ("mine", _("mine")), ("free", _("not taken")))
    STANDINGS = (("", _("any")), ("submitted", _("waiting for an officer")), ("asked", _("waiting for the applicant")))
    KINDS = (("", _("any")), ("organization", _("organisations")), ("expert", _("experts")))

    owner = forms.ChoiceField(label=_("Cases"), choices=OWNERS, required=False)
    standing = forms.ChoiceField(label=_("Waiting for"), choices=STANDINGS, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS, required=False)
