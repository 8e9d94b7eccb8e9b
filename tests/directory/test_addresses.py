"""An entry that is shown otherwise stands at another address, so that the old one tells nobody who is behind the new name."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from se4u.accounts import services as accounts
from se4u.accounts.models import Notification, User
from se4u.core.action import SYSTEM
from se4u.core.authority import forget
from se4u.directory import services
from se4u.directory.models import Affiliation, Expert, Organization
from se4u.networks.services import memberships
from tests.personas import PERSONAS, Cast

from . import making

As = Callable[[str], Client]
OPEN, BLUE, GREY, GONE = ("open", ""), ("pseudonym", "Blue Door"), ("pseudonym", "Grey Heron"), ("unlisted", "")
STEPS = [(OPEN, BLUE), (OPEN, GONE), (BLUE, GREY), (BLUE, GONE), (BLUE, OPEN), (GONE, OPEN), (GONE, BLUE)]


def show(subject: Organization | Expert, how: tuple[str, str]) -> str:
    """Choose how an entry is shown; return its key from then on."""
    services.set_safety(subject, by=SYSTEM, safety=how[0], pseudonym=how[1])
    return str(type(subject).objects.get(pk=subject.pk).key)


@pytest.mark.parametrize(("before", "after"), STEPS)
def test_entry_shown_otherwise_has_another_address(
    cast: Cast, as_persona: As, before: tuple[str, str], after: tuple[str, str]
) -> None:
    old = show(cast.casa_abierta, before)
    new = show(cast.casa_abierta, after)
    assert old != new
    clients = {name: as_persona(name) for name in PERSONAS}
    for page in ("profile", "contact", "edit", "people", "safety", "join"):
        path = reverse(f"directory:{page}", args=[old])
        found = {name: client.get(path, follow=True).status_code for name, client in clients.items()}
        assert set(found.values()) <= {404, 200}, page
        assert {name for name, status in found.items() if status == 200} <= {"visitor"}, page  # led to the sign-in
    assert clients["representative"].get(reverse("directory:profile", args=[new])).status_code == 200


@pytest.mark.parametrize("how", [OPEN, BLUE, GONE])
def test_same_choice_again_keeps_the_address(cast: Cast, how: tuple[str, str]) -> None:
    kept = show(cast.casa_abierta, how)
    assert show(cast.casa_abierta, how) == kept
    services.set_visibility(cast.casa_abierta, by=SYSTEM, choices={})
    assert Organization.objects.get(pk=cast.casa_abierta.pk).key == kept


def test_other_name_that_is_not_shown_yet_moves_nothing(cast: Cast) -> None:
    kept = show(cast.casa_abierta, OPEN)
    assert show(cast.casa_abierta, ("open", "Blue Door")) == kept


def test_links_follow_for_own_people_and_officers_alone(cast: Cast, as_persona: As) -> None:
    """Whoever left, or only asked to join, knew the old name: their links must not lead to the new one."""
    body = making.approved(cast.newcomer, cast.officer, cast.sample_country, latin_name="")
    Affiliation.objects.create(person=cast.outsider, organization=body, role="focal_point")
    services.ask_to_join(body, by=cast.committee_member, note="Me")
    services.suspend(body, by=cast.officer, reason="Asked.")
    services.reinstate(body, by=cast.officer, reason="Answered.")
    forget()
    Notification.objects.filter(template="directory.approve").update(person=cast.officer)
    left = Affiliation.objects.get(person=cast.outsider, organization=body)
    services.leave(left, by=cast.outsider)
    old = body.key
    new = show(body, BLUE)
    kept = {
        name: list(person.notifications.filter(template__startswith="directory.").values_list("url", flat=True))
        for name, person in cast.by_name().items()
    }
    assert any(new in url for url in kept["newcomer"])
    assert any(new in url for url in kept["officer"])
    assert not [url for name in ("newcomer", "officer") for url in kept[name] if old in url]
    assert any(old in url for url in kept["outsider"])
    assert not [url for url in kept["outsider"] if new in url]
    client = as_persona("newcomer")
    for row in cast.newcomer.notifications.all():
        assert client.get(reverse("accounts:notification", args=[row.key]), follow=True).status_code == 200


def test_links_of_who_decides_in_a_network_still_open(cast: Cast, as_persona: As) -> None:
    memberships.apply(cast.americas, by=cast.outsider, organization=cast.far_shore, motivation="x")
    show(cast.far_shore, BLUE)
    row = cast.coordinator.notifications.get(template="networks.apply")
    page = as_persona("coordinator").get(reverse("accounts:notification", args=[row.key]), follow=True)
    assert page.status_code == 200
    assert page.redirect_chain[0][0].endswith(row.url)


def test_page_says_before_the_choice_that_the_address_changes(cast: Cast, as_persona: As) -> None:
    client = as_persona("representative")
    path = reverse("directory:safety", args=[cast.casa_abierta.key])
    page = client.get(path).text
    assert page.index("your entry gets a new address") < page.index('name="safety"')
    answer = client.post(path, {"safety": "pseudonym", "pseudonym": "Blue Door"}, follow=True)
    assert answer.status_code == 200
    assert cast.casa_abierta.key not in answer.redirect_chain[-1][0]
    assert "its address changes with this choice" in client.get(reverse("accounts:profile")).text


def test_count_of_messages_does_not_go_on_under_the_other_name(cast: Cast, as_persona: As) -> None:
    client = as_persona("visitor")
    sent = {"message": "Hello from outside.", "sender": "", "reach": ""}

    def passed(key: str) -> bool:
        path = reverse("directory:contact", args=[key])
        return client.post(path, sent, REMOTE_ADDR="203.0.113.1").status_code == 302

    assert [passed(cast.casa_abierta.key) for _number in range(6)] == [True] * 5 + [False]
    assert passed(show(cast.casa_abierta, BLUE))


@pytest.fixture
def expert(cast: Cast) -> Expert:
    """A vetted expert."""
    made = making.expert(cast.newcomer, cast.sample_country)
    services.approve(services.submit(made, by=cast.newcomer), by=cast.officer)
    return Expert.objects.get(pk=made.pk)


@pytest.mark.parametrize(("before", "after"), STEPS)
def test_expert_shown_otherwise_has_another_address(
    expert: Expert, before: tuple[str, str], after: tuple[str, str]
) -> None:
    assert show(expert, before) != show(expert, after)


@pytest.mark.parametrize(("before", "after"), STEPS)
def test_address_of_an_expert_follows_the_persons_own_protection(
    cast: Cast, expert: Expert, as_persona: As, before: tuple[str, str], after: tuple[str, str]
) -> None:
    def protect(how: tuple[str, str]) -> str:
        person = User.objects.get(pk=cast.newcomer.pk)
        accounts.update_profile(person, by=person, safety=how[0], pseudonym=how[1])
        return str(Expert.objects.get(pk=expert.pk).key)

    old, new = protect(before), protect(after)
    assert old != new
    for name in ("visitor", "outsider", "officer", "newcomer"):
        assert as_persona(name).get(reverse("directory:expert", args=[old])).status_code == 404
    assert as_persona("officer").get(reverse("directory:expert", args=[new])).status_code == 200


def test_address_of_an_expert_stays_when_nothing_of_it_shows(cast: Cast, expert: Expert) -> None:
    accounts.update_profile(cast.newcomer, by=cast.newcomer, language="fr", name="Noor N.", latin_name="")
    assert Expert.objects.get(pk=expert.pk).key == expert.key


def test_other_name_of_an_expert_is_another_address_while_the_person_is_protected(cast: Cast, expert: Expert) -> None:
    """The entry's own other name is shown then, though the entry itself is open."""
    accounts.update_profile(cast.newcomer, by=cast.newcomer, safety="pseudonym", pseudonym="Grey Heron")
    first = show(expert, ("open", "Blue Door"))
    assert show(expert, ("open", "Red Door")) != first
