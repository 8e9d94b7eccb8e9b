"""Completing a profile, deciding who sees what, the way one is shown, and the look with others' eyes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from se4u.core.action import Refused
from se4u.core.authority import Level
from se4u.core.search import READERS
from se4u.core.visibility import Choice
from se4u.directory import services
from se4u.directory.cards import card, expert_card
from se4u.directory.completeness import meter
from se4u.directory.models import Affiliation, Expert, Organization
from se4u.directory.profiles import organization_facts
from tests.personas import Cast

from .finding_help import names

As = Callable[[str], Client]


def save(client: Client, body: Organization, section: str, **values: object) -> object:
    return client.post(reverse("directory:edit_section", args=[body.key, section]), values)


def missing(body: Organization) -> dict[str, tuple[str, ...]]:
    body.refresh_from_db()
    return {str(line.what): line.missing for line in meter(body)}


def test_meter_says_what_is_missing_for_what(cast: Cast, as_persona: As) -> None:
    body = cast.casa_abierta
    assert missing(body)["to be found by country"] == ("countries of operation",)
    assert missing(body)["to apply for travel support later"] == (
        "registration number or reason why unregistered",
        "contact telephone",
    )
    client = as_persona("representative")
    save(client, body, "place", operates_in=[cast.sample_country.pk], provinces="North")
    save(client, body, "standing", unregistered_reason="The law forbids it.")
    save(client, body, "contact", contact_phone="+1 555 0100")
    assert missing(body)["to be found by country"] == ()
    assert missing(body)["to apply for travel support later"] == ()
    page = client.get(reverse("directory:edit", args=[body.key])).text
    assert "to apply for travel support later" in page


@pytest.mark.parametrize(
    ("section", "field", "value"),
    [
        ("standing", "founded", "1234"),
        ("standing", "founded", "3000"),
        ("standing", "founded", "many"),
        ("standing", "website", "ftp//x"),
        ("standing", "ecosoc_status", "best"),
        ("contact", "contact_email", "nobody"),
        ("contact", "contact_name", "x" * 1_000_000),
        ("place", "operates_in", ["999999"]),
        ("place", "provinces", "a\x00b"),
        ("identity", "acronym", "x" * 41),
    ],
)
def test_bad_input_is_said_beside_the_field(
    cast: Cast, as_persona: As, section: str, field: str, value: object
) -> None:
    page = as_persona("representative").post(
        reverse("directory:edit_section", args=[cast.casa_abierta.key, section]), {field: value}
    )
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]


def test_unknown_section_is_not_found(cast: Cast, as_persona: As) -> None:
    path = reverse("directory:edit_section", args=[cast.casa_abierta.key, "secrets"])
    assert as_persona("representative").get(path).status_code == 404


def test_what_was_vetted_is_changed_by_officers_alone(cast: Cast, as_persona: As) -> None:
    body = cast.casa_abierta
    with pytest.raises(Refused):
        services.edit(body, by=cast.representative, name="United Nations")
    values = {"name": "United Nations", "acronym": "CA", "kind": "academia", "seat": cast.sample_country.pk}
    save(as_persona("representative"), body, "identity", **values)
    body.refresh_from_db()
    assert (body.name, body.acronym) == ("Casa Abierta (sample)", "CA")
    save(as_persona("officer"), body, "identity", **{**values, "name": "Casa Abierta del Norte"})
    body.refresh_from_db()
    assert (body.name, body.kind, body.sort_name) == ("Casa Abierta del Norte", "academia", "casa abierta del norte")


def test_member_cannot_be_made_an_authority(cast: Cast) -> None:
    with pytest.raises(Refused):
        services.edit(cast.casa_abierta, by=cast.officer, kind="authority")


def test_edit_writes_only_fields_of_the_profile(cast: Cast) -> None:
    with pytest.raises(TypeError):
        services.edit(cast.casa_abierta, by=cast.officer, state="approved")


def test_editor_may_write_and_decide_nothing(cast: Cast) -> None:
    Affiliation.objects.create(person=cast.newcomer, organization=cast.casa_abierta, role="editor")
    services.edit(cast.casa_abierta, by=cast.newcomer, acronym="CA")
    with pytest.raises(PermissionDenied):
        services.set_safety(cast.casa_abierta, by=cast.newcomer, safety="unlisted")
    with pytest.raises(PermissionDenied):
        services.set_visibility(cast.casa_abierta, by=cast.newcomer, choices={})


def test_member_writes_nothing(cast: Cast, as_persona: As) -> None:
    Affiliation.objects.create(person=cast.newcomer, organization=cast.casa_abierta, role="member")
    with pytest.raises(PermissionDenied):
        services.edit(cast.casa_abierta, by=cast.newcomer, acronym="CA")
    assert as_persona("newcomer").get(reverse("directory:edit", args=[cast.casa_abierta.key])).status_code == 403


@pytest.mark.parametrize("page", ["edit", "visibility", "safety", "preview"])
def test_pages_of_an_entry_of_others_are_not_found(cast: Cast, as_persona: As, page: str) -> None:
    path = reverse(f"directory:{page}", args=[cast.casa_abierta.key])
    assert as_persona("outsider").get(path).status_code == 404
    assert as_persona("visitor").get(path).status_code == 302
    assert as_persona("representative").get(path).status_code == 200


def test_visibility_keeps_what_differs_and_holds_for_each_reader(cast: Cast, as_persona: As) -> None:
    body = cast.casa_abierta
    services.edit(body, by=cast.representative, website="https://casa.example", contact_name="Rosa")
    client = as_persona("representative")
    path = reverse("directory:visibility", args=[body.key])
    form = client.get(path).context["form"]
    values = {field.html_name: field.value() or "" for pair in form.rows() for field in pair}
    values |= {
        "open_to_governments": "on",
        "website-reach": "members",
        "website-governments": "on",
        "contact_name-reach": "officers",
        "seat-reach": "members",
    }
    client.post(path, values)
    body.refresh_from_db()
    assert body.visibility == {
        "website": {"reach": "members", "governments": True},
        "contact_name": {"reach": "officers", "governments": False},
        "seat": {"reach": "members", "governments": False},
    }
    shown = {level: card(body, viewer) for level, viewer in READERS.items()}
    assert [bool(shown[level].website) for level in (Level.PUBLIC, Level.MEMBERS, Level.GOVERNMENTS)] == [
        False,
        True,
        True,
    ]
    assert [bool(each.contact_name) for each in shown.values()] == [False, False, False, True]
    assert [body.name in names("country=XSC", level) for level in READERS] == [False, True, False, True]


def _post(client: Any, path: str, **changes: str) -> Any:
    """Send the page as it stands, with some changes."""
    form = client.get(path).context["form"]
    values = {field.html_name: field.value() or "" for field in form} | changes
    return client.post(path, {name: value for name, value in values.items() if value != ""}, follow=True)


def test_fields_marked_for_governments_stay_closed_until_the_entry_is_opened(cast: Cast, as_persona: As) -> None:
    body, governments = cast.casa_abierta, READERS[Level.GOVERNMENTS]
    services.edit(body, by=cast.representative, about="Sheltering needles", provinces="Northern needle")
    client, path = as_persona("representative"), reverse("directory:visibility", args=[body.key])
    assert "Nothing is opened to governments" not in client.get(path).text

    marks = {"provinces-governments": "on", "seat-reach": "members", "seat-governments": "on"}
    saved = _post(client, path, **marks).text
    assert "Nothing is opened to governments" in saved
    assert "Ticked for them, but closed while the entry is not open to governments" in client.get(path).text
    body.refresh_from_db()
    assert not body.open_to_governments
    assert (card(body, governments).provinces, card(body, governments).seat) == ("", None)
    assert body.name not in names("country=XSC", Level.GOVERNMENTS)
    assert body.name not in names("q=northern", Level.GOVERNMENTS)

    saved = _post(client, path, open_to_governments="on").text
    assert "Nothing is opened to governments" not in saved
    assert "Nothing is opened to governments" not in client.get(path).text
    body.refresh_from_db()
    assert (card(body, governments).provinces, card(body, governments).seat) == ("Northern needle", body.seat)
    assert body.name in names("country=XSC", Level.GOVERNMENTS)
    assert body.name in names("q=northern", Level.GOVERNMENTS)
    assert card(body, READERS[Level.PUBLIC]).seat is None

    _post(client, path, open_to_governments="")
    assert body.name not in names("country=XSC", Level.GOVERNMENTS)
    assert body.name not in names("q=northern", Level.GOVERNMENTS)


def test_expert_opens_to_governments_on_the_same_page(cast: Cast, as_persona: As) -> None:
    expert = Expert.objects.create(person=cast.newcomer, state="approved", about="Knows weapons")
    path = reverse("directory:visibility", args=[expert.key])
    client = as_persona("newcomer")
    assert "Nothing is opened to governments" in _post(client, path, **{"about-governments": "on"}).text
    expert.refresh_from_db()
    assert expert_card(expert, READERS[Level.GOVERNMENTS]).about == ""
    _post(client, path, open_to_governments="on")
    expert.refresh_from_db()
    assert expert_card(expert, READERS[Level.GOVERNMENTS]).about == "Knows weapons"


def test_governments_are_offered_beside_members_alone(cast: Cast, as_persona: As) -> None:
    """What everyone reads they read too: the words stand beside each field, and a tick there is not kept."""
    client, body = as_persona("representative"), cast.casa_abierta
    path = reverse("directory:visibility", args=[body.key])
    page = client.get(path)
    rows = page.text.split('<li class="row readers">')[1:]
    assert len(rows) == len(page.context["form"].names)
    words = ("also governments", "governments read it too", "no government reads it")
    assert all(word in row for row in rows for word in words)
    sent = {f"{name}-reach": "public" for name in page.context["form"].names}
    client.post(path, sent | {f"{name}-governments": "on" for name in page.context["form"].names})
    body.refresh_from_db()
    assert not any(choice["governments"] for choice in body.visibility.values())


def test_visibility_with_nonsense_is_said_beside_the_field(cast: Cast, as_persona: As) -> None:
    path = reverse("directory:visibility", args=[cast.casa_abierta.key])
    page = as_persona("representative").post(path, {"website-reach": "friends"})
    assert page.context["form"].errors["website-reach"]
    with pytest.raises(Refused):
        services.set_visibility(cast.casa_abierta, by=cast.representative, choices={"sort_name": Choice("public")})


def test_governments_are_off_unless_opened(cast: Cast) -> None:
    services.set_visibility(
        cast.casa_abierta,
        by=cast.representative,
        choices={"website": Choice("members"), "seat": Choice("public", True)},
    )
    assert cast.casa_abierta.visibility == {"website": {"reach": "members", "governments": False}}


def test_unlisted_is_in_no_public_list_at_once(cast: Cast, as_persona: As) -> None:
    path = reverse("directory:safety", args=[cast.casa_abierta.key])
    as_persona("representative").post(path, {"safety": "unlisted", "pseudonym": ""})
    for reader in (None, cast.outsider, cast.government_observer):
        assert not Organization.objects.visible_to(reader).filter(pk=cast.casa_abierta.pk).exists()
    assert Organization.objects.visible_to(cast.representative).filter(pk=cast.casa_abierta.pk).exists()


def test_pseudonym_by_which_another_stands_in_the_directory_is_refused(cast: Cast, as_persona: As) -> None:
    typed = {"safety": "pseudonym", "pseudonym": cast.far_shore.name.upper()}
    path = reverse("directory:safety", args=[cast.casa_abierta.key])
    page = as_persona("representative").post(path, typed)
    assert "by this name" in page.content.decode()
    services.set_safety(cast.far_shore, by=cast.outsider, safety="unlisted")  # who is hidden is not told by a refusal
    assert as_persona("representative").post(path, typed).status_code == 302


def test_pseudonym_hides_name_place_and_contact(cast: Cast) -> None:
    services.set_safety(cast.casa_abierta, by=cast.representative, safety="pseudonym", pseudonym="Blue Group")
    cast.casa_abierta.refresh_from_db()
    shown = card(cast.casa_abierta, None)
    assert (shown.name, shown.seat, cast.casa_abierta.sort_name) == ("Blue Group", None, "blue group")


@pytest.mark.parametrize(
    "pseudonym", ["", "  ", "!!!", "The Casa Abierta sample people", "ABIERTA casa", "C.A.S.", "Group cax", "CAX"]
)
def test_pseudonym_that_is_none_or_tells_the_name_is_refused(cast: Cast, as_persona: As, pseudonym: str) -> None:
    services.edit(cast.casa_abierta, by=cast.representative, acronym="CAX")
    path = reverse("directory:safety", args=[cast.casa_abierta.key])
    page = as_persona("representative").post(path, {"safety": "pseudonym", "pseudonym": pseudonym})
    assert page.status_code == 200
    assert page.context["form"].errors["pseudonym"]
    with pytest.raises(Refused):
        services.set_safety(cast.casa_abierta, by=cast.representative, safety="pseudonym", pseudonym=pseudonym)
    cast.casa_abierta.refresh_from_db()
    assert cast.casa_abierta.safety == "open"


def test_preview_is_what_each_reader_gets(cast: Cast, as_persona: As) -> None:
    body = cast.casa_abierta
    services.edit(body, by=cast.representative, contact_name="Rosa Contact", registration_number="R-77")
    client = as_persona("representative")

    def seen(eyes: str) -> str:
        return client.get(reverse("directory:preview", args=[body.key]) + f"?as={eyes}").text

    assert "Rosa Contact" not in seen("public")
    assert "Rosa Contact" in seen("members")
    assert "Rosa Contact" not in seen("governments")
    assert "R-77" not in seen("members")
    assert "R-77" in seen("officers")
    services.set_safety(body, by=cast.representative, safety="unlisted")
    assert "They do not find this entry" in seen("public")
    assert client.get(reverse("directory:preview", args=[body.key]) + "?as=%00").status_code == 200


@pytest.mark.parametrize("level", READERS)
def test_preview_prints_what_the_profile_prints(cast: Cast, as_persona: As, level: Level) -> None:
    body = cast.casa_abierta
    services.edit(
        body,
        by=cast.representative,
        uncac_interest=True,
        about="Ouverte",
        about_language="fr",
        contact_name="Rosa",
        founded=1999,
        ecosoc_status="roster",
        operates_in=[cast.sample_country],
    )
    page = as_persona("representative").get(reverse("directory:preview", args=[body.key]) + f"?as={level}").text
    told = {"subject": body, "card": card(body, READERS[level]), "facts": organization_facts(body, READERS[level])}
    assert render_to_string("directory/told.html", {**told, "finder": "directory:list"}) in page
    assert ("Convention against Corruption" in page, 'lang="fr"' in page) == (True, True)


def test_preview_of_an_expert_prints_what_the_profile_prints(cast: Cast, as_persona: As) -> None:
    Expert.objects.create(person=cast.newcomer, state="approved", about="Connaît les armes", about_language="fr")
    expert = Expert.objects.get()
    preview = as_persona("newcomer").get(reverse("directory:preview", args=[expert.key]) + "?as=members").text
    profile = as_persona("representative").get(reverse("directory:expert", args=[expert.key])).text
    for page in (preview, profile):
        assert '<p dir="auto" lang="fr">Connaît les armes</p>' in page


def test_suspended_entry_is_not_edited_by_its_people(cast: Cast) -> None:
    services.suspend(cast.casa_abierta, by=cast.officer, reason="Reported.")
    with pytest.raises(Refused):
        services.edit(cast.casa_abierta, by=cast.representative, acronym="CA")


def test_suspend_page_needs_a_reason(cast: Cast, as_persona: As) -> None:
    path = reverse("directory:standing", args=[cast.casa_abierta.key, "suspend"])
    assert as_persona("representative").get(path).status_code == 403
    officer = as_persona("officer")
    page = officer.post(path, {"reason": " ", "once": ""})
    assert page.context["form"].errors["reason"]
    officer.post(path, {"reason": "Reported."})
    cast.casa_abierta.refresh_from_db()
    assert (cast.casa_abierta.state, cast.casa_abierta.suspended_because) == ("suspended", "Reported.")
