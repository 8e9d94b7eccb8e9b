"""Leaving: what names the person goes, what others need stays."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from se4u.accounts import mentions, services
from se4u.accounts.models import Notification, Session, User
from se4u.accounts.people import names_behind, shown_name
from se4u.core.action import SYSTEM
from se4u.core.models import Event
from se4u.directory.models import Affiliation, Organization, Verification
from se4u.directory.services import common, contact
from se4u.networks.models import Mandate, Role
from se4u.networks.services import structure
from tests.personas import Cast

from .leaving_help import LATIN, NAME, PSEUDONYM, answers_of

Proven = Callable[[User], Client]


def everything_stored() -> str:
    """Return every value of every row of every table as text; JSON both as written and as read."""
    parts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for value in row:
                    parts.append(str(value))
                    if isinstance(value, str) and value[:1] in "{[":
                        try:
                            parts.append(json.dumps(json.loads(value), ensure_ascii=False))
                        except ValueError:
                            continue
    return "\n".join(parts)


def test_erased_person_is_named_in_no_table(known: User, cast: Cast, proven: Proven) -> None:
    client = proven(known)
    words = (NAME, LATIN, PSEUDONYM, known.email, "rosa.example")
    before = everything_stored()
    assert all(word in before for word in words)
    data = answers_of(known, lambda duty: duty.choices[0][0])
    assert client.post("/en/account/delete/", {**data, "sure": "on"}).status_code == 200
    after = everything_stored()
    assert [word for word in words if word in after] == []


def test_erased_person_stays_in_the_history_without_a_name(known: User, cast: Cast) -> None:
    before = Event.objects.filter(actor_key=known.actor_key).count()
    assert before
    services.erase(known, by=known, answers=answers_of(known, lambda duty: duty.choices[0][0]))
    assert Event.objects.filter(actor_key=known.actor_key).count() == before + 1
    assert names_behind([known.actor_key], cast.officer) == {known.actor_key: ""}
    gone = User.objects.get(pk=known.pk)
    assert shown_name(gone, cast.coordinator) == shown_name(gone, cast.officer) == "a person"
    assert (gone.is_active, gone.has_usable_password(), gone.name) == (False, False, "")
    assert gone.email.endswith("@erased.invalid")
    assert gone.erased_at is not None


def test_notifications_of_others_speak_of_a_person_in_their_language(known: User, cast: Cast) -> None:
    services.erase(known, by=known, answers=answers_of(known, lambda duty: duty.choices[0][0]))
    row = cast.officer.notifications.get()
    assert row.context == {"message": "a person / a person", "sender": "a person"}


def test_vetting_of_an_expert_is_about_the_expert_and_a_relay_of_who_names_themselves(known: User, cast: Cast) -> None:
    case = Verification.objects.get(expert=known.expert)
    for template, words in (("directory.submit", {}), ("directory.answer", {"text": f"I am {LATIN}."})):
        common.tell([cast.officer], template, known.expert, url=common.case_path(case), **words)
    for words in ({"sender": LATIN, "message": "I write"}, {"sender": "", "message": "Nameless"}):
        contact(cast.casa_abierta, by=known, reach="", **words)
    about = [row.about_key for row in Notification.objects.order_by("pk") if row.person_id != known.pk]
    assert about[-1] == known.actor_key
    relayed = Notification.objects.filter(template="directory.contact", context__has_key="reach").order_by("pk")
    assert [row.about_key for row in relayed] == [known.actor_key, None]
    services.erase(known, by=known, answers=answers_of(known, lambda duty: duty.choices[0][0]))
    kept = [cast.officer.notifications.get(template=f"directory.{deed}") for deed in ("submit", "answer")]
    words = [told.words for told in mentions.told(kept, User.objects.get(pk=cast.officer.pk))]
    assert words == [{"name": "an expert"}, {"name": "an expert", "text": "I am a person."}]


def test_erased_person_is_signed_out_and_cannot_come_back(
    known: User, cast: Cast, proven: Proven, signed_in: Callable[[User], Client]
) -> None:
    phone, here = signed_in(known), proven(known)
    email = known.email
    data = answers_of(known, lambda duty: duty.choices[0][0])
    here.post("/en/account/delete/", {**data, "sure": "on"})
    assert phone.get("/en/account/").status_code == here.get("/en/account/").status_code == 302
    assert not Session.objects.filter(user=known).exists()
    again = Client().post("/en/account/login/", {"login": email, "password": "sample only, on this machine"})
    assert again.status_code == 200


def test_vacant_seat_is_told_to_whoever_appoints(cast: Cast) -> None:
    person = cast.committee_member
    services.erase(person, by=person, answers=answers_of(person, lambda duty: duty.choices[0][0]))
    row = cast.coordinator.notifications.get(template="networks.seat_vacant")
    assert row.context["network"] == "Civil Society Network for the Americas"
    assert not cast.officer.notifications.filter(template="networks.seat_vacant").exists()


def test_vacant_seat_in_a_group_is_told_to_whoever_appoints_in_its_network(cast: Cast) -> None:
    group = structure.create_group(cast.americas, by=SYSTEM, name={"en": "Group"}, purpose={})
    person = cast.committee_member
    role = group.roles.get(lead=True)
    Mandate.objects.create(role=role, person=person, organization=cast.puente_norte, since=timezone.now().date())
    former = Role.objects.create(network=cast.americas, name={"en": "Former"}, capabilities=["appoint"])
    Mandate.objects.create(role=former, person=cast.outsider, organization=cast.rio_claro, since=timezone.now().date())
    services.erase(person, by=person, answers=answers_of(person, lambda duty: duty.choices[-1][0]))
    told = Notification.objects.filter(template="networks.seat_vacant", context__network="Group")
    assert [(row.person, row.url) for row in told] == [(cast.coordinator, f"/networks/{group.slug}/powers/")]


def test_erasing_ends_places_and_mandates_and_keeps_the_organisation(known: User, cast: Cast) -> None:
    services.erase(known, by=known, answers=answers_of(known, lambda duty: duty.choices[0][0]))
    assert not Affiliation.objects.filter(person=known, until__isnull=True).exists()
    assert not Mandate.objects.live().filter(person=known).exists()
    assert Organization.objects.filter(pk=cast.casa_abierta.pk, state="approved").exists()


def test_contacts_go_by_address_anywhere_and_by_name_where_one_belonged(cast: Cast) -> None:
    person = cast.representative
    contact = {"contact_name": person.name, "contact_phone": "+1 555 0100"}
    Organization.objects.filter(pk__in=[cast.casa_abierta.pk, cast.far_shore.pk]).update(
        **contact, contact_email="office@sample.example"
    )
    Organization.objects.filter(pk=cast.rio_claro.pk).update(contact_name="R", contact_email=person.email.upper())
    services.erase(person, by=person, answers=answers_of(person, lambda duty: duty.choices[-1][0]))
    assert Organization.objects.get(pk=cast.casa_abierta.pk).contact_name == ""
    assert Organization.objects.get(pk=cast.rio_claro.pk).contact_email == ""
    namesake = Organization.objects.get(pk=cast.far_shore.pk)
    assert (namesake.contact_name, namesake.contact_phone) == (contact["contact_name"], "+1 555 0100")


def test_last_mail_confirms(known: User, cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    email = known.email
    with django_capture_on_commit_callbacks(execute=True):
        services.erase(known, by=known, answers=answers_of(known, lambda duty: duty.choices[0][0]))
    [message] = [message for message in mail.outbox if message.to == [email]]
    assert "was deleted" in message.subject
    assert LATIN not in message.body


def test_erasing_must_be_meant(cast: Cast, proven: Proven) -> None:
    client = proven(cast.newcomer)
    response = client.post("/en/account/delete/", {})
    assert "field-bad" in response.content.decode()
    cast.newcomer.refresh_from_db()
    assert cast.newcomer.is_active


def test_erasing_asks_for_the_password_first(cast: Cast, as_persona: Callable[[str], Client]) -> None:
    response = as_persona("newcomer").post("/en/account/delete/", {"sure": "on"})
    assert response.headers["Location"].startswith("/en/account/reauthenticate/")
    cast.newcomer.refresh_from_db()
    assert cast.newcomer.is_active
