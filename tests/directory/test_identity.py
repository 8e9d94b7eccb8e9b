"""What is vetted stays what was read: held while officers read it, and decided on as it was shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from se4u.accounts.models import Notification, User
from se4u.core.action import SYSTEM, Refused
from se4u.core.lifecycle import WrongState
from se4u.demo.cast import organization
from se4u.directory import services
from se4u.directory.models import Expert, Organization, Verification
from se4u.directory.services.vouching import vouch
from se4u.networks.services import memberships
from tests.networks.making import member
from tests.personas import Cast

from . import making

As = Callable[[str], Client]


@pytest.fixture
def case(cast: Cast) -> Verification:
    """A registration that officers are reading."""
    return making.case(cast.newcomer, cast.sample_country, website="https://hope.example")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Casa Abierta (sample)"),
        ("latin_name", "Other"),
        ("kind", "academia"),
        ("website", "https://x.example"),
    ],
)
def test_identity_is_held_while_officers_read_it(cast: Cast, case: Verification, field: str, value: str) -> None:
    body = case.organization
    with pytest.raises(Refused, match="officers are reading"):
        services.edit(body, by=cast.newcomer, **{field: value})
    services.edit(body, by=cast.newcomer, acronym="NH")
    services.ask(case, by=cast.officer, question="Is this your name?")
    other = "New Hope of the North" if field == "name" else value
    services.edit(body, by=cast.newcomer, **{field: other})
    services.answer(case, by=cast.newcomer, text="Mended.")
    with pytest.raises(Refused):
        services.edit(body, by=cast.newcomer, **{field: "private_sector" if field == "kind" else "https://y.example"})


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", "Other"), ("latin_name", "Other"), ("kind", "academia"), ("website", "https://x.example")],
)
@pytest.mark.parametrize("answers", ["vouched", "member", "suspended"])
def test_identity_is_held_while_a_network_answers_for_it(
    cast: Cast, case: Verification, answers: str, field: str, value: str
) -> None:
    """Else an alliance would stand for another body than it admitted."""
    body = case.organization
    assert body is not None
    services.ask(case, by=cast.officer, question="Is this your name?")
    if answers == "vouched":
        vouch(body, by=SYSTEM, name="Sample Alliance")
    else:
        member(cast.alliance, body, state="admitted" if answers == "member" else "suspended")
    with pytest.raises(Refused, match="network you belong to"):
        services.edit(Organization.objects.get(pk=body.pk), by=cast.newcomer, **{field: value})
    services.edit(Organization.objects.get(pk=body.pk), by=cast.newcomer, acronym="NH")
    services.edit(Organization.objects.get(pk=body.pk), by=cast.officer, **{field: value})


def test_refused_body_mends_no_name_that_its_network_knows(cast: Cast, as_persona: As, case: Verification) -> None:
    body = case.organization
    assert body is not None
    standing = member(cast.alliance, body)
    services.refuse(case, by=cast.officer, reason="Not this name.")
    body.refresh_from_db()
    with pytest.raises(Refused, match="network you belong to"):
        services.revise(body, by=cast.newcomer, name="Casa Abierta of the North")
    services.revise(body, by=cast.newcomer, about="We teach.")
    path = reverse("directory:register_name", args=[body.key])
    values = {"name": "Other", "latin_name": "", "kind": body.kind, "seat": body.seat_id, "website": body.website}
    assert "network you belong to" in as_persona("newcomer").post(path, values).text
    memberships.leave(standing, by=cast.newcomer)
    assert services.revise(body, by=cast.newcomer, name="Casa Abierta of the North").name.endswith("North")


SIDES = ("civil_society", "authority", "intergovernmental")


@pytest.mark.parametrize("kind", SIDES)
@pytest.mark.parametrize("to", SIDES)
def test_kind_never_changes_to_or_from_a_government_even_by_officers(
    cast: Cast, as_persona: As, kind: str, to: str
) -> None:
    body = organization("Agency (sample)", cast.sample_country, kind=kind)
    path = reverse("directory:edit_section", args=[body.key, "identity"])
    offered = {value for value, _label in as_persona("officer").get(path).context["form"].fields["kind"].choices}
    assert (to in offered) == (to == kind)
    if to == kind:
        services.edit(body, by=cast.officer, kind=to, acronym="A")
        return
    with pytest.raises(Refused, match="Enter it anew"):
        services.edit(body, by=cast.officer, kind=to)


def test_what_an_officer_changes_is_told_by_the_names_of_the_fields_alone(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    body = cast.casa_abierta
    User.objects.filter(pk=cast.representative.pk).update(language="ar")
    with django_capture_on_commit_callbacks(execute=True):
        services.edit(body, by=cast.officer, name="The Secret House", acronym=body.acronym, themes=[])
    told = Notification.objects.get(template="directory.edit")
    assert told.person == cast.representative
    with override("ar"):
        label = str(Organization._meta.get_field("name").verbose_name)
    assert told.context["fields"] == label
    letter = mail.outbox[-1]
    assert label in letter.body
    body.refresh_from_db()
    services.edit(body, by=cast.officer, name=body.name)
    services.edit(body, by=cast.representative, about="Ours.")
    assert Notification.objects.filter(template="directory.edit").count() == 1


def test_expert_is_told_what_an_officer_changed(cast: Cast) -> None:
    expert = making.expert(cast.newcomer, cast.sample_country)
    services.edit(expert, by=cast.officer, about="Other.", themes=[])
    told = Notification.objects.get(template="directory.edit")
    labels = [str(Expert._meta.get_field(name).verbose_name) for name in ("about", "themes")]
    assert (told.person, told.context["fields"]) == (cast.newcomer, ", ".join(labels))


def test_nobody_takes_on_the_name_or_website_of_another_while_being_asked(cast: Cast, case: Verification) -> None:
    body, other = case.organization, cast.casa_abierta
    services.edit(other, by=cast.officer, website="https://casa.example")
    services.ask(case, by=cast.officer, question="Is this your name?")
    for values in ({"name": other.name}, {"website": "https://casa.example/en"}):
        with pytest.raises(Refused, match="already here"):
            services.edit(body, by=cast.newcomer, **values)
    body.refresh_from_db()
    assert body.name == "New Hope"


def test_website_that_was_never_given_may_be_added_and_then_stays(cast: Cast) -> None:
    body = making.approved(cast.newcomer, cast.officer, cast.sample_country)
    services.edit(body, by=cast.newcomer, website="https://hope.example")
    with pytest.raises(Refused, match="was vetted"):
        services.edit(body, by=cast.newcomer, website="https://other.example")
    services.edit(body, by=cast.officer, website="https://other.example")
    assert body.domain == "other.example"


@pytest.mark.parametrize(("section", "field"), [("identity", "name"), ("standing", "website")])
def test_held_fields_are_shown_with_what_to_do(
    cast: Cast, as_persona: As, case: Verification, section: str, field: str
) -> None:
    client, path = as_persona("newcomer"), reverse("directory:edit_section", args=[case.organization.key, section])
    page = client.get(path)
    assert field not in page.context["form"].fields
    assert getattr(case.organization, field) in page.text
    assert "withdraw the registration" in page.text
    client.post(path, {field: "https://x.example", "acronym": "NH", "founded": "1999"})
    fresh = Organization.objects.get(pk=case.organization_id)
    assert getattr(fresh, field) == getattr(case.organization, field)
    assert (fresh.acronym, fresh.founded) in {("NH", None), ("", 1999)}


def change_about(cast: Cast, case: Verification) -> None:
    services.edit(case.subject, by=cast.newcomer, about="We arm.")


def change_expert_name(cast: Cast, _case: Verification) -> None:
    cast.newcomer.name = "Somebody Else"
    cast.newcomer.save()


@pytest.mark.parametrize(("deed", "values"), [("approve", {}), ("refuse", {"refuse-reason": "No."})])
@pytest.mark.parametrize("kind", ["organization", "expert"])
def test_decision_on_what_was_changed_meanwhile_is_told_to_read_again(
    cast: Cast, as_persona: As, case: Verification, kind: str, deed: str, values: dict[str, str]
) -> None:
    change: Any = change_about
    if kind == "expert":
        case = services.submit(making.expert(cast.newcomer, cast.sample_country), by=cast.newcomer)
        change = change_expert_name
    officer, page = as_persona("officer"), reverse("directory:case", args=[case.key])
    path = reverse("directory:decide", args=[case.key, deed])
    shown = officer.get(page).context["read"]
    change(cast, case)
    assert "read it again" in officer.post(path, {"read": shown, **values}, follow=True).text
    assert "read it again" in officer.post(path, values, follow=True).text
    case.refresh_from_db()
    assert case.outcome == ""
    officer.post(path, {"read": officer.get(page).context["read"], **values})
    case.refresh_from_db()
    assert case.outcome in {"approved", "refused"}


@pytest.mark.parametrize("field", ["themes", "services", "languages", "operates_in"])
def test_digest_covers_what_is_chosen_from_lists(cast: Cast, case: Verification, field: str) -> None:
    read = services.digest_of(case.subject)
    services.edit(case.subject, by=cast.newcomer, **{field: [] if field != "operates_in" else [cast.sample_country]})
    with pytest.raises(WrongState):
        services.approve(case, by=cast.officer, read=read)
