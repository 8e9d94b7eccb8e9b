"""Official text in a form: one field per language, the reader's own first, at least one filled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from se4u.core import official
from se4u.core.forms import NameField
from se4u.core.richtext import RichTextField, RichTextWidget


@dataclass(frozen=True)
class Official:
    """One text wanted in several languages."""

    label: Any  # text, translated when shown
    max_length: int
    required: bool = True
    long: bool = False
    rich: bool = False  # formatted text, with an editor
    help_text: Any = ""


def languages() -> list[tuple[str, str]]:
    """Return the languages, the reader's own first, the others in their usual order."""
    current = get_language()
    return sorted(settings.LANGUAGES, key=lambda language: language[0] != current)


class OfficialForm(forms.Form):
    """A form whose `OFFICIAL` texts are fields `name_en`, `name_fr` ...; `official("name")` returns what was written."""

    template_name = "networks/official_form.html"
    OFFICIAL: ClassVar[dict[str, Official]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.fields
        self.fields = {}
        self.extra_names: list[str] = []
        for name, wanted in self.OFFICIAL.items():
            given = _data(self.initial.get(name))
            for position, (code, language) in enumerate(languages()):
                field_name = f"{name}_{code}"
                self.fields[field_name] = _field(wanted, code, language)
                if wanted.required and not position:
                    self.fields[field_name].widget.attrs["required"] = True
                self.initial.setdefault(field_name, given.get(code, ""))
                if position:
                    self.extra_names.append(field_name)
        self.fields.update(own)

    def clean(self) -> dict[str, Any]:
        """Ask for at least one language of what is required; the error stands at the reader's own."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, wanted in self.OFFICIAL.items():
            names = [f"{name}_{code}" for code, _language in languages()]
            untouched = not any(field_name in self.errors for field_name in names)
            if wanted.required and untouched and not self.official(name):
                self.add_error(names[0], _("Write this in at least one language."))
        return cleaned

    def official(self, name: str) -> dict[str, str]:
        """Return a text as language -> value, without the empty ones."""
        values = {code: self.cleaned_data.get(f"{name}_{code}", "") for code, _language in settings.LANGUAGES}
        return {code: value for code, value in values.items() if value}

    def main_fields(self) -> Iterator[forms.BoundField]:
        """Yield what everyone fills in."""
        return (field for field in self.visible_fields() if field.name not in self.extra_names)

    def extra_fields(self) -> list[forms.BoundField]:
        """Return the same texts in the other languages."""
        return [self[name] for name in self.extra_names]

    @property
    def extra_open(self) -> bool:
        """Whether another language holds an error or is all there is, so that it must be seen."""
        return any(name in self.errors for name in self.extra_names)


def _field(wanted: Official, code: str, language: str) -> forms.CharField:
    attrs = {"lang": code, "dir": "rtl" if get_language_info(code)["bidi"] else "ltr"}
    if wanted.rich:
        return RichTextField(
            label=f"{wanted.label} ({language})",
            max_length=wanted.max_length,
            required=False,
            widget=RichTextWidget(attrs={**attrs, "rows": 16}),
            help_text=wanted.help_text,
        )
    widget: forms.Widget = forms.Textarea(attrs={**attrs, "rows": 6}) if wanted.long else forms.TextInput(attrs=attrs)
    kind = forms.CharField if wanted.long else NameField
    return kind(
        label=f"{wanted.label} ({language})",
        max_length=wanted.max_length,
        required=False,
        widget=widget,
        help_text=wanted.help_text if code == get_language() else "",
    )


def _data(text: Any) -> dict[str, str]:
    data = official.values(text)
    return {"en": data[""]} if "" in data else data
