"""How every form and field looks: one template each, in `templates/components/`."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

from .names import clean_name, require_letter


class Renderer(TemplatesSetting):
    """Render `{{ form }}` and `{{ form.x.as_field_group }}` with our components."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"


class NameField(forms.CharField):
    """A name, freed of what could mislead a reader before it is checked: breaks, reversals, what nobody sees."""

    default_validators = [require_letter]

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs.setdefault("dir", "auto")

    def to_python(self, value: Any) -> str:
        """Return the cleaned name."""
        text = super().to_python(value) or ""
        cleaned = clean_name(text)
        return text if cleaned and "\0" in text else cleaned  # nobody types that one: the field's own check refuses it


class KeyChoiceField(forms.ModelChoiceField):
    """A choice among rows by a key of text. What no database can hold is not among them, rather than an error of it."""

    def to_python(self, value: Any) -> Any:
        """Return the row, or raise ValidationError."""
        if isinstance(value, str) and "\0" in value:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class KeyMultipleChoiceField(forms.ModelMultipleChoiceField):
    """Several rows by keys, as above: of text, or numbers, of which a database holds those of 64 bits."""

    def clean(self, value: Any) -> Any:
        """Return the rows, or raise ValidationError."""
        if not all(_can_be_asked_for(str(one)) for one in value or ()):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice", params={"value": "?"})
        return super().clean(value)


def _can_be_asked_for(key: str) -> bool:
    """Whether a database can look for a key at all: it holds no NUL, and numbers of 64 bits."""
    try:
        return "\0" not in key and abs(int(key)) < 2**63
    except ValueError:  # no number
        return True


class ReasonForm(forms.Form):
    """A deed that must be explained to those it concerns."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Those concerned read it as you write it."),
    )
