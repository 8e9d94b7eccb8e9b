"""Experts: the same queue, no organisation, no vote and no seat."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from se4u.accounts import services as accounts
from se4u.accounts.models import Notification
from se4u.core.action import Refused
from se4u.core.authority import viewer_of
from se4u.core.lifecycle import WrongState
from se4u.directory import services
from se4u.directory.models import Expert, Language, Theme, Verification, Vetted
from tests.personas import Cast

from . import making

As = Callable[[str], Client]
State = Vetted.State


def written(cast: Cast, **changes: object) -> dict[str, object]:
    return {
        "kind": "independent",
        "country": cast.sample_country.pk,
        "themes": [Theme.objects.get(slug="firearms").pk],
        "languages": [Language.objects.get(code="fr").pk],
        "about": "Je trace des armes.",
        "about_language": "fr",
        "website": "",
        **changes,
    }


def test_journey_of_an_expert(cast: Cast, as_persona: As) -> None:
    newcomer, officer = as_persona("newcomer"), as_persona("officer")
    sent = newcomer.post(reverse("directory:register_expert"), written(cast))
    assert sent.url == reverse("directory:expert_review")
    assert "Je trace des armes." in newcomer.get(sent.url).text
    newcomer.post(sent.url, {"once": ""})
    case = Verification.objects.get(expert__person=cast.newcomer)
    officer.post(reverse("directory:decide", args=[case.key, "ask"]), {"ask-question": "Where published?"})
    assert "Where published?" in newcomer.get(reverse("directory:expert_status")).text
    newcomer.post(reverse("directory:answer", args=[case.key]), {"answer": "Here."})
    page = officer.get(reverse("directory:case", args=[case.key]))
    assert "Je trace des armes." in page.text
    officer.post(reverse("directory:decide", args=[case.key, "approve"]), {"read": page.context["read"]})
    expert = Expert.objects.get(person=cast.newcomer)
    assert expert.state == State.APPROVED
    assert Notification.objects.filter(person=cast.newcomer, template="directory.approve").exists()
    assert newcomer.get(reverse("directory:expert_status")).status_code == 200


def test_vetted_expert_is_member_of_the_whole_and_of_no_network(cast: Cast) -> None:
    case = services.submit(making.expert(cast.newcomer, cast.sample_country), by=cast.newcomer)
    assert not viewer_of(cast.newcomer).member
    services.approve(case, by=cast.officer)
    viewer = viewer_of(cast.newcomer)
    assert (viewer.member, viewer.networks, viewer.person_of) == (True, frozenset(), frozenset())


def test_begin_twice_is_refused_and_goes_on_on_the_web(cast: Cast, as_persona: As) -> None:
    making.expert(cast.newcomer, cast.sample_country)
    with pytest.raises(Refused):
        making.expert(cast.newcomer, cast.sample_country)
    as_persona("newcomer").post(reverse("directory:register_expert"), written(cast, about="Autre."))
    assert Expert.objects.get(person=cast.newcomer).about == "Autre."


def test_sent_registration_is_written_no_more(cast: Cast, as_persona: As) -> None:
    services.submit(making.expert(cast.newcomer, cast.sample_country), by=cast.newcomer)
    newcomer = as_persona("newcomer")
    assert newcomer.get(reverse("directory:register_expert")).url == reverse("directory:expert_status")
    assert newcomer.get(reverse("directory:expert_review")).status_code == 404


def test_withdraw_and_send_again(cast: Cast, as_persona: As) -> None:
    expert = making.expert(cast.newcomer, cast.sample_country)
    services.submit(expert, by=cast.newcomer)
    newcomer = as_persona("newcomer")
    newcomer.post(reverse("directory:expert_withdraw"), {"once": ""})
    expert.refresh_from_db()
    assert expert.state == State.WITHDRAWN
    newcomer.post(reverse("directory:expert_review"), {"once": ""})
    expert.refresh_from_db()
    assert expert.state == State.SUBMITTED


def test_vetted_expert_withdraws_and_is_shown_no_more(cast: Cast, as_persona: As) -> None:
    expert = making.expert(cast.newcomer, cast.sample_country)
    services.approve(services.submit(expert, by=cast.newcomer), by=cast.officer)
    path = reverse("directory:expert", args=[expert.key])
    newcomer, found = as_persona("newcomer"), as_persona("representative")
    assert path in found.get(reverse("directory:experts")).content.decode()
    assert reverse("directory:expert_withdraw") in newcomer.get(reverse("directory:expert_status")).content.decode()
    assert "vetted anew" in newcomer.get(reverse("directory:expert_withdraw")).content.decode()
    newcomer.post(reverse("directory:expert_withdraw"), {"once": ""})
    expert.refresh_from_db()
    assert expert.state == State.WITHDRAWN
    assert path not in found.get(reverse("directory:experts")).content.decode()
    assert found.get(path).status_code == 404


def test_vetted_expert_who_deletes_the_account_is_vetted_and_named_no_more(cast: Cast) -> None:
    expert = making.expert(cast.newcomer, cast.sample_country)
    services.approve(services.submit(expert, by=cast.newcomer), by=cast.officer)
    accounts.erase(cast.newcomer, by=cast.newcomer, answers={})
    expert = Expert.objects.get(pk=expert.pk)
    assert expert.state == State.WITHDRAWN
    assert expert.person.own_name == "a deleted account"


def test_vetted_organisation_is_not_withdrawn(cast: Cast) -> None:
    with pytest.raises(WrongState):
        services.withdraw(cast.casa_abierta, by=cast.representative)


def test_officer_may_not_vet_themselves(cast: Cast) -> None:
    case = services.submit(making.expert(cast.officer, cast.sample_country), by=cast.officer)
    with pytest.raises(PermissionDenied):
        services.approve(case, by=cast.officer)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "guru"),
        ("country", "999999"),
        ("themes", []),
        ("about", "x" * 1_000_000),
        ("about", "a\x00b"),
        ("website", "javascript:alert(1)"),
    ],
)
def test_bad_input_is_said_beside_the_field(cast: Cast, as_persona: As, field: str, value: object) -> None:
    page = as_persona("newcomer").post(reverse("directory:register_expert"), written(cast, **{field: value}))
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert not Expert.objects.exists()


def test_expert_decides_who_sees_what(cast: Cast, as_persona: As) -> None:
    expert = making.expert(cast.newcomer, cast.sample_country)
    services.approve(services.submit(expert, by=cast.newcomer), by=cast.officer)
    newcomer = as_persona("newcomer")

    def seen(eyes: str) -> str:
        return newcomer.get(reverse("directory:preview", args=[expert.key]) + f"?as={eyes}").text

    form = newcomer.get(reverse("directory:visibility", args=[expert.key])).context["form"]
    assert "Tracing." not in seen("public")
    values = {field.html_name: field.value() or "" for pair in form.rows() for field in pair}
    newcomer.post(reverse("directory:visibility", args=[expert.key]), {**values, "about-reach": "public"})
    assert "Tracing." in seen("public")
    newcomer.post(reverse("directory:safety", args=[expert.key]), {"safety": "unlisted", "pseudonym": ""})
    assert not Expert.objects.visible_to(None).exists()
    expert.refresh_from_db()
    for page in ("visibility", "safety", "preview", "edit"):
        assert as_persona("outsider").get(reverse(f"directory:{page}", args=[expert.key])).status_code == 404


def test_pseudonym_of_an_expert_must_not_tell_the_name(cast: Cast) -> None:
    expert = making.expert(cast.newcomer, cast.sample_country)
    with pytest.raises(Refused):
        services.set_safety(expert, by=cast.newcomer, safety="pseudonym", pseudonym="noor newcomer sample")
