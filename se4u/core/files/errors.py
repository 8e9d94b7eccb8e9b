"""Why a file is not taken, in words for the person who sent it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "empty": _("This file is empty. Choose another one."),
    "too_large": _("This file is larger than %(limit)s MB. Make it smaller, or send it in parts."),
    "kind": _("This kind of file is not accepted. Send one of these: %(kinds)s."),
    "mismatch": _(
        "The content of this file does not match its name, which ends in %(ending)s. Save it again under its right kind."
    ),
    "protected": _(
        "This file is protected by a password or against changes. Save it without protection, then send it."
    ),
    "damaged": _(
        "This file cannot be read: it is damaged or incomplete. Open it, save it again, and send the new file."
    ),
    "macro": _("This file contains a program (macro). Save it without macros, or as PDF."),
    "embedded": _(
        "This file contains another file or film that cannot be checked. Remove it, or save the file as PDF."
    ),
    "moving": _("Moving pictures are not accepted. Send a still picture."),
    "too_big_inside": _("This file is far larger inside than outside and is not opened. Save it in smaller parts."),
    "too_many_pixels": _("This picture has more than %(limit)s million pixels. Make it smaller."),
    "markup": _("This is a web page or a drawing written as text. Save it as PDF or as a picture."),
    "encoding": _("The text of this file cannot be read. Save it with the encoding UTF-8."),
}


class Unacceptable(ValidationError):  # noqa: N818  named as Refused, TooMany and WrongState are
    """A file that is not taken; `code` names the reason, the message may be shown beside the field."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(MESSAGES[code], code=code, params=params)
