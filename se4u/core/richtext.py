"""Formatted text: HTML from editors, light marks from members; both reduced to what a text needs, and nothing that acts.

Stored HTML has been cleaned before storing (`RichTextField`), and is cleaned again when shown (`|rich`): an allow-list that
became narrower then holds for old texts too.
"""

from __future__ import annotations

import re
from functools import cache
from html import unescape
from typing import Any

import nh3
from django import forms
from django.utils.html import linebreaks, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

EDITORS_TAGS = {
    "p", "br", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "hr", "a",
    "strong", "b", "em", "i", "s", "u", "sub", "sup", "code", "pre",
}  # fmt: skip
MEMBERS_TAGS = EDITORS_TAGS - {
    "h2",
    "h3",
    "h4",
    "hr",
    "u",
}  # members' texts stand inside pages that have their own headings
ATTRIBUTES = {
    "a": {"href"},
    "ol": {"start"},
    "p": {"lang", "dir"},
    "blockquote": {"lang", "dir"},
    "li": {"lang", "dir"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
_VALUES = {
    "href": re.compile(r"(https?://|mailto:|tel:|/(?!/)|#|\?)[^\s<>\"\\]*", re.IGNORECASE),  # never half an address
    "dir": re.compile(r"ltr|rtl|auto"),
    "lang": re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*"),
    "start": re.compile(r"\d{1,5}"),
}
_TAG = re.compile(r"<[a-zA-Z/!]")


def clean(html: str) -> str:
    """Return editors' HTML without anything that acts, loads or restyles: no scripts, handlers, pictures, frames, styles.

    Links may lead to the web, to mailboxes and to this site; they take nothing of this page with them (`rel`).
    """
    return _reduced(html, EDITORS_TAGS, "noopener noreferrer")


def _reduced(html: str, tags: set[str], rel: str) -> str:
    return nh3.clean(
        html,
        tags=tags,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel=rel,
        attribute_filter=_attribute,
        strip_comments=True,
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Return an attribute's value, or None to drop it (the library itself would let `title` and `lang` stand anywhere)."""
    if (tag, name) == ("a", "rel"):  # set by the library; one that was sent never comes here
        return value
    if name not in ATTRIBUTES.get(tag, ()):
        return None
    pattern = _VALUES.get(name)
    return value if pattern is None or pattern.fullmatch(value) else None


def markdown(text: str) -> str:
    """Return members' text as HTML: paragraphs, lists, quotations, emphasis and links; HTML in it is shown as written."""
    return _reduced(_reader().render(text.replace("\0", "")), MEMBERS_TAGS, "nofollow noopener noreferrer ugc")


@cache
def _reader() -> Any:
    from markdown_it import MarkdownIt  # noqa: PLC0415  not needed to start a command

    reader = MarkdownIt("commonmark", {"html": False, "breaks": True})
    return reader.disable(["image", "heading", "lheading", "hr", "html_block", "html_inline", "entity"])


def plain(html: str) -> str:
    """Return the words of cleaned HTML as plain text (to be escaped where it is shown), for search, mails and previews."""
    spaced = re.sub(r"</(p|li|h2|h3|h4|blockquote|pre)>|<br>", " ", html)
    return " ".join(unescape(strip_tags(spaced)).split())


def rich(html: Any) -> SafeString:
    """Return editors' HTML for a page."""
    return mark_safe(clean(str(html or "")))


def members_text(text: Any) -> SafeString:
    """Return members' text for a page."""
    return mark_safe(markdown(str(text or "")))


class RichTextWidget(forms.Textarea):
    """A textarea that becomes an editor with a tool bar where scripts run."""

    template_name = "core/rich_text.html"


class RichTextField(forms.CharField):
    """Editors' HTML, cleaned before it reaches anything. Words typed without a script become paragraphs."""

    widget = RichTextWidget

    def __init__(self, *, max_length: int = 50_000, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        if not self.help_text:
            self.help_text = _("Headings, lists, quotations and links. Pictures and colours are taken out.")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Leave the length to the check: marks count too, which the browser would not show."""
        return {key: value for key, value in super().widget_attrs(widget).items() if key != "maxlength"}

    def to_python(self, value: Any) -> str:
        """Return the cleaned HTML; empty where nothing can be read in it."""
        text = super().to_python(value) or ""
        if text and not _TAG.search(text):
            text = linebreaks(text, autoescape=True)
        cleaned = clean(text)
        return cleaned if plain(cleaned) else ""
