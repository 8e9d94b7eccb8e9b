"""Mail as people get it: their language, our layout, text and HTML, one action, and why it came."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context
from django.template.loader import render_to_string, select_template
from django.utils.translation import override

from se4u.core import speech

_LANGUAGE_PREFIX = re.compile(r"^/(?:" + "|".join(re.escape(code) for code, _name in settings.LANGUAGES) + r")(?=/|$)")
SUBJECT_LENGTH = 180
# Embeddings, overrides and isolates with their ends, and the marks that stand alone.
_MARKS_OF_DIRECTION = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C])


@dataclass(frozen=True)
class Words:
    """What a mail says: made by a template whose first line is the subject."""

    subject: str
    text: str


@dataclass(frozen=True)
class Letter:
    """Everything of one mail but its address."""

    words: Words
    button: str
    url: str  # absolute
    reason: str
    unsubscribe: str = ""  # absolute; with it come the headers of one-click unsubscribing (RFC 8058)
    code: str = ""  # a code to type, set large


def without_language(path: str) -> str:
    """Return a path of this site without its language prefix.

    Raises ValueError for anything that could lead to another host.
    """
    if not path.startswith("/") or path.startswith(("//", "/\\")):
        raise ValueError("only paths of this site: " + path[:80])
    return _LANGUAGE_PREFIX.sub("", path, count=1) or "/"


def in_language(path: str, language: str) -> str:
    """Return a path of this site under the prefix of a language."""
    return f"/{language}{without_language(path)}"


def absolute(path: str, language: str) -> str:
    """Return the full address of a path for a mail in a language."""
    return f"{settings.SITE_URL}{in_language(path, language)}"


def words(template: str, context: dict[str, Any]) -> Words:
    """Render `template` (first line the subject, then the text) as plain text in the active language."""
    first, _newline, rest = plain([template], context).strip().partition("\n")
    return Words(one_line(first), re.sub(r"\n{3,}", "\n\n", rest).strip())


def plain(templates: list[str], context: dict[str, Any]) -> str:
    """Render the first template there is without escaping: text shows names as they are, the HTML escapes the whole.

    Without marks of direction: one that somebody left open in a message would turn round what the site says after it.
    """
    engine: Any = select_template(templates)
    rendered: str = engine.template.render(Context(context, autoescape=False))
    return rendered.translate(_MARKS_OF_DIRECTION)


def one_line(text: str) -> str:
    """Return a subject without line breaks or control characters, so that no name can add a header."""
    visible = "".join(" " if character.isspace() else character for character in text)
    return " ".join("".join(c for c in visible if c.isprintable()).split())[:SUBJECT_LENGTH]


def send(address: str, language: str, letter: Letter) -> None:
    """Send one mail.

    Raises what the mail server answers (SMTPException, OSError); callers decide whether to try again.
    """
    words = speech.spoken(language)
    context = {
        "letter": letter,
        "paragraphs": [part for part in letter.words.text.split("\n\n") if part.strip()],
        "language": words,
        "direction": speech.direction(words),
    }
    with override(language):
        text = plain(["mail/letter.txt"], context)
        html = render_to_string("mail/letter.html", context)
    headers = {"Auto-Submitted": "auto-generated", "Content-Language": words}
    if letter.unsubscribe:
        headers["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message = EmailMultiAlternatives(letter.words.subject, text.strip() + "\n", to=[address], headers=headers)
    message.attach_alternative(html, "text/html")
    message.send()
