"""Names, language, time zone, who reads what, and protection."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.test import Client
from django.utils import translation

from se4u.accounts import people, services, zones
from se4u.accounts.forms import ProfileForm
from se4u.accounts.models import User
from se4u.accounts.names import require_latin
from se4u.core.action import Refused
from se4u.core.authority import PUBLIC, Capability, Viewer
from se4u.core.models import Event
from se4u.core.names import clean_name
from tests.personas import Cast

URL = "/en/account/profile/"
MEMBER = Viewer(member=True)
GOVERNMENT = Viewer(government=True)
OFFICER = Viewer(root=frozenset({Capability.VET}))


def values(**changes: Any) -> dict[str, Any]:
    return {
        "name": "Noor",
        "latin_name": "",
        "language": "en",
        "time_zone": "Africa/Nairobi",
        "name_readers": "members",
        "latin_name_readers": "members",
        "email_readers": "officers",
        "safety": "open",
        "pseudonym": "",
        **changes,
    }


def test_profile_is_saved_with_its_actor_name_and_an_event_without_words(
    cast: Cast, as_persona: Callable[[str], Client]
) -> None:
    data = values(name="نور  الجديدة", latin_name="Noor Al-Jadida")
    assert as_persona("newcomer").post(URL, data).status_code == 302
    cast.newcomer.refresh_from_db()
    assert (cast.newcomer.name, cast.newcomer.latin_name) == ("نور الجديدة", "Noor Al-Jadida")
    assert cast.newcomer.zone == zoneinfo.ZoneInfo("Africa/Nairobi")
    assert behind(cast.newcomer, MEMBER) == "نور الجديدة"
    event = Event.objects.get(action="accounts.update_profile")
    assert (event.data, event.actor_key) == ({}, cast.newcomer.actor_key)


def test_profile_is_nobody_elses(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        services.update_profile(cast.newcomer, by=cast.officer, name="Other")
    services.update_profile(cast.newcomer, by=cast.newcomer, name="Other")


def test_profile_takes_no_other_field(cast: Cast) -> None:
    with pytest.raises(TypeError, match="not part of a profile"):
        services.update_profile(cast.newcomer, by=cast.newcomer, is_superuser=True)


def test_new_language_switches_the_interface(as_persona: Callable[[str], Client]) -> None:
    response = as_persona("newcomer").post(URL, values(language="ar"), follow=True)
    assert response.redirect_chain[0][0] == "/ar/account/profile/"
    assert '<html lang="ar" dir="rtl">' in response.content.decode()


def test_time_zones_stand_by_continent_under_the_names_of_their_cities(as_persona: Callable[[str], Client]) -> None:
    text = as_persona("newcomer").get(URL).content.decode()
    assert '<optgroup label="Africa">' in text
    assert re.search(r'<option value="Africa/Nairobi"\s*>Nairobi</option>', text)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  Ana   María \t\n López ", "Ana María López"),
        ("nul\x00name", "nulname"),
        ("\u202egnp.exe", "gnp.exe"),
        ("a\u2066b\u2069c\u200f", "abc"),
        ("می\u200cخواهم", "می\u200cخواهم"),  # a joiner is part of how Persian is written
        ("क्\u200dष", "क्\u200dष"),
        ("e\u0301", "é"),
        ("李小龙", "李小龙"),
        ("\x1b[31mred", "[31mred"),
    ],
)
def test_name_is_kept_as_written_but_for_what_misleads(written: str, kept: str) -> None:
    assert clean_name(written) == kept


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "x" * 1_000_000, "at most 200 characters"),
        ("name", "", "This field is required"),
        ("name", "\u202e\x00", "This field is required"),
        ("name", "…", "at least one letter"),
        ("latin_name", "Нур", "Latin letters"),
        ("latin_name", "Nооr", "Latin letters"),  # two Cyrillic letters that look the same
        ("language", "tlh", "Select a valid choice"),
        ("time_zone", "Mars/Olympus", "Select a valid choice"),
        ("time_zone", "../../etc/passwd", "Select a valid choice"),
        ("name_readers", "nobody", "Select a valid choice"),
        ("safety", "invisible", "Select a valid choice"),
    ],
)
def test_bad_profile_is_said_beside_the_field_and_the_input_kept(
    cast: Cast, as_persona: Callable[[str], Client], field: str, value: str, said: str
) -> None:
    response = as_persona("newcomer").post(URL, values(pseudonym="Kept as it is") | {field: value})
    assert response.status_code == 200
    assert said in response.content.decode()
    assert "Kept as it is" in response.content.decode()
    cast.newcomer.refresh_from_db()
    assert cast.newcomer.pseudonym == ""


@pytest.mark.parametrize("name", ["Ana María", "Łukasz O’Brien-Özil", "Nguyễn Thị", "Jean-Luc 2", ""])
def test_latin_letters_with_accents_are_latin(name: str) -> None:
    require_latin(name)


@pytest.mark.parametrize("name", ["Ωmega", "李", "نور", "Nоor"])
def test_other_scripts_are_not_latin(name: str) -> None:
    with pytest.raises(ValidationError):
        require_latin(name)


def test_name_with_markup_is_shown_as_text(as_persona: Callable[[str], Client]) -> None:
    client = as_persona("newcomer")
    client.post(URL, values(name="<script>alert(1)</script>"))
    text = client.get("/en/account/profile/as-others-see-me/").content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


# -- who reads what


def save(person: User, **changes: Any) -> User:
    form = ProfileForm(values(**changes))
    assert form.is_valid(), form.errors
    return services.update_profile(person, by=person, **form.values())


@pytest.mark.parametrize(
    ("readers", "reading"),
    [
        ("public", (True, True, True, True)),
        ("members+", (False, True, True, True)),
        ("members", (False, True, False, True)),
        ("officers", (False, False, False, True)),
    ],
)
def test_each_field_is_read_by_whom_the_person_chose(cast: Cast, readers: str, reading: tuple[bool, ...]) -> None:
    fields = {f"{field}_readers": readers for field in User.DEFAULTS}
    person = save(cast.newcomer, latin_name="Noor Latin", open_to_governments="on", **fields)
    seen = [people.card(person, viewer) for viewer in (PUBLIC, MEMBER, GOVERNMENT, OFFICER)]
    assert tuple(card.name == "Noor" for card in seen) == reading
    assert tuple(card.latin_name == "Noor Latin" for card in seen) == reading
    assert tuple(card.email == person.email for card in seen) == reading


def test_what_is_chosen_for_governments_stays_closed_while_the_profile_is(
    cast: Cast, as_persona: Callable[[str], Client]
) -> None:
    chosen = {"latin_name": "Noor Latin", "name_readers": "members+", "latin_name_readers": "public"}
    nothing, client = "Nothing is opened to them", as_persona("newcomer")
    assert nothing not in client.get(URL).text

    closed = save(cast.newcomer, **chosen)
    assert people.card(closed, MEMBER).name == "Noor"
    assert people.card(closed, GOVERNMENT) == people.PersonCard("a person", "Noor Latin", "")
    assert client.get(URL).text.count(nothing) == 1
    assert nothing in client.post(URL, values(**chosen, language="tlh")).text

    opened = save(cast.newcomer, **chosen, open_to_governments="on")
    assert people.card(opened, GOVERNMENT) == people.PersonCard("Noor", "Noor Latin", "")
    assert people.card(opened, PUBLIC).name == "a person"
    assert nothing not in client.get(URL).text
    assert "Noor" in client.get("/en/account/profile/as-others-see-me/").text.split("<section")[3]


def test_visibility_keeps_only_what_differs(cast: Cast) -> None:
    assert save(cast.newcomer).visibility == {}
    person = save(cast.newcomer, name_readers="public")
    assert person.visibility == {"name": {"reach": "public", "governments": False}}
    assert ProfileForm.initial_for(person)["name_readers"] == "public"


def behind(person: User, viewer: Viewer) -> str:
    """The name behind the key in the history."""
    return people.names_behind([person.actor_key, None], viewer)[person.actor_key]


def test_pseudonym_hides_name_and_contact_even_where_fields_are_open(cast: Cast) -> None:
    person = save(cast.newcomer, safety="pseudonym", pseudonym="River", name_readers="public", email_readers="public")
    for viewer in (PUBLIC, MEMBER, GOVERNMENT):
        assert people.card(person, viewer) == people.PersonCard("River", "", "")
    assert people.card(person, OFFICER).name == "Noor"
    assert (behind(person, MEMBER), behind(person, OFFICER)) == ("River", "Noor")


def test_unlisted_is_a_person_to_all_but_officers_and_colleagues(cast: Cast) -> None:
    person = save(cast.newcomer, safety="unlisted", name_readers="public")
    assert people.shown_name(person, PUBLIC) == people.shown_name(person, MEMBER) == "a person"
    assert people.shown_name(person, MEMBER, colleague=True) == "Noor"
    assert (behind(person, MEMBER), behind(person, OFFICER)) == ("", "Noor")


def test_name_for_officers_alone_stands_in_no_history_of_others(cast: Cast) -> None:
    person = save(cast.newcomer, name_readers="officers")
    assert (behind(person, MEMBER), behind(person, OFFICER)) == ("", "Noor")


def test_pseudonym_must_be_written(as_persona: Callable[[str], Client]) -> None:
    response = as_persona("newcomer").post(URL, values(safety="pseudonym"))
    assert "Write the name you want to be shown by" in response.content.decode()


def test_database_refuses_a_pseudonym_without_a_name(cast: Cast) -> None:
    with pytest.raises(IntegrityError):
        User.objects.filter(pk=cast.newcomer.pk).update(safety="pseudonym", pseudonym="")


def test_database_refuses_capitals_in_addresses(db: None) -> None:
    with pytest.raises(IntegrityError):
        User(email="UPPER@sample.example").save()


def test_preview_shows_what_each_reader_sees(cast: Cast, as_persona: Callable[[str], Client]) -> None:
    save(cast.newcomer, name_readers="members")
    parts = as_persona("newcomer").get("/en/account/profile/as-others-see-me/").content.decode().split("<section")
    public, members, governments, officers = parts[1:5]
    assert "a person" in public
    assert "Noor" in members
    assert "Noor" not in governments
    assert cast.newcomer.email in officers
    assert cast.newcomer.email not in members


# -- time zones


def test_every_choice_is_a_zone_and_named_in_the_language(db: None) -> None:
    for language in ("en", "ar", "zh-hans", "pt"):
        with translation.override(language):
            groups = zones.grouped()
        offered = {name for _title, cities in groups for name, _label in cities}
        assert offered == zones.names() <= zoneinfo.available_timezones() | {"UTC"}
    with translation.override("fr"):
        assert ("Europe/Vienna", "Vienne") in dict(zones.grouped())["Europe"]


def test_home_leads_everywhere(as_persona: Callable[[str], Client]) -> None:
    text = as_persona("newcomer").get("/en/account/").content.decode()
    for path in (
        "profile/",
        "profile/as-others-see-me/",
        "email/",
        "password/change/",
        "second-factor/",
        "sessions/",
        "notifications/",
        "notifications/delivery/",
        "texts/conduct/",
        "texts/privacy/",
        "export/",
        "delete/",
    ):
        assert f'href="/en/account/{path}"' in text


def test_desk_asks_for_a_missing_name(cast: Cast, as_persona: Callable[[str], Client]) -> None:
    User.objects.filter(pk=cast.newcomer.pk).update(name="")
    assert "Tell us your name" in as_persona("newcomer").get("/en/desk/").content.decode()


@pytest.mark.parametrize("pseudonym", ["Noor Haddad", "haddad NOOR", "Nóor al Haddad", "Haddad", "N.H.", "نور"])
def test_pseudonym_that_tells_the_own_name_is_said_beside_the_field(
    cast: Cast, as_persona: Callable[[str], Client], pseudonym: str
) -> None:
    data = values(name="نور", latin_name="Noor Haddad", safety="pseudonym", pseudonym=pseudonym)
    page = as_persona("newcomer").post(URL, data)
    assert "pseudonym" in page.context["form"].errors
    with pytest.raises(Refused):
        services.update_profile(
            cast.newcomer,
            by=cast.newcomer,
            latin_name="Noor Haddad",
            name="نور",
            safety="pseudonym",
            pseudonym=pseudonym,
        )
    assert as_persona("newcomer").post(URL, {**data, "pseudonym": "Quiet Voice"}).status_code == 302
