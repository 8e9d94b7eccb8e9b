"""Networks that rest, wake and are closed: what stops, what stays, and what everyone reads of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from inspect import signature
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from se4u.core.action import ACTIONS, SYSTEM, Refused
from se4u.core.authority import forget, viewer_of
from se4u.core.lifecycle import WrongState
from se4u.directory.models import Organization, Vetted
from se4u.networks.models import Grant, Intervention, Membership, Network, ObserverInvitation
from se4u.networks.search import NETWORK
from se4u.networks.services import (
    contact,
    guidelines,
    mandates,
    memberships,
    observers,
    powers,
    roles,
    standing,
    structure,
)
from tests.personas import Cast

from . import making

As = Callable[[str], Client]
AMERICAS = ["net4u-americas"]


def text(client: Client, name: str) -> str:
    return client.get(reverse(f"networks:{name}", args=AMERICAS)).content.decode()


def new_deeds(cast: Cast) -> dict[str, Callable[[], object]]:
    """What begins something new in the regional network: each is possible while it is active."""
    network, soon = Network.objects.get(pk=cast.americas.pk), making.tomorrow()
    waiting = making.applied(network, cast.far_shore)
    suspended = making.member(network, making.body(cast, "Suspended"), state="suspended", reason="x")
    group = making.group_of(network)
    network.countries.add(cast.sample_country)
    other = making.body(cast, "Other")
    return {
        "apply": lambda: memberships.apply(network, by=SYSTEM, organization=other, motivation="x"),
        "admit": lambda: memberships.admit(waiting, by=SYSTEM),
        "reinstate": lambda: memberships.reinstate(suspended, by=SYSTEM),
        "join_group": lambda: memberships.join_group(group, by=SYSTEM, organization=cast.casa_abierta),
        "create_group": lambda: structure.create_group(network, by=SYSTEM, name={"en": "B"}, purpose={"en": "B"}),
        "contact": lambda: contact.contact(network, by=SYSTEM, writer="N", reply_to="", text="Hello"),
        "grant": lambda: powers.grant(network, by=SYSTEM, to=cast.alliance, capability="plan", until=soon),
        "invite_observer": lambda: observers.invite_observer(
            network, by=SYSTEM, authority=cast.ministry, email="g@sample.example", language="en"
        ),
    }


@pytest.mark.parametrize("state", ["active", "resting", "closed", "woken"])
def test_nothing_new_begins_while_a_network_rests_or_is_closed(cast: Cast, state: str) -> None:
    deeds = new_deeds(cast)
    if state in {"resting", "woken"}:
        standing.rest(cast.americas, by=cast.coordinator, reason="No money this year.")
    if state == "woken":
        standing.wake(cast.americas, by=cast.coordinator)
    if state == "closed":
        standing.close(cast.americas, by=cast.coordinator, reason="The work is done.")
    for name, do in deeds.items():
        if state in {"resting", "closed"}:
            with pytest.raises(Refused):
                do()
        else:
            assert do(), name


def standing_deeds(cast: Cast) -> dict[str, Callable[[], object]]:
    """What a network's own people do in it: while it is active, and while it rests to wake it one day."""
    network, role = Network.objects.get(pk=cast.americas.pk), making.role_of(cast.americas, "plan")
    seat = making.mandate(making.role_of(cast.americas), cast.committee_member, cast.puente_norte)
    colleague = making.speaker(cast.puente_norte, "colleague")
    place = Membership.objects.get(network=network, organization=cast.casa_abierta)
    text = guidelines.publish_guidelines(network, by=SYSTEM, text={"en": "Be kind."}, major=True)
    empty = making.role_of(cast.americas, "convene")
    return {
        "edit": lambda: structure.edit(network, by=SYSTEM, acronym="X"),
        "renew": lambda: memberships.renew(place, by=SYSTEM),
        "accept_guidelines": lambda: guidelines.accept_guidelines(place, by=SYSTEM, guidelines=text),
        "publish_guidelines": lambda: guidelines.publish_guidelines(network, by=SYSTEM, text={"en": "B"}, major=False),
        "add_role": lambda: roles.add_role(network, by=SYSTEM, name={"en": "B"}, capabilities=[]),
        "edit_role": lambda: roles.edit_role(role, by=SYSTEM, name={"en": "B"}, capabilities=["plan"]),
        "remove_role": lambda: roles.remove_role(empty, by=SYSTEM),
        "hand_over_seat": lambda: mandates.hand_over_seat(seat, by=SYSTEM, person=colleague),
        "appoint": lambda: mandates.appoint(role, by=SYSTEM, person=cast.representative, since=making.TODAY()),
        "intervene": lambda: powers.intervene(
            network, by=SYSTEM, capability="appoint", reason="Danger.", until=making.tomorrow()
        ),
        "suspend": lambda: memberships.suspend(place, by=SYSTEM, reason="x"),
    }


