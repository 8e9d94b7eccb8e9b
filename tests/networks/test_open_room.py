"""The members' room of a network is closed to governments until the network opens it; and then to those it invited, to read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from se4u.accounts.models import User
from se4u.core.action import SYSTEM, Refused
from se4u.core.authority import forget, viewer_of
from se4u.core.models import Event
from se4u.directory.models import Affiliation
from se4u.networks.counts import counted
from se4u.networks.models import Membership, Network
from se4u.networks.services import guidelines, memberships, powers, structure
from tests.personas import Cast

from . import making

As = Callable[[str], Client]
OBSERVER = "government_observer"


@pytest.fixture
def peopled(cast: Cast) -> Cast:
    """The alliance with members of every sort, each admitted by a deed, and guidelines."""
    sorts: dict[str, dict[str, Any]] = {
        "Quiet House": {},
        "Glass House": {"open_to_governments": True},
        "Masked House": {"safety": "pseudonym", "pseudonym": "Blue Door", "open_to_governments": True},
        "Shut House": {"safety": "pseudonym", "pseudonym": "Grey Door"},
        "Absent House": {"safety": "unlisted", "open_to_governments": True},
    }
    for name, fields in sorts.items():
        row = making.applied(cast.alliance, making.body(cast, name, **fields))
        memberships.admit(row, by=SYSTEM)
    Membership.objects.filter(network=cast.alliance, organization__name__endswith="House").update(shown=False)
    guidelines.publish_guidelines(cast.alliance, by=SYSTEM, text={"en": "<p>Be kind.</p>"}, major=True)
    return cast


def chosen(cast: Cast, opened: bool) -> None:
    structure.edit(cast.alliance, by=SYSTEM, open_to_governments=opened)
    forget()


def page(client: Client, name: str, cast: Cast, query: str = "") -> Any:
    return client.get(reverse(f"networks:{name}", args=[cast.alliance.slug]) + query)


@pytest.mark.parametrize("opened", [False, True])
def test_observer_enters_the_room_only_where_it_is_open(peopled: Cast, as_persona: As, opened: bool) -> None:
    chosen(peopled, opened)
    client, inside = as_persona(OBSERVER), 200 if opened else 404
    for name in ("guidelines", "history"):
        assert page(client, name, peopled).status_code == inside, name
    for name in ("powers", "applications", "edit", "publish_guidelines", "grant", "invite_observer", "themes"):
        assert page(client, name, peopled).status_code == 404, name
    overview = page(client, "detail", peopled).text
    assert ("/guidelines/" in overview) is opened
    assert "/powers/" not in overview
    assert ("opened its members’ room" in overview) is opened
    assert ("not open to governments" in overview) is not opened
    assert "Apply for membership" not in overview


@pytest.mark.parametrize("opened", [False, True])
def test_observer_reads_of_members_what_they_opened_themselves(peopled: Cast, as_persona: As, opened: bool) -> None:
    """The room's choice is not the choice of its members: who is not named in public and not open stays unnamed."""
    chosen(peopled, opened)
    text = page(as_persona(OBSERVER), "members", peopled).text
    assert "Casa Abierta" in text
    assert [name in text for name in ("Glass House", "Blue Door")] == [opened, opened]
    for name in ("Quiet House", "Masked House", "Shut House", "Grey Door", "Absent House"):
        assert name not in text, name
    own = page(as_persona("representative"), "members", peopled).text
    assert all(name in own for name in ("Glass House", "Quiet House", "Blue Door", "Grey Door"))


def test_history_tells_an_observer_nothing_of_whom_they_may_not_know(peopled: Cast, as_persona: As) -> None:
    chosen(peopled, opened=True)
    shut = Membership.objects.get(organization__name="Shut House")
    memberships.leave(shut, by=SYSTEM)
    powers.intervene(
        peopled.alliance, by=SYSTEM, capability="admit", until=making.TODAY() + making.DAY, reason="Danger"
    )
    admitted = "An organisation became a member"
    seen, own = (page(as_persona(name), "history", peopled).text for name in (OBSERVER, "representative"))
    assert "Glass House" in seen
    assert "Blue Door" not in seen  # the hour of its deeds was read beside its name before
    for name in ("Quiet House", "Masked House", "Shut House", "Grey Door", "Absent House"):
        assert name not in seen, name
    assert (seen.count(admitted), own.count(admitted)) == (2, 4)
    assert "stepped in" in own
    assert "stepped in" not in page(as_persona(OBSERVER), "detail", peopled).text + seen


def test_history_names_people_by_what_they_opened_to_governments(peopled: Cast, as_persona: As) -> None:
    speaker = making.speaker(Membership.objects.get(organization__name="Glass House").organization, "speaking")
    User.objects.filter(pk=speaker.pk).update(name="Sara Speaker")
    Event.objects.filter(action="networks.admit").update(actor_key=speaker.actor_key)
    chosen(peopled, opened=True)

    def named(name: str) -> bool:
        return "Sara Speaker" in page(as_persona(name), "history", peopled).text

    marked = {"name": {"reach": "members", "governments": True}}
    User.objects.filter(pk=speaker.pk).update(visibility=marked)
    assert (named("representative"), named(OBSERVER)) == (True, False)
    User.objects.filter(pk=speaker.pk).update(open_to_governments=True)
    assert (named("representative"), named(OBSERVER)) == (True, True)


