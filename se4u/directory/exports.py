"""The directory to take away: exactly the rows a question finds, each cell as the reader may read it.

Columns that an import knows bear the names it knows, so that a corrected table can be brought in again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from se4u.core import official
from se4u.core.authority import Level
from se4u.core.sheets import Cell, Sheet

from .cards import OrganizationCard, card
from .finding import Question
from .models import Organization

BATCH = 500


@dataclass(frozen=True)
class Column:
    """One column: its heading, what it means, what it holds of a card, and how wide it is."""

    name: str
    help: str | Promise
    value: Callable[[OrganizationCard], Cell]
    width: int = 18


def _listed(entries: Iterable[Any]) -> str:
    return "; ".join(official.plain(entry.name) for entry in entries)


def _yes(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"


def _plain(name: str) -> Callable[[OrganizationCard], Cell]:
    return lambda shown: getattr(shown, name)


COLUMNS = (
    Column("key", _("The key in the address of the profile."), _plain("key"), 14),
    Column("name", _("The name as it is shown to you."), _plain("name"), 40),
    Column("latin_name", _("The name in Latin letters."), _plain("latin_name"), 30),
    Column("acronym", _("The acronym."), _plain("acronym"), 12),
    Column("kind", _("civil_society, academia or private_sector."), _plain("kind"), 16),
    Column("country", _("The country of the seat."), lambda shown: _listed([shown.seat] if shown.seat else [])),
    Column("operates_in", _("The countries of operation."), lambda shown: _listed(shown.operates_in), 30),
    Column("provinces", _("Provinces or places."), _plain("provinces"), 24),
    Column("website", _("The website, as text."), _plain("website"), 32),
    Column("themes", _("The themes."), lambda shown: _listed(shown.themes), 36),
    Column("services", _("The services."), lambda shown: _listed(shown.services), 36),
    Column("languages", _("The working languages."), lambda shown: "; ".join(map(str, shown.languages)), 20),
    Column("about", _("What the organisation says of itself."), _plain("about"), 60),
    Column("about_language", _("The language of that text."), _plain("about_language"), 8),
    Column("founded", _("The year it was founded."), _plain("founded"), 10),
    Column("registration_number", _("The registration number."), _plain("registration_number")),
    Column("unregistered_reason", _("Why it is not registered."), _plain("unregistered_reason"), 24),
    Column("ecosoc_status", _("ECOSOC consultative status."), _plain("ecosoc_status"), 14),
    Column(
        "uncac_interest",
        _("Whether it also works on the corruption convention: yes or no."),
        lambda shown: _yes(shown.uncac_interest),
        14,
    ),
    Column("contact_name", _("The contact person."), _plain("contact_name"), 24),
    Column("contact_email", _("The contact address."), _plain("contact_email"), 28),
    Column("contact_phone", _("The contact telephone."), _plain("contact_phone")),
    Column("vetted", _("Whether the secretariat has vetted it: yes or no."), lambda shown: _yes(shown.is_vetted), 10),
    Column("vouched_by", _("Who vouches for it where the secretariat has not vetted it."), _plain("vouched_by"), 24),
    Column("since", _("In the directory since this day."), _plain("since"), 12),
    Column("sample", _("Whether it is invented, as an example: yes or no."), lambda shown: _yes(shown.is_sample), 10),
    Column("profile", _("The address of the profile."), lambda shown: f"{settings.SITE_URL}{shown.url}", 40),
)
READERS = {
    Level.PUBLIC: _("You see what everyone may read."),
    Level.MEMBERS: _("You see what members may read. Do not pass it on to others."),
    Level.GOVERNMENTS: _("You see what is open to governments. Do not pass it on to others."),
    Level.OFFICERS: _(
        "You see what vetting officers may read. It holds personal data: keep it safe, delete it after use."
    ),
}


def headers() -> list[str]:
    """Return the headings."""
    return [column.name for column in COLUMNS]


def rows(question: Question) -> Iterator[list[Cell]]:
    """Yield the row of each organisation found, by name, in batches with a constant number of queries each."""
    last = ("", 0)
    while batch := _after(question, last):
        for organization in batch:
            shown = card(organization, question.viewer)
            yield [column.value(shown) for column in COLUMNS]
        last = (batch[-1].sort_name, batch[-1].pk)


def _after(question: Question, last: tuple[str, int]) -> list[Organization]:
    """Return the next batch behind a place in the order, without counting the rows before it."""
    name, key = last
    later = Q(sort_name__gt=name) | Q(sort_name=name, pk__gt=key)
    found = question.rows().along_the_list().filter(sort_name__gte=name).filter(later).order_by("sort_name", "pk")
    return list(found.for_cards()[:BATCH])


def sheets(question: Question) -> list[Sheet]:
    """Return the workbook: the rows, and a sheet that explains them."""
    widths = [column.width for column in COLUMNS]
    return [
        Sheet("Organisations", headers(), rows(question), widths),
        Sheet("README", [str(_("Column")), str(_("What it holds"))], _readme(question), [24, 90]),
    ]


def _readme(question: Question) -> Iterator[list[Cell]]:
    for column in COLUMNS:
        yield [column.name, str(column.help)]
    yield []
    yield [str(_("Taken on")), timezone.localdate()]
    yield [str(_("Search")), f"{settings.SITE_URL}{question.url}"]
    yield [str(_("Who sees this")), str(READERS[question.viewer.level])]
    yield [
        "",
        str(_("An empty cell may be a field the organisation keeps private from you. Some stand by another name.")),
    ]
    yield ["", str(_("A text that begins like a formula stands behind an apostrophe."))]
