"""The database to measure on: the cast, and N registered organisations with the names of a real list.

Run as a module inside the settings of a measurement: `python -m bench.world COUNT`; prints what the pages need, as JSON.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from se4u.directory.models import Organization

DATA = Path(__file__).parent / "data" / "academia.csv"
BATCH = 2000
MEMBERS_EACH = 10  # every tenth organisation belongs to the network
LATEST = "About {name}. We work with schools, courts and journalists on prevention and support, since {year}."


def names() -> Iterator[tuple[str, str, str]]:
    """Yield (name, country, website) without end: the list again and again, with a number behind the name."""
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = [(row["name"], row["country"], row["website"]) for row in csv.DictReader(file)]
    yield from rows
    turn = 2
    while True:
        yield from ((f"{name} {turn}", country, website) for name, country, website in rows)
        turn += 1


def grow(count: int) -> None:
    """Add organisations until there are `count` of them, with everything that a registration writes."""
    from se4u.core import search  # noqa: PLC0415  needs the settings
    from se4u.directory.models import Country, Organization  # noqa: PLC0415

    there = Organization.objects.exclude(website="").count()  # the cast has none
    countries = {country.iso2: country for country in Country.objects.all()}
    wanted = islice(names(), there, count)
    while batch := list(islice(wanted, BATCH)):
        made = [registered(name, countries.get(code), website) for name, code, website in batch]
        Organization.objects.bulk_create(made)
        file_under(made)
        join(made[::MEMBERS_EACH])
        search.index_rows(Organization.objects.filter(pk__in=[item.pk for item in made]))


def registered(name: str, seat: Any, website: str) -> Organization:
    """Return one vetted organisation, not yet stored."""
    from django.utils import timezone  # noqa: PLC0415

    from se4u.directory import cards  # noqa: PLC0415
    from se4u.directory.models import Organization, Vetted  # noqa: PLC0415

    chance = Random(name)
    organization = Organization(
        kind=chance.choice([Organization.Kind.CIVIL_SOCIETY, Organization.Kind.ACADEMIA]),
        name=name,
        seat=seat,
        website=website,
        about=LATEST.format(name=name, year=chance.randrange(1950, 2025)),
        about_language="en",
        state=Vetted.State.APPROVED,
        submitted_at=timezone.now(),
        approved_at=timezone.now(),
    )
    cards.refresh(organization)
    return organization


def file_under(made: list[Organization]) -> None:
    """Give each some themes, services and languages."""
    from se4u.directory.models import Language, Organization, Service, Theme  # noqa: PLC0415

    for field, entries, most in (
        ("themes", list(Theme.objects.all()), 3),
        ("services", list(Service.objects.all()), 2),
        ("languages", list(Language.objects.all()[:12]), 3),
    ):
        through = getattr(Organization, field).through
        column = through._meta.get_field(entries[0]._meta.model_name).attname
        through.objects.bulk_create(
            through(organization_id=item.pk, **{column: entry.pk})
            for item in made
            for entry in Random(f"{field} {item.name}").sample(entries, most)
        )


def join(made: list[Organization]) -> None:
    """Make them members of the first regional network."""
    from django.utils import timezone  # noqa: PLC0415

    from se4u.networks.models import Membership, Network  # noqa: PLC0415

    network = Network.objects.get(slug="net4u-americas")
    Membership.objects.bulk_create(
        Membership(network=network, organization=item, state="admitted", decided_at=timezone.now(), shown=True)
        for item in made
    )


def sign_in() -> str:
    """Return the key of a session of the representative, whose organisation is a member of the network."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415

    from se4u.accounts.models import User  # noqa: PLC0415
    from se4u.accounts.sessions import SessionStore  # noqa: PLC0415

    person = User.objects.get(email="representative@sample.example")
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def main(count: int) -> None:
    """Bring the database to its size and print the addresses of a profile and a session."""
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from se4u.demo.cast import create_cast  # noqa: PLC0415
    from se4u.directory.models import Organization  # noqa: PLC0415

    if not Organization.objects.exists():
        call_command("import_geography", verbosity=0, stdout=sys.stderr)
        create_cast()
    grow(count)
    example = Organization.objects.exclude(website="").order_by("pk").first()
    json.dump({"profile": example.key if example else "", "session": sign_in()}, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]))
