"""Taking one's data along, and leaving: what names the person goes, what others need stays."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from se4u.accounts import services
from se4u.accounts.archive import archive
from se4u.accounts.models import Notification, Session, User
from se4u.accounts.notify import notify
from se4u.accounts.people import names_behind, shown_name
from se4u.core import personal
from se4u.core.action import SYSTEM, Refused
from se4u.core.models import Event, Upload
from se4u.directory import search
from se4u.directory.models import Affiliation, Expert, Invitation, JoinRequest, Organization, Verification
from se4u.directory.services import common, contact
from se4u.networks.models import Mandate, ObserverInvitation, Role
from se4u.networks.services import structure
from tests.personas import Cast

Proven = Callable[[User], Client]
NAME, LATIN, PSEUDONYM = "رُوزا ممثِّلة", "Rosa Representative-Unmistakable", "River-by-night"


def opened(content: Any) -> dict[str, Any]:
    with content, zipfile.ZipFile(content) as bundle:
        return {name: json.loads(bundle.read(name)) for name in bundle.namelist() if name.endswith(".json")}


def given(person: User, name: str, content: bytes) -> Upload:
    return Upload.objects.create(
        file=ContentFile(content, name),
        name=name,
        content_type="text/plain",
        size=len(content),
        sha256="0" * 64,
        actor_key=person.actor_key,
    )


# -- export


def test_export_asks_for_the_password_first(cast: Cast, as_persona: Callable[[str], Client]) -> None:
    response = as_persona("newcomer").get("/en/account/export/")
    assert response.headers["Location"].startswith("/en/account/reauthenticate/")


def test_export_holds_every_app_and_nobody_else(cast: Cast, proven: Proven) -> None:
    notify([cast.representative], "directory.approve", url="/desk/", name="Casa Abierta")
    services.choose_delivery(cast.representative, by=cast.representative, delivery="daily")
    response = proven(cast.representative).post("/en/account/export/")
    assert response.headers["Content-Type"] == "application/zip"
    assert "attachment" in response.headers["Content-Disposition"]
    files = opened(io.BytesIO(response.getvalue()))
    response.close()
    assert set(files) == {f"{app}.json" for app in personal.PARTS} >= {"accounts.json", "directory.json"}
    account = files["accounts.json"]
    assert account["profile"]["name"] == cast.representative.name
    assert [row["document"] for row in account["agreements"]] == ["conduct", "privacy"]
    assert account["deeds"][0]["action"] == "accounts.choose_delivery"
    assert files["directory.json"]["organisations"][0]["organisation"] == cast.casa_abierta.name
    text = json.dumps(files)
    assert cast.coordinator.email not in text
    assert "password" not in text.replace("password-", "")


@pytest.mark.parametrize("persona", ["newcomer", "coordinator", "officer", "government_observer"])
def test_export_works_for_everyone(cast: Cast, persona: str) -> None:
    assert opened(archive(cast.by_name()[persona]))["networks.json"].keys() >= {"mandates", "observer_invitations"}


def test_export_keeps_files_inside_their_folder(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    part = personal.Part(
        "sample",
        export=lambda _person: personal.Export({}, [("../../etc/passwd", b"x"), ("ملف.pdf", b"y")]),
        erase=lambda _person, _answers: None,
        duties=lambda _person: (),
        changed=lambda _person: None,
    )
    monkeypatch.setitem(personal.PARTS, "sample", part)
    with archive(cast.newcomer) as content, zipfile.ZipFile(content) as bundle:
        names = bundle.namelist()
    assert [name for name in names if name.startswith("files/")] == [
        "files/sample/_.._etc_passwd",
        "files/sample/ملف.pdf",
    ]


def test_export_holds_the_files_one_gave(cast: Cast) -> None:
    upload = given(cast.newcomer, "notes.txt", b"a text")
    given(cast.officer, "secret.txt", b"of another")
    with archive(cast.newcomer) as content, zipfile.ZipFile(content) as bundle:
        assert bundle.read(f"files/accounts/{upload.key} notes.txt") == b"a text"
        assert not [name for name in bundle.namelist() if "secret" in name]


def invite(cast: Cast, email: str) -> tuple[Invitation, ObserverInvitation]:
    """An invitation of an organisation at risk, and one to observe, to one address."""
    now = timezone.now()
    Organization.objects.filter(pk=cast.far_shore.pk).update(safety="pseudonym", pseudonym="Quiet Shore")
    return (
        Invitation.objects.create(
            organization=cast.far_shore, email=email, digest="c" * 64, sent_at=now, expires_at=now
        ),
        ObserverInvitation.objects.create(
            network=cast.alliance, authority=cast.ministry, email=email, digest="d" * 64, sent_at=now, expires_at=now
        ),
    )


def test_export_names_who_invited_as_the_invited_may_read(cast: Cast) -> None:
    invite(cast, cast.newcomer.email)
    files = opened(archive(cast.newcomer))
    assert [row["organisation"] for row in files["directory.json"]["invitations"]] == ["Quiet Shore"]
    assert len(files["networks.json"]["observer_invitations"]) == 1


def test_unconfirmed_address_is_nobodys_own(cast: Cast) -> None:
    """Anybody may add any address; until it is confirmed, what was sent there is somebody else's."""
    foreign = "victim@elsewhere.example"
    cast.newcomer.emailaddress_set.create(email=foreign, verified=False)  # type: ignore[attr-defined]
    Organization.objects.filter(pk=cast.casa_abierta.pk).update(contact_name="V", contact_email=foreign)
    invitations = invite(cast, foreign)
    files = opened(archive(cast.newcomer))
    assert files["directory.json"]["invitations"] == files["networks.json"]["observer_invitations"] == []
    services.erase(cast.newcomer, by=cast.newcomer, answers={})
    for invitation in invitations:
        invitation.refresh_from_db()
        assert (invitation.email, invitation.state) == (foreign, "sent")
    assert Organization.objects.get(pk=cast.casa_abierta.pk).contact_email == foreign


