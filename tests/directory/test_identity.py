"""What is vetted stays what was read: held while officers read it, and decided on as it was shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from se4u.core.action import SYSTEM, Refused
from se4u.core.lifecycle import WrongState
from se4u.directory import services
from se4u.directory.models import Organization, Verification
from se4u.directory.services.vouching import vouch
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
    vouch(body, by=SYSTEM, name="Sample Alliance")
    with pytest.raises(Refused, match="officers are reading"):
        services.edit(body, by=cast.newcomer, **{field: value})
    services.edit(body, by=cast.newcomer, acronym="NH")
    services.ask(case, by=cast.officer, question="Is this your name?")
    other = "New Hope of the North" if field == "name" else value
    services.edit(body, by=cast.newcomer, **{field: other})
    services.answer(case, by=cast.newcomer, text="Mended.")
    with pytest.raises(Refused):
        services.edit(body, by=cast.newcomer, **{field: "private_sector" if field == "kind" else "https://y.example"})


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
