"""Protected people, organisations and fields, each with a word that must not reach the wrong reader.

Every protected text is "find<x> canary<x>": a search for the first word must not bring the second before the wrong eyes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from se4u.accounts.models import User
from se4u.core.visibility import Reach, Safety
from se4u.demo.cast import organization, person
from se4u.directory import cards
from se4u.directory import search as directory_search
from se4u.directory.models import Affiliation, Country, Expert, Import, Organization, ReferenceEntry, Vetted
from se4u.networks.models import Mandate, Membership
from tests.personas import PERSONAS, Cast

OFFICER = frozenset({"officer"})
MEMBERS = frozenset({"representative", "coordinator", "committee_member", "outsider"}) | OFFICER
WITH_GOVERNMENT = MEMBERS | {"government_observer"}


@dataclass(frozen=True)
class Canary:
    """One protected text: the word to search for, the word that must not appear, and who may read it."""

    name: str
    readers: frozenset[str]

    @property
    def find(self) -> str:
        return f"find{self.name}"

    @property
    def word(self) -> str:
        return f"canary{self.name}"

    @property
    def text(self) -> str:
        return f"{self.find} {self.word}"

    def forbidden(self) -> list[str]:
        return [persona for persona in PERSONAS if persona not in self.readers]


# Whoever admits in a network knows by name whom it admitted; the organisation is told so when it applies.
UNLISTED = Canary("unlisted", OFFICER | {"coordinator"})
PSEUDONYM = Canary("pseudonym", OFFICER | {"coordinator"})
PSEUDONYM_SEAT = Canary("seat", OFFICER)
PSEUDONYM_SITE = Canary("site", OFFICER)
FOR_MEMBERS = Canary("members", MEMBERS)
FOR_GOVERNMENTS_TOO = Canary("governments", WITH_GOVERNMENT)
BEHIND_THE_GATE = Canary("gate", MEMBERS)  # marked for governments, while the entry is not open to them
FOR_OFFICERS = Canary("officers", OFFICER)
REFERENCE = Canary("reference", OFFICER)
UNLISTED_PERSON = Canary("person", OFFICER)
PSEUDONYM_PERSON = Canary("alias", OFFICER)
UNLISTED_EXPERT = Canary("expert", OFFICER)
REFUSED = Canary("refused", OFFICER)
SUSPENDED = Canary("suspended", OFFICER)

CANARIES = (
    UNLISTED,
    PSEUDONYM,
    PSEUDONYM_SEAT,
    PSEUDONYM_SITE,
    FOR_MEMBERS,
    FOR_GOVERNMENTS_TOO,
    BEHIND_THE_GATE,
    FOR_OFFICERS,
    REFERENCE,
    UNLISTED_PERSON,
    PSEUDONYM_PERSON,
    UNLISTED_EXPERT,
    REFUSED,
    SUSPENDED,
)


@dataclass(frozen=True)
class Protected:
    """The planted rows."""

    unlisted: Organization
    pseudonymous: Organization
    guarded: Organization
    gated: Organization
    unlisted_person: User
    pseudonymous_person: User


def plant(cast: Cast) -> Protected:
    """Write one protected thing of every sort, placed where lists, counts and mails could show it."""
    # Without a status forms do not offer it, so that its name on a page can only come from the organisation.
    far = Country.objects.create(
        iso2="XT", iso3="XTC", name={"en": PSEUDONYM_SEAT.text}, name_en=PSEUDONYM_SEAT.text, un_status=""
    )
    planted = Protected(
        unlisted=_organization(UNLISTED.text, cast.sample_country, safety=Safety.UNLISTED),
        pseudonymous=_organization(
            PSEUDONYM.text,
            far,
            safety=Safety.PSEUDONYM,
            pseudonym="Blue Harbour (sample)",
            website=f"https://{PSEUDONYM_SITE.word}.example",
        ),
        guarded=_organization(
            "Guarded Fields (sample)",
            cast.sample_country,
            contact_name=FOR_MEMBERS.text,
            provinces=FOR_GOVERNMENTS_TOO.text,
            registration_number=FOR_OFFICERS.text,
            visibility={
                "contact_name": {"reach": Reach.MEMBERS, "governments": False},
                "provinces": {"reach": Reach.MEMBERS, "governments": True},
                "registration_number": {"reach": Reach.OFFICERS, "governments": False},
            },
            open_to_governments=True,
        ),
        gated=_organization(
            "Closed Gate (sample)",
            cast.sample_country,
            about=BEHIND_THE_GATE.text,
            visibility={"about": {"reach": Reach.MEMBERS, "governments": True}},
        ),
        unlisted_person=_person(UNLISTED_PERSON.text, Safety.UNLISTED),
        pseudonymous_person=_person(PSEUDONYM_PERSON.text, Safety.PSEUDONYM, "Quiet Voice"),
    )
    for state, canary in ((Vetted.State.REFUSED, REFUSED), (Vetted.State.SUSPENDED, SUSPENDED)):
        _organization(canary.text, cast.sample_country, state=state)
    _place(cast, planted)
    return planted


def _organization(name: str, seat: Country, **fields: object) -> Organization:
    made = organization(name, seat, **fields)
    cards.refresh(made).save()
    made.refresh_from_db()
    directory_search.index(made)
    return made


def _person(name: str, safety: str, pseudonym: str = "") -> User:
    user = person(name.replace(" ", "-"))
    user.name, user.safety, user.pseudonym = name, safety, pseudonym
    user.visibility = {"name": {"reach": Reach.PUBLIC, "governments": True}}
    user.save()
    return user


def _place(cast: Cast, planted: Protected) -> None:
    """Make them members, mandate holders, experts and list entries, so that there is something to leak."""
    for body in (planted.unlisted, planted.pseudonymous, planted.guarded, planted.gated):
        Membership.objects.create(
            network=cast.americas, organization=body, state=Membership.State.ADMITTED, decided_at=timezone.now()
        )
    for user, body in ((planted.unlisted_person, planted.guarded), (planted.pseudonymous_person, planted.guarded)):
        Affiliation.objects.create(person=user, organization=body, role=Affiliation.Role.FOCAL_POINT)
        role = cast.americas.roles.get(position=1)
        Mandate.objects.create(role=role, person=user, organization=body, since=date(2025, 1, 15))
    hidden = _person(UNLISTED_EXPERT.text, Safety.UNLISTED)
    expert = Expert.objects.create(
        person=hidden, state=Vetted.State.APPROVED, safety=Safety.UNLISTED, about=UNLISTED_EXPERT.text
    )
    directory_search.index(expert)
    run = Import.objects.create(standing=Import.Standing.REFERENCE, sha256="0" * 64)
    ReferenceEntry.objects.create(
        name=REFERENCE.text, sort_name=REFERENCE.text, country=cast.sample_country, brought_by=run
    )
