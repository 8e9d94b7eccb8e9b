"""What waits for each person on the desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from se4u.demo.cast import organization, person
from se4u.directory import services
from se4u.directory.models import Affiliation, Organization
from tests.personas import Cast

from . import making

As = Callable[[str], Client]


def desk(as_persona: As, name: str) -> str:
    text: str = as_persona(name).get(reverse("portal:desk")).text
    return text


def test_applicant_sees_where_it_stands_and_the_question(cast: Cast, as_persona: As) -> None:
    case = making.case(cast.newcomer, cast.sample_country)
    assert "The vetting officers have it." in desk(as_persona, "newcomer")
    services.ask(case, by=cast.officer, question="Which law?")
    assert "Your registration waits for the answer." in desk(as_persona, "newcomer")
    services.refuse(case, by=cast.officer, reason="Too little.")
    assert "Read the reason" in desk(as_persona, "newcomer")


LINK = re.compile(r'href="(/en/directory/[^"]*)"')
STATES = ("draft", "submitted", "asked", "approved", "refused", "withdrawn", "suspended")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("role", Affiliation.Role.values)
def test_page_of_a_registration_offers_to_each_of_its_people_what_opens_for_them(
    cast: Cast, as_persona: As, role: str, state: str
) -> None:
    body = making.case(cast.outsider, cast.sample_country).organization
    assert body is not None
    Affiliation.objects.create(person=cast.newcomer, organization=body, role=role)
    Organization.objects.filter(pk=body.pk).update(state=state)
    client, path = as_persona("newcomer"), reverse("directory:status", args=[body.key])
    offered = [link for link in LINK.findall(client.get(path).text) if body.key in link and link != path]
    assert {link: client.get(link).status_code for link in offered} == dict.fromkeys(offered, 200)
    assert bool(offered) == ((role == "focal_point" and state not in {"suspended"}) or state == "approved")


@pytest.mark.parametrize("role", Affiliation.Role.values)
def test_people_of_an_authority_are_led_to_its_entry_and_never_to_a_registration(
    cast: Cast, as_persona: As, role: str
) -> None:
    ministry = cast.ministry
    Affiliation.objects.filter(person=cast.government_observer).update(role=role)
    client, status = as_persona("government_observer"), reverse("directory:status", args=[ministry.key])
    home = reverse("directory:people" if role == "member" else "directory:edit", args=[ministry.key])
    assert home in client.get(reverse("portal:desk")).text
    assert client.get(status).url == home
    for page in ("edit", "people"):
        shown = client.get(reverse(f"directory:{page}", args=[ministry.key]))
        assert shown.status_code == (403 if role == "member" and page == "edit" else 200)
        back = re.search(r'class="back" href="([^"]*)"', shown.text)
        if shown.status_code == 200:
            assert back is not None
            assert (back[1] != shown.wsgi_request.path, client.get(back[1]).status_code) == (True, 200)
            assert status not in shown.text
    services.suspend(ministry, by=cast.officer, reason="Closed.")
    assert "Closed." in client.get(status).text


def test_officer_comes_back_from_an_entry_and_its_people_to_pages_that_open(cast: Cast, as_persona: As) -> None:
    client = as_persona("officer")
    for page in ("edit", "people"):
        back = re.search(
            r'class="back" href="([^"]*)"', client.get(reverse(f"directory:{page}", args=[cast.casa_abierta.key])).text
        )
        assert back is not None
        assert client.get(back[1]).status_code == 200


def test_officer_sees_how_much_waits_and_what_is_theirs(cast: Cast, as_persona: As) -> None:
    assert "0 registrations to vet" in desk(as_persona, "officer")
    making.case(cast.newcomer, cast.sample_country, "One")
    mine = making.case(cast.outsider, cast.sample_country, "Two")
    services.take(mine, by=cast.officer)
    text = desk(as_persona, "officer")
    assert "2 registrations to vet" in text
    assert "1 case is yours" in text
    services.ask(mine, by=cast.officer, question="Which one?")
    assert "1 registration to vet" in desk(as_persona, "officer")


def test_invited_and_focal_point_see_what_waits(cast: Cast, as_persona: As) -> None:
    invited = services.invite(cast.casa_abierta, by=cast.representative, email=cast.newcomer.email, role="member")
    services.ask_to_join(cast.casa_abierta, by=cast.outsider, note="Me")
    assert reverse("directory:invited", args=[invited.key]) in desk(as_persona, "newcomer")
    assert "Somebody asks to join" in desk(as_persona, "representative")
    assert "Somebody asks to join" not in desk(as_persona, "newcomer")
    services.revoke_invitation(invited, by=cast.representative)
    assert "invites you" not in desk(as_persona, "newcomer")


def test_officer_is_told_of_organisations_nobody_speaks_for_any_more(cast: Cast, as_persona: As) -> None:
    """Also of one at risk, by its name; never of authorities, nor of what came with a list and never had anybody."""
    words = "Nobody speaks for it any more"
    authority = services.add_authority(None, by=cast.officer, name="Police", kind="authority", seat=cast.sample_country)
    Affiliation.objects.create(person=cast.outsider, organization=authority, role="focal_point", until=timezone.now())
    organization("Of a list (sample)", cast.sample_country)
    assert words not in desk(as_persona, "officer")
    for body in (cast.casa_abierta, cast.far_shore):
        Affiliation.objects.filter(organization=body).update(until=timezone.now())
    Organization.objects.filter(pk=cast.far_shore.pk).update(safety="unlisted")
    text = desk(as_persona, "officer")
    assert text.count(words) == 2
    for body in (cast.casa_abierta, cast.far_shore):
        assert body.name in text
        assert reverse("directory:people", args=[body.key]) in text
    assert words not in desk(as_persona, "coordinator")
    reason = "The last focal point has left."
    services.appoint(cast.far_shore, by=cast.officer, email=cast.newcomer.email, reason=reason)
    assert desk(as_persona, "officer").count(words) == 1


def test_focal_point_whose_account_was_closed_is_none(cast: Cast, as_persona: As) -> None:
    type(cast.representative).objects.filter(pk=cast.representative.pk).update(is_active=False)
    text = desk(as_persona, "officer")
    assert "Nobody speaks for it any more" in text
    assert "name a focal point" in text


@pytest.mark.parametrize("name", ["representative", "officer"])
def test_queries_of_the_desk_do_not_grow(cast: Cast, as_persona: As, django_assert_num_queries: Any, name: str) -> None:
    client, path = as_persona(name), reverse("portal:desk")

    def more(number: int) -> None:
        making.draft(cast.representative, cast.sample_country, f"Draft {number}")
        services.ask_to_join(cast.casa_abierta, by=person(f"asking_{number}"), note="Me")
        making.case(person(f"applicant_{number}"), cast.sample_country, f"Case {number}")

    more(1)
    client.get(path)
    with CaptureQueriesContext(connection) as before:
        client.get(path)
    more(2)
    more(3)
    with django_assert_num_queries(len(before)):
        client.get(path)
