"""How every form and field looks: one template each, in `templates/components/`."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Render `{{ form }}` and `{{ form.x.as_field_group }}` with our components."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"


class KeyChoiceField(forms.ModelChoiceField):
    """A choice among rows by a key of text. What no database can hold is not among them, rather than an error of it."""

    def to_python(self, value: Any) -> Any:
        """Return the row, or raise ValidationError."""
        if isinstance(value, str) and "\0" in value:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class KeyMultipleChoiceField(forms.ModelMultipleChoiceField):
    """Several rows by keys of text, as above."""

    def clean(self, value: Any) -> Any:
        """Return the rows, or raise ValidationError."""
        if any("\0" in str(one) for one in value or ()):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice", params={"value": "?"})
        return super().clean(value)
