"""Nobody stands for a government and takes part outside it: registering, joining, being invited, being appointed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from se4u.accounts.models import Notification, User
from se4u.core import tokens
from se4u.core.action import SYSTEM
from se4u.core.authority import forget, viewer_of
from se4u.core.models import Event
from se4u.demo.cast import organization, person
from se4u.directory import services
from se4u.directory.models import Affiliation, Expert, Invitation, JoinRequest, Organization
from se4u.directory.sides import obstacle
from se4u.networks.models import Mandate
from tests.networks.making import mandate, race, speaker
from tests.personas import Cast

from . import making

As = Callable[[str], Client]
Do = Callable[[Cast, User], Any]


def _asks(cast: Cast, user: User) -> Any:
    return services.ask_to_join(cast.casa_abierta, by=user, note="Me")


def _begins(cast: Cast, user: User) -> Any:
    return services.begin(None, by=user, name="New Hope", kind="academia", seat=cast.sample_country)


def _begins_as_expert(cast: Cast, user: User) -> Any:
    return services.begin_expert(None, by=user, kind="academic", country=cast.sample_country)


def _accepts(cast: Cast, user: User) -> Any:
    invited = services.invite(cast.casa_abierta, by=cast.representative, email=user.email, role="editor")
    return services.accept_invitation(invited, by=user)


def _is_accepted(cast: Cast, user: User) -> Any:
    asked = JoinRequest.objects.create(organization=cast.casa_abierta, person=user, note="Me")
    return services.accept_join(asked, by=cast.representative)


def _is_appointed(cast: Cast, user: User) -> Any:
    Affiliation.objects.filter(organization=cast.casa_abierta).update(until=timezone.now())
    forget()
    return services.appoint(cast.casa_abierta, by=cast.officer, email=user.email, reason="Nobody is left.")


OUTSIDE = (_asks, _begins, _begins_as_expert, _accepts, _is_accepted, _is_appointed)


@pytest.mark.parametrize("do", OUTSIDE, ids=lambda do: do.__name__)
def test_outside_government_is_for_people_of_no_government(cast: Cast, do: Do) -> None:
    assert do(cast, cast.newcomer)


@pytest.mark.parametrize("do", OUTSIDE, ids=lambda do: do.__name__)
def test_outside_government_is_closed_to_people_of_governments(cast: Cast, do: Do) -> None:
    with pytest.raises(PermissionDenied):
        do(cast, cast.government_observer)
    theirs = Affiliation.objects.filter(person=cast.government_observer)
    assert [row.organization for row in theirs] == [cast.ministry]
    assert not Expert.objects.filter(person=cast.government_observer).exists()


@pytest.mark.parametrize("do", OUTSIDE, ids=lambda do: do.__name__)
def test_outside_government_is_open_again_to_who_left_the_authority(cast: Cast, do: Do) -> None:
    services.leave(Affiliation.objects.get(person=cast.government_observer), by=SYSTEM, successor=_second(cast))
    assert do(cast, cast.government_observer)


@pytest.mark.parametrize("end", ["leave", "remove", "by_hand"])
def test_who_leaves_an_authority_stands_for_it_until_the_mandates_have_ended(cast: Cast, end: str) -> None:
    place = Affiliation.objects.get(person=cast.government_observer)
    second = _second(cast)
    if end == "by_hand":
        Affiliation.objects.filter(pk=place.pk).update(until=timezone.now())
    elif end == "leave":
        services.leave(place, by=cast.government_observer, successor=second)
    else:
        services.change_role(second, by=cast.government_observer, role="focal_point")
        services.remove(place, by=second.person)
    forget()
    held = Mandate.objects.get(person=cast.government_observer)
    assert (held.ended_at is None, held.cause) == ((True, "") if end == "by_hand" else (False, "left"))
    assert viewer_of(cast.government_observer).government == (end == "by_hand")
    assert bool(obstacle(cast.government_observer, cast.casa_abierta)) == (end == "by_hand")
    if end == "by_hand":
        with pytest.raises(PermissionDenied):
            _is_accepted(cast, cast.government_observer)
    else:
        assert _is_accepted(cast, cast.government_observer)


def test_last_focal_point_of_an_authority_leaves_to_a_successor_and_the_network_and_officers_hear(cast: Cast) -> None:
    mandate(cast.alliance.roles.get(lead=True), cast.representative, cast.casa_abierta)
    place = Affiliation.objects.get(person=cast.government_observer)
    services.leave(place, by=cast.government_observer, successor=_second(cast))
    told = Notification.objects.filter(template="networks.observer_left")
    assert {row.person for row in told} == {cast.representative, cast.officer}
    assert "Gil" not in str([row.context for row in told])
    assert Event.objects.get(action="networks.end_mandate").scope_pk == cast.alliance.pk


def test_leaving_one_of_two_authorities_leads_to_a_page_that_opens(cast: Cast, as_persona: As) -> None:
    second = organization("Police (sample)", cast.sample_country, kind="authority")
    Affiliation.objects.create(person=cast.government_observer, organization=second)
    path = reverse("directory:leave", args=[second.key])
    assert as_persona("government_observer").post(path, {"once": ""}, follow=True).status_code == 200
    assert not Affiliation.objects.live().filter(person=cast.government_observer, organization=second).exists()


def test_officers_are_not_told_that_nobody_speaks_where_somebody_does(cast: Cast, as_persona: As) -> None:
    path, client = reverse("directory:people", args=[cast.ministry.key]), as_persona("officer")
    Affiliation.objects.filter(organization=cast.ministry).update(role="focal_point")
    assert "Nobody speaks" not in client.get(path).text
    Affiliation.objects.filter(organization=cast.ministry).update(until=timezone.now())
    forget()
    assert "Nobody speaks" in client.get(path).text


def test_leaving_an_organisation_outside_government_ends_no_mandate(cast: Cast) -> None:
    speaker(cast.rio_claro, "second")
    services.leave(Affiliation.objects.get(person=cast.coordinator), by=cast.coordinator)
    assert Mandate.objects.get(person=cast.coordinator).ended_at is None


def test_focal_points_read_who_stood_for_a_government_and_the_person_reads_so_first(cast: Cast, as_persona: As) -> None:
    services.leave(Affiliation.objects.get(person=cast.government_observer), by=SYSTEM, successor=_second(cast))
    join, people = (reverse(f"directory:{name}", args=[cast.casa_abierta.key]) for name in ("join", "people"))
    day = date_format(timezone.now())
    observer, speaks = as_persona("government_observer"), as_persona("representative")
    assert f"stood for a government until {day}" in observer.get(join).text
    assert "government until" not in as_persona("newcomer").get(join).text
    _asks(cast, cast.newcomer)
    assert "Stood for a government" not in speaks.get(people).text
    asked = _asks(cast, cast.government_observer)
    assert f"Stood for a government until {day}" in speaks.get(people).text
    services.accept_join(asked, by=cast.representative)
    assert f"Stood for a government until {day}" in speaks.get(people).text
    assert "Stood for a government" not in observer.get(people).text  # a member gives nobody a place


def test_invited_who_stood_for_a_government_read_who_will_know(cast: Cast, as_persona: As) -> None:
    services.leave(Affiliation.objects.get(person=cast.government_observer), by=SYSTEM, successor=_second(cast))
    for name, told in (("government_observer", True), ("newcomer", False)):
        invited = services.invite(
            cast.casa_abierta, by=cast.representative, email=cast.by_name()[name].email, role="editor"
        )
        page = as_persona(name).get(reverse("directory:invited", args=[invited.key])).text
        assert ("stood for a government until" in page) == told
    page = as_persona("representative").get(reverse("directory:people", args=[cast.casa_abierta.key])).text
    assert "Stood for a government" not in page  # whose mailbox it is nobody learns by inviting


def _second(cast: Cast) -> Affiliation:
    return services.place_in_authority(cast.ministry, by=SYSTEM, person=person("second"))


def test_draft_of_a_person_of_a_government_goes_no_further(cast: Cast) -> None:
    """Written before, by a person on whom an authority was bestowed by hand: taking back is all that is left."""
    draft, expert = making.draft(cast.newcomer, cast.sample_country), making.expert(cast.newcomer, cast.sample_country)
    Affiliation.objects.create(person=cast.newcomer, organization=cast.ministry)
    forget()
    for subject in (draft, expert):
        with pytest.raises(PermissionDenied):
            services.revise(subject, by=cast.newcomer, about="x")
        with pytest.raises(PermissionDenied):
            services.submit(subject, by=cast.newcomer)
    services.discard(expert, by=cast.newcomer)
    services.leave(Affiliation.objects.get(person=cast.newcomer, organization=cast.ministry), by=cast.newcomer)
    services.discard(draft, by=cast.newcomer)


def test_person_of_a_government_speaks_for_no_organisation_outside(cast: Cast) -> None:
    """Even where both places stand in the database."""
    assert cast.representative.has_perm("directory.edit", cast.casa_abierta)
    Affiliation.objects.create(person=cast.representative, organization=cast.ministry, role="focal_point")
    forget()
    assert not cast.representative.has_perm("directory.edit", cast.casa_abierta)
    assert cast.representative.has_perm("directory.edit", cast.ministry)


# -- the way to the other side


def _placed(cast: Cast, user: User) -> Any:
    return services.place_in_authority(cast.ministry, by=SYSTEM, person=user)


def _appointed_there(cast: Cast, user: User) -> Any:
    return services.appoint(cast.ministry, by=cast.officer, email=user.email, reason="Asked by the ministry.")


def _invited_there(cast: Cast, user: User) -> Any:
    invited = services.invite(cast.ministry, by=cast.government_observer, email=user.email, role="member")
    return services.accept_invitation(invited, by=user)


INTO_AUTHORITY = pytest.mark.parametrize("do", [_placed, _appointed_there, _invited_there], ids=lambda do: do.__name__)


@INTO_AUTHORITY
def test_place_in_an_authority_is_for_who_takes_no_other_part(cast: Cast, do: Do) -> None:
    making.expert(cast.newcomer, cast.sample_country)  # a draft of which officers know nothing
    assert do(cast, cast.newcomer).organization == cast.ministry


@INTO_AUTHORITY
@pytest.mark.parametrize("part", ["organisation", "draft", "expert", "mandate"])
def test_place_in_an_authority_is_refused_to_who_takes_part_outside(cast: Cast, do: Do, part: str) -> None:
    user = cast.newcomer
    if part == "organisation":
        Affiliation.objects.create(person=user, organization=cast.casa_abierta)
    elif part == "draft":
        making.draft(user, cast.sample_country)
    elif part == "expert":
        services.submit(making.expert(user, cast.sample_country), by=user)
    else:
        mandate(cast.secretariat.roles.get(lead=True), user)
    forget()
    with pytest.raises(PermissionDenied):
        do(cast, user)
    assert not Affiliation.objects.filter(person=user, organization=cast.ministry).exists()


def test_intergovernmental_organisations_are_on_no_side(cast: Cast) -> None:
    body = organization("Agency (sample)", cast.sample_country, kind=Organization.Kind.INTERGOVERNMENTAL)
    for user in (cast.newcomer, cast.outsider, cast.government_observer):
        assert services.place_in_authority(body, by=SYSTEM, person=user)


def test_standing_on_both_sides_at_once_is_refused_to_one(transactional_db: None, cast: Cast) -> None:
    """Two deeds at the same moment: exactly one place is given."""
    asked = services.ask_to_join(cast.casa_abierta, by=cast.newcomer, note="Me")

    def outside() -> object:
        return services.accept_join(
            JoinRequest.objects.get(pk=asked.pk), by=User.objects.get(pk=cast.representative.pk)
        )

    def inside() -> object:
        return services.place_in_authority(cast.ministry, by=SYSTEM, person=User.objects.get(pk=cast.newcomer.pk))

    assert race(outside, inside).count("done") == 1


# -- pages


def test_person_of_a_government_is_offered_nothing_to_register_or_join(cast: Cast, as_persona: As) -> None:
    paths = {
        reverse("portal:desk"): reverse("directory:register"),
        reverse("portal:home"): reverse("directory:register"),
        reverse("directory:profile", args=[cast.casa_abierta.key]): reverse(
            "directory:join", args=[cast.casa_abierta.key]
        ),
        reverse("directory:experts"): reverse("directory:register_expert"),
        f"{reverse('directory:list')}": reverse("directory:register"),
    }
    newcomer, observer = as_persona("newcomer"), as_persona("government_observer")
    for path, link in paths.items():
        if path == reverse("directory:list"):
            Organization.objects.update(safety="unlisted")  # the list offers it where it is empty
        assert f'href="{link}"' in newcomer.get(path).text, path
        page = observer.get(path).text
        offers = [reverse(f"directory:{name}") for name in ("register", "register_begin", "register_expert")]
        assert not [offer for offer in (*offers, link) if f'href="{offer}"' in page], path


@pytest.mark.parametrize("by", ["link", "desk"])
def test_invitation_of_a_person_of_a_government_can_be_declined_alone(cast: Cast, as_persona: As, by: str) -> None:
    found = {}
    for name in ("newcomer", "government_observer"):
        invited = services.invite(
            cast.casa_abierta, by=cast.representative, email=cast.by_name()[name].email, role="editor"
        )
        found[name] = invited
    page, accept, decline = {
        "desk": (
            lambda row: reverse("directory:invited", args=[row.key]),
            lambda row: reverse("directory:invited_decide", args=[row.key, "accept"]),
            lambda row: reverse("directory:invited_decide", args=[row.key, "decline"]),
        ),
        "link": (
            lambda row: reverse("directory:invitation", args=[_secret(row)]),
            lambda row: reverse("directory:invitation_accept", args=[_secret(row)]),
            lambda row: reverse("directory:invitation_decline", args=[_secret(row)]),
        ),
    }[by]
    observer, row = as_persona("government_observer"), found["government_observer"]
    shown = observer.get(page(row))
    assert (shown.status_code, "Casa Abierta" in shown.text) == (200, True)
    assert "People of governments observe" in shown.text
    assert "/accept/" not in shown.text
    observer.post(accept(row))
    assert not Affiliation.objects.filter(person=cast.government_observer, organization=cast.casa_abierta).exists()
    observer.post(decline(row))
    row.refresh_from_db()
    assert row.state == Invitation.State.DECLINED
    newcomer = as_persona("newcomer")
    assert "/accept/" in newcomer.get(page(found["newcomer"])).text
    newcomer.post(accept(found["newcomer"]))
    assert Affiliation.objects.filter(person=cast.newcomer, organization=cast.casa_abierta).exists()


def _secret(invitation: Invitation) -> str:
    word, digest = tokens.new_secret()
    Invitation.objects.filter(pk=invitation.pk).update(digest=digest)
    return word
