"""What one cell says: a reader per column, each from text to value, or a sentence that says what to do."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils import timezone
from django.utils.translation import gettext as _

from se4u.accounts.names import require_latin
from se4u.directory.names import domain_of

from .columns import BY_FIELD
from .lookups import NO, OUTSIDE_ISO, YES, Lookups, ecosoc_of, kind_of, split
from .names import identity, tidy
from .sheets import Unusable

_HOST = re.compile(r"(?=.{4,200}\Z)[\w-]{1,63}(\.[\w-]{1,63})*\.[^\W\d_][\w-]*[^\W_]")
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_check_url = URLValidator(schemes=["http", "https"])
PARAGRAPHS = frozenset({"about", "provinces", "unregistered_reason"})


class WrongCell(Exception):  # noqa: N818  named for what it tells
    """The cell cannot be taken; the message says why."""


class LeftOut(Exception):  # noqa: N818  named for what it tells
    """The row comes in without this cell; the message is a warning."""


Reader = Callable[[str, Lookups], Any]


def value_of(field: str, text: str, lookups: Lookups) -> Any:
    """Return the value of a cell, None for an empty one. Raises WrongCell or LeftOut."""
    if isinstance(text, Unusable):
        raise WrongCell(str(text))
    text = text.strip().replace("\r\n", "\n") if field in PARAGRAPHS else tidy(text)
    if not text:
        return None
    most = BY_FIELD[field].most
    if len(text) > most:
        raise WrongCell(_("is %(length)s characters long; at most %(most)s fit") % {"length": len(text), "most": most})
    if _NO_TEXT.search(text):
        raise WrongCell(_("holds characters that are no text"))
    return READERS[field](text, lookups) if field in READERS else text


def _name(text: str, lookups: Lookups) -> str:
    if not identity(text):
        raise WrongCell(_("holds no letter or digit"))
    return text


def _latin_name(text: str, lookups: Lookups) -> str:
    try:
        require_latin(text)
    except ValidationError:
        raise WrongCell(
            _("“%(text)s” is not in Latin letters; the name in its own script stands in the column name")
            % {"text": text[:60]}
        ) from None
    return text


def _kind(text: str, lookups: Lookups) -> str:
    kind = kind_of(text)
    if not kind:
        raise WrongCell(
            _("“%(text)s” is not a kind that can be imported: civil_society, academia or private_sector")
            % {"text": text}
        )
    return kind


def _country(text: str, lookups: Lookups) -> int:
    found = lookups.country(text)
    if found is not None:
        return found
    if text.upper() in OUTSIDE_ISO:
        raise LeftOut(
            _("%(text)s is in use but not in ISO 3166-1; the row comes in without a country") % {"text": text}
        )
    raise WrongCell(_unknown_country(text, lookups))


def _unknown_country(text: str, lookups: Lookups) -> str:
    meant = lookups.suggested_country(text)
    if meant:
        return _("“%(text)s” is not a country known here; is it %(meant)s?") % {"text": text, "meant": meant}
    return _("“%(text)s” is not a country known here; write its code of two letters or its name") % {"text": text}


def _operates_in(text: str, lookups: Lookups) -> list[int]:
    found, unknown = split(text, lookups.countries)
    if unknown:
        raise WrongCell(_unknown_country(unknown[0], lookups))
    return found


def _listed(choose: Callable[[Lookups], dict[str, int]]) -> Reader:
    def reader(text: str, lookups: Lookups) -> list[int]:
        found, unknown = split(text, choose(lookups))
        if unknown and all(identity(word) in lookups.of_networks for word in unknown):
            raise LeftOut(
                _("holds an entry of one network, which its members choose themselves; the cell is left out: %(words)s")
                % {"words": "; ".join(unknown[:5])}
            )
        if unknown:
            raise WrongCell(_("not in the list of the site: %(words)s") % {"words": "; ".join(unknown[:5])})
        return found

    return reader


def _website(text: str, lookups: Lookups) -> str:
    address = text if "://" in text else f"http://{text}"
    try:
        _check_url(address)
        urlsplit(address)
    except (ValidationError, ValueError):
        raise WrongCell(_("“%(text)s” is not a web address, as https://example.org/") % {"text": text[:60]}) from None
    return address


def _domain(text: str, lookups: Lookups) -> str:
    domain = domain_of(text).rstrip(".")
    if not _HOST.fullmatch(domain):
        raise WrongCell(_("“%(text)s” is not a domain, as example.org") % {"text": text[:60]})
    return domain


def _about_language(text: str, lookups: Lookups) -> str:
    code = {"zh-hans": "zh", "zh-cn": "zh"}.get(text.lower(), text.lower())
    if code not in lookups.language_codes:
        codes = [known.partition("-")[0] for known, _label in settings.LANGUAGES]
        raise WrongCell(_("“%(text)s” is not one of: %(codes)s") % {"text": text, "codes": ", ".join(codes)})
    return code


def _founded(text: str, lookups: Lookups) -> int:
    newest = timezone.now().year
    if not re.fullmatch(r"[0-9]{3,4}", text) or not 800 <= int(text) <= newest:
        raise WrongCell(_("“%(text)s” is not a year between 800 and %(newest)s") % {"text": text, "newest": newest})
    return int(text)


def _ecosoc_status(text: str, lookups: Lookups) -> str:
    status = ecosoc_of(text)
    if status is None:
        raise WrongCell(_("“%(text)s” is not general, special or roster") % {"text": text})
    return status


def _uncac_interest(text: str, lookups: Lookups) -> bool:
    if text.lower() not in YES | NO:
        raise WrongCell(_("“%(text)s” is neither yes nor no") % {"text": text})
    return text.lower() in YES


def _contact_email(text: str, lookups: Lookups) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise WrongCell(_("“%(text)s” is not a mail address, as office@example.org") % {"text": text[:60]}) from None
    return text


READERS: dict[str, Reader] = {
    "name": _name,
    "latin_name": _latin_name,
    "kind": _kind,
    "country": _country,
    "operates_in": _operates_in,
    "website": _website,
    "domain": _domain,
    "themes": _listed(lambda lookups: lookups.themes),
    "services": _listed(lambda lookups: lookups.services),
    "languages": _listed(lambda lookups: lookups.languages),
    "about_language": _about_language,
    "founded": _founded,
    "ecosoc_status": _ecosoc_status,
    "uncac_interest": _uncac_interest,
    "contact_email": _contact_email,
}
