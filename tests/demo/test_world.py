"""The demonstration world: whole, invented, marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from se4u.accounts.models import Notification, User
from se4u.core import search
from se4u.core.authority import viewer_of
from se4u.core.models import Event
from se4u.core.visibility import Safety
from se4u.demo.cast import PASSWORD, PEOPLE
from se4u.demo.content import OTHERS
from se4u.demo.world import load_world
from se4u.directory.cards import card
from se4u.directory.imports import entries
from se4u.directory.models import (
    Country,
    Expert,
    Import,
    Organization,
    OrganizationDocument,
    ReferenceEntry,
    Verification,
    Vetted,
)
from se4u.networks.kinds import NetworkKind
from se4u.networks.models import Grant, Mandate, Membership, Network
from se4u.reviews.models import TreatyAction

TODAY = date(2026, 3, 16)


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Load the world once for the tests that only read it, and leave nothing behind."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        load_world(TODAY)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def world(loaded: None, db: None) -> None:
    """The loaded world, changed by nobody."""


def named(name: str) -> Organization:
    return Organization.objects.get(name=f"{name} (sample)")


def persona(name: str) -> User:
    return User.objects.get(email=f"{name.replace('_', '-')}@sample.example")


# -- what is in it


def test_networks_have_the_members_countries_and_groups_known(world: None) -> None:
    live = Counter(Membership.objects.in_force().values_list("network__slug", flat=True))
    assert (live["net4u-americas"], live["net4u-africa"], live["net4u-asia"]) == (20, 26, 3)
    americas = Network.objects.get(slug="net4u-americas")
    assert [country.iso2 for country in americas.countries.order_by("iso2")] == [
        "AR",
        "BR",
        "CO",
        "CR",
        "EC",
        "HN",
        "MX",
        "PE",
    ]
    assert {body.seat.iso2 for body in Organization.objects.filter(memberships__network=americas) if body.seat} <= {
        *["AR", "BR", "CO", "CR", "EC", "HN", "MX", "PE", "XS", "EG", "NL"]
    }
    groups = Network.objects.filter(kind=NetworkKind.GROUP)
    assert groups.filter(parent=americas, is_sample=False).count() == 5
    assert not groups.exclude(parent=americas).filter(is_sample=False).exists()
    assert groups.exclude(parent=americas).exists()
    assert all("(sample)" in str(group) for group in groups.exclude(parent=americas))


def test_every_organisation_is_marked_in_flag_and_name(world: None) -> None:
    for body in Organization.objects.all():
        assert body.is_sample
        assert "(sample)" in body.name
    assert not Expert.objects.filter(is_sample=False).exists()
    assert all("(sample)" in user.name for user in User.objects.all())


def test_alliances_governments_and_their_people_are_of_sample_country(world: None) -> None:
    for alliance in Network.objects.filter(kind=NetworkKind.NATIONAL):
        assert alliance.country is not None
        assert (alliance.country.iso2, alliance.is_sample) == ("XS", True)
        seats = alliance.memberships.values_list("organization__seat__iso2", flat=True)  # type: ignore[attr-defined]
        assert set(seats) == {"XS"}
    for body in Organization.objects.exclude(kind__in=("civil_society", "academia", "private_sector")):
        assert body.seat is not None
        assert body.seat.iso2 == "XS"


def test_organisations_stand_in_every_state_of_vetting(world: None) -> None:
    assert set(Organization.objects.values_list("state", flat=True)) == set(Vetted.State.values)
    assert Verification.objects.get(outcome="refused").reason
    waiting = Organization.objects.filter(state="submitted", vouched_by="").order_by("submitted_at")
    ages = [(TODAY - body.submitted_at.date()).days for body in waiting if body.submitted_at]
    assert ages == [9, 2]
    vouched = Organization.objects.get(state="submitted", listed=True)
    assert vouched.vouched_by == "National Civil Society Alliance of Sample Country"
    assert Organization.objects.filter(safety=Safety.UNLISTED).count() == 1
    assert Organization.objects.get(safety=Safety.PSEUDONYM).pseudonym == "A shelter for women (sample)"
    assert set(Expert.objects.values_list("state", flat=True)) == {"approved", "submitted"}


def test_names_stand_in_several_scripts_with_their_latin_form(world: None) -> None:
    for body in OTHERS:
        if body.latin_name:
            assert named(body.name).latin_name == f"{body.latin_name} (sample)"
    assert {"ar", "ru", "zh"} <= {body.written_in for body in OTHERS}
    found = search.ranked("directory.organization", None, "青松", Organization.objects.visible_to(None))
    assert found == [named("青松反贩运中心").pk]


def test_geography_and_a_list_are_there(world: None) -> None:
    assert Country.objects.count() == 251
    assert TreatyAction.objects.count() == 627
    assert ReferenceEntry.objects.count() == 44
    report = Import.objects.get(standing="reference").report
    assert (report["created"], report["skipped"], report["errors"]) == (44, 1, [])
    offered = entries.offer(email_domain=persona("newcomer").email.partition("@")[2])
    assert [entry.name for entry in offered] == ["Sample Country University (sample)"]


def test_personas_are_who_the_tests_know(world: None) -> None:
    """The same memberships, mandates and capabilities as in `create_cast`."""
    expected = {
        "newcomer": (False, False, set(), set()),
        "representative": (True, False, {"net4u-americas", "nacsa4u-sample-country"}, set()),
        "coordinator": (True, False, {"net4u-americas"}, {"Coordinator"}),
        "committee_member": (True, False, {"net4u-americas"}, {"Steering committee member"}),
        "government_observer": (False, True, set(), {"Government observer"}),
        "officer": (False, False, set(), {"Programme officer"}),
        "outsider": (True, False, set(), set()),
    }
    slugs = dict(Network.objects.exclude(kind=NetworkKind.GROUP).values_list("pk", "slug"))
    for name, (member, government, networks, roles) in expected.items():
        viewer = viewer_of(persona(name))
        held = {str(mandate.role) for mandate in Mandate.objects.live().filter(person=persona(name))}
        found = {slugs[pk] for pk in viewer.networks if pk in slugs}
        assert (viewer.member, viewer.government, found, held) == (member, government, networks, roles), name


def test_history_is_of_real_deeds_on_past_days(world: None) -> None:
    moments = list(Event.objects.values_list("at", flat=True))
    assert min(moments) == datetime(2025, 1, 6, 8, tzinfo=UTC)
    assert max(moments) <= datetime(2026, 3, 16, 12, tzinfo=UTC)
    deeds = set(Event.objects.values_list("action", flat=True))
    assert {
        "directory.submit",
        "directory.approve",
        "networks.apply",
        "networks.admit",
        "networks.accept_observer",
    } <= deeds
    assert {"directory.ask", "directory.refuse", "directory.suspend", "networks.grant", "directory.vouch"} <= deeds
    membership = Membership.objects.get(organization=named("Casa Abierta"), network__slug="net4u-americas")
    admitted = Event.objects.get(action="networks.admit", subject_pk=membership.pk)
    assert admitted.at == membership.decided_at == datetime(2025, 1, 22, 16, 30, tzinfo=UTC)
    assert admitted.actor_key == persona("coordinator").actor_key
    assert Grant.objects.live(TODAY).exists()


def test_notifications_are_there_and_nothing_waits_to_be_mailed(world: None) -> None:
    assert Notification.objects.filter(person=persona("officer")).exists()
    assert Notification.objects.filter(read_at__isnull=True).exists()
    assert not Notification.objects.filter(state=Notification.State.WAITING).exists()
    assert mail.outbox == []


def test_a_few_opened_something_to_governments(world: None, settings: Any) -> None:
    """The observer reads a field, a document and a room that the public does not; not all that members read."""
    settings.DEMO = True
    casa, alliance = named("Casa Abierta"), Network.objects.get(slug="nacsa4u-sample-country")
    observer, member, public = viewer_of(persona("government_observer")), viewer_of(persona("outsider")), None
    assert (card(casa, observer).provinces, card(casa, public).provinces) == ("Valle Alto, Costa Clara", "")
    assert observer.rooms == {alliance.pk}
    found = OrganizationDocument.objects.filter(organization=casa)
    titles = {
        who: {document.title.removesuffix(" (sample)") for document in found.visible_to(viewer)}
        for who, viewer in (("public", public), ("observer", observer), ("member", member))
    }
    assert titles == {
        "public": {"Estatutos"},
        "observer": {"Estatutos", "How we work with prosecutors"},
        "member": {"Estatutos", "How we work with prosecutors", "Security plan for our volunteers"},
    }
    assert Organization.objects.filter(open_to_governments=True).count() == 1


def test_protected_are_found_by_officers_alone(world: None, settings: Any) -> None:
    settings.DEMO = True
    unlisted = Organization.objects.get(safety=Safety.UNLISTED)
    for name in ("coordinator", "outsider", "government_observer"):
        user = persona(name)
        rows = Organization.objects.visible_to(user)
        assert search.ranked("directory.organization", user, "Testigos", rows) == []
    officer = persona("officer")
    assert search.ranked("directory.organization", officer, "Testigos", Organization.objects.visible_to(officer)) == [
        unlisted.pk
    ]


@pytest.mark.parametrize("name", ["visitor", *PEOPLE])
def test_each_persona_can_sign_in_and_read_the_first_pages(world: None, name: str, settings: Any) -> None:
    settings.DEMO = True
    client = Client()
    if name != "visitor":
        signed_in = client.post(reverse("account_login"), {"login": persona(name).email, "password": PASSWORD})
        assert signed_in.status_code == 302
        assert client.get(reverse("portal:desk")).status_code == 200
    for page in ("/en/", "/ar/", "/en/directory/", "/en/networks/", "/en/networks/net4u-americas/"):
        assert client.get(page, follow=True).status_code == 200
