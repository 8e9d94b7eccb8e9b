"""Pages of networks: what stands on them, bad input, how many queries they take."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from se4u.accounts.models import Notification, User
from se4u.core.action import SYSTEM
from se4u.core.authority import Capability as C  # noqa: N817  as in the other tables
from se4u.core.models import Event
from se4u.directory.models import Country, Organization, Vetted
from se4u.networks.models import Grant, Guidelines, Intervention, Membership, Network, Role
from se4u.networks.services import guidelines, memberships, powers
from tests.personas import Cast

from . import making

As = Callable[[str], Client]
AMERICAS = ["net4u-americas"]


def text(client: Client, name: str, *args: Any, query: str = "") -> str:
    response = client.get(reverse(f"networks:{name}", args=args) + query)
    assert response.status_code == 200
    return response.content.decode()


# -- public pages


def test_list_names_regional_networks_alliances_by_country_and_how_to_join(cast: Cast, as_persona: As) -> None:
    page = text(as_persona("visitor"), "list")
    assert "Civil Society Network for the Americas" in page
    assert "NET4U Americas · 3 organisations in 1 country · since March 2022" in page
    assert page.index("Regional networks") < page.index("National alliances") < page.index("How to join")
    assert "Found a network" not in page
    assert "Found a network" in text(as_persona("officer"), "list")


def test_list_of_alliances_is_alphabetical_by_country_in_the_readers_language(cast: Cast, as_persona: As) -> None:
    for code, english, french in (("XA", "Zed", "Aube"), ("XB", "Alpha", "Zénith")):
        country = Country.objects.create(iso2=code, name={"en": english, "fr": french}, name_en=english)
        Network.objects.create(kind="national", slug=code.lower(), name={"en": f"Of {english}"}, country=country)
    english_page = text(as_persona("visitor"), "list")
    assert english_page.index("Of Alpha") < english_page.index("of Sample Country") < english_page.index("Of Zed")
    with translation.override("fr"):
        french_page = text(as_persona("visitor"), "list")
    assert french_page.index("Of Zed") < french_page.index("of Sample Country") < french_page.index("Of Alpha")


def test_list_without_any_network_says_why(db: None) -> None:
    page = text(Client(), "list")
    assert "No regional network has been founded here yet." in page
    assert "No alliance yet" in page


def test_full_name_stands_in_the_readers_language(cast: Cast) -> None:
    with translation.override("ar"):
        page = text(Client(), "detail", *AMERICAS)
    assert "<h1>شبكة المجتمع المدني للأمريكتين</h1>" in page
    cast.americas.name = {"en": "Civil Society Network for the Americas", "es": "Red de las Américas"}
    cast.americas.save()
    with translation.override("es"):  # of the page's words there is no Spanish, of the name there is
        page = text(Client(), "detail", *AMERICAS)
    assert '<html lang="en"' in page
    assert '<h1><span lang="es" dir="ltr">Red de las Américas</span></h1>' in page
    with translation.override("ru"):  # of neither
        page = text(Client(), "detail", *AMERICAS)
    assert "<h1>Civil Society Network for the Americas</h1>" in page


@pytest.mark.parametrize("name", ["list", "detail", "members", "groups"])
def test_page_for_the_anonymous_can_be_cached(cast: Cast, name: str) -> None:
    response = Client().get(reverse(f"networks:{name}", args=[] if name == "list" else AMERICAS))
    assert not response.cookies
    page = response.content.decode()
    assert "csrfmiddlewaretoken" not in page
    assert "nonce=" not in page
    assert "private" not in response.headers.get("Cache-Control", "")


def test_public_page_follows_a_change_at_once(cast: Cast) -> None:
    """The kept page is dropped by the very deed that changes what it shows."""
    page = text(Client(), "members", *AMERICAS)
    assert "Casa Abierta" in page
    standing = Membership.objects.get(network=cast.americas, organization=cast.casa_abierta)
    memberships.show(standing, by=cast.representative, shown=False)
    assert "Casa Abierta" not in text(Client(), "members", *AMERICAS)


def test_detail_tells_facts_countries_in_order_source_and_lead(cast: Cast, as_persona: As) -> None:
    for code, name in (("XZ", "Zed"), ("XA", "Alpha")):
        cast.americas.countries.add(Country.objects.create(iso2=code, name={"en": name}, name_en=name))
    Network.objects.filter(pk=cast.americas.pk).update(
        purpose={"en": "To work together."}, source_note="An office, February 2025", contact_languages="Spanish"
    )
    page = text(as_persona("visitor"), "detail", *AMERICAS)
    assert "Regional network · since March 2022" in page
    assert "To work together." in page
    assert page.index("Alpha") < page.index("Zed")
    assert "Source: An office, February 2025" in page
    assert "Held by Río Claro (sample), Sample Country" in page
    assert "Write to the contact point" in page
    assert cast.coordinator.email not in page


def test_detail_does_not_name_a_lead_organisation_that_is_not_shown(cast: Cast, as_persona: As) -> None:
    Membership.objects.filter(organization=cast.rio_claro).update(shown=False)
    page = text(as_persona("visitor"), "detail", *AMERICAS)
    assert "Held by a member organisation" in page
    assert "Río Claro" not in page
    assert "Held by Río Claro" in text(as_persona("representative"), "detail", *AMERICAS)


def test_detail_of_an_unvetted_member_of_an_alliance_says_so(cast: Cast, as_persona: As) -> None:
    waiting = making.body(cast, "Waiting House", state=Vetted.State.SUBMITTED, approved_at=None)
    memberships.admit(making.applied(cast.alliance, waiting), by=SYSTEM)
    page = text(as_persona("visitor"), "members", cast.alliance.slug)
    assert "Waiting House" in page
    assert "Member of the alliance, not vetted by the secretariat" in page


def test_detail_of_a_member_from_an_imported_list_names_its_voucher(cast: Cast, as_persona: As) -> None:
    making.member(cast.americas, making.body(cast, "Listed House", vouched_by="The office"))
    page = text(as_persona("visitor"), "members", *AMERICAS)
    assert "Vouched for by The office, not vetted by the secretariat" in page
    assert "Member of the alliance" not in page


def test_missing_network_is_404(cast: Cast, as_persona: As) -> None:
    for name in ("detail", "members", "groups", "contact", "contacted"):
        assert as_persona("visitor").get(reverse(f"networks:{name}", args=["nothing"])).status_code == 404


def test_members_room_leads_the_anonymous_to_the_sign_in_the_same_for_missing_ones(cast: Cast) -> None:
    for name in ("guidelines", "history", "powers", "applications", "edit", "apply"):
        for slug in (*AMERICAS, "nothing"):
            url = reverse(f"networks:{name}", args=[slug])
            assert Client().get(url).url == f"/en/account/login/?next={url}"


def test_no_public_page_of_a_group_shows_its_members_room_to_others(cast: Cast, as_persona: As) -> None:
    group = making.group_of(cast.americas)
    page = text(as_persona("representative"), "detail", group.slug)  # a member of the network, not of the group
    assert "Group of Civil Society Network for the Americas" in page
    assert "Who may do what" not in page
    assert "Join with your organisation" in page


@pytest.mark.parametrize("name", ["representative", "outsider", "newcomer", "officer", "government_observer"])
def test_group_offers_to_join_to_whom_the_page_opens(cast: Cast, as_persona: As, name: str) -> None:
    group = making.group_of(cast.americas)
    path = reverse("networks:join", args=[group.slug])
    page = text(as_persona(name), "detail", group.slug)
    opened = as_persona(name).get(path)
    assert (path in page, opened.status_code) == ((True, 200) if name == "representative" else (False, 403))
    making.member(cast.americas, cast.far_shore)
    if name == "outsider":
        assert path in text(as_persona(name), "detail", group.slug)


# -- how many queries


def queries(client: Client, name: str, *args: Any) -> int:
    for kept in caches.all():
        kept.clear()
    with CaptureQueriesContext(
        connection,
    ) as seen:
        text(client, name, *args)
    return len(seen)


PUBLIC_PAGES = ("list", "detail", "members", "groups")
ROOM_PAGES = (*PUBLIC_PAGES, "guidelines", "history", "powers")
LISTS = [
    *(("visitor", name) for name in PUBLIC_PAGES),
    *(("representative", name) for name in ROOM_PAGES),
    *(("coordinator", name) for name in (*ROOM_PAGES, "applications")),
]


@pytest.mark.parametrize(("persona", "name"), LISTS)
def test_queries_do_not_grow_with_rows(cast: Cast, as_persona: As, name: str, persona: str) -> None:
    client = as_persona(persona)
    _one_more(cast, 0)
    _one_more(cast, 1)  # from a list of one to a list of many, prefetching begins
    args = [] if name == "list" else AMERICAS
    text(client, name, *args)  # the first visit also writes the session
    few = queries(client, name, *args)
    for number in range(2, 5):
        _one_more(cast, number)
    assert queries(client, name, *args) == few


def _one_more(cast: Cast, number: int) -> None:
    """One more of everything that a page of the network lists."""
    group = making.group_of(cast.americas, f"Group {number}")
    newcomer = making.body(cast, f"More {number}")
    making.member(cast.americas, newcomer)
    making.member(group, newcomer)
    making.applied(cast.americas, making.body(cast, f"Waiting {number}"))
    making.member(making.alliance_of(cast, slug=f"more-{number}"), newcomer)
    holder = making.speaker(newcomer, f"holder-{number}")
    making.mandate(making.role_of(cast.americas, C.PLAN), holder, newcomer)
    making.mandate(cast.americas.roles.get(position=1), holder, newcomer, until=making.TODAY() - making.DAY)
    guidelines.publish_guidelines(cast.americas, by=SYSTEM, text={"en": f"Version {number}"}, major=True)
    Grant.objects.create(network=cast.americas, to=cast.alliance, capability=C.PLAN, until=making.tomorrow())
    Intervention.objects.create(network=cast.americas, capability=C.PUBLISH, reason="x", until=making.tomorrow())


def test_members_are_shown_a_page_at_a_time(cast: Cast, as_persona: As) -> None:
    for number in range(30):
        making.member(cast.americas, making.body(cast, f"Member {number:02}"))
    client = as_persona("visitor")
    first, second = text(client, "members", *AMERICAS), text(client, "members", *AMERICAS, query="?page=2")
    assert first.count("Member ") + second.count("Member ") >= 30
    assert "Member 29" in second
    assert "Member 29" in text(client, "members", *AMERICAS, query="?page=99999")
    assert "Member 00" in text(client, "members", *AMERICAS, query="?page=nonsense")


# -- writing to the contact point


def message(**changes: str) -> dict[str, str]:
    return {"writer": "Ana", "reply_to": "ana@example.org", "text": "Hello, who works on firearms?", **changes}


def test_contact_reaches_the_lead_and_shows_no_address(cast: Cast) -> None:
    url = reverse("networks:contact", args=AMERICAS)
    page = Client().get(url).content.decode()
    assert cast.coordinator.email not in page
    sent = Client().post(url, message())
    assert sent.url == reverse("networks:contacted", args=AMERICAS)
    [row] = Notification.objects.filter(template="networks.contact")
    assert (row.person, row.protected) == (cast.coordinator, True)
    assert row.context["text"] == "Hello, who works on firearms?"
    event = Event.objects.get(action="networks.contact")
    assert (event.actor_key, event.data) == (None, {})


@pytest.mark.parametrize(
    ("fields", "writer"),
    [
        ({"name": "Noor"}, "Noor"),
        ({"name": "Noor", "safety": "unlisted"}, ""),
        ({"name": "Noor", "safety": "pseudonym", "pseudonym": "Quiet Voice"}, ""),
        ({"name": ""}, ""),
    ],
)
def test_contact_names_nobody_who_is_not_shown_by_name(
    cast: Cast, as_persona: Any, fields: dict[str, str], writer: str
) -> None:
    User.objects.filter(pk=cast.newcomer.pk).update(**fields)
    form = as_persona("newcomer").get(reverse("networks:contact", args=AMERICAS)).context["form"]
    assert (form["writer"].value() or "") == writer


def test_contact_is_limited(cast: Cast) -> None:
    url = reverse("networks:contact", args=AMERICAS)
    for _time in range(5):
        assert Client().post(url, message()).status_code == 302
    page = Client().post(url, message(text="The sixth."))
    assert page.status_code == 200
    assert "The sixth." in page.content.decode()
    assert "too often" in page.content.decode()
    assert Notification.objects.filter(template="networks.contact").count() == 5


def test_contact_is_not_closed_for_all_by_one_sender(cast: Cast, as_persona: As) -> None:
    url = reverse("networks:contact", args=AMERICAS)

    def send(client: Client, place: str) -> bool:
        return client.post(url, message(), REMOTE_ADDR=place).status_code == 302

    assert [send(Client(), "203.0.113.1") for _time in range(6)] == [True] * 5 + [False]
    assert send(Client(), "203.0.113.2")
    places = [f"198.51.100.{number}" for number in range(95)]
    assert [send(Client(), place) for place in places] == [True] * 94 + [False]  # a hundred in all
    told = Client().post(url, message(text="Of tomorrow."), REMOTE_ADDR="198.51.100.200").content.decode()
    assert "More messages came for this address today" in told
    assert "Of tomorrow." in told
    assert send(as_persona("outsider"), "198.51.100.200")


@pytest.mark.parametrize(
    "bad",
    [
        {"text": ""},
        {"text": "x" * 1_000_000},
        {"reply_to": "nonsense"},
        {"writer": ""},
        {"writer": "x" * 500},
        {"text": "nul \x00"},
        {"reply_to": "a@b.example\nBcc: c@d.example"},
    ],
)
def test_contact_with_bad_input_says_so_beside_the_field(cast: Cast, bad: dict[str, str]) -> None:
    page = Client().post(reverse("networks:contact", args=AMERICAS), message(**bad))
    assert page.status_code == 200
    assert set(page.context["form"].errors) == set(bad)
    assert not Notification.objects.filter(template="networks.contact").exists()


def test_contact_without_a_lead_is_told_and_keeps_the_text(cast: Cast) -> None:
    page = Client().post(reverse("networks:contact", args=["nacsa4u-sample-country"]), message())
    assert page.status_code == 200
    assert "Nobody is named as contact point" in page.content.decode()
    assert "Hello, who works on firearms?" in page.content.decode()


def test_contact_of_the_signed_in_knows_their_name_and_leaves_their_address_to_them(cast: Cast, as_persona: As) -> None:
    page = text(as_persona("outsider"), "contact", *AMERICAS)
    assert "Otis Outsider (sample)" in page
    assert cast.outsider.email not in page
    assert "It is passed on only if you write it here" in page
    as_persona("outsider").post(reverse("networks:contact", args=AMERICAS), message(reply_to=""))
    [told] = Notification.objects.filter(template="networks.contact")
    assert cast.outsider.email not in str(told.context)


# -- the way of an application


def test_apply_admit_on_the_web(cast: Cast, as_persona: As) -> None:
    outsider, coordinator = as_persona("outsider"), as_persona("coordinator")
    sent = outsider.post(
        reverse("networks:apply", args=AMERICAS),
        {"organization": cast.far_shore.key, "motivation": "We study arms.", "shown": "on"},
    )
    standing = Membership.objects.get(organization=cast.far_shore)
    assert sent.url == reverse("networks:membership", args=[standing.key])
    assert "Your application waits for a decision" in text(outsider, "membership", standing.key)
    assert "Decide on 1 application" in coordinator.get(reverse("portal:desk")).content.decode()
    assert "Far Shore Institute" in text(coordinator, "applications", *AMERICAS)
    assert "We study arms." in text(coordinator, "membership", standing.key)
    coordinator.post(reverse("networks:admit", args=[standing.key]))
    assert "Far Shore Institute" in text(as_persona("visitor"), "members", *AMERICAS)
    assert "An organisation became a member." in text(outsider, "history", *AMERICAS)


def test_who_applies_or_joins_is_asked_whether_to_be_named_and_not_named_unasked(cast: Cast, as_persona: As) -> None:
    group = making.group_of(cast.americas)
    apply, join = reverse("networks:apply", args=AMERICAS), reverse("networks:join", args=[group.slug])
    for client, url in ((as_persona("outsider"), apply), (as_persona("representative"), join)):
        page = client.get(url).content.decode()
        assert re.search(r'<input type="checkbox" name="shown"(?![^>]*checked)', page)
        assert "You can change this at any time." in page
    as_persona("outsider").post(apply, {"organization": cast.far_shore.key, "motivation": "We study arms."})
    standing = Membership.objects.get(organization=cast.far_shore)
    memberships.admit(standing, by=cast.coordinator)
    assert "Far Shore Institute" not in text(as_persona("visitor"), "members", *AMERICAS)
    assert "Far Shore Institute" in text(as_persona("representative"), "members", *AMERICAS)
    as_persona("outsider").post(reverse("networks:show", args=[standing.key]), {"shown": "on"})
    assert "Far Shore Institute" in text(as_persona("visitor"), "members", *AMERICAS)
    as_persona("representative").post(join, {"organization": cast.casa_abierta.key})
    inside = Membership.objects.get(network=group, organization=cast.casa_abierta)
    assert inside.shown is False
    memberships.leave(inside, by=cast.representative)
    as_persona("representative").post(join, {"organization": cast.casa_abierta.key, "shown": "on"})
    assert Membership.objects.current().get(network=group, organization=cast.casa_abierta).shown is True


def test_decline_on_the_web_needs_a_reason_which_the_applicant_reads(cast: Cast, as_persona: As) -> None:
    standing = making.applied(cast.americas, cast.far_shore)
    url = reverse("networks:decline", args=[standing.key])
    page = as_persona("coordinator").post(url, {"reason": ""})
    assert page.context["form"].errors["reason"]
    as_persona("coordinator").post(url, {"reason": "<b>Not</b> our region."})
    shown = text(as_persona("outsider"), "membership", standing.key)
    assert "&lt;b&gt;Not&lt;/b&gt; our region." in shown
    assert "You may apply again" in shown


def test_second_officer_is_told_who_was_faster(cast: Cast, as_persona: As) -> None:
    standing = making.applied(cast.americas, cast.far_shore)
    memberships.admit(Membership.objects.get(pk=standing.pk), by=cast.coordinator)
    page = as_persona("coordinator").post(reverse("networks:decline", args=[standing.key]), {"reason": "Kept text."})
    assert "Somebody may have been faster" in page.content.decode()
    assert "Kept text." in page.content.decode()
    told = as_persona("coordinator").post(reverse("networks:admit", args=[standing.key]), follow=True)
    assert "Somebody may have been faster" in told.content.decode()


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ({"motivation": ""}, "motivation"),
        ({"motivation": "x" * 1_000_000}, "motivation"),
        ({"organization": "foreign"}, "organization"),
        ({"organization": ""}, "organization"),
        ({"organization": "nul \x00"}, "organization"),
        ({"motivation": "nul \x00"}, "motivation"),
    ],
)
def test_apply_with_bad_input_keeps_it(cast: Cast, as_persona: As, bad: dict[str, str], field: str) -> None:
    sent = {"organization": cast.far_shore.key, "motivation": "We study arms.", **bad}
    page = as_persona("outsider").post(reverse("networks:apply", args=AMERICAS), sent)
    assert page.status_code == 200
    assert set(page.context["form"].errors) == {field}
    assert not Membership.objects.filter(organization=cast.far_shore).exists()


def test_apply_with_anothers_organisation_is_an_error_beside_the_field(cast: Cast, as_persona: As) -> None:
    page = as_persona("outsider").post(
        reverse("networks:apply", args=AMERICAS), {"organization": cast.puente_norte.key, "motivation": "x"}
    )
    assert set(page.context["form"].errors) == {"organization"}


def test_apply_of_an_unvetted_organisation_is_told_why(cast: Cast, as_persona: As) -> None:
    Organization.objects.filter(pk=cast.far_shore.pk).update(state=Vetted.State.SUBMITTED)
    page = as_persona("outsider").post(
        reverse("networks:apply", args=AMERICAS), {"organization": cast.far_shore.key, "motivation": "Kept."}
    )
    assert "This network admits vetted organisations only" in page.content.decode()
    assert "Kept." in page.content.decode()


@pytest.mark.parametrize("persona", ["newcomer", "officer"])
def test_apply_without_an_organisation_says_how_to_get_there(cast: Cast, as_persona: As, persona: str) -> None:
    assert "Organisations are members, not persons." in text(as_persona(persona), "apply", *AMERICAS)


def test_apply_of_a_government_person_is_refused_at_once(cast: Cast, as_persona: As) -> None:
    page = as_persona("government_observer").get(reverse("networks:apply", args=AMERICAS))
    assert page.status_code == 403
    assert "They observe where a network invites them." in page.content.decode()


def test_name_of_a_protected_applicant_is_read_by_those_who_decide_alone(cast: Cast, as_persona: As) -> None:
    Organization.objects.filter(pk=cast.far_shore.pk).update(
        safety="pseudonym", pseudonym="The Lamp", website="https://x.example"
    )
    standing = making.applied(cast.americas, Organization.objects.get(pk=cast.far_shore.pk))
    page = text(as_persona("coordinator"), "membership", standing.key)
    assert "Far Shore Institute" in page
    assert "x.example" not in page
    assert as_persona("representative").get(reverse("networks:membership", args=[standing.key])).status_code == 404


DEEDS = ("admit", "decline", "withdraw", "leave", "suspend", "reinstate", "renew", "show", "accept_guidelines")


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("key", ["nothing", "%00", "x" * 200])
def test_foreign_key_is_404(cast: Cast, as_persona: As, deed: str, key: str) -> None:
    url = reverse(f"networks:{deed}", args=["KEY"]).replace("KEY", key)
    for method in ("get", "post"):
        assert getattr(as_persona("coordinator"), method)(url).status_code == 404


def test_membership_deeds_on_the_web(cast: Cast, as_persona: As) -> None:
    standing = Membership.objects.get(network=cast.americas, organization=cast.casa_abierta)
    mine, theirs = as_persona("representative"), as_persona("coordinator")

    def do(client: Client, deed: str, **data: str) -> str:
        client.post(reverse(f"networks:{deed}", args=[standing.key]), data)
        standing.refresh_from_db()
        return str(standing.state)

    Network.objects.filter(pk=cast.americas.pk).update(renews_yearly=True)
    assert do(mine, "renew") == "admitted"
    assert standing.renewed_at is not None
    assert do(mine, "show", shown="") == "admitted"
    assert standing.shown is False
    assert do(theirs, "suspend", reason="Threats.") == "suspended"
    assert "Your people cannot enter" in text(mine, "membership", standing.key)
    assert do(theirs, "reinstate") == "admitted"
    assert do(mine, "leave") == "left"


# -- what those in charge do


def test_edit_keeps_the_input_and_names_the_field(cast: Cast, as_persona: As) -> None:
    url, client = reverse("networks:edit", args=AMERICAS), as_persona("coordinator")
    good = {"name_en": "Network", "name_ar": "شبكة", "purpose_en": "To act.", "admission": "committee", "since": "2022"}
    for bad, field in (
        ({"since": "yesterday"}, "since"),
        ({"name_en": "", "name_ar": ""}, "name_en"),
        ({"admission": "lottery"}, "admission"),
        ({"countries": "ZZ"}, "countries"),
        ({"countries": "\x00"}, "countries"),
        ({"acronym": "x" * 500}, "acronym"),
        ({"purpose_fr": "x" * 1_000_000}, "purpose_fr"),
    ):
        page = client.post(url, {**good, **bad})
        assert page.status_code == 200
        assert set(page.context["form"].errors) == {field}
        assert "To act." in page.content.decode()
    assert client.post(url, {**good, "countries": "XS"}).status_code == 302
    cast.americas.refresh_from_db()
    assert cast.americas.name.data == {"en": "Network", "ar": "شبكة"}
    assert (cast.americas.admission, cast.americas.since) == ("committee", "2022")
    assert list(cast.americas.countries.all()) == [cast.sample_country]


def test_group_is_created_with_its_mandate_and_joined(cast: Cast, as_persona: As) -> None:
    as_persona("coordinator").post(
        reverse("networks:create_group", args=AMERICAS), {"name_en": "Firearms", "purpose_en": "Trace them."}
    )
    group = Network.objects.get(parent=cast.americas)
    assert (group.slug, group.accent) == ("net4u-americas-firearms", cast.americas.accent)
    assert "Trace them." in text(as_persona("visitor"), "groups", *AMERICAS)
    as_persona("representative").post(
        reverse("networks:join", args=[group.slug]), {"organization": cast.casa_abierta.key, "shown": "on"}
    )
    assert "Casa Abierta" in text(as_persona("visitor"), "members", group.slug)
    again = as_persona("representative").get(reverse("networks:join", args=[group.slug]))
    assert "belongs to this group already" in again.content.decode()
    outside = as_persona("outsider").get(reverse("networks:join", args=[group.slug]))
    assert "Only members of the network can join its groups." in outside.content.decode()
    assert "inherits the rights" in text(as_persona("coordinator"), "powers", group.slug)
    assert "Carlos Coordinator" in text(as_persona("coordinator"), "powers", group.slug)


def test_roles_and_mandates_on_the_web(cast: Cast, as_persona: As) -> None:
    client = as_persona("coordinator")
    client.post(
        reverse("networks:add_role", args=AMERICAS), {"name_en": "Treasurer", "capabilities": ["plan"], "seats": "1"}
    )
    role = cast.americas.roles.order_by("-position")[0]
    url = reverse("networks:appoint", args=[*AMERICAS, role.pk])
    page = client.get(url).content.decode()
    assert "Rosa Representative (sample), Casa Abierta (sample)" in page
    assert cast.outsider.key not in page
    bad = client.post(url, {"person": cast.outsider.key, "since": "nonsense", "until": "2000-01-01"})
    assert set(bad.context["form"].errors) == {"person", "since"}
    assert "person" in client.post(url, {"person": "\x00"}).context["form"].errors
    early = client.post(url, {"person": cast.representative.key, "since": "2026-02-01", "until": "2026-01-01"})
    assert "The term ends before it begins" in early.content.decode()
    client.post(url, {"person": cast.representative.key, "since": making.TODAY().isoformat()})
    powers_page = text(as_persona("representative"), "powers", *AMERICAS)
    assert "Treasurer" in powers_page
    mandate = role.mandates.get()
    client.post(reverse("networks:end_mandate", args=[*AMERICAS, mandate.key]), {"reason": ""})
    assert "Former holders" in text(client, "powers", *AMERICAS)
    refused = client.post(reverse("networks:remove_role", args=[*AMERICAS, role.pk]), follow=True)
    assert "stays on record" in refused.content.decode()
    form = client.post(
        reverse("networks:edit_role", args=[*AMERICAS, role.pk]), {"name_en": "Bursar", "capabilities": ["vet"]}
    )
    assert set(form.context["form"].errors) == {"capabilities"}
    client.post(
        reverse("networks:edit_role", args=[*AMERICAS, role.pk]), {"name_en": "Bursar", "capabilities": ["plan"]}
    )
    assert str(Role.objects.get(pk=role.pk)) == "Bursar"


def test_role_and_mandate_of_another_network_are_404(cast: Cast, as_persona: As) -> None:
    role = cast.alliance.roles.get(position=0)
    observer = cast.alliance.roles.get(position=4).mandates.get()
    client = as_persona("coordinator")
    for name, args in (
        ("edit_role", [role.pk]),
        ("remove_role", [role.pk]),
        ("appoint", [role.pk]),
        ("end_mandate", [observer.key]),
        ("hand_over_seat", [observer.key]),
    ):
        assert client.post(reverse(f"networks:{name}", args=[*AMERICAS, *args])).status_code == 404


def test_hand_over_on_the_web(cast: Cast, as_persona: As) -> None:
    colleague = making.speaker(cast.rio_claro, "colleague")
    mandate = cast.coordinator.mandates.get()
    url = reverse("networks:hand_over_seat", args=[*AMERICAS, mandate.key])
    assert colleague.key in as_persona("coordinator").get(url).content.decode()
    as_persona("coordinator").post(url, {"person": colleague.key})
    assert colleague.mandates.filter(ended_at=None).exists()


def test_lending_and_stepping_in_stand_on_the_page_of_powers(cast: Cast, as_persona: As) -> None:
    client = as_persona("coordinator")
    client.post(
        reverse("networks:grant", args=AMERICAS),
        {"to": cast.alliance.slug, "capability": "plan", "until": making.tomorrow().isoformat()},
    )
    page = text(as_persona("representative"), "powers", *AMERICAS)
    assert "Lead the activity plan" in page
    assert "National Civil Society Alliance of Sample Country" in page
    lent = Grant.objects.get()
    client.post(reverse("networks:end_grant", args=[*AMERICAS, lent.key]))
    assert "ended" in text(client, "powers", *AMERICAS)

    officer = as_persona("officer")
    late = {"capability": "publish", "reason": "A page names a witness.", "until": "2099-01-01"}
    refused = officer.post(reverse("networks:intervene", args=AMERICAS), late)
    assert "ends within 30 days" in refused.content.decode()
    assert "A page names a witness." in refused.content.decode()
    officer.post(reverse("networks:intervene", args=AMERICAS), {**late, "until": making.tomorrow().isoformat()})
    for page_name in ("detail", "members", "powers"):
        assert "The secretariat has stepped in" in text(as_persona("representative"), page_name, *AMERICAS)
    assert "The secretariat has stepped in" not in text(as_persona("visitor"), "detail", *AMERICAS)
    assert "A page names a witness." in text(as_persona("representative"), "powers", *AMERICAS)
    item = Intervention.objects.get()
    officer.post(reverse("networks:end_intervention", args=[*AMERICAS, item.key]))
    assert "The secretariat has stepped in" not in text(as_persona("representative"), "detail", *AMERICAS)
    assert "A page names a witness." in text(as_persona("representative"), "powers", *AMERICAS)
    assert officer.get(reverse("networks:powers", args=AMERICAS)).status_code == 404


def test_guidelines_on_the_web_are_cleaned_and_accepted(cast: Cast, as_persona: As) -> None:
    client = as_persona("coordinator")
    url = reverse("networks:publish_guidelines", args=AMERICAS)
    empty = client.post(url, {"text_en": "<p> </p>", "major": "yes"})
    assert set(empty.context["form"].errors) == {"text_en"}
    client.post(
        url, {"text_en": "<h2>Respect</h2><script>alert(1)</script><p onclick='x()'>Each other.</p>", "major": "yes"}
    )
    page = text(as_persona("representative"), "guidelines", *AMERICAS)
    assert "<h2>Respect</h2>" in page
    assert "alert(1)" not in page
    assert "onclick" not in page
    standing = Membership.objects.get(network=cast.americas, organization=cast.casa_abierta)
    as_persona("representative").post(reverse("networks:accept_guidelines", args=[standing.key]) + "?version=1")
    assert "has accepted what is in force" in text(as_persona("representative"), "guidelines", *AMERICAS)
    assert "Who has accepted" in text(client, "guidelines", *AMERICAS)
    history = text(as_persona("representative"), "history", *AMERICAS)
    assert "Casa Abierta (sample)" in history.partition("A member accepted the guidelines.")[2][:200]
    assert "Who has accepted" not in text(as_persona("representative"), "guidelines", *AMERICAS)


def test_accepting_a_version_that_was_replaced_is_told(cast: Cast, as_persona: As) -> None:
    for _time in range(2):
        guidelines.publish_guidelines(cast.americas, by=SYSTEM, text={"en": "x"}, major=True)
    standing = Membership.objects.get(network=cast.americas, organization=cast.casa_abierta)
    url = reverse("networks:accept_guidelines", args=[standing.key])
    answer = as_persona("representative").post(url + "?version=1", follow=True)
    assert "There is a newer version" in answer.content.decode()
    assert as_persona("representative").get(url + "?version=77").status_code == 404
    assert as_persona("representative").get(url + "?version=nonsense").status_code == 200
    assert Guidelines.objects.count() == 2


def test_history_shows_members_no_applications_and_deciders_all(cast: Cast, as_persona: As) -> None:
    standing = memberships.apply(cast.americas, by=cast.outsider, organization=cast.far_shore, motivation="x")
    memberships.decline(standing, by=cast.coordinator, reason="Secret reason.")
    powers.grant(cast.americas, by=cast.coordinator, to=cast.alliance, capability="plan", until=making.tomorrow())
    for persona, sees in (("representative", False), ("coordinator", True)):
        page = text(as_persona(persona), "history", *AMERICAS)
        assert "A right was lent" in page
        assert ("An application was declined." in page) is sees
        assert ("Far Shore Institute" in page) is sees
        assert "Secret reason." not in page
        assert "Carlos Coordinator (sample)" in page


def test_every_deed_of_networks_has_its_sentence() -> None:
    from django.template.loader import get_template

    from se4u.core.action import ACTIONS

    for name in ACTIONS:
        if name.startswith("networks."):
            assert get_template(f"events/{name}.txt").render({"data": {"major": True}}).strip()


def test_every_notification_has_words(cast: Cast) -> None:
    from pathlib import Path

    from se4u.accounts.mail import words

    for path in Path("se4u/templates/notifications").glob("networks.*.txt"):
        made = words(f"notifications/{path.name}", {"network": "N", "role": "R", "organization": "O", "text": "T"})
        assert made.subject, path
        assert made.text, path


def test_panels_can_add_tabs_and_parts_of_the_overview(cast: Cast, as_persona: As) -> None:
    from se4u.core.panels import PANELS, panel

    @panel("network.tabs")
    def tab(_request: Any, room: Any) -> Any:
        return (
            ("", {"label": f"Plan of {room.network.acronym}", "url": "/plan/", "current": False})
            if room.inside
            else None
        )

    try:
        assert "Plan of NET4U Americas" in text(as_persona("representative"), "detail", *AMERICAS)
        assert "Plan of NET4U Americas" not in text(as_persona("visitor"), "detail", *AMERICAS)
    finally:
        PANELS["network.tabs"] = [entry for entry in PANELS["network.tabs"] if entry[1] is not tab]
