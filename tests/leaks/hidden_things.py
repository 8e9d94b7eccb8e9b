"""Things somebody may not know of: each can be brought into the world between two readings of the same pages.

Whoever may not know of it must read the same before and after: no list, no number, no choice of a filter tells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from se4u.core import files
from se4u.core.action import SYSTEM, write_event
from se4u.core.authority import forget
from se4u.core.visibility import Reach, Safety
from se4u.demo.cast import organization, person
from se4u.directory import cards
from se4u.directory import search as directory_search
from se4u.directory.models import (
    Affiliation,
    Country,
    Expert,
    Import,
    Language,
    Organization,
    OrganizationDocument,
    ReferenceEntry,
    Service,
    Theme,
    Verification,
    Vetted,
)
from se4u.networks.models import Membership, Network
from tests.networks import making
from tests.personas import Cast

from .reading import forget_all

OFFICER = frozenset({"officer"})
LEADERS = OFFICER | {"coordinator"}
IN_AMERICAS = frozenset({"representative", "coordinator", "committee_member"})
MEMBERS = IN_AMERICAS | {"outsider"} | OFFICER
FIELDS = ("seat", "operates_in", "themes", "services", "languages", "provinces", "founded", "website", "about")

CHOICES: dict[str, dict[str, object]] = {
    "members": {"reach": Reach.MEMBERS, "governments": False},
    "governments": {"reach": Reach.MEMBERS, "governments": True},
    "gate": {"reach": Reach.MEMBERS, "governments": True},
    "officers": {"reach": Reach.OFFICERS, "governments": False},
}


@dataclass(frozen=True)
class Stage:
    """The world before: beside the cast a group, an organisation with choosy fields, one behind a pseudonym."""

    cast: Cast
    group: Network
    guarded: dict[str, Organization]  # by who may read their fields
    masked: Organization
    far: Country  # where nobody else is


@dataclass(frozen=True)
class Hidden:
    """One thing to hide, who may know of it, and how it comes into the world."""

    name: str
    known_to: frozenset[str]
    come: Callable[[Stage], object]

    def __str__(self) -> str:
        return self.name


def set_stage(cast: Cast) -> Stage:
    """Write the world before."""
    far = Country.objects.create(iso2="XT", iso3="XTC", name={"en": "Farland"}, name_en="Farland", region="Asia")
    group = making.group_of(cast.americas)
    guarded = {name: _guarded(cast, name, **choice) for name, choice in CHOICES.items()}
    masked = organization("Hidden Harbour", cast.sample_country, safety=Safety.PSEUDONYM, pseudonym="Blue Harbour")
    for body in (*guarded.values(), _refreshed(masked)):
        _member(cast.americas, body)
    forget()
    return Stage(cast, group, guarded, masked, far)


def _guarded(cast: Cast, name: str, **choice: object) -> Organization:
    kept = dict.fromkeys(FIELDS, choice)
    chosen = {"visibility": kept, "open_to_governments": name == "governments"}
    return _refreshed(organization(f"Fields for {name} (sample)", cast.sample_country, **chosen))


def _refreshed(body: Organization) -> Organization:
    cards.refresh(body).save()
    body = Organization.objects.get(pk=body.pk)
    directory_search.index(body)
    return body


def _member(network: Network, body: Organization, **fields: object) -> Membership:
    """A membership with the history of how it came about."""
    made = making.member(network, body, **fields)
    write_event("networks.admit", SYSTEM, made, made, {})
    directory_search.index(body)
    return made


def _filed(body: Organization, stage: Stage) -> Organization:
    """File an organisation where nobody else is."""
    body.operates_in.add(stage.far)
    body.themes.add(*Theme.objects.all())
    body.services.add(*Service.objects.all())
    body.languages.add(*Language.objects.all())
    return _refreshed(body)


def _unlisted(stage: Stage) -> None:
    body = organization(
        "Out Of Sight", stage.far, kind=Organization.Kind.PRIVATE_SECTOR, safety=Safety.UNLISTED, about="Secret work"
    )
    _filed(body, stage)
    _show(body, reach=Reach.PUBLIC)
    for network in (stage.cast.americas, stage.group):
        _member(network, body)


def _show(body: Organization, *, reach: str, governments: bool = False) -> OrganizationDocument:
    """A document of an organisation, shown to whom it says."""
    upload = files.store(SimpleUploadedFile("certificate.txt", b"registered"), by=SYSTEM)
    return OrganizationDocument.objects.create(
        organization=body, title="Statutes", upload=upload, reach=reach, open_to_governments=governments
    )


def _documents(name: str) -> Callable[[Stage], None]:
    return lambda stage: _show(stage.guarded[name], **CHOICES[name]) and None  # type: ignore[arg-type]


def _document_behind_the_pseudonym(stage: Stage) -> None:
    _show(stage.masked, reach=Reach.PUBLIC)


def _undecided(stage: Stage) -> None:
    states = (Vetted.State.SUBMITTED, Vetted.State.REFUSED, Vetted.State.SUSPENDED, Vetted.State.WITHDRAWN)
    for state in states:
        body = _filed(organization(f"Not here: {state}", stage.far, state=state), stage)
        making.member(stage.cast.americas, body)
    Verification.objects.create(organization=Organization.objects.get(name="Not here: submitted"))


def _reference(stage: Stage) -> None:
    run = Import.objects.create(standing=Import.Standing.REFERENCE, sha256="0" * 64)
    for number in range(3):
        name = f"Listed elsewhere {number}"
        ReferenceEntry.objects.create(name=name, sort_name=name, country=stage.far, brought_by=run)


def _authority(stage: Stage) -> None:
    _filed(organization("Ministry of Far Things", stage.far, kind=Organization.Kind.AUTHORITY), stage)


def _person(stage: Stage) -> None:
    user = person("out-of-sight")
    user.safety = Safety.UNLISTED
    user.save()
    Affiliation.objects.create(person=user, organization=stage.cast.far_shore, role=Affiliation.Role.MEMBER)
    expert = Expert.objects.create(
        person=user, state=Vetted.State.APPROVED, approved_at=timezone.now(), safety=Safety.UNLISTED, country=stage.far
    )
    expert.themes.add(*Theme.objects.all())
    directory_search.index(expert)


def _fields(name: str) -> Callable[[Stage], None]:
    def come(stage: Stage) -> None:
        body = stage.guarded[name]
        body.seat, body.provinces, body.founded = stage.far, "Far shore", 1999
        body.website, body.about = "https://far.example", "Works far away"
        body.save()
        _filed(body, stage)

    return come


def _behind_the_pseudonym(stage: Stage) -> None:
    body = stage.masked
    body.name, body.seat, body.founded, body.website = "Another Name", stage.far, 1999, "https://far.example"
    body.approved_at, body.provinces = timezone.now() - timedelta(days=400), "Far shore"
    body.save()
    body.operates_in.add(stage.far)
    _refreshed(body)


def _network_behind_the_pseudonym(stage: Stage) -> None:
    _member(stage.cast.alliance, stage.masked)


def _membership_kept_private(stage: Stage) -> None:
    _member(stage.group, stage.cast.casa_abierta, shown=False)


def _application(stage: Stage) -> None:
    made = making.applied(stage.cast.americas, stage.cast.far_shore)
    write_event("networks.apply", SYSTEM, made, made, {})


HIDDEN = (
    Hidden("an unlisted organisation", LEADERS, _unlisted),
    Hidden("organisations not vetted", OFFICER, _undecided),
    Hidden("entries of a list from outside", OFFICER, _reference),
    Hidden("an authority", OFFICER, _authority),
    Hidden("an unlisted person", OFFICER, _person),
    Hidden("fields for members", MEMBERS, _fields("members")),
    Hidden("fields for members and governments", MEMBERS | {"government_observer"}, _fields("governments")),
    Hidden("fields for members and governments behind a closed gate", MEMBERS, _fields("gate")),
    Hidden("fields for officers", OFFICER, _fields("officers")),
    Hidden("documents for members", MEMBERS, _documents("members")),
    Hidden("documents for members and governments", MEMBERS | {"government_observer"}, _documents("governments")),
    Hidden("documents for members and governments behind a closed gate", MEMBERS, _documents("gate")),
    Hidden("documents for officers", OFFICER, _documents("officers")),
    Hidden("a document behind a pseudonym", OFFICER, _document_behind_the_pseudonym),
    Hidden("what is behind a pseudonym", LEADERS, _behind_the_pseudonym),
    Hidden("a network behind a pseudonym", frozenset({"representative"}), _network_behind_the_pseudonym),
    Hidden("a membership kept private", IN_AMERICAS, _membership_kept_private),
    Hidden("an application", frozenset({"coordinator", "outsider"}), _application),
)


def bring(stage: Stage, things: Iterable[Hidden]) -> None:
    """Let things come into the world."""
    for hidden in things:
        hidden.come(stage)
    forget_all()


def bring_what_everyone_knows(stage: Stage) -> None:
    """Let something come that is hidden from nobody."""
    _member(stage.cast.americas, _filed(organization("Open House (sample)", stage.far), stage), shown=True)
    forget_all()
