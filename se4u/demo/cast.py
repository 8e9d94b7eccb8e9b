"""The cast: one set of personas, the same in the tests and in the demonstration.

Their country, government and alliance are invented (Sample Country, XS, XSC); no real State has them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from se4u.accounts.models import Consent, User
from se4u.accounts.texts import CURRENT
from se4u.directory import search
from se4u.directory.models import Affiliation, Country, Organization, Vetted
from se4u.directory.names import sort_name
from se4u.networks.kinds import KINDS, NetworkKind
from se4u.networks.models import Mandate, Membership, Network, Role

PASSWORD = "sample only, on this machine"  # noqa: S105  printed on purpose; works only where the demonstration runs
START = date(2025, 1, 15)


@dataclass(frozen=True)
class Cast:
    """The personas, and what they belong to."""

    newcomer: User
    representative: User
    coordinator: User
    committee_member: User
    government_observer: User
    officer: User
    outsider: User
    sample_country: Country
    secretariat: Network
    americas: Network
    alliance: Network
    casa_abierta: Organization  # of the representative: member of NET4U Americas and of the alliance
    rio_claro: Organization  # of the coordinator
    puente_norte: Organization  # of the committee member
    ministry: Organization  # of the government observer
    far_shore: Organization  # of the outsider: vetted, in no network

    def by_name(self) -> dict[str, User]:
        """Return the personas who can sign in, by name."""
        names = (
            "newcomer",
            "representative",
            "coordinator",
            "committee_member",
            "government_observer",
            "officer",
            "outsider",
        )
        return {name: getattr(self, name) for name in names}


def create_cast() -> Cast:
    """Write the cast into an empty database and return it."""
    country = sample_country()
    secretariat = _network(NetworkKind.SECRETARIAT, "secretariat", {"en": "Civil Society Unit (sample)"})
    americas = _network(
        NetworkKind.REGIONAL,
        "net4u-americas",
        {"en": "Civil Society Network for the Americas", "ar": "شبكة المجتمع المدني للأمريكتين"},
        acronym="NET4U Americas",
        accent=Network.Accent.AMERICAS,
        region="Americas",
        since="2022-03",
    )
    alliance = _network(
        NetworkKind.NATIONAL,
        "nacsa4u-sample-country",
        {
            "en": "National Civil Society Alliance of Sample Country",
            "ar": "التحالف الوطني للمجتمع المدني في بلد العينة",
        },
        acronym="NACSA4U Sample Country",
        accent=Network.Accent.AMERICAS,
        country=country,
        is_sample=True,
    )
    people: dict[str, Any] = {name: person(name) for name in PEOPLE}
    cast = Cast(
        **people,
        **_organizations(country),
        sample_country=country,
        secretariat=secretariat,
        americas=americas,
        alliance=alliance,
    )
    _place(cast)
    search.index_rows(Organization.objects.all())
    return cast


def _organizations(country: Country) -> dict[str, Any]:
    return {
        "casa_abierta": organization("Casa Abierta (sample)", country),
        "rio_claro": organization("Río Claro (sample)", country),
        "puente_norte": organization("Puente Norte (sample)", country),
        "far_shore": organization("Far Shore Institute (sample)", country, kind=Organization.Kind.ACADEMIA),
        "ministry": organization("Ministry of Justice (sample)", country, kind=Organization.Kind.AUTHORITY),
    }


PEOPLE = {
    "newcomer": "Noor Newcomer (sample)",
    "representative": "Rosa Representative (sample)",
    "coordinator": "Carlos Coordinator (sample)",
    "committee_member": "Mina Committee (sample)",
    "government_observer": "Gil Government (sample)",
    "officer": "Ola Officer (sample)",
    "outsider": "Otis Outsider (sample)",
}


def sample_country() -> Country:
    """Return the invented country, made if it is not there."""
    return Country.objects.get_or_create(
        iso2="XS",
        defaults={
            "iso3": "XSC",
            "name": {"en": "Sample Country", "ar": "بلد العينة", "es": "País de Muestra", "fr": "Pays d’Exemple"},
            "name_en": "Sample Country",
            "region": "Americas",
            "subregion": "Sample Region",
            "un_status": "sample",
        },
    )[0]


@cache
def _hashed() -> str:
    """Return the password as it is stored: hashing is slow on purpose, so once is enough for all."""
    return make_password(PASSWORD)


def address(name: str) -> str:
    """Return the mailbox of a persona."""
    return f"{name.replace('_', '-')}@sample.example"


def person(name: str, *, shown: str = "", signs_in: bool = True) -> User:
    """Make one persona, who has agreed to the current texts and confirmed the address."""
    user = User.objects.create_user(address(name), None, name=shown or PEOPLE.get(name, name), language="en")
    if signs_in:
        user.password = _hashed()
        user.save(update_fields=["password"])
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)  # type: ignore[attr-defined]
    for document, version in CURRENT.items():
        Consent.objects.create(person=user, document=document, version=version)
    return user


def organization(name: str, seat: Country, **fields: object) -> Organization:
    """Make one vetted sample organisation."""
    values: dict[str, object] = {
        "kind": Organization.Kind.CIVIL_SOCIETY,
        "state": Vetted.State.APPROVED,
        "submitted_at": timezone.now(),
        "approved_at": timezone.now(),
        "is_sample": True,
        **fields,
    }
    return Organization.objects.create(name=name, sort_name=sort_name(name), seat=seat, **values)


def _network(kind: str, slug: str, name: dict[str, str], **fields: object) -> Network:
    network = Network.objects.create(kind=kind, slug=slug, name=name, **fields)
    for position, start in enumerate(KINDS[kind].roles):
        Role.objects.create(
            network=network,
            name=dict(start.name),
            capabilities=sorted(start.capabilities),
            seats=start.seats,
            lead=start.lead,
            committee=start.committee,
            position=position,
        )
    return network


def _place(cast: Cast) -> None:
    """Give the personas their organisations, memberships and mandates."""
    focal = Affiliation.Role.FOCAL_POINT
    for user, body in (
        (cast.representative, cast.casa_abierta),
        (cast.coordinator, cast.rio_claro),
        (cast.committee_member, cast.puente_norte),
        (cast.outsider, cast.far_shore),
        (cast.government_observer, cast.ministry),
    ):
        Affiliation.objects.create(person=user, organization=body, role=focal)
    for body in (cast.casa_abierta, cast.rio_claro, cast.puente_norte):
        _member(cast.americas, body)
    _member(cast.alliance, cast.casa_abierta)
    _mandate(cast.secretariat, 0, cast.officer)
    _mandate(cast.americas, 0, cast.coordinator, cast.rio_claro)
    _mandate(cast.americas, 1, cast.committee_member, cast.puente_norte)
    _mandate(cast.alliance, 4, cast.government_observer, cast.ministry)


def _member(network: Network, body: Organization) -> Membership:
    return Membership.objects.create(
        network=network, organization=body, state=Membership.State.ADMITTED, decided_at=timezone.now(), shown=True
    )


def _mandate(network: Network, position: int, user: User, body: Organization | None = None) -> Mandate:
    role = network.roles.get(position=position)
    return Mandate.objects.create(role=role, person=user, organization=body, since=START)