@pytest.mark.parametrize("state", ["active", "resting", "closed"])
def test_closed_network_is_only_read_and_a_resting_one_keeps_itself(cast: Cast, state: str) -> None:
    deeds = standing_deeds(cast)
    if state == "resting":
        standing.rest(cast.americas, by=cast.coordinator, reason="No money this year.")
    if state == "closed":
        standing.close(cast.americas, by=cast.coordinator, reason="The work is done.")
    for name, do in deeds.items():
        if state == "closed":
            with pytest.raises(Refused, match="is closed"):
                do()
        else:
            assert do(), name
    place = Membership.objects.get(network=cast.americas, organization=cast.casa_abierta)
    assert memberships.show(place, by=SYSTEM, shown=False)
    assert state != "closed" or memberships.leave(place, by=SYSTEM)


def test_closing_ends_an_intervention(cast: Cast) -> None:
    powers.intervene(cast.americas, by=SYSTEM, capability="admit", reason="Danger.", until=making.tomorrow())
    standing.close(cast.americas, by=cast.coordinator, reason="The work is done.")
    assert not Intervention.objects.live().exists()


def test_network_founded_by_mistake_is_closed_by_the_secretariat_until_it_has_its_people(
    cast: Cast, as_persona: As
) -> None:
    found = {name: making.alliance_of(cast, slug=f"nacsa4u-{name}") for name in ("mistake", "begun")}
    structure.begin(found["begun"], by=SYSTEM, organization=cast.far_shore, person=cast.outsider)
    client = as_persona("officer")
    seen = {}
    for name, network in found.items():
        page = reverse("networks:close", args=[network.slug])
        seen[name] = page in client.get(reverse("networks:detail", args=[network.slug])).content.decode()
        client.post(page, {"reason": "Founded by mistake."})
        network.refresh_from_db()
    assert seen == {"mistake": True, "begun": False}
    assert (found["mistake"].state, found["begun"].state) == (Network.State.CLOSED, Network.State.ACTIVE)
    after = client.get(reverse("networks:detail", args=[found["mistake"].slug])).content.decode()
    assert reverse("networks:begin", args=[found["mistake"].slug]) not in after


def test_rest_tells_members_and_everyone_why_and_wake_takes_it_back(cast: Cast, as_persona: As) -> None:
    client = as_persona("coordinator")
    assert "Apply for membership" in text(Client(), "detail")
    asked = client.post(reverse("networks:rest", args=AMERICAS), {"reason": ""})
    assert set(asked.context["form"].errors) == {"reason"}
    client.post(reverse("networks:rest", args=AMERICAS), {"reason": "No money this year."})
    assert making.told("networks.rest") == {cast.representative.email, cast.committee_member.email}
    assert "reason" not in making.event("networks.rest").data
    page = text(Client(), "detail")
    for words in ("This network rests", "No money this year."):
        assert words in page
    for words in ("Apply for membership", "Write to the contact point"):
        assert words not in page
    assert Client().get(reverse("networks:contact", args=AMERICAS)).status_code == 403
    assert as_persona("representative").get(reverse("networks:history", args=AMERICAS)).status_code == 200
    client.post(reverse("networks:wake", args=AMERICAS))
    page = text(Client(), "detail")
    assert "Apply for membership" in page
    assert "No money this year." not in page


