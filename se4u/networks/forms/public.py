"""Writing to a contact point."""

from django import forms
from django.utils.translation import gettext_lazy as _

from se4u.core.forms import NameField


class ContactForm(forms.Form):
    """A message to whoever leads a network."""

    writer = NameField(label=_("Your name"), max_length=120)
    reply_to = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        help_text=_(
            "Only the contact point reads it. It is passed on only if you write it here; without it no answer can come."
        ),
    )
    text = forms.CharField(label=_("Message"), max_length=3000, widget=forms.Textarea(attrs={"rows": 8}))
