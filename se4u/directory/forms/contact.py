"""A message to an organisation."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from se4u.core.forms import NameField


class ContactForm(forms.Form):
    """What the focal points read. No address is added to it by the site."""

    message = forms.CharField(label=_("Your message"), max_length=3000, widget=forms.Textarea(attrs={"rows": 8}))
    sender = NameField(label=_("Your name"), max_length=200, required=False)
    reach = forms.CharField(
        label=_("How they can reach you"),
        max_length=200,
        required=False,
        help_text=_("An address or telephone number. It is passed on only if you write it here."),
    )