# -- leaving


@pytest.fixture
def known(cast: Cast) -> User:
    """The representative, with name and address wherever the site keeps such."""
    person = cast.representative
    person.name, person.latin_name, person.pseudonym = NAME, LATIN, PSEUDONYM
    person.save()
    services.update_profile(person, by=person, safety="open")
    SocialAccount.objects.create(user=person, provider="office", uid=person.email, extra_data={"name": LATIN})
    Organization.objects.filter(pk=cast.casa_abierta.pk).update(
        contact_name=LATIN, contact_email=person.email, contact_phone="+1 555 0100"
    )
    Affiliation.objects.filter(person=person).update(title=f"Director ({LATIN})")
    Affiliation.objects.create(person=cast.newcomer, organization=cast.casa_abierta)
    Expert.objects.create(person=person, about=f"I am {LATIN}", pseudonym=PSEUDONYM, website="https://rosa.example")
    now = timezone.now()
    Invitation.objects.create(
        organization=cast.far_shore, email=person.email, digest="a" * 64, sent_at=now, expires_at=now
    )
    ObserverInvitation.objects.create(
        network=cast.alliance,
        authority=cast.ministry,
        email=person.email,
        digest="b" * 64,
        sent_at=now,
        expires_at=now,
    )
    Mandate.objects.create(
        role=cast.alliance.roles.first(), person=person, since=now.date(), reason=f"{LATIN} was chosen"
    )
    Verification.objects.create(expert=person.expert, distinct_because=LATIN).inquiries.create(
        question=f"Who is {LATIN}?"
    )
    JoinRequest.objects.create(organization=cast.far_shore, person=person, note=LATIN, found_as="Far Shore")
    given(person, f"{LATIN}.txt", b"a text")
    search.index(cast.casa_abierta.__class__.objects.get(pk=cast.casa_abierta.pk))
    search.index(person.expert)
    for other in (cast.officer, person):
        notify(
            [other], "directory.contact", url="/desk/", about=person, message=f"{NAME} / {LATIN}", sender=person.email
        )
    return User.objects.get(pk=person.pk)


