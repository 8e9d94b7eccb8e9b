"""The demonstration world: every part by the deeds it would come about by, on past days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from se4u.accounts.models import Notification, User
from se4u.core.action import SYSTEM
from se4u.core.tokens import new_secret
from se4u.core.visibility import Safety
from se4u.directory import services as directory
from se4u.directory.imports.checking import Options
from se4u.directory.models import (
    Affiliation,
    Country,
    Expert,
    Import,
    Language,
    Organization,
    ReferenceEntry,
    Theme,
    Verification,
)
from se4u.networks.kinds import NetworkKind
from se4u.networks.models import Membership, Network, ObserverInvitation
from se4u.networks.seeds import SEEDS, create_regional_networks, secretariat
from se4u.networks.services import guidelines, mandates, memberships, observers, powers, structure
from se4u.reviews.geography import load
from se4u.reviews.services import import_geography

from . import content
from .cast import START, sample_country
from .clock import at, days_before, indexed_at_the_end, staged
from .content import Body
from .opening import open_room, open_some
from .people import applicant, create_people
from .registering import Registry, begin_named
from .tables import as_csv

UNIVERSITIES = Path(__file__).parent / "data" / "universities.csv"
ALLIANCE = "nacsa4u-sample-country"
EARLY = date(2025, 1, 6)
READ_AFTER = 25  # days after which everyone has read what they were told


class RealData(Exception):  # noqa: N818  named for what it tells
    """The database holds people, organisations or networks that are no samples: the demonstration stays out."""


def is_there() -> bool:
    """Whether the demonstration was loaded before."""
    return Network.objects.filter(slug=ALLIANCE, is_sample=True).exists()


def refuse_real_data() -> None:
    """Raise RealData where anything stands that is no sample and no fact of the world."""
    facts = [seed.slug for seed in SEEDS] + [slug for seed in SEEDS for slug in seed.groups]
    real = (
        User.objects.exists()
        or Organization.objects.filter(is_sample=False).exists()
        or Network.objects.filter(is_sample=False).exclude(slug__in=facts).exists()
        or Membership.objects.exists()
        or ReferenceEntry.objects.exists()
        or Import.objects.exists()
    )
    if real:
        raise RealData


def load_world(today: date | None = None) -> None:
    """Load everything in one transaction; raise RealData where real data is."""
    day = today or timezone.now().date()
    with staged(), transaction.atomic():
        refuse_real_data()
        with indexed_at_the_end():
            Loading(day).run()
        # What happened in the past was mailed in the past.
        waiting = Notification.objects.filter(state=Notification.State.WAITING)
        waiting.update(state=Notification.State.MAILED, mailed_at=F("at"))
        Notification.objects.filter(at__date__lt=days_before(day, READ_AFTER)).update(read_at=F("at"))


@dataclass
class Loading:
    """One loading; `today` is the day it ends on, for what waits to be done."""

    today: date

    def run(self) -> None:
        """Load part after part, each on what stands before it."""
        self._world()
        self._personas()
        self._americas()
        self._others()
        self._africa_and_asia()
        self._alliance()
        self._queue()
        self._protected()
        self._experts()

    # -- the world as it is

    def _world(self) -> None:
        with at(EARLY, 8):
            facts = load()
            import_geography(None, by=SYSTEM, facts=facts, as_of=facts.as_of)
            sample_country()
            self.secretariat = secretariat()
            create_regional_networks()
            Network.objects.filter(kind=NetworkKind.SECRETARIAT).update(is_sample=True)
            self.people = create_people()
        with at(EARLY, 9):
            lead = self.secretariat.roles.get(position=0)
            vetting = self.secretariat.roles.get(position=1)
            mandates.appoint(lead, by=SYSTEM, person=self.people["officer"], since=START)
            mandates.appoint(vetting, by=SYSTEM, person=self.people["second_officer"], since=START)
        self.registry = Registry(self.people["officer"])
        self.networks = {network.slug: network for network in Network.objects.all()}
        self.number = 0

    def _person(self) -> User:
        self.number += 1
        return applicant(self.number)

    # -- the personas and their network

    def _personas(self) -> None:
        approve, people = self.registry.approve, self.people
        sent, decided = date(2025, 1, 15), date(2025, 1, 15)
        self.rio_claro = approve(content.RIO_CLARO, people["coordinator"], sent, decided)
        self.puente_norte = approve(content.PUENTE_NORTE, people["committee_member"], sent, decided)
        self.casa_abierta = approve(content.CASA_ABIERTA, people["representative"], sent, date(2025, 1, 20))
        self.far_shore = approve(content.FAR_SHORE, people["outsider"], sent, date(2025, 2, 3))
        americas = self.networks["net4u-americas"]
        with at(START, 15):
            begin_named(americas, self.rio_claro, people["coordinator"])
        with at(START, 16):
            self._join(americas, self.puente_norte, people["committee_member"], people["coordinator"], START)
            committee = americas.roles.get(position=1)
            mandates.appoint(committee, by=people["coordinator"], person=people["committee_member"], since=START)
        self._join(americas, self.casa_abierta, people["representative"], people["coordinator"], date(2025, 1, 22))

    def _join(self, network: Network, body: Organization, person: object, admits: object, day: date) -> Membership:
        """Apply one morning and be admitted in the afternoon."""
        with at(day, 9, 30):
            made = memberships.apply(network, by=person, organization=body, motivation=MOTIVATION, shown=True)
        with at(day, 16, 30):
            return memberships.admit(made, by=admits)

    def _americas(self) -> None:
        americas, coordinator = self.networks["net4u-americas"], self.people["coordinator"]
        with at(date(2025, 2, 10), 12):
            self.rules = guidelines.publish_guidelines(americas, by=coordinator, text=GUIDELINES, major=True)
        for number, body in enumerate(content.AMERICAS):
            day = date(2025, 2 + number // 3, 3 + number % 3 * 7)
            person = self._person()
            made = self.registry.approve(body, person, day, days_before(day, -4))
            membership = self._join(americas, made, person, coordinator, days_before(day, -11))
            if number % 3:
                with at(days_before(day, -12)):
                    guidelines.accept_guidelines(membership, by=person, guidelines=self.rules)
                    self._expert_group(made, person)
        self._applies(americas)

    def _expert_group(self, body: Organization, person: User) -> None:
        """Join the expert group of the first theme one works on."""
        groups = {
            "trafficking-in-persons": "net4u-americas-trafficking",
            "smuggling-of-migrants": "net4u-americas-smuggling",
            "firearms": "net4u-americas-firearms",
            "untoc": "net4u-americas-convention",
            "environment": "net4u-americas-emerging",
        }
        theme = next((theme.slug for theme in body.themes.all() if theme.slug in groups), "")
        if theme:
            memberships.join_group(self.networks[groups[theme]], by=person, organization=body, shown=True)

    def _applies(self, americas: Network) -> None:
        """One application waits for the coordinator, one was declined."""
        waiting, declined = content.OTHERS[0], content.OTHERS[-1]
        self.others: dict[str, Organization] = {}
        for body, back in ((waiting, 6), (declined, 40)):
            person = self._person()
            made = self.registry.approve(body, person, date(2025, 6, 2), date(2025, 6, 6))
            self.others[body.name] = made
            with at(days_before(self.today, back)):
                application = memberships.apply(
                    americas, by=person, organization=made, motivation=MOTIVATION, shown=True
                )
            if body is declined:
                with at(days_before(self.today, back - 9)):
                    reason = "You work in Europe; we hope to meet you in the joint meeting of the networks. (sample)"
                    memberships.decline(application, by=self.people["coordinator"], reason=reason)

    def _others(self) -> None:
        for number, body in enumerate(content.OTHERS[1:-1]):
            day = date(2025, 6, 9 + number)
            self.others[body.name] = self.registry.approve(body, self._person(), day, days_before(day, -3))

    # -- lists

    def _africa_and_asia(self) -> None:
        africa, asia = self.networks["net4u-africa"], self.networks["net4u-asia"]
        lead = self.people["africa_coordinator"]
        body = self.registry.approve(content.AFRICA_LEAD, lead, date(2025, 1, 27), date(2025, 1, 30))
        with at(date(2025, 2, 3)):
            begin_named(africa, body, lead)
        african, asian = content.lists()
        self._members(africa, african, lead, "NET4U Africa (sample list)", date(2025, 2, 5))
        self._members(asia, asian, SYSTEM, "NET4U Asia (sample list)", date(2025, 2, 12))
        with at(date(2025, 2, 20)):
            self._sample_group(africa, "Trafficking in persons (sample)")
            self._sample_group(africa, "Firearms (sample)")
            self._sample_group(asia, "Cybercrime (sample)")
        with at(date(2025, 3, 3)):
            directory.import_organizations(
                None,
                by=self.people["officer"],
                content=UNIVERSITIES.read_bytes(),
                options=Options(kind="academia", source="University domains list (a part), MIT licence"),
            )

    def _members(self, network: Network, rows: Sequence[Sequence[str]], admits: object, source: str, day: date) -> None:
        """Bring in a network's own list of members, for whom it vouches."""
        options = Options(
            standing=Import.Standing.REGISTERED, vouched_by=source.replace("list", "coordinator"), source=source
        )
        with at(day, 9):
            made = directory.import_organizations(
                None, by=self.people["officer"], content=as_csv(rows), options=options
            )
        bodies = Organization.objects.filter(imported__run=made).order_by("pk")
        bodies.update(is_sample=True)
        with at(day, 15):
            for body in bodies:
                asked = memberships.apply(network, by=SYSTEM, organization=body, motivation=MOTIVATION, shown=True)
                memberships.admit(asked, by=admits)

    def _sample_group(self, network: Network, name: str) -> Network:
        group = structure.create_group(network, by=SYSTEM, name={"en": name}, purpose={})
        Network.objects.filter(pk=group.pk).update(is_sample=True)
        return group

    # -- the alliance of Sample Country

    def _alliance(self) -> None:
        people, country = self.people, Country.objects.get(iso2="XS")
        lead = people["national_coordinator"]
        faro = self.registry.approve(content.FARO_DEL_VALLE, lead, date(2025, 2, 17), date(2025, 2, 20))
        with at(date(2025, 3, 10)):
            alliance = structure.found(
                None,
                by=SYSTEM,
                kind=NetworkKind.NATIONAL,
                slug=ALLIANCE,
                name=ALLIANCE_NAME,
                acronym="NACSA4U Sample Country",
                purpose=ALLIANCE_PURPOSE,
                country=country,
                accent=Network.Accent.AMERICAS,
                is_sample=True,
            )
            begin_named(alliance, faro, lead)
        self._join(alliance, self.casa_abierta, people["representative"], lead, date(2025, 3, 12))
        self._observer(alliance, lead, country)
        open_some(self.casa_abierta, people["representative"], date(2025, 3, 24))
        open_room(alliance, lead, date(2025, 3, 25))
        with at(date(2025, 4, 1)):
            structure.create_group(alliance, by=lead, name={"en": "Working group on firearms (sample)"}, purpose={})
        with at(days_before(self.today, 30)):
            until = days_before(self.today, -150)
            powers.grant(alliance, by=lead, to=self.networks["net4u-americas"], capability="consult", until=until)
        self._vouched(alliance, lead)

    def _observer(self, alliance: Network, lead: User, country: Country) -> None:
        observer = self.people["government_observer"]
        with at(date(2025, 3, 14)):
            ministry = directory.add_authority(
                None, by=self.people["officer"], name="Ministry of Justice (sample)", kind="authority", seat=country
            )
            Organization.objects.filter(pk=ministry.pk).update(is_sample=True)
            invitation = observers.invite_observer(
                alliance, by=lead, authority=ministry, email=observer.email, language="en"
            )
        with at(date(2025, 3, 17)):
            observers.accept_observer(invitation, by=observer, secret=known_secret(invitation))

    def _vouched(self, alliance: Network, lead: User) -> None:
        """An organisation that still waits for vetting, admitted by the alliance and shown as such."""
        person, day = self._person(), days_before(self.today, 33)
        case = self.registry.submit(content.LAGO_SERENO, person, day)
        organization = body_of(case)
        self._join(alliance, organization, person, lead, days_before(self.today, 21))

    # -- what waits, and what was decided otherwise

    def _queue(self) -> None:
        submit, officer = self.registry.submit, self.people["officer"]
        for back, name in ((2, "Centro Lluvia Nueva"), (9, "Red Camino Real")):
            submit(plain(name), self._person(), days_before(self.today, back))
        self.registry.draft(plain("Taller Siete Colinas"), self._person(), days_before(self.today, 4))
        asked = submit(plain("Fundación Luz Temprana"), self._person(), days_before(self.today, 12))
        refused = submit(plain("Consorcio Gran Norte", kind="private_sector"), self._person(), date(2025, 7, 7))
        gone = submit(plain("Asociación Día Breve"), self._person(), date(2025, 8, 4))
        with at(days_before(self.today, 10)):
            directory.take(asked, by=officer)
            directory.ask(
                asked, by=officer, question="Since when do you work under this name? Is there an older one? (sample)"
            )
        with at(date(2025, 7, 10)):
            reason = "The registration number belongs to another company. Please send the right one. (sample)"
            directory.refuse(refused, by=officer, reason=reason)
        with at(date(2025, 8, 6)):
            body = body_of(gone)
            directory.withdraw(body, by=Affiliation.objects.get(organization=body).person)
        suspended = self.registry.approve(plain("Círculo Abierto"), self._person(), date(2025, 5, 5), date(2025, 5, 9))
        with at(days_before(self.today, 18)):
            reason = "Two members report that the organisation asked victims for money. We look into it. (sample)"
            directory.suspend(suspended, by=officer, reason=reason)

    def _protected(self) -> None:
        """One organisation under another name, one not listed at all."""
        for name, safety, pseudonym in (
            ("Refugio de la Ladera", Safety.PSEUDONYM, "A shelter for women (sample)"),
            ("Testigos del Monte", Safety.UNLISTED, ""),
        ):
            person = self._person()
            body = self.registry.approve(plain(name), person, date(2025, 4, 7), date(2025, 4, 11))
            with at(date(2025, 4, 14)):
                directory.set_safety(body, by=person, safety=safety, pseudonym=pseudonym)
            self._join(self._alliance_row(), body, person, self.people["national_coordinator"], date(2025, 4, 22))

    def _alliance_row(self) -> Network:
        return Network.objects.get(slug=ALLIANCE)

    def _experts(self) -> None:
        people, country = self.people, Country.objects.get(iso2="XS")
        languages = list(Language.objects.filter(code__in=["en", "es"]))
        themes = list(Theme.objects.filter(slug__in=["cybercrime", "untoc"]))
        for name, kind, day in (
            ("professor", Expert.Kind.ACADEMIC, date(2025, 9, 1)),
            ("analyst", Expert.Kind.INDEPENDENT, days_before(self.today, 5)),
        ):
            about = "Fifteen years of casework on organised crime, now teaching. (sample)"
            with at(day):
                expert = directory.begin_expert(None, by=people[name], kind=kind, country=country)
                directory.revise(
                    expert, by=people[name], about=about, about_language="en", themes=themes, languages=languages
                )
                case = directory.submit(expert, by=people[name])
            Expert.objects.filter(pk=expert.pk).update(is_sample=True)
            if kind == Expert.Kind.ACADEMIC:
                with at(days_before(day, -3)):
                    directory.approve(case, by=people["second_officer"])


