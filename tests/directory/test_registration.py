"""From a first step to a vetted entry."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from se4u.accounts.models import User
from se4u.core.action import Refused
from se4u.core.models import Event
from se4u.directory import duplicates, services
from se4u.directory.forms.authorities import AuthorityForm
from se4u.directory.forms.registration import NameForm, WorkForm
from se4u.directory.models import (
    Affiliation,
    Country,
    Import,
    JoinRequest,
    Language,
    Organization,
    ReferenceEntry,
    Service,
    Theme,
    Verification,
    Vetted,
)
from se4u.directory.names import sort_name
from tests.personas import Cast

from . import making

State = Vetted.State
As = Callable[[str], Client]


def named(cast: Cast, **changes: object) -> dict[str, object]:
    """The first step as a form sends it."""
    values = {
        "name": "مركز الأمل",
        "latin_name": "Al Amal Centre",
        "kind": "civil_society",
        "seat": cast.sample_country.pk,
        "website": "https://amal.example",
    }
    return {**values, **changes}


def worked(**changes: object) -> dict[str, object]:
    """The second step as a form sends it."""
    values = {
        "themes": [Theme.objects.get(slug="trafficking-in-persons").pk],
        "services": [Service.objects.get(slug="victim-assistance").pk],
        "languages": [Language.objects.get(code="ar").pk],
        "about": "نقدم المأوى والمشورة القانونية.",
        "about_language": "ar",
    }
    return {**values, **changes}


def draft_by_forms(client: Client, cast: Cast, **changes: object) -> Organization:
    """Go through the first two steps and return the draft."""
    client.post(reverse("directory:register_begin"), named(cast, **changes))
    draft = Organization.objects.latest("pk")
    client.post(reverse("directory:register_work", args=[draft.key]), worked())
    return draft


def listed_entry(cast: Cast) -> ReferenceEntry:
    """An entry of a public list."""
    run = Import.objects.create(standing=Import.Standing.REFERENCE, sha256="0" * 64)
    name = "University of Sampleton"
    return ReferenceEntry.objects.create(
        name=name,
        sort_name=sort_name(name),
        kind="academia",
        country=cast.sample_country,
        website="https://uni.example",
        domain="uni.example",
        brought_by=run,
    )


def test_journey_from_first_step_to_vetted_entry(cast: Cast, as_persona: As) -> None:
    newcomer, officer = as_persona("newcomer"), as_persona("officer")
    draft = draft_by_forms(newcomer, cast)
    sent = newcomer.post(reverse("directory:register_you", args=[draft.key]), {"title": "Director"})
    assert sent.url == reverse("directory:status", args=[draft.key])
    case = Verification.objects.get(organization=draft)

    assert "مركز الأمل" in officer.get(reverse("directory:queue")).text
    officer.post(reverse("directory:decide", args=[case.key, "take"]))
    officer.post(reverse("directory:decide", args=[case.key, "ask"]), {"ask-question": "Who are your donors?"})
    assert "Who are your donors?" in newcomer.get(reverse("directory:status", args=[draft.key])).text
    newcomer.post(reverse("directory:answer", args=[case.key]), {"answer": "Our members."})
    page = officer.get(reverse("directory:case", args=[case.key]))
    assert "Our members." in page.text
    officer.post(reverse("directory:decide", args=[case.key, "approve"]), {"read": page.context["read"]})

    draft.refresh_from_db()
    assert (draft.state, draft.listed) == (State.APPROVED, True)
    told = Event.objects.about(draft).values_list("action", flat=True)
    assert [name for name in reversed(told) if name != "directory.revise"] == [
        f"directory.{deed}" for deed in ("begin", "submit", "take", "ask", "answer", "approve")
    ]
    assert Affiliation.objects.get(organization=draft).title == "Director"
    assert newcomer.get(reverse("directory:status", args=[draft.key])).status_code == 200


# -- the steps


def test_draft_is_kept_at_each_step_and_resumed_from_the_desk(cast: Cast, as_persona: As) -> None:
    newcomer = as_persona("newcomer")
    newcomer.post(reverse("directory:register_begin"), named(cast))
    draft = Organization.objects.latest("pk")
    assert (draft.state, draft.name, draft.seat) == (State.DRAFT, "مركز الأمل", cast.sample_country)
    for page in ("directory:register", "portal:desk"):
        assert "مركز الأمل" in newcomer.get(reverse(page)).text
    assert "Al Amal Centre" in newcomer.get(reverse("directory:register_name", args=[draft.key])).text


def test_draft_is_seen_by_its_applicant_alone(cast: Cast, as_persona: As) -> None:
    draft = making.draft(cast.newcomer, cast.sample_country)
    assert not Organization.objects.visible_to(cast.representative).filter(pk=draft.pk).exists()
    for step in ("name", "similar", "work", "you", "same"):
        path = reverse(f"directory:register_{step}", args=[draft.key])
        assert as_persona("representative").get(path).status_code == 404
        assert as_persona("visitor").get(path).status_code == 302
        assert as_persona("newcomer").get(path).status_code in {200, 302}


def test_name_in_another_script_gets_a_latin_suggestion(cast: Cast, as_persona: As) -> None:
    newcomer = as_persona("newcomer")
    page = newcomer.post(
        reverse("directory:register_begin"), named(cast, name="Центр Надежда", latin_name=""), follow=True
    )
    assert Organization.objects.latest("pk").latin_name == "Tsentr Nadezhda"
    assert "Tsentr Nadezhda" in page.text


def test_name_in_latin_letters_gets_no_suggestion(cast: Cast, as_persona: As) -> None:
    as_persona("newcomer").post(reverse("directory:register_begin"), named(cast, name="Río Azul", latin_name=""))
    assert Organization.objects.latest("pk").latin_name == ""


def test_form_offers_no_authorities_and_no_uninhabited_places(cast: Cast, as_persona: As) -> None:
    Country.objects.create(iso2="AQ", name={"en": "Antarctica"}, name_en="Antarctica")
    text = as_persona("newcomer").get(reverse("directory:register_begin")).text
    assert "Sample Country" in text
    assert "Antarctica" not in text
    assert 'value="authority"' not in text


def test_begin_as_authority_is_refused(cast: Cast, as_persona: As) -> None:
    with pytest.raises(Refused):
        services.begin(None, by=cast.newcomer, name="Ministry", kind="authority", seat=cast.sample_country)
    page = as_persona("newcomer").post(reverse("directory:register_begin"), named(cast, kind="authority"))
    assert page.context["form"].errors["kind"]


def test_submit_with_something_missing_says_what(cast: Cast) -> None:
    bare = services.begin(None, by=cast.newcomer, name="Bare", kind="academia", seat=cast.sample_country)
    with pytest.raises(Refused, match="themes"):
        services.submit(bare, by=cast.newcomer)


def test_submitted_registration_is_no_draft_any_more(cast: Cast, as_persona: As) -> None:
    case = making.case(cast.newcomer, cast.sample_country)
    path = reverse("directory:register_name", args=[case.organization.key])
    assert as_persona("newcomer").get(path).status_code == 404
    with pytest.raises(Refused):
        services.revise(case.organization, by=cast.newcomer, name="Other")
    with pytest.raises(Refused):
        services.submit(case.organization, by=cast.newcomer)


def test_withdrawn_draft_can_be_taken_up_again(cast: Cast, as_persona: As) -> None:
    draft = making.draft(cast.newcomer, cast.sample_country)
    newcomer = as_persona("newcomer")
    newcomer.post(reverse("directory:register_withdraw", args=[draft.key]), {"once": ""})
    draft.refresh_from_db()
    assert draft.state == State.WITHDRAWN
    newcomer.post(reverse("directory:register_you", args=[draft.key]), {"title": "Director"})
    draft.refresh_from_db()
    assert draft.state == State.SUBMITTED


# -- is it here already


def test_second_of_two_same_is_told_and_nothing_is_lost(cast: Cast, as_persona: As) -> None:
    making.case(cast.outsider, cast.sample_country, "New Hope")
    newcomer = as_persona("newcomer")
    draft = draft_by_forms(newcomer, cast, name="NEW  hope", latin_name="", website="")
    sent = newcomer.post(reverse("directory:register_you", args=[draft.key]), {"title": "Director"}, follow=True)
    assert sent.redirect_chain[-1][0] == reverse("directory:register_same", args=[draft.key])
    assert "the same name in the same country" in sent.text
    draft.refresh_from_db()
    assert (draft.state, draft.about) == (State.DRAFT, "نقدم المأوى والمشورة القانونية.")
    empty = newcomer.post(reverse("directory:register_same", args=[draft.key]), {"distinct_because": ""})
    assert empty.context["form"].errors["distinct_because"]
    newcomer.post(reverse("directory:register_same", args=[draft.key]), {"distinct_because": "We are the north."})
    assert Verification.objects.get(organization=draft).distinct_because == "We are the north."


def test_second_may_ask_to_join_the_first_though_it_is_not_public(cast: Cast, as_persona: As) -> None:
    first = making.case(cast.outsider, cast.sample_country, "New Hope").organization
    draft = making.draft(cast.newcomer, cast.sample_country, "New Hope")
    newcomer = as_persona("newcomer")
    path = reverse("directory:join", args=[first.key])
    assert newcomer.get(path).status_code == 404
    assert newcomer.get(f"{path}?instead={draft.key}").status_code == 200
    newcomer.post(f"{path}?instead={draft.key}", {"note": "I am its treasurer."})
    assert JoinRequest.objects.get().person == cast.newcomer


def test_same_website_is_told_whatever_the_name(cast: Cast) -> None:
    making.case(cast.outsider, cast.sample_country, "New Hope", website="https://www.hope.example/en")
    other = making.draft(cast.newcomer, cast.sample_country, "Esperanza", website="http://hope.example")
    with pytest.raises(services.AlreadyHere) as told:
        services.submit(other, by=cast.newcomer)
    assert [match.same_domain for match in told.value.matches] == [True]


def test_page_on_a_host_of_everyone_is_not_the_same_website(cast: Cast) -> None:
    making.case(cast.outsider, cast.sample_country, "New Hope", website="https://facebook.com/hope")
    other = making.draft(cast.newcomer, cast.sample_country, "Esperanza", website="https://facebook.com/esperanza")
    assert services.submit(other, by=cast.newcomer).outcome == ""


def test_name_of_what_is_not_public_is_not_told(cast: Cast, as_persona: As) -> None:
    making.case(cast.outsider, cast.sample_country, "Secret Garden", website="https://hope.example")
    draft = making.draft(cast.newcomer, cast.sample_country, "Esperanza", website="https://hope.example")
    text = as_persona("newcomer").get(reverse("directory:register_same", args=[draft.key])).text
    assert "the same website" in text
    assert "Secret Garden" not in text


@pytest.mark.parametrize("safety", ["pseudonym", "unlisted"])
def test_protected_organisation_is_not_told_to_who_registers_the_same(cast: Cast, safety: str) -> None:
    first = making.approved(
        cast.outsider, cast.officer, cast.sample_country, "New Hope", website="https://hope.example"
    )
    services.set_safety(first, by=cast.outsider, safety=safety, pseudonym="Blue Group")
    other = making.draft(cast.newcomer, cast.sample_country, "New Hope", website="https://hope.example")
    assert duplicates.same_as(other, cast.newcomer) == []
    case = services.submit(other, by=cast.newcomer)
    assert [match.item for match in duplicates.for_officers(case.organization)] == [first]


def test_two_people_submitting_the_same_at_once(transactional_db: None, cast: Cast) -> None:
    pair = [(making.draft(user, cast.sample_country, "New Hope"), user) for user in (cast.newcomer, cast.outsider)]
    barrier, outcomes = Barrier(2), []

    def send(draft: Organization, user: User) -> None:
        try:
            mine = Organization.objects.get(pk=draft.pk)
            barrier.wait(timeout=20)
            services.submit(mine, by=user)
            outcomes.append("sent")
        except services.AlreadyHere:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [Thread(target=send, args=each) for each in pair]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["sent", "told"]
    states = sorted(Organization.objects.filter(name="New Hope").values_list("state", flat=True))
    assert states == [State.DRAFT, State.SUBMITTED]


def test_similar_page_shows_what_is_registered_and_listed(cast: Cast, as_persona: As) -> None:
    newcomer = as_persona("newcomer")
    sent = newcomer.post(
        reverse("directory:register_begin"),
        named(cast, name="Casa Abierta sample", latin_name="", website=""),
        follow=True,
    )
    assert "Casa Abierta (sample)" in sent.text
    draft = Organization.objects.latest("pk")
    answer = newcomer.post(reverse("directory:register_similar", args=[draft.key]), {"another": "1"})
    assert answer.url == reverse("directory:register_work", args=[draft.key])


def test_entry_of_a_list_lends_its_facts(cast: Cast, as_persona: As) -> None:
    entry = listed_entry(cast)
    newcomer = as_persona("newcomer")
    newcomer.post(
        reverse("directory:register_begin"), named(cast, name="Universty of Sampleton", latin_name="", website="")
    )
    draft = Organization.objects.latest("pk")
    similar = reverse("directory:register_similar", args=[draft.key])
    assert "University of Sampleton" in newcomer.get(similar).text
    newcomer.post(similar, {"entry": entry.key})
    draft.refresh_from_db()
    assert (draft.name, draft.website, draft.kind, draft.started_from) == (
        "University of Sampleton",
        "https://uni.example",
        "academia",
        entry,
    )
    assert newcomer.post(similar, {"entry": "nothere"}).status_code == 404


def test_newcomer_with_a_mailbox_on_a_listed_domain_is_offered_its_entry(cast: Cast, as_persona: As) -> None:
    entry = listed_entry(cast)
    newcomer = as_persona("newcomer")
    start = reverse("directory:register")
    assert "University of Sampleton" not in newcomer.get(start).text
    address = cast.newcomer.emailaddress_set.create(email="noor@mail.uni.example", verified=False)
    assert "University of Sampleton" not in newcomer.get(start).text
    address.verified = True
    address.save()
    assert "University of Sampleton" in newcomer.get(start).text
    page = newcomer.get(reverse("directory:register_begin") + f"?entry={entry.key}")
    assert page.context["form"]["name"].value() == "University of Sampleton"
    newcomer.post(
        reverse("directory:register_begin") + f"?entry={entry.key}",
        named(cast, name="University of Sampleton", latin_name="", kind="academia", website="https://uni.example"),
    )
    draft = Organization.objects.latest("pk")
    newcomer.post(reverse("directory:register_work", args=[draft.key]), worked())
    newcomer.post(reverse("directory:register_you", args=[draft.key]), {"title": "Professor"})
    entry.refresh_from_db()
    assert entry.claimed_by == draft


def test_entry_not_offered_to_this_mailbox_is_not_found(cast: Cast, as_persona: As) -> None:
    entry = listed_entry(cast)
    path = reverse("directory:register_begin") + f"?entry={entry.key}"
    assert as_persona("newcomer").get(path).status_code == 404


# -- bad input


HOSTILE = (
    ("name", "x" * 1_000_000),
    ("name", "no\x00thing"),
    ("name", "   "),
    ("seat", "999999"),
    ("seat", "<script>"),
    ("seat", "1 OR 1=1"),
    ("kind", "government"),
    ("website", "javascript:alert(1)"),
    ("website", "https://" + "a" * 400),
    ("latin_name", "y" * 301),
    ("latin_name", "مركز الأمل"),
)


@pytest.mark.parametrize(("field", "value"), HOSTILE, ids=[f"{field}-{n}" for n, (field, _v) in enumerate(HOSTILE)])
def test_bad_first_step_says_so_beside_the_field_and_keeps_the_rest(
    cast: Cast, as_persona: As, field: str, value: str
) -> None:
    page = as_persona("newcomer").post(reverse("directory:register_begin"), named(cast, **{field: value}))
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    if field != "name":
        assert "مركز الأمل" in page.text
    assert not Organization.objects.filter(state=State.DRAFT).exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("themes", [999999]),
        ("themes", ["<script>"]),
        ("services", []),
        ("languages", ["xx"]),
        ("about", "x" * 1_000_000),
        ("about", "a\x00b"),
        ("about_language", "klingon"),
    ],
)
def test_bad_second_step_says_so_beside_the_field(cast: Cast, as_persona: As, field: str, value: object) -> None:
    draft = making.draft(cast.newcomer, cast.sample_country)
    path = reverse("directory:register_work", args=[draft.key])
    page = as_persona("newcomer").post(path, worked(**{field: value}))
    assert page.status_code == 200
    assert field in page.context["form"].errors
    draft.refresh_from_db()
    assert draft.about == "We train."


def test_script_in_every_field_is_shown_as_text(cast: Cast, as_persona: As) -> None:
    bad = '<script>alert("x")</script>'
    newcomer, officer = as_persona("newcomer"), as_persona("officer")
    draft = draft_by_forms(newcomer, cast, name=bad, latin_name=bad)
    newcomer.post(reverse("directory:register_work", args=[draft.key]), worked(about=bad))
    newcomer.post(reverse("directory:register_you", args=[draft.key]), {"title": bad})
    case = Verification.objects.get(organization=draft)
    officer.post(reverse("directory:decide", args=[case.key, "ask"]), {"ask-question": bad})
    newcomer.post(reverse("directory:answer", args=[case.key]), {"answer": bad})
    pages = [
        newcomer.get(reverse("directory:status", args=[draft.key])),
        newcomer.get(reverse("portal:desk")),
        newcomer.get(reverse("directory:people", args=[draft.key])),
        newcomer.get(reverse("directory:preview", args=[draft.key])),
        officer.get(reverse("directory:queue")),
        officer.get(reverse("directory:case", args=[case.key])),
    ]
    for page in pages:
        assert page.status_code == 200
        assert bad not in page.text


def test_form_sent_twice_makes_one_draft(cast: Cast, as_persona: As) -> None:
    newcomer = as_persona("newcomer")
    once = "0b7c5c0e-5a3a-4e7e-9a76-111111111111"
    first = newcomer.post(reverse("directory:register_begin"), named(cast, once=once))
    second = newcomer.post(reverse("directory:register_begin"), named(cast, once=once))
    assert first.url == second.url
    assert Organization.objects.filter(state=State.DRAFT).count() == 1


@pytest.mark.parametrize("number", ["9" * 19, "-9223372036854775809", "9_223_372_036_854_775_808", "9" * 5000])
def test_choices_no_database_can_hold_are_not_among_those_offered(cast: Cast, number: str) -> None:
    form = WorkForm(worked(themes=[number], services=[number], languages=[number], about_language="a\0r"))
    assert set(form.errors) == {"themes", "services", "languages", "about_language"}


DISGUISED = "Casa\r\n\r\nAbi\u200berta \u202eevil\u202c\x07"


def test_name_is_freed_of_breaks_reversals_and_what_nobody_sees(cast: Cast) -> None:
    form = NameForm(named(cast, name=DISGUISED, latin_name=DISGUISED))
    assert form.is_valid()
    assert form.cleaned_data["name"] == form.cleaned_data["latin_name"] == "Casa Abierta evil"
    authority = AuthorityForm(named(cast, name=DISGUISED, kind="government"))
    authority.is_valid()
    assert authority.cleaned_data["name"] == "Casa Abierta evil"


def test_name_of_nothing_to_read_is_refused(cast: Cast) -> None:
    for nothing in ("\u200b\u2060", "\u202e", "💩", "-"):
        assert set(NameForm(named(cast, name=nothing, latin_name="")).errors) == {"name"}