def answers_of(person: User, choose: Callable[[personal.Duty], str]) -> dict[str, str]:
    return {duty.key: choose(duty) for duty in personal.duties_of(person)}


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
    common.tell([cast.officer], "directory.submit", known.expert, url=common.case_path(case))
    for words in ({"sender": LATIN, "message": "I write"}, {"sender": "", "message": "Nameless"}):
        contact(cast.casa_abierta, by=known, reach="", **words)
    about = [row.about_key for row in Notification.objects.order_by("pk") if row.person_id != known.pk]
    assert about[-1] == known.actor_key
    relayed = Notification.objects.filter(template="directory.contact", context__has_key="reach").order_by("pk")
    assert [row.about_key for row in relayed] == [known.actor_key, None]
    services.erase(known, by=known, answers=answers_of(known, lambda duty: duty.choices[0][0]))
    assert cast.officer.notifications.get(template="directory.submit").context == {"name": "a person"}


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


# -- handing over


def test_sole_focal_point_is_asked_who_follows(known: User, cast: Cast, proven: Proven) -> None:
    text = proven(known).get("/en/account/delete/").content.decode()
    assert "You are the only focal point of Casa Abierta (sample)" in text
    assert cast.newcomer.name in text
    assert "Nobody: the organisation stays without a focal point" in text


def test_successor_becomes_focal_point(known: User, cast: Cast) -> None:
    services.erase(known, by=known, answers=answers_of(known, lambda duty: duty.choices[0][0]))
    follower = Affiliation.objects.get(person=cast.newcomer, organization=cast.casa_abierta)
    assert follower.role == Affiliation.Role.FOCAL_POINT


def test_organisation_may_stay_without(known: User, cast: Cast) -> None:
    services.erase(known, by=known, answers=answers_of(known, lambda duty: duty.choices[-1][0]))
    live = Affiliation.objects.filter(organization=cast.casa_abierta, until__isnull=True)
    assert [place.role for place in live] == [Affiliation.Role.MEMBER]


@pytest.mark.parametrize("answer", [None, "", "somebody-elses-key"])
def test_erasing_without_handing_over_is_refused(known: User, cast: Cast, answer: str | None) -> None:
    answers = answers_of(known, lambda duty: duty.choices[0][0])
    key = next(key for key in answers if key.startswith("organization-"))
    if answer is None:
        del answers[key]
    else:
        answers[key] = answer
    with pytest.raises(Refused, match="only focal point"):
        services.erase(known, by=known, answers=answers)
    assert User.objects.get(pk=known.pk).is_active


def test_one_of_two_focal_points_is_not_asked(known: User, cast: Cast) -> None:
    Affiliation.objects.filter(person=cast.newcomer).update(role=Affiliation.Role.FOCAL_POINT)
    assert not [key for key in answers_of(known, lambda duty: duty.key) if key.startswith("organization-")]


def test_focal_point_who_cannot_sign_in_does_not_count(cast: Cast) -> None:
    person = cast.representative
    gone, colleague = cast.outsider, cast.newcomer
    for other in (gone, colleague):
        Affiliation.objects.create(person=other, organization=cast.casa_abierta, role=Affiliation.Role.FOCAL_POINT)
    assert not [key for key in answers_of(person, lambda duty: duty.key) if key.startswith("organization-")]
    Affiliation.objects.filter(person=colleague).update(role=Affiliation.Role.MEMBER)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    [duty] = [duty for duty in personal.duties_of(person) if duty.key.startswith("organization-")]
    assert [label for _key, label in duty.choices[:-1]] == [colleague.name]


@pytest.mark.parametrize("answered", [False, True])
def test_colleague_who_leaves_meanwhile_is_told_of_not_a_fault(answered: bool, cast: Cast) -> None:
    """Between the question and the deed the other focal point, or the chosen successor, has left."""
    person = cast.representative
    place = Affiliation.objects.create(
        person=cast.newcomer,
        organization=cast.casa_abierta,
        role=Affiliation.Role.MEMBER if answered else Affiliation.Role.FOCAL_POINT,
    )
    answers = answers_of(person, lambda duty: duty.choices[0][0])
    assert (place.key in answers.values()) is answered
    Affiliation.objects.filter(pk=place.pk).update(until=timezone.now())
    with pytest.raises(Refused, match="Somebody left Casa Abierta"):
        personal.PARTS["directory"].erase(person, answers)


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
