"""The form field for files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .errors import MESSAGES
from .kinds import ACCEPTED, Kind
from .pipeline import Cleaned, accept


class UploadField(forms.FileField):
    """A file, checked and cleaned: `cleaned_data` holds a `Cleaned` for `files.store`, or None where nothing was sent.

    Every reason not to take a file is said beside the field. A browser never sends a file twice by itself, so the form has to
    say that it must be chosen again when something else in it was wrong.
    """

    def __init__(self, *, kinds: Sequence[Kind] = ACCEPTED, **kwargs: Any) -> None:
        self.kinds = tuple(kinds)
        super().__init__(**kwargs)
        self.error_messages["empty"] = MESSAGES["empty"]
        if not self.help_text:
            self.help_text = format_lazy(
                _("{kinds}, at most {limit} MB. Names and places hidden in the file are removed."),
                kinds=", ".join(kind.name for kind in self.kinds),
                limit=settings.UPLOAD_MAX_BYTES // (1024 * 1024),
            )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Let the browser offer the accepted kinds."""
        endings = [f".{ending}" for kind in self.kinds for ending in kind.endings]
        return {**super().widget_attrs(widget), "accept": ",".join(endings)}

    def clean(self, data: Any, initial: Any = None) -> Cleaned | None:
        """Return the cleaned file; raise Unacceptable (a ValidationError) with the reason."""
        file = super().clean(data, initial)
        return accept(file, self.kinds) if file else None
