"""Pieces of templates, loaded everywhere."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms, template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from se4u.core import navigation as registry
from se4u.core.panels import contents
from se4u.core.speech import direction, has_catalogue, spoken

register = template.Library()


@register.simple_tag
def once() -> SafeString:
    """Return the hidden idempotency key of a form; see `core.middleware.once`."""
    return format_html('<input type="hidden" name="once" value="{}">', uuid.uuid4())


@register.simple_tag(takes_context=True)
def panels(context: template.Context, place: str, obj: Any = None) -> SafeString:
    """Print what upper apps registered for a place."""
    request = context["request"]
    parts = [render_to_string(name, values, request) for name, values in contents(place, request, obj)]
    return mark_safe("".join(parts))


@register.simple_tag(takes_context=True)
def part(context: template.Context, name: str, values: dict[str, Any]) -> SafeString:
    """Print one content of a place that the view has collected."""
    return mark_safe(render_to_string(name, values, context["request"]))


@register.simple_tag(takes_context=True)
def may(context: template.Context, perm: str, obj: Any = None) -> bool:
    """Whether to show the button of a deed: asks the lock of the action itself."""
    return bool(context["request"].user.has_perm(perm, obj))


@register.simple_tag(takes_context=True)
def in_language(context: template.Context, code: str) -> str:
    """Return the address of this very page in another language; addresses differ in their first part alone."""
    request = context.get("request")
    return _in_language(request.get_full_path() if request else "/", code)


def _in_language(path: str, code: str) -> str:
    first, _slash, rest = path.lstrip("/").partition("/")
    return f"/{code}/{rest}" if first in dict(settings.LANGUAGES) else f"/{code}/"


@register.simple_tag(takes_context=True)
def languages(context: template.Context) -> list[dict[str, Any]]:
    """Return the languages in the order of the settings, each in its own name, with this page's address in it.

    `translated`: whether the words of the house stand in it.
    """
    current = get_language()
    return [
        {
            "code": code,
            "name": name,
            "url": in_language(context, code),
            "current": code == current,
            "translated": has_catalogue(code),
        }
        for code, name in settings.LANGUAGES
    ]


@register.simple_tag
def page_language() -> dict[str, str]:
    """Return the language and direction of the words of this page, for its attributes `lang` and `dir`."""
    code = spoken()
    return {"code": code, "direction": direction(code)}


@register.simple_tag(takes_context=True)
def navigation(context: template.Context) -> list[dict[str, Any]]:
    """Return the entries of the main navigation that this person has a use for."""
    return registry.entries(context.get("request"))


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """Return this page's query string with some values changed; None removes one."""
    values = context["request"].GET.copy()
    values.pop("page", None)
    for name, value in changes.items():
        if value is None:
            values.pop(name, None)
        else:
            values[name] = str(value)
    return f"?{values.urlencode()}" if values else "?"


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page[Any]) -> dict[str, Any]:
    """Print the way through the pages of a list; what was searched and filtered stays."""
    before = page.has_previous() and query(context, page=page.previous_page_number())
    after = page.has_next() and query(context, page=page.next_page_number())
    return {"page": page, "previous_url": before, "next_url": after}


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Whether a field is one box to tick, whose label stands beside it."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def is_file(field: BoundField) -> bool:
    """Whether a field sends files, which may take a while."""
    return isinstance(field.field.widget, forms.FileInput)


@register.filter
def counted(field: BoundField) -> int | None:
    """Return how many characters a long text may have, for its counter; None for other fields."""
    is_text = isinstance(field.field.widget, forms.Textarea)
    return getattr(field.field, "max_length", None) if is_text else None


@register.filter
def official(text: Any) -> SafeString:
    """Return official text in the reader's language, or the fallback marked with its own `lang` and direction."""
    from se4u.core.official import marked  # noqa: PLC0415  keeps i18nfield out of the start of every command

    return marked(text)


@register.filter
def hits(text: str, query: str = "") -> SafeString:
    """Return the text escaped, with what a search found in it marked."""
    from ..text import highlight  # noqa: PLC0415  needed by lists that were searched alone

    return highlight(str(text or ""), query or "")


@register.filter
def cut(text: str, query: str = "") -> SafeString:
    """Return the beginning of a long text, or the stretch around the first hit of a search, escaped and marked."""
    from ..text import excerpt  # noqa: PLC0415

    return excerpt(str(text or ""), query or "")


@register.filter
def rich(html: Any) -> SafeString:
    """Return editors' HTML, cleaned."""
    from se4u.core import richtext  # noqa: PLC0415  keeps the readers out of the start of every command

    return richtext.rich(html)


@register.filter
def members_text(text: Any) -> SafeString:
    """Return members' lightly marked text as HTML, cleaned."""
    from se4u.core import richtext  # noqa: PLC0415  as above

    return richtext.members_text(text)