def test_close_ends_what_waits_what_is_lent_and_who_decides(cast: Cast, as_persona: As) -> None:
    waiting, group = making.applied(cast.americas, cast.far_shore), making.group_of(cast.americas)
    powers.grant(cast.americas, by=SYSTEM, to=cast.alliance, capability="plan", until=making.tomorrow())
    standing.close(cast.americas, by=cast.coordinator, reason="The work is done.")
    waiting.refresh_from_db()
    group.refresh_from_db()
    assert (waiting.state, waiting.reason) == (Membership.State.DECLINED, "The work is done.")
    assert group.state == Network.State.CLOSED
    assert not Grant.objects.live().exists()
    forget()
    assert viewer_of(cast.coordinator).capabilities == {}
    assert making.told("networks.close") == {cast.representative.email, cast.committee_member.email}
    # Its page and its room stay; lists, filters and profiles are without it.
    assert "This network is closed" in text(Client(), "detail")
    assert as_persona("representative").get(reverse("networks:history", args=AMERICAS)).status_code == 200
    assert "net4u-americas" not in Client().get(reverse("networks:list")).content.decode()
    assert "net4u-americas" not in [entry.slug for entry in NETWORK.entries()]
    profile = as_persona("representative").get(reverse("directory:profile", args=[cast.casa_abierta.key]))
    assert "Civil Society Network for the Americas" not in profile.content.decode().partition("<main")[2]
    with pytest.raises(WrongState):
        standing.wake(cast.americas, by=SYSTEM)


def test_closed_alliance_vouches_for_nobody(cast: Cast) -> None:
    body = making.body(cast, "Waiting House", state=Vetted.State.SUBMITTED, approved_at=None)
    memberships.admit(making.applied(cast.alliance, body), by=SYSTEM)
    assert Organization.objects.get(pk=body.pk).vouched_by
    standing.close(cast.alliance, by=SYSTEM, reason="The work is done.")
    assert not Organization.objects.get(pk=body.pk).vouched_by


def test_group_of_a_resting_network_says_so(cast: Cast) -> None:
    group = making.group_of(cast.americas)
    standing.rest(cast.americas, by=SYSTEM, reason="No money this year.")
    assert "This network rests" in Client().get(reverse("networks:detail", args=[group.slug])).content.decode()


# -- every deed and page of networks, where all is only read

OUT_OF_IT = {"networks.leave", "networks.show"}  # what is left to do


def closed_subjects(cast: Cast) -> list[Any]:
    """One of everything a deed is done to, in the alliance and a group of the regional network, and both closed then."""
    group = making.group_of(cast.americas)
    making.mandate(cast.alliance.roles.get(lead=True), cast.representative, cast.casa_abierta)
    subjects: list[Any] = []
    for network in (cast.alliance, group):
        role = making.role_of(network, "plan")
        now = timezone.now()
        mailed = {"digest": network.slug, "sent_at": now, "expires_at": now, "email": "g@sample.example"}
        subjects += [
            network,
            role,
            making.mandate(role, cast.committee_member, cast.puente_norte),
            making.member(network, making.body(cast, f"Member {network.pk}")),
            making.applied(network, making.body(cast, f"Applicant {network.pk}")),
            making.member(network, making.body(cast, f"Apart {network.pk}"), state=Membership.State.SUSPENDED),
            Grant.objects.create(network=network, to=cast.secretariat, capability="plan", until=making.tomorrow()),
            Intervention.objects.create(network=network, capability="admit", reason="x", until=making.tomorrow()),
            ObserverInvitation.objects.create(network=network, authority=cast.ministry, **mailed),
        ]
        standing.close(network, by=SYSTEM, reason="The work is done.")
    return subjects


