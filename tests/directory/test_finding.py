"""The list, its address, profiles and experts."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.cache import caches
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from se4u.core.authority import PUBLIC, Level, viewer_of
from se4u.core.models import Event
from se4u.directory import finding, search
from se4u.directory.finding import Question, Results
from se4u.directory.models import Expert, Organization
from tests.networks import making
from tests.personas import PERSONAS, Cast

from .finding_help import LEVELS, changed, country, hidden, language, made, names, question, service, theme

LIST = "/en/directory/"


def test_list_shows_the_vetted_by_name(client: Client, cast: Cast) -> None:
    page = client.get(LIST)
    shown = re.findall(r'<h3><a href="[^"]*"><bdi>([^<]*)', page.content.decode())
    assert shown == [
        "Casa Abierta (sample)",
        "Far Shore Institute (sample)",
        "Puente Norte (sample)",
        "Río Claro (sample)",
    ]
    assert "4 organisations" in page.content.decode()


def test_list_for_the_anonymous_sets_no_cookie_and_carries_no_token(client: Client, cast: Cast) -> None:
    page = client.get(LIST + "?q=casa")
    assert not page.cookies
    assert b"csrf" not in page.content
    assert b"nonce" not in page.content


def test_list_costs_the_same_for_one_and_three_rows(client: Client, cast: Cast) -> None:
    lists = {"themes": [theme("crime")], "services": [service("advice")], "languages": [language("en")]}
    seat = cast.sample_country
    made("Many words", seat, many={**lists, "operates_in": [seat]})
    for address in COSTED:
        one = _queries(client, LIST + address)
        for name in ("Many more words", "Many other words"):
            making.member(cast.americas, made(name, seat, many={**lists, "operates_in": [seat]}))
        search.index_rows(Organization.objects.all())
        assert _queries(client, LIST + address) == one, address
        Organization.objects.filter(name__in=["Many more words", "Many other words"]).delete()


COSTED = ("?", "?sort=newest", "?page=1", "?country=XSC", "?kind=civil_society&theme=crime",
          "?kind=civil_society&theme=crime&sort=newest", "?q=many", "?q=many&sort=newest",
          "?q=many&kind=civil_society&theme=crime")  # fmt: skip


@pytest.mark.parametrize("persona", ["visitor", "representative", "officer"])
def test_profile_costs_the_same_for_one_and_three_of_each(
    as_persona: Callable[[str], Client], cast: Cast, persona: str
) -> None:
    body, client = cast.casa_abierta, as_persona(persona)
    rows = [(theme(f"t{n}"), service(f"s{n}"), language(f"l{n}"), country(f"Q{n}Q", f"Q{n}")) for n in range(3)]
    networks = [making.alliance_of(cast, slug=f"more-{number}") for number in range(3)]
    costs = []
    for number in (1, 3):
        for relation, entries in zip(RELATIONS, zip(*rows[:number], strict=True), strict=True):
            getattr(body, relation).set(entries)
        for network in networks[:number] if number == 1 else networks[1:]:
            making.member(network, body)
        Event.objects.create(action="directory.approve", subject_label=finding.LABEL, subject_pk=body.pk)
        search.index(body)
        costs.append(_queries(client, reverse("directory:profile", args=[body.key]) + "?"))
    assert costs[0] == costs[1]


RELATIONS = ("themes", "services", "languages", "operates_in")


@pytest.mark.parametrize("address", ["?kind=civil_society", "?q=many", "?q=many&kind=civil_society&theme=crime"])
def test_list_costs_the_same_above_the_cap(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    for number in range(5):
        seat = country("AAA", "Alpha") if number < 4 else country("BBB", "Beta")
        made(f"Many {number}", seat, many={"themes": [theme("crime")]})
    below = _queries(client, LIST + address)
    monkeypatch.setattr(finding, "CAP", 3)
    assert _queries(client, LIST + address) == below


def _queries(client: Client, address: str) -> int:
    caches["pages"].clear()
    client.get(LIST)  # what is kept of everything is kept now
    with CaptureQueriesContext(connection) as caught:
        assert client.get(f"{address}&again={Event.objects.count()}{Organization.objects.count()}").status_code == 200
    return len(caught)


@pytest.mark.parametrize(
    "address",
    ["?theme=nonsense&country=XX&kind=&page=abc&sort=up&other=1", "?page=99", "?q=%00&theme=%00", "?q=" + "a" * 4000,
     "?theme=" + "a" * 4000, "?q=%22", "?q=*", "?" + "&".join(f"theme=t{number}" for number in range(300))],
)  # fmt: skip
def test_nonsense_in_the_address_is_answered(client: Client, cast: Cast, address: str) -> None:
    assert client.get(LIST + address).status_code == 200
    assert client.get("/en/directory/experts/" + address).status_code == 200


def test_unknown_values_are_left_out_of_the_question(cast: Cast) -> None:
    asked = question("theme=nonsense&country=xsc&country=QQQ&sort=best")
    assert asked.address() == "?country=XSC"
    assert asked.sort == "name"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(["q", "theme", "kind", "country", "sort", "page"]), st.text(max_size=30)))
def test_any_address_reads_into_a_question_with_a_stable_address(cast: Cast, values: dict[str, str]) -> None:
    query = QueryDict(mutable=True)
    query.update(values)
    asked = Question.read(query, PUBLIC)
    again = Question.read(QueryDict(asked.address().lstrip("?")), PUBLIC)
    assert again == asked
    assert len(Results(asked)) >= 0


def test_chips_lead_back(client: Client, cast: Cast) -> None:
    text = client.get(LIST + "?kind=civil_society&kind=academia&country=XSC&q=sample").content.decode()
    assert 'href="?q=sample&amp;kind=academia&amp;country=XSC"' in text
    assert 'href="?q=sample&amp;kind=civil_society&amp;kind=academia"' in text
    assert "Clear all" in text


def test_list_marks_hits_and_escapes_what_people_wrote(client: Client, cast: Cast) -> None:
    made("Ayuda <script>", cast.sample_country, about="Para víctimas <b>de</b> trata")
    text = client.get(LIST + "?q=victimas").content.decode()
    assert "<mark>víctimas</mark> &lt;b&gt;de&lt;/b&gt;" in text
    assert "Ayuda &lt;script&gt;" in text


def test_sorts(cast: Cast) -> None:
    newest = made("Zebra needle", cast.sample_country)
    made("Other", cast.sample_country, about="needle " + "word " * 50)
    Organization.objects.exclude(pk=newest.pk).update(approved_at="2020-01-01T00:00Z")
    assert names("sort=newest")[0] == "Zebra needle"
    assert names("q=needle") == ["Zebra needle", "Other"]
    assert names("q=needle&sort=name") == ["Other", "Zebra needle"]
    assert question("q=needle").address() == "?q=needle"
    assert question("q=needle&sort=name").address() == "?q=needle&sort=name"


@pytest.mark.parametrize("reader", ["visitor", "outsider", "officer"])
def test_newest_does_not_tell_since_when_one_at_risk_is_here(
    reader: str, cast: Cast, as_persona: Callable[[str], Client]
) -> None:
    for day, name in enumerate(("Older", "Lamp", "Newer"), start=1):
        row = made(name, cast.sample_country)
        Organization.objects.filter(pk=row.pk).update(approved_at=f"2040-01-0{day}T00:00Z")
    Organization.objects.filter(name="Lamp").update(safety="pseudonym", pseudonym="The Light")
    text = as_persona(reader).get(LIST + "?sort=newest").content.decode()
    place = {name: text.index(f">{name}") for name in ("Newer", "Older", "Far Shore")}
    lamp = text.index(">Lamp" if reader == "officer" else ">The Light")
    assert place["Newer"] < place["Older"] < place["Far Shore"] < lamp


def test_names_in_other_scripts_are_sorted_among_the_others(cast: Cast) -> None:
    made("مركز الأمل", cast.sample_country, latin_name="Al Amal Centre")
    made("反腐败", cast.sample_country)
    assert names()[:4] == ["مركز الأمل", "Casa Abierta (sample)", "反腐败", "Far Shore Institute (sample)"]


def test_pages_of_25(client: Client, cast: Cast) -> None:
    for number in range(30):
        made(f"Zulu {number:02}", cast.sample_country)
    first, second = (client.get(f"{LIST}?kind=civil_society&page={page}").content.decode() for page in (1, 2))
    assert first.count('<article class="result">') == 25
    assert "Page 1 of 2" in first
    assert 'href="?kind=civil_society&amp;page=2"' in first
    assert second.count('<article class="result">') == 8


def test_leafing_ends_at_the_cap_and_says_so(client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "CAP", 3)
    text = client.get(LIST).content.decode()
    assert "3+ organisations" in text
    assert "as far as one can leaf" in text
    assert text.count('<article class="result">') == 3


def test_nothing_found_says_what_next(client: Client, cast: Cast) -> None:
    assert "Show everybody" in client.get(LIST + "?q=xyzzy").content.decode()
    Organization.objects.all().update(state="draft")
    assert "Join with your organisation" in client.get(LIST).content.decode()


def test_long_facets_are_sent_when_asked_for(client: Client, cast: Cast) -> None:
    for number in range(60):
        iso3 = f"{chr(65 + number // 26)}{chr(65 + number % 26)}Q"
        made(f"Org {number}", country(iso3, f"Country {iso3}"))
    text = client.get(LIST).content.decode()
    assert text.count('name="country"') == 6
    assert 'href="?all=country"' in text
    assert client.get(LIST + "?all=country").content.decode().count('name="country"') == 61


# -- what must not be found


@pytest.mark.parametrize("level", LEVELS)
def test_unlisted_suspended_and_authorities_are_in_no_list(cast: Cast, level: Level) -> None:
    changed(cast.casa_abierta, safety="unlisted")
    changed(cast.rio_claro, state="suspended")
    shown = ["Far Shore Institute (sample)", "Puente Norte (sample)"]
    assert names("", level) == shown
    assert names("q=sample&sort=name", level) == shown
    assert names("q=casa", level) == names("q=claro", level) == names("q=ministry", level) == []


@pytest.mark.parametrize("level", LEVELS)
def test_pseudonymous_is_found_by_its_other_name_alone(cast: Cast, level: Level) -> None:
    changed(
        cast.casa_abierta, safety="pseudonym", pseudonym="Blue Door", about="Shelter", website="https://casa.example"
    )
    officer = level is Level.OFFICERS
    assert names("q=shelter", level) == (["Casa Abierta (sample)"] if officer else ["Blue Door"])
    assert names("q=blue", level) == ([] if officer else ["Blue Door"])
    assert names("q=casa", level) == (["Casa Abierta (sample)"] if officer else [])
    for address in ("q=blue+sample+country", "q=blue+بلد", "q=blue&country=XSC", "q=blue&network=net4u-americas"):
        assert names(address, level) == []
    assert names("", level)[0] == ("Casa Abierta (sample)" if officer else "Blue Door")  # sorted by what others see


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(
    ("field", "value", "word"),
    [("about", "needle in the text", "needle"), ("provinces", "Needle Province", "needle"),
     ("website", "https://needle.example", "needle"), ("contact_name", "Nadia Needle", "needle"),
     ("registration_number", "NEEDLE-1", "needle"), ("contact_email", "needle@x.example", "needle")],
)  # fmt: skip
@pytest.mark.parametrize(
    ("reach", "governments"), [("public", False), ("members", False), ("members", True), ("officers", False)]
)
@pytest.mark.parametrize("gate", [True, False])
def test_text_is_found_by_its_readers_alone(
    cast: Cast, level: Level, field: str, value: str, word: str, reach: str, governments: bool, gate: bool
) -> None:
    choice = hidden(field, reach, governments=governments)
    changed(cast.far_shore, **{field: value}, visibility=choice, open_to_governments=gate)
    reads = cast.far_shore.choice_for(field).allows(level) and (gate or not governments or level != Level.GOVERNMENTS)
    assert names(f"q={word}", level) == (["Far Shore Institute (sample)"] if reads else [])


@pytest.mark.parametrize("level", LEVELS)
def test_name_of_a_hidden_seat_finds_nothing(cast: Cast, level: Level) -> None:
    changed(cast.far_shore, visibility=hidden("seat", "members"))
    expected = ["Far Shore Institute (sample)"] if level in {Level.MEMBERS, Level.OFFICERS} else []
    for words in ("far+sample+country", "far+بلد+العينة", "far+muestra"):
        assert names(f"q={words}", level) == expected
    assert names("country=XSC&q=far", level) == expected


def test_change_of_visibility_shows_at_once_on_the_kept_page(client: Client, cast: Cast) -> None:
    from se4u.directory import services

    assert "Far Shore" in client.get(LIST).content.decode()
    services.set_safety(cast.far_shore, by=cast.outsider, safety="unlisted")
    text = client.get(LIST).content.decode()
    assert "Far Shore" not in text
    assert "3 organisations" in text


# -- profiles


def test_profile_shows_the_minimal_card(client: Client, cast: Cast) -> None:
    text = client.get(reverse("directory:profile", args=[cast.casa_abierta.key])).content.decode()
    assert "Casa Abierta (sample)" in text
    assert "Sample Country" in text
    assert "Vetted" in text
    assert "What happened" not in text


def test_profile_of_what_is_not_visible_is_not_found(client: Client, cast: Cast) -> None:
    changed(cast.casa_abierta, safety="unlisted")
    assert client.get(reverse("directory:profile", args=[cast.casa_abierta.key])).status_code == 404
    assert client.get(reverse("directory:profile", args=[cast.ministry.key])).status_code == 404
    assert client.get(reverse("directory:profile", args=["nothing"])).status_code == 404


@pytest.mark.parametrize(
    ("persona", "readable"),
    [("visitor", set()), ("newcomer", set()), ("outsider", {"provinces"}), ("government_observer", set()),
     ("officer", {"provinces", "number", "mail"}), ("representative", {"provinces", "number", "mail"})],
)  # fmt: skip
def test_profile_shows_each_reader_their_fields(
    as_persona: Callable[[str], Client], cast: Cast, persona: str, readable: set[str]
) -> None:
    changed(cast.casa_abierta, provinces="Provinz-X", registration_number="REG-77", contact_email="inside@casa.example")
    text = as_persona(persona).get(reverse("directory:profile", args=[cast.casa_abierta.key])).content.decode()
    marks = {"provinces": "Provinz-X", "number": "REG-77", "mail": "inside@casa.example"}
    assert {name for name, mark in marks.items() if mark in text} == readable


def test_profile_tells_its_own_people_who_reads_what(as_persona: Callable[[str], Client], cast: Cast) -> None:
    changed(
        cast.casa_abierta,
        registration_number="REG-77",
        provinces="North",
        visibility=hidden("seat", "members", governments=True),
    )
    path = reverse("directory:profile", args=[cast.casa_abierta.key])
    closed = as_persona("representative").get(path).content.decode()
    assert "members read this; governments do not, for the entry is not open to them" in closed
    assert "members and governments read this" not in closed
    changed(cast.casa_abierta, open_to_governments=True)
    own = as_persona("representative").get(path).content.decode()
    assert "kept private: vetting officers alone read this" in own
    assert "(members read this)" in own
    assert "members and governments read this" in own
    other = as_persona("outsider").get(reverse("directory:profile", args=[cast.casa_abierta.key])).content.decode()
    assert "read this" not in other


def test_history_is_told_to_its_own_people_and_officers(as_persona: Callable[[str], Client], cast: Cast) -> None:
    row = cast.casa_abierta
    Event.objects.create(action="directory.approve", subject_label="directory.organization", subject_pk=row.pk)
    for persona in PERSONAS:
        text = as_persona(persona).get(reverse("directory:profile", args=[row.key])).content.decode()
        assert ("What happened" in text) is (persona in {"representative", "officer"})


def test_unlisted_profile_says_so_to_its_own_people(as_persona: Callable[[str], Client], cast: Cast) -> None:
    changed(cast.casa_abierta, safety="unlisted")
    text = as_persona("representative").get(reverse("directory:profile", args=[cast.casa_abierta.key])).content.decode()
    assert "not in the directory" in text
    assert "not shown at all" in text


def test_pseudonymous_profile_shows_neither_name_nor_place(client: Client, cast: Cast) -> None:
    row = changed(
        cast.casa_abierta,
        safety="pseudonym",
        pseudonym="Blue Door",
        website="https://casa.example",
        vouched_by="Casa friends",
    )
    text = client.get(reverse("directory:profile", args=[row.key])).content.decode()
    assert "Blue Door" in text
    for secret in ("Casa", "casa", "Sample Country", "NET4U"):
        assert secret not in text.replace("NET4U</", "")


@pytest.mark.parametrize(
    ("state", "badge"),
    [
        ("approved", "Vouched for by Sample Register, not vetted by the secretariat"),  # from a list brought in
        ("submitted", "Member of the alliance, not vetted by the secretariat"),  # admitted by an alliance meanwhile
    ],
)
def test_badge_of_who_is_vouched_for(client: Client, cast: Cast, state: str, badge: str) -> None:
    changed(cast.far_shore, state=state, vouched_by="Sample Register")
    for address in (LIST, reverse("directory:profile", args=[cast.far_shore.key])):
        assert badge in client.get(address).content.decode()


# -- experts


@pytest.fixture
def expert(cast: Cast) -> Expert:
    """A vetted expert with the default visibility: the name is for members."""
    from se4u.directory import search

    row = Expert.objects.create(
        person=cast.newcomer, kind="academic", about="Traces weapons", country=cast.sample_country, state="approved"
    )
    row.themes.add(theme("crime"))
    row.languages.add(language("en"))
    search.index(row)
    return row


@pytest.mark.parametrize(
    ("persona", "named"), [("visitor", False), ("government_observer", False), ("outsider", True), ("officer", True)]
)
def test_expert_is_named_to_members(
    as_persona: Callable[[str], Client], cast: Cast, expert: Expert, persona: str, named: bool
) -> None:
    client = as_persona(persona)
    for address in (
        "/en/directory/experts/",
        "/en/directory/experts/?theme=crime&language=en",
        f"/en/directory/experts/{expert.key}/",
    ):
        text = client.get(address).content.decode()
        assert "Academic expert" in text
        assert ("Noor Newcomer" in text) is named
        assert "newcomer@" not in text
    for word in ("noor", "weapons"):
        found = client.get(f"/en/directory/experts/?q={word}").content.decode()
        assert ("1 expert<" in found) is named


@pytest.mark.parametrize("level", [Level.PUBLIC, Level.MEMBERS, Level.GOVERNMENTS, Level.OFFICERS])
@pytest.mark.parametrize(
    "visibility",
    [{}, hidden("themes", "members"), hidden("themes", "members", governments=True), hidden("themes", "officers")],
)
@pytest.mark.parametrize("gate", [True, False])
def test_expert_is_not_found_by_a_hidden_theme(
    cast: Cast, expert: Expert, level: Level, visibility: dict[str, object], gate: bool
) -> None:
    from se4u.core.search import READERS
    from se4u.directory.finding_experts import ExpertQuestion

    expert.visibility, expert.open_to_governments = visibility, gate
    expert.save()
    found = ExpertQuestion.read(QueryDict("theme=crime"), READERS[level]).rows()
    reach = expert.choice_for("themes")
    assert found.exists() is (reach.allows(level) and (gate or not reach.governments or level is not Level.GOVERNMENTS))


@pytest.mark.parametrize("where", ["expert", "person"])
def test_unlisted_and_pseudonymous_experts(
    as_persona: Callable[[str], Client], cast: Cast, expert: Expert, where: str
) -> None:
    from se4u.directory import search

    row = expert if where == "expert" else expert.person
    row.safety, row.pseudonym = "pseudonym", "Grey Heron"
    row.save()
    search.index(expert)
    member = as_persona("outsider")
    text = member.get("/en/directory/experts/").content.decode()
    assert "Grey Heron" in text
    assert "Noor" not in text
    assert "Sample Country" not in text
    assert "1 expert<" not in member.get("/en/directory/experts/?q=noor").content.decode()
    row.safety = "unlisted"
    row.save()
    search.index(expert)
    assert "No expert is listed yet" in member.get("/en/directory/experts/").content.decode()
    assert member.get(f"/en/directory/experts/{expert.key}/").status_code == 404
    assert as_persona("newcomer").get(f"/en/directory/experts/{expert.key}/").status_code == 200


def test_experts_cost_the_same_for_one_and_three(client: Client, cast: Cast, expert: Expert) -> None:
    from se4u.directory import search

    with CaptureQueriesContext(connection) as one:
        client.get("/en/directory/experts/?theme=crime")
    for person in (cast.outsider, cast.representative):
        row = Expert.objects.create(person=person, state="approved")
        row.themes.add(theme("crime"))
        search.index(row)
    with CaptureQueriesContext(connection) as three:
        assert "3 experts" in client.get("/en/directory/experts/?theme=crime&again=1").content.decode()
    assert len(one) == len(three)


def test_insider_reads_own_fields_and_others_by_level(cast: Cast) -> None:
    changed(cast.casa_abierta, registration_number="REG-77")
    shown = {card.name: card for card in Results(Question(viewer_of(cast.representative)))[0:10]}
    assert shown["Casa Abierta (sample)"].registration_number == "REG-77"
    assert shown["Río Claro (sample)"].registration_number == ""