def test_other_people_of_governments_stay_outside(peopled: Cast, as_persona: As) -> None:
    """Not who belongs to an authority without observing here, nor an observer of another network."""
    chosen(peopled, opened=True)
    Affiliation.objects.create(person=peopled.newcomer, organization=peopled.ministry)
    other = making.alliance_of(peopled)
    structure.edit(other, by=SYSTEM, open_to_governments=True)
    forget()
    assert page(as_persona("newcomer"), "history", peopled).status_code == 404
    address = reverse("networks:history", args=[other.slug])
    assert as_persona(OBSERVER).get(address).status_code == 404


def test_observer_of_an_open_room_is_no_member_and_not_counted(peopled: Cast) -> None:
    chosen(peopled, opened=True)
    viewer = viewer_of(User.objects.get(pk=peopled.government_observer.pk))
    assert viewer.rooms == {peopled.alliance.pk}
    assert (viewer.member, viewer.networks) == (False, frozenset())
    (shown,) = counted([peopled.alliance], viewer)
    assert shown.visible_members == 3  # Casa Abierta, Glass House, Blue Door


@pytest.mark.parametrize("opened", [False, True])
def test_see_as_an_observer_agrees_with_the_observer(peopled: Cast, as_persona: As, opened: bool) -> None:
    making.mandate(peopled.alliance.roles.get(lead=True), peopled.representative, peopled.casa_abierta)
    chosen(peopled, opened)
    observer, leader = as_persona(OBSERVER), as_persona("representative")
    for name in ("detail", "members", "groups", "guidelines", "history", "powers"):
        real, preview = page(observer, name, peopled), page(leader, name, peopled, "?as=government")
        assert (real.status_code == 404) is ("They do not see this page" in preview.text), name
        for body in ("Quiet House", "Glass House", "Blue Door", "Grey Door", "Be kind"):
            assert (body in real.text) is (body in preview.text), (name, body)


def test_edit_opens_the_room_and_says_so(peopled: Cast, as_persona: As) -> None:
    making.mandate(peopled.alliance.roles.get(lead=True), peopled.representative, peopled.casa_abierta)
    forget()
    client = as_persona("representative")
    assert "The members’ room is closed to governments" in page(client, "powers", peopled).text
    form = page(client, "edit", peopled).context["form"]
    values = {field.html_name: field.value() for field in form if field.value() not in (None, "", False)}

    def save(**changes: str) -> dict[str, Any]:
        answer = client.post(reverse("networks:edit", args=[peopled.alliance.slug]), values | changes)
        assert answer.status_code == 302, answer.context["form"].errors
        return Event.objects.filter(action="networks.edit").latest("pk").data

    assert save(open_to_governments="on") == {"open_to_governments": True}
    assert Network.objects.get(pk=peopled.alliance.pk).open_to_governments
    assert "The members’ room is open to the government observers" in page(client, "powers", peopled).text
    assert "opened to government observers" in page(client, "history", peopled).text
    assert save(open_to_governments="on") == {"open_to_governments": None}
    assert save() == {"open_to_governments": False}
    assert not Network.objects.get(pk=peopled.alliance.pk).open_to_governments


def test_groups_and_the_secretariat_have_no_room_to_open(cast: Cast) -> None:
    for network in (making.group_of(cast.americas), cast.secretariat):
        with pytest.raises(Refused):
            structure.edit(network, by=SYSTEM, open_to_governments=True)
    with pytest.raises(IntegrityError):
        Network.objects.filter(pk=cast.secretariat.pk).update(open_to_governments=True)


DESK = {
    "newcomer": ([], ["NET4U", "Alliance"]),
    "representative": (["Your organisation in networks", "for the Americas", "member"], ["Your roles in networks"]),
    "coordinator": (["Your roles in networks", "Coordinator", "/networks/net4u-americas/"], ["Government observer"]),
    "committee_member": (["Your roles in networks", "Steering committee member"], ["Government observer"]),
    "officer": (["Your roles in networks", "Programme officer"], ["Government observer"]),
    "outsider": ([], ["Your roles in networks", "Your organisation in networks"]),
}


@pytest.mark.parametrize("persona", DESK)
def test_desk_lists_what_each_holds(cast: Cast, as_persona: As, persona: str) -> None:
    text = as_persona(persona).get("/en/desk/").text.split("<main")[1].split("</main")[0]
    there, absent = DESK[persona]
    assert [word for word in there if word not in text] == []
    assert [word for word in absent if word in text] == []


@pytest.mark.parametrize("opened", [False, True])
def test_desk_of_an_observer_names_the_network_and_where_they_may_go(cast: Cast, as_persona: As, opened: bool) -> None:
    chosen(cast, opened)
    client = as_persona(OBSERVER)
    text = client.get("/en/desk/").text.split("<main")[1].split("</main")[0]
    assert f'href="/en/networks/{cast.alliance.slug}/"' in text
    assert "Government observer" in text
    assert ("You may read its members’ room" in text) is opened
    assert ("You read what everyone reads" in text) is not opened
    cast.government_observer.mandates.update(until=making.TODAY() + making.DAY)
    soon = client.get("/en/desk/").text
    assert "Your mandate ends" in soon
    assert "/powers/" not in soon