def values_for(deed: str, cast: Cast) -> dict[str, Any]:
    """Arguments a deed would be content with."""
    text = {"en": "Words"}
    known = {
        "organization": cast.far_shore,
        "person": cast.representative,
        "motivation": "x",
        "reason": "x",
        "shown": True,
        "since": making.TODAY(),
        "until": making.tomorrow(),
        "to": cast.americas,
        "capability": "admit",
        "capabilities": ["plan"],
        "name": text,
        "purpose": text,
        "text": text,
        "major": False,
        "authority": cast.ministry,
        "email": "h@sample.example",
        "language": "en",
        "secret": "",
        "writer": "x",
        "reply_to": "",
        "guidelines": None,
    }
    return {name: known[name] for name in signature(ACTIONS[deed].function).parameters if name in known}


def is_done(deed: str, subject: Any, cast: Cast) -> bool:
    """Whether a deed succeeds; it is undone."""
    point = transaction.savepoint()
    try:
        ACTIONS[deed].function(subject, by=SYSTEM, **values_for(deed, cast))
    except Refused:
        return False
    else:
        return True
    finally:
        transaction.savepoint_rollback(point)


def test_no_deed_is_done_in_a_closed_network(cast: Cast) -> None:
    subjects = closed_subjects(cast)
    done, tried = set(), {"networks.found"}  # which is done in no network
    for deed in (name for name in ACTIONS if name.startswith("networks.")):
        kind = next(iter(signature(ACTIONS[deed].function).parameters.values())).annotation
        for subject in subjects:
            if type(subject).__name__ == kind:
                tried.add(deed)
                done |= {deed} if is_done(deed, type(subject).objects.get(pk=subject.pk), cast) else set()
    assert tried == {name for name in ACTIONS if name.startswith("networks.")}
    assert done == OUT_OF_IT


def test_closed_network_offers_no_form_and_no_button(cast: Cast, as_persona: As) -> None:
    """Whoever coordinates the network of a closed group, speaks for a member or steps in, finds nothing to press."""
    making.alliance_of(cast)  # which nobody was handed
    group = making.group_of(cast.americas)
    place = making.member(group, cast.casa_abierta)
    role = making.role_of(group, "plan")
    guidelines.publish_guidelines(group, by=SYSTEM, text={"en": "Be kind."}, major=True)
    standing.close(group, by=cast.coordinator, reason="The work is done.")
    founded = Network.objects.get(slug="nacsa4u-other")
    standing.close(founded, by=cast.officer, reason="A mistake.")
    deeds = [
        ("officer", "begin", [founded.slug]),
        ("officer", "intervene", [founded.slug]),
        ("officer", "intervene", [group.slug]),
        *(("coordinator", name, [group.slug]) for name in ("edit", "rest", "close", "wake", "grant")),
        *(("coordinator", name, [group.slug]) for name in ("add_role", "publish_guidelines")),
        *(("coordinator", name, [group.slug, role.pk]) for name in ("edit_role", "remove_role", "appoint")),
        ("coordinator", "suspend", [place.key]),
        ("representative", "join", [group.slug]),
        ("representative", "renew", [place.key]),
        ("representative", "accept_guidelines", [place.key]),
    ]
    for persona, name, args in deeds:
        page = as_persona(persona).get(reverse(f"networks:{name}", args=args))
        assert page.status_code == 403, name
        assert "closed" in page.content.decode(), name
    for persona in ("coordinator", "officer", "representative", "outsider"):
        for network in (group, founded):
            pages = [reverse(f"networks:{name}", args=[network.slug]) for name in ("detail", "powers", "guidelines")]
            for path in [*pages, reverse("networks:membership", args=[place.key])]:
                page = as_persona(persona).get(path)
                main = page.content.decode().partition("<main")[2] if page.status_code == 200 else ""
                offered = re.findall(r'class="button[^"]*" href="([^"]+)"', main)
                assert [url for url in offered if not url.endswith(("/leave/", "/show/"))] == [], (persona, path)
                assert "/intervene/" not in main
