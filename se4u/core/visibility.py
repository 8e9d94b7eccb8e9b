"""Who reads which field of an organisation or person, and how the protected are shown.

Every list, page, export, index, mail and log shows an organisation or person through a card made here, never the row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from .authority import Level, Viewer


class Reach(models.TextChoices):
    """Who reads a field."""

    PUBLIC = "public", _("everyone")
    MEMBERS = "members", _("members")
    OFFICERS = "officers", _("vetting officers only")


class Safety(models.TextChoices):
    """How an organisation or person at risk is shown."""

    OPEN = "open", _("shown by name")
    PSEUDONYM = "pseudonym", _("shown by another name, without place and contact")
    UNLISTED = "unlisted", _("not shown at all")


@dataclass(frozen=True)
class Choice:
    """The visibility of one field: its reach, and whether governments may read what members may."""

    reach: str
    governments: bool = False

    def allows(self, level: Level) -> bool:
        """Whether a class of reader may read the field."""
        if level is Level.OFFICERS or self.reach == Reach.PUBLIC:
            return True
        if self.reach != Reach.MEMBERS:
            return False
        return level is Level.MEMBERS or (level is Level.GOVERNMENTS and self.governments)


Defaults = Mapping[str, Choice]


class Guarded(models.Model):
    """An object with a visibility per field, a gate before governments, and a safety mode.

    `visibility` holds only what differs from the defaults. While `open_to_governments` is off, people of governments read
    what everyone reads and no more, whatever fields are marked for them.
    """

    DEFAULTS: ClassVar[Defaults] = {}

    safety = models.CharField(max_length=10, choices=Safety, default=Safety.OPEN)
    pseudonym = models.CharField(max_length=200, blank=True)
    visibility = models.JSONField(default=dict, blank=True)
    open_to_governments = models.BooleanField(_("open to governments"), default=False)

    class Meta:
        abstract = True

    def choice_for(self, field: str) -> Choice:
        """Return the visibility of a field: what was chosen, else the default. Whether it holds, `opens` knows."""
        kept = self.visibility.get(field)
        return Choice(kept["reach"], bool(kept.get("governments"))) if kept else self.DEFAULTS[field]

    def opens(self, field: str, level: Level) -> bool:
        """Whether a class of reader reads a field: before a closed gate governments stand where everyone stands."""
        outside = level is Level.GOVERNMENTS and not self.open_to_governments
        return self.choice_for(field).allows(Level.PUBLIC if outside else level)

    def held_back(self) -> list[str]:
        """Return the fields marked for governments that the closed gate keeps from them."""
        marked = Level.GOVERNMENTS
        return [name for name in self.DEFAULTS if self.choice_for(name).allows(marked) and not self.opens(name, marked)]

    def may_read(self, field: str, viewer: Viewer, *, insider: bool = False) -> bool:
        """Whether a viewer may read a field; insiders (its own people) and officers read all of them."""
        return insider or viewer.officer or self.opens(field, viewer.level)

    def readable_fields(self, level: Level) -> frozenset[str]:
        """Return the fields a class of reader may read; the same set for all that keep to the defaults."""
        if not self.visibility:
            return _by_default(type(self), level, self.open_to_governments)
        return frozenset(field for field in self.DEFAULTS if self.opens(field, level))


@cache
def _by_default(model: type[Guarded], level: Level, gate: bool) -> frozenset[str]:
    usual = model(open_to_governments=gate)
    return frozenset(field for field in model.DEFAULTS if usual.opens(field, level))