def plain(name: str, kind: str = "civil_society") -> Body:
    """Return an organisation of Sample Country of which little needs to be said."""
    about = "Una organización inventada para esta demostración."
    return Body(name, "XS", ("trafficking-in-persons",), ("prevention",), ("es",), about, "es", kind, founded=2018)


def body_of(case: Verification) -> Organization:
    """Return the organisation a case is about, as it stands now."""
    return Organization.objects.get(verifications=case)


def known_secret(invitation: ObserverInvitation) -> str:
    """Return a secret that opens an invitation; the one that was made went with a mail nobody gets."""
    secret, digest = new_secret()
    ObserverInvitation.objects.filter(pk=invitation.pk).update(digest=digest)
    return secret


MOTIVATION = "We have worked on this for years and want to do it together with others of the region. (sample)"
GUIDELINES = {
    "en": "<p>Sample text; the guidelines of the real network are its own.</p><ol><li>Members listen to each other.</li>"
    "<li>Nobody speaks for the network without its decision.</li><li>What is said in the room stays in the room.</li></ol>",
    "es": "<p>Texto de muestra; las directrices de la red real son suyas.</p><ol><li>Los miembros se escuchan.</li>"
    "<li>Nadie habla por la red sin su decisión.</li><li>Lo que se dice en la sala queda en la sala.</li></ol>",
}
ALLIANCE_NAME = {
    "en": "National Civil Society Alliance of Sample Country",
    "ar": "التحالف الوطني للمجتمع المدني في بلد العينة",
    "es": "Alianza Nacional de la Sociedad Civil del País de Muestra",
    "fr": "Alliance nationale de la société civile du Pays d’Exemple",
}
ALLIANCE_PURPOSE = {
    "en": "One place where the country's stakeholders coordinate, and one channel by which its government reaches them. (sample)",
    "es": "Un lugar donde se coordinan las organizaciones del país y un canal para que el gobierno las encuentre. (muestra)",
}
