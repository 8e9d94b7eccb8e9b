"""How complete a profile is, told by what each part is good for."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import Organization

MANY = {"operates_in", "themes", "services", "languages"}


@dataclass(frozen=True)
class Purpose:
    """Something a complete profile allows; each group of fields needs at least one filled."""

    what: str | Promise
    groups: tuple[tuple[str, ...], ...]
    section: str


PURPOSES = (
    Purpose(_("to be found by name in every script"), (("name",), ("latin_name", "acronym")), "identity"),
    Purpose(_("to be found by country"), (("seat",), ("operates_in",)), "place"),
    Purpose(_("to be found by what you do"), (("themes",), ("services",), ("about",)), "work"),
    Purpose(_("to be found by language"), (("languages",),), "work"),
    Purpose(_("to be trusted at first sight"), (("website",), ("founded",)), "standing"),
    Purpose(_("to be written to by name"), (("contact_name",),), "contact"),
    Purpose(
        _("to apply for travel support later"),
        (("registration_number", "unregistered_reason"), ("contact_phone",)),
        "standing",
    ),
    Purpose(_("to be reached when it is urgent"), (("contact_email",), ("contact_phone",)), "contact"),
)


@dataclass(frozen=True)
class Line:
    """One purpose with what is still missing for it."""

    what: str | Promise
    section: str
    missing: tuple[str, ...]

    @property
    def done(self) -> bool:
        return not self.missing


def meter(organization: Organization) -> list[Line]:
    """Return, purpose by purpose, what is missing; alternatives are joined by "or"."""
    return [
        Line(
            purpose.what,
            purpose.section,
            tuple(
                str(_(" or ")).join(_label(name) for name in group)
                for group in purpose.groups
                if not any(_filled(organization, name) for name in group)
            ),
        )
        for purpose in PURPOSES
    ]


def _filled(organization: Organization, name: str) -> bool:
    value = getattr(organization, name)
    return bool(value.all()) if name in MANY else bool(value)


def _label(name: str) -> str:
    return str(getattr(Organization._meta.get_field(name), "verbose_name", name))
