"""Registrations made through the services, as tests need them."""

from __future__ import annotations

from se4u.accounts.models import User
from se4u.directory import services
from se4u.directory.models import Country, Expert, Language, Organization, Service, Theme, Verification


def draft(by: User, seat: Country, name: str = "New Hope", **values: object) -> Organization:
    """A complete draft."""
    first = {"kind": "civil_society", "website": "", "latin_name": "", **values}
    made: Organization = services.begin(None, by=by, name=name, seat=seat, **first)
    return services.revise(
        made,
        by=by,
        title="Director",
        themes=[Theme.objects.get(slug="firearms")],
        services=[Service.objects.get(slug="advocacy")],
        languages=[Language.objects.get(code="en")],
        about="We train.",
        about_language="en",
    )


def case(by: User, seat: Country, name: str = "New Hope", **values: object) -> Verification:
    """A submitted registration."""
    return services.submit(draft(by, seat, name, **values), by=by)


def approved(by: User, officer: User, seat: Country, name: str = "New Hope", **values: object) -> Organization:
    """A vetted organisation."""
    organization = services.approve(case(by, seat, name, **values), by=officer).organization
    assert organization is not None
    organization.refresh_from_db()
    return organization


def expert(by: User, seat: Country) -> Expert:
    """A complete draft of an expert."""
    made: Expert = services.begin_expert(
        None,
        by=by,
        kind="academic",
        country=seat,
        website="",
        themes=[Theme.objects.get(slug="firearms")],
        languages=[Language.objects.get(code="en")],
        about="Tracing.",
        about_language="en",
    )
    return made
