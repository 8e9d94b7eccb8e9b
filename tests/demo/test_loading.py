"""Loading the demonstration: the same each time, once, and never beside real data."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from se4u.accounts.models import User
from se4u.core.models import Event, keys
from se4u.demo import clock
from se4u.demo.cast import PASSWORD, PEOPLE, Cast, organization, sample_country
from se4u.demo.content import AFRICA_LEAD, AMERICAS
from se4u.demo.world import RealData, is_there, load_world, refuse_real_data
from se4u.directory.models import Organization
from se4u.networks.kinds import NetworkKind
from se4u.networks.models import Membership, Network
from se4u.networks.seeds import create_regional_networks

TODAY = date(2026, 3, 16)


def test_load_is_the_same_each_time() -> None:
    """The content is fixed in code: the keys of addresses come from a fixed row too."""
    with clock.staged():
        first = [keys.new_key() for _ in range(3)]
    with clock.staged():
        assert [keys.new_key() for _ in range(3)] == first
    assert keys.new_key() not in first


@pytest.mark.django_db
def test_load_twice_from_the_start_gives_the_same_world() -> None:
    from django.db import transaction

    worlds = []
    for _ in range(2):
        with transaction.atomic():
            load_world(TODAY)
            worlds.append(
                (
                    list(
                        Organization.objects.order_by("name").values_list(
                            "key", "name", "state", "approved_at", "sort_name"
                        )
                    ),
                    list(Network.objects.order_by("slug").values_list("slug", "since", "is_sample")),
                    sorted(
                        Membership.objects.values_list("network__slug", "organization__name", "state", "decided_at")
                    ),
                    list(Event.objects.order_by("pk").values_list("at", "action")),
                )
            )
            transaction.set_rollback(True)
    assert worlds[0] == worlds[1]


@pytest.mark.django_db
def test_demo_prints_the_sign_ins_and_does_nothing_the_second_time() -> None:
    out = StringIO()
    call_command("demo", stdout=out)
    assert is_there()
    counts = (User.objects.count(), Organization.objects.count(), Event.objects.count())
    for name in PEOPLE:
        assert f"{name.replace('_', '-')}@sample.example" in out.getvalue()
    assert out.getvalue().count(PASSWORD) == len(PEOPLE)
    again = StringIO()
    call_command("demo", stdout=again)
    assert "is there" in again.getvalue()
    assert again.getvalue().splitlines()[1:] == out.getvalue().splitlines()[1:]
    assert (User.objects.count(), Organization.objects.count(), Event.objects.count()) == counts
    # what somebody tries out in the demonstration does not lock its sign-ins away
    User.objects.create_user("me@example.org")
    call_command("demo", stdout=StringIO())


@pytest.mark.django_db
@pytest.mark.parametrize("real", ["person", "organisation", "network", "list"])
def test_demo_refuses_a_database_with_real_data(real: str) -> None:
    if real == "person":
        User.objects.create_user("someone@example.org")
    elif real == "organisation":
        organization("Real", sample_country(), is_sample=False)
    elif real == "network":
        Network.objects.create(kind=NetworkKind.SECRETARIAT, slug="secretariat", name={"en": "Unit"})
    else:
        call_command("import_organizations", str(_list()), stdout=StringIO(), stderr=StringIO())
    before = (User.objects.count(), Organization.objects.count(), Network.objects.count())
    with pytest.raises(CommandError, match="for an empty one"):
        call_command("demo", stdout=StringIO())
    assert (User.objects.count(), Organization.objects.count(), Network.objects.count()) == before


def _list() -> Any:
    from tests.directory.imports_help import SLICE

    return SLICE


@pytest.mark.django_db
def test_demo_loads_beside_facts_of_the_world() -> None:
    call_command("import_geography", stdout=StringIO())
    create_regional_networks()
    refuse_real_data()
    User.objects.create_user("someone@example.org")
    with pytest.raises(RealData):
        refuse_real_data()


def test_clock_is_given_back() -> None:
    real = timezone.now
    with clock.at(date(2025, 1, 1), 9):
        assert timezone.now() == datetime(2025, 1, 1, 9, tzinfo=UTC)
    assert timezone.now is real
    with suppress(RuntimeError), clock.at(date(2025, 1, 1), 9):
        raise RuntimeError
    assert timezone.now is real
    assert clock.days_before(TODAY, 3) == TODAY - timedelta(days=3)


def test_content_members_add_up_to_the_known_numbers() -> None:
    from se4u.demo.content import lists

    african, asian = lists()
    assert len(AMERICAS) + 3 == 20
    assert len(african) - 1 + 1 == 26
    assert AFRICA_LEAD.country == "UG"
    assert len(asian) - 1 == 3
    assert {row[2] for row in african[1:]} == {"UG", "XS"}


@pytest.mark.django_db
def test_personas_of_tests_and_demonstration_are_the_same(cast: Cast) -> None:
    assert set(cast.by_name()) == set(PEOPLE)
    assert {user.name for user in cast.by_name().values()} == set(PEOPLE.values())
