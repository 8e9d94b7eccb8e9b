"""Invented organisations register and are vetted, by the same deeds as everyone's."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from se4u.accounts.models import User
from se4u.core.action import SYSTEM
from se4u.directory import services
from se4u.directory.models import Country, Language, Organization, Service, Theme, Verification
from se4u.networks.models import Network
from se4u.networks.services import memberships, structure

from .clock import at
from .content import Body


@dataclass
class Registry:
    """Registers bodies; knows the lists they are filed under, and who vets."""

    officer: User
    countries: dict[str, Country] = field(default_factory=lambda: {row.iso2: row for row in Country.objects.all()})

    def draft(self, body: Body, person: User, day: date) -> Organization:
        """Begin a registration and fill it in."""
        with at(day, 9):
            made = services.begin(
                None,
                by=person,
                name=body.marked,
                latin_name=body.marked_latin,
                kind=body.kind,
                seat=self.countries[body.country],
            )
            Organization.objects.filter(pk=made.pk).update(is_sample=True, founded=body.founded or None)
            made.refresh_from_db()
            services.revise(
                made,
                by=person,
                title="Focal point",
                themes=list(Theme.objects.filter(slug__in=body.themes)),
                services=list(Service.objects.filter(slug__in=body.services)),
                languages=list(Language.objects.filter(code__in=body.languages)),
                about=body.about,
                about_language=body.written_in,
            )
        return made

    def submit(self, body: Body, person: User, day: date) -> Verification:
        """Register and send."""
        made = self.draft(body, person, day)
        with at(day, 11):
            return services.submit(made, by=person)

    def approve(self, body: Body, person: User, sent: date, decided: date) -> Organization:
        """Register, send and be approved."""
        case = self.submit(body, person, sent)
        with at(decided, 14):
            services.take(case, by=self.officer)
            services.approve(case, by=self.officer)
        return Organization.objects.get(verifications=case)


def begin_named(network: Network, body: Organization, lead: User) -> None:
    """Hand a network to its first coordinator, whose organisation agrees to be named in public."""
    memberships.show(structure.begin(network, by=SYSTEM, organization=body, person=lead), by=lead, shown=True)
