"""Who knows of whom: memberships, counts, and looking at a page as others do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from se4u.core import web
from se4u.core.authority import PUBLIC, Level, Viewer, forget, viewer_of
from se4u.core.authority import Capability as C  # noqa: N817  read in tables
from se4u.core.models import Event
from se4u.core.search import READERS, index
from se4u.core.visibility import Choice, Reach, Safety
from se4u.directory.cards import findable_by
from se4u.directory.models import Country, Organization, Vetted
from se4u.networks.counts import counted
from se4u.networks.models import Membership, Network
from se4u.networks.services import memberships
from tests.personas import PERSONAS, Cast

from . import making

As = Callable[[str], Client]
NOBODY: set[str] = set()
EVERYONE = set(PERSONAS)
MEMBERS = {"representative", "coordinator", "committee_member"}
# What stands in the database -> who knows that the organisation belongs to NET4U Americas.
CASES = {
    "shown": ({}, {}, EVERYONE),
    "not shown": ({"shown": False}, {}, MEMBERS),
    "pseudonym": ({}, {"safety": "pseudonym", "pseudonym": "The Lamp"}, MEMBERS),
    "unlisted": ({}, {"safety": "unlisted"}, {"coordinator"}),
    "suspended by the secretariat": ({}, {"state": Vetted.State.SUSPENDED}, NOBODY),
    "applied": ({"state": "applied"}, {}, {"coordinator"}),
    "suspended": ({"state": "suspended"}, {}, {"coordinator"}),
    "declined": ({"state": "declined", "reason": "x"}, {}, {"coordinator"}),
    "left": ({"state": "left"}, {}, {"coordinator"}),
}


@pytest.fixture(params=sorted(CASES))
def case(request: pytest.FixtureRequest, cast: Cast) -> tuple[Membership, set[str], str]:
    """A membership of another organisation, and who knows of it."""
    values, body, knowing = CASES[request.param]
    made = making.member(cast.americas, making.body(cast, "Canary House", **body), **values)
    index(made.organization)
    return made, knowing, request.param


def reader(cast: Cast, persona: str) -> Viewer:
    return PUBLIC if persona == "visitor" else viewer_of(cast.by_name()[persona])


def of(network: Network, viewer: Viewer) -> Any:
    """The network with the counts of a reader."""
    return counted([Network.objects.get(pk=network.pk)], viewer)[0]


def test_membership_is_known_to(case: tuple[Membership, set[str], str], cast: Cast) -> None:
    made, knowing, name = case
    seen = {p for p in PERSONAS if Membership.objects.visible_to(reader(cast, p)).filter(pk=made.pk).exists()}
    if name == "suspended by the secretariat":
        # It is a row still, for the network's own people; but it does not count (below).
        assert seen == MEMBERS
    else:
        assert seen == knowing


def test_membership_is_counted_and_listed_for_those_alone_who_know_of_it(
    case: tuple[Membership, set[str], str], cast: Cast, as_persona: As
) -> None:
    made, knowing, name = case
    live = made.state == "admitted" and name != "suspended by the secretariat"
    for persona in PERSONAS:
        assert of(cast.americas, reader(cast, persona)).visible_members == 3 + (live and persona in knowing), persona
        text = as_persona(persona).get(reverse("networks:members", args=["net4u-americas"])).content.decode()
        # Who admits members was told the name with the application.
        by_name = persona in knowing and (name != "pseudonym" or persona == "coordinator")
        assert ("Canary House" in text) is (live and by_name), persona
        assert ("The Lamp" in text) is (persona in knowing and not by_name), persona


def test_own_membership_is_always_known(cast: Cast) -> None:
    mine = Membership.objects.filter(organization=cast.casa_abierta, network=cast.americas)
    for state in Membership.State:
        mine.update(state=state, reason="x", shown=False)
        assert Membership.objects.visible_to(cast.representative).filter(network=cast.americas, pk__in=mine).exists()


def test_countries_are_counted_where_the_seat_may_be_read(cast: Cast) -> None:
    elsewhere = Country.objects.create(iso2="XT", name={"en": "Elsewhere"}, name_en="Elsewhere")
    hidden = making.body(cast, "Quiet Seat")
    hidden.seat = elsewhere
    hidden.visibility = {"seat": {"reach": Reach.MEMBERS, "governments": False}}
    hidden.save()
    index(hidden)
    assert hidden.choice_for("seat") == Choice(Reach.MEMBERS)
    making.member(cast.americas, hidden)
    countries = {persona: of(cast.americas, reader(cast, persona)).visible_countries for persona in PERSONAS}
    expected = dict.fromkeys(PERSONAS, 2)
    expected |= dict.fromkeys(("visitor", "newcomer", "government_observer"), 1)
    assert countries == expected
    assert reader(cast, "officer").level is Level.OFFICERS


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_countries_equal_a_brute_force_count(cast: Cast, data: st.DataObject) -> None:
    """Row by row, by the definition: members the reader may know of, where the directory finds them by their seat."""
    caches["pages"].clear()
    Organization.objects.filter(name__startswith="Drawn").delete()
    group = Network.objects.filter(slug__startswith="firearms").first() or making.group_of(cast.americas)
    cast.americas.admission = data.draw(st.sampled_from(Network.Admission.values))
    cast.americas.save()
    cast.casa_abierta.safety = data.draw(st.sampled_from([Safety.OPEN, Safety.UNLISTED]))
    cast.casa_abierta.save()
    index(cast.casa_abierta)
    for number in range(data.draw(st.integers(0, 4))):
        _draw_member(cast, data, number, group)
    for viewer in (*READERS.values(), *(reader(cast, persona) for persona in PERSONAS)):
        for network in counted([cast.americas, cast.alliance, group], viewer):
            members = Membership.objects.in_force().visible_to(viewer).filter(network=network)
            rows = [membership.organization for membership in members.select_related("organization")]
            seats = {row.seat_id for row in rows if row.listed and "seat" in findable_by(row, viewer.level)}
            assert (network.visible_members, network.visible_countries) == (len(rows), len(seats - {None}))


def _draw_member(cast: Cast, data: st.DataObject, number: int, group: Network) -> None:
    seats = [None, *(Country.objects.get_or_create(iso2=code, defaults={"name_en": code})[0] for code in ("XT", "XU"))]
    choice = {"reach": data.draw(st.sampled_from(list(Reach))), "governments": data.draw(st.booleans())}
    row = making.body(
        cast,
        f"Drawn {number}",
        visibility=data.draw(st.sampled_from([{}, {"seat": choice}])),
        open_to_governments=data.draw(st.booleans()),
        safety=data.draw(st.sampled_from(list(Safety))),
        pseudonym="Somebody",
        state=data.draw(st.sampled_from(["approved", "approved", "suspended", "submitted"])),
    )
    row.seat = data.draw(st.sampled_from(seats))
    row.operates_in.set([cast.sample_country])
    row.save()
    network = data.draw(st.sampled_from([cast.americas, cast.alliance]))
    making.member(network, row, shown=data.draw(st.booleans()))
    if data.draw(st.booleans()):
        making.member(group, row)
    index(row)


def test_counts_take_as_many_queries_however_many_networks_and_members(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    viewer = reader(cast, "coordinator")
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as few:
        assert len(counted(Network.objects.all(), viewer)) == 3
    for number in range(3):
        made = making.member(making.alliance_of(cast, slug=f"more-{number}"), making.body(cast, f"More {number}"))
        index(made.organization)
    caches["pages"].clear()
    with django_assert_num_queries(len(few)):
        assert len(counted(Network.objects.all(), viewer)) == 6


@pytest.mark.parametrize("persona", ["visitor", "representative"])
def test_counts_are_kept_until_the_next_deed(cast: Cast, persona: str) -> None:
    viewer = reader(cast, persona)
    assert of(cast.americas, viewer).visible_members == 3
    Membership.objects.filter(network=cast.americas).exclude(organization__in=viewer.person_of).delete()
    with CaptureQueriesContext(connection) as caught:
        assert of(cast.americas, viewer).visible_members == 3
    assert not [query for query in caught if "COUNT(" in query["sql"] and "networks_membership" in query["sql"]]
    Event.objects.create(action="any.deed")
    assert of(cast.americas, viewer).visible_members == len(viewer.person_of)


def test_own_unlisted_organisation_is_counted_for_its_own_people_alone(cast: Cast) -> None:
    """What is kept for members is kept without it, whoever of them asked first."""
    cast.casa_abierta.safety = Safety.UNLISTED
    cast.casa_abierta.save()
    index(cast.casa_abierta)
    colleague = Viewer(member=True, networks=frozenset({cast.americas.pk}))
    first = [of(cast.americas, reader(cast, "representative")), of(cast.americas, colleague)]
    caches["pages"].clear()
    second = [of(cast.americas, colleague), of(cast.americas, reader(cast, "representative"))]
    assert [network.visible_members for network in first + second] == [3, 2, 2, 3]


# -- see as


def asked(user: Any, query: str, method: str = "get") -> Any:
    request = getattr(RequestFactory(), method)(f"/?as={query}")
    request.user = user
    return request


def test_see_as_is_for_officers_and_those_who_configure(cast: Cast) -> None:
    for name, user in cast.by_name().items():
        forget()
        here = web.viewer_for(asked(user, "public"), cast.americas.pk) is PUBLIC
        assert here is (name in {"coordinator", "officer"}), name
        anywhere = web.viewer_for(asked(user, "public")) is PUBLIC
        assert anywhere is (name in {"coordinator", "officer"}), name
        in_alliance = web.viewer_for(asked(user, "public"), cast.alliance.pk) is PUBLIC
        assert in_alliance is (name == "officer"), name


def test_see_as_gives_the_readers_of_each_level(cast: Cast) -> None:
    levels = {
        name: web.viewer_for(asked(cast.coordinator, name), cast.americas.pk).level
        for name in ("public", "member", "government")
    }
    assert levels == {"public": Level.PUBLIC, "member": Level.MEMBERS, "government": Level.GOVERNMENTS}
    member = web.viewer_for(asked(cast.coordinator, "member"), cast.americas.pk)
    assert member.networks == {cast.americas.pk}
    observer = web.viewer_for(asked(cast.coordinator, "government"), cast.americas.pk)
    assert dict(observer.capabilities) == {cast.americas.pk: {C.OBSERVE}}


def test_see_as_shows_an_officer_no_members_room(cast: Cast, as_persona: As) -> None:
    """Looking as a member must not open what the secretariat may not enter."""
    assert web.viewer_for(asked(cast.officer, "member"), cast.americas.pk).networks == frozenset()
    for page in ("guidelines", "history", "powers"):
        url = reverse(f"networks:{page}", args=["net4u-americas"])
        assert as_persona("officer").get(url + "?as=member").status_code == 404
    making.member(cast.americas, making.body(cast, "Quiet House"), shown=False)
    url = reverse("networks:members", args=["net4u-americas"]) + "?as=member"
    assert "Quiet House" not in as_persona("officer").get(url).content.decode()


@pytest.mark.parametrize("name", ["", "nonsense", "officer", "PUBLIC", "\x00"])
def test_see_as_of_nonsense_is_oneself(cast: Cast, name: str) -> None:
    assert web.viewer_for(asked(cast.coordinator, name), cast.americas.pk) is viewer_of(cast.coordinator)


def test_see_as_is_for_reading_alone(cast: Cast) -> None:
    assert web.viewer_for(asked(cast.coordinator, "public", "post"), cast.americas.pk) is viewer_of(cast.coordinator)


def test_see_as_shows_the_page_of_others_without_buttons(cast: Cast, as_persona: As) -> None:
    making.member(cast.americas, making.body(cast, "Quiet House"), shown=False)
    client = as_persona("coordinator")
    url = reverse("networks:members", args=["net4u-americas"])
    assert "Quiet House" in client.get(url).content.decode()
    assert "Quiet House" in client.get(url + "?as=member").content.decode()
    for name in ("public", "government"):
        text = client.get(url + f"?as={name}").content.decode()
        assert "Quiet House" not in text
        assert "You see this page as" in text
    for tab in ("powers", "history", "guidelines", "applications"):
        path = reverse(f"networks:{tab}", args=["net4u-americas"])
        text = client.get(path + "?as=public").content.decode()
        assert "They do not see this page" in text
        assert 'href="?"' in text
        assert as_persona("outsider").get(path + "?as=public").status_code == 404
    detail = client.get(reverse("networks:detail", args=["net4u-americas"]) + "?as=public").content.decode()
    assert "Describe the network" not in detail
    assert "Waiting for you" not in detail


def test_secretariat_does_not_exist_for_others(cast: Cast, as_persona: As) -> None:
    seen = {p for p in PERSONAS if Network.objects.visible_to(reader(cast, p)).filter(pk=cast.secretariat.pk).exists()}
    assert seen == {"officer"}
    assert as_persona("visitor").get(reverse("networks:detail", args=["secretariat"])).status_code == 404
    assert as_persona("officer").get(reverse("networks:detail", args=["secretariat"])).status_code == 200


def test_profile_shows_the_networks_a_reader_may_know_of(cast: Cast, as_persona: As) -> None:
    url = reverse("directory:profile", args=[cast.casa_abierta.key])
    assert "Civil Society Network for the Americas" in as_persona("visitor").get(url).content.decode()
    Membership.objects.filter(organization=cast.casa_abierta).update(shown=False)
    making.member(cast.americas, making.body(cast, "Another")).save()
    Organization.objects.filter(pk=cast.casa_abierta.pk).update(founded=1999)
    from django.core.cache import caches

    for kept in caches.all():
        kept.clear()
    hidden = as_persona("visitor").get(url).content.decode()
    assert "Civil Society Network for the Americas" not in hidden.partition("<main")[2]
    assert "Civil Society Network for the Americas" in as_persona("coordinator").get(url).content.decode()


def test_profile_is_seen_as_others_see_it(cast: Cast, as_persona: As) -> None:
    body = cast.casa_abierta
    body.provinces, body.registration_number = "Canary Province", "Canary-Number-7"
    body.save()
    Membership.objects.filter(organization=body, network=cast.americas).update(shown=False)
    url = reverse("directory:profile", args=[body.key])
    own = as_persona("officer").get(url).content.decode()
    assert "Canary-Number-7" in own
    seen = {
        name: as_persona(persona).get(f"{url}?as={name}").content.decode()
        for persona, name in (("officer", "member"), ("coordinator", "public"), ("officer", "government"))
    }
    assert {name: "Canary Province" in page for name, page in seen.items()} == {
        "member": True,
        "public": False,
        "government": False,
    }
    for page in seen.values():
        assert "You see this page as" in page
        assert "Canary-Number-7" not in page
        assert "Civil Society Network for the Americas" not in page.partition("<main")[2]
    assert "You see this page as" not in as_persona("representative").get(url + "?as=public").content.decode()


def test_profile_that_others_do_not_see_says_so(cast: Cast, as_persona: As) -> None:
    Organization.objects.filter(pk=cast.casa_abierta.pk).update(safety="unlisted")
    url = reverse("directory:profile", args=[cast.casa_abierta.key])
    page = as_persona("officer").get(url + "?as=public").content.decode()
    assert "They do not see this page" in page
    assert "Casa Abierta" not in page
    assert as_persona("coordinator").get(url + "?as=public").status_code == 404


def test_see_as_shows_nobody_what_they_may_not_read_themselves(cast: Cast) -> None:
    """Whoever configures an alliance may come from an organisation the secretariat has not vetted."""
    unvetted = making.body(cast, "Not Yet", state=Vetted.State.SUBMITTED)
    alone = making.speaker(unvetted)
    making.member(cast.alliance, unvetted)
    making.mandate(making.role_of(cast.alliance, "configure"), alone, unvetted)
    for name in ("public", "member", "government"):
        assert web.viewer_for(asked(alone, name), cast.alliance.pk) is PUBLIC, name
    unvetted.state, unvetted.approved_at = Vetted.State.APPROVED, timezone.now()
    unvetted.save()
    forget()
    assert web.viewer_for(asked(alone, "member"), cast.alliance.pk).level is Level.MEMBERS


@pytest.mark.parametrize(("reach", "named"), [("public", True), ("members", False), ("officers", False)])
def test_history_names_people_as_each_reader_may_read_them(
    reach: str, named: bool, cast: Cast, client: Client, as_persona: As
) -> None:
    """People of an organisation nobody has vetted enter the room of an alliance, and read no more for it."""
    doer = cast.representative
    doer.visibility = {"name": {"reach": reach, "governments": False}}
    doer.save()
    memberships.renew(Membership.objects.get(network=cast.alliance, organization=cast.casa_abierta), by=doer)
    unvetted = making.body(cast, "Not Yet", state=Vetted.State.SUBMITTED, approved_at=None)
    making.member(cast.alliance, unvetted)
    making.member(cast.alliance, cast.far_shore)
    client.force_login(making.speaker(unvetted), backend="allauth.account.auth_backends.AuthenticationBackend")
    url = reverse("networks:history", args=[cast.alliance.slug])
    assert (doer.name in client.get(url).content.decode()) is named
    vetted = as_persona("outsider").get(url).content.decode().partition("<main")[2]
    assert (doer.name in vetted) is (reach != "officers")


def test_see_as_says_what_is_really_shown(cast: Cast, as_persona: As, client: Client) -> None:
    page = as_persona("coordinator").get(reverse("networks:detail", args=["net4u-americas"]) + "?as=member")
    assert "You see this page as a member sees it." in page.content.decode()
    page = as_persona("officer").get(reverse("networks:detail", args=["net4u-americas"]) + "?as=member")
    assert "You see this page as a member of other networks sees it." in page.content.decode()
    unvetted = making.body(cast, "Not Yet", state=Vetted.State.SUBMITTED, approved_at=None)
    alone = making.speaker(unvetted)
    making.member(cast.alliance, unvetted)
    making.mandate(making.role_of(cast.alliance, "configure"), alone, unvetted)
    client.force_login(alone, backend="allauth.account.auth_backends.AuthenticationBackend")
    url = reverse("networks:detail", args=[cast.alliance.slug])
    for name in ("member", "government"):
        page = client.get(f"{url}?as={name}")
        assert "You see this page as the public sees it." in page.content.decode()
        assert "not vetted yet, so no more than that can be shown" in page.content.decode()
    assert "no more than that" not in client.get(f"{url}?as=public").content.decode()


# -- one name would give away the other


@pytest.mark.parametrize("safety", ["pseudonym", "unlisted", "open"])
def test_people_are_not_named_beside_what_shields_their_organization(
    safety: str, cast: Cast, as_persona: As, client: Client
) -> None:
    shielded = making.body(cast, "Canary House", safety=safety, pseudonym="The Lamp")
    speaker = making.speaker(shielded)
    speaker.name = "Maria Canary"
    speaker.save()
    membership = making.member(cast.americas, shielded)
    memberships.renew(membership, by=speaker)
    making.mandate(making.role_of(cast.americas, lead=True), speaker, shielded)
    cast.americas.roles.exclude(mandates__organization=shielded).update(lead=False)
    client.force_login(speaker, backend="allauth.account.auth_backends.AuthenticationBackend")

    def page(name: str, reader: Client) -> str:
        return reader.get(reverse(f"networks:{name}", args=["net4u-americas"])).content.decode()

    member = as_persona("representative")
    assert ("Maria Canary" in page("history", member)) is (safety == "open")
    assert "Maria Canary" in page("history", client)
    assert "Maria Canary" in page("powers", member)
    for name in ("powers", "detail"):
        assert ("Canary House" in page(name, member)) is (safety == "open"), name
    assert "The Lamp" not in page("powers", member)
    assert ("The Lamp" in page("detail", member)) is (safety == "pseudonym")  # among the members, not as who leads
    assert page("detail", member).count("The Lamp") <= 1
    assert "Canary House" in page("powers", client)
