"""Inviting, joining, roles, leaving: the organisation owns its seat."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from se4u.accounts import mentions
from se4u.accounts import services as accounts
from se4u.accounts.models import Notification, User
from se4u.core import tokens
from se4u.core.action import Refused
from se4u.demo.cast import person
from se4u.directory import services, tick
from se4u.directory.models import Affiliation, Invitation, JoinRequest, Organization
from se4u.networks.models import Network
from tests.mail_servers import OUT_OF_REACH, WORKS
from tests.networks.making import group_of, mandate, member
from tests.personas import Cast

from . import making

Role = Affiliation.Role
As = Callable[[str], Client]


def invite(cast: Cast, email: str = "newcomer@sample.example", role: str = "editor") -> Invitation:
    return services.invite(cast.casa_abierta, by=cast.representative, email=email, role=role)


def secret_in(letter: Any) -> str:
    """The secret in the link of a mail."""
    found = re.search(r"/directory/invitation/([\w-]+)/", letter.body)
    assert found is not None
    return found[1]


def join(cast: Cast, user: User, role: str = "member") -> Affiliation:
    return Affiliation.objects.create(person=user, organization=cast.casa_abierta, role=role)


@pytest.fixture
def invited(cast: Cast, django_capture_on_commit_callbacks: Any) -> tuple[Invitation, str]:
    """An invitation of the newcomer with the secret its mail carries."""
    with django_capture_on_commit_callbacks(execute=True):
        invitation = invite(cast)
    return invitation, secret_in(mail.outbox[-1])


def test_invite_mails_a_link_and_keeps_its_digest_alone(invited: tuple[Invitation, str]) -> None:
    invitation, secret = invited
    invitation.refresh_from_db()
    assert invitation.digest == tokens.digest_of(secret)
    assert secret not in str(Invitation.objects.values().get())
    assert mail.outbox[-1].to == ["newcomer@sample.example"]
    assert invitation.mailed_at is not None


def test_invite_in_the_language_chosen(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        services.invite(cast.casa_abierta, by=cast.representative, email="x@y.example", role="member", language="ar")
    assert f"/ar/directory/invitation/{secret_in(mail.outbox[-1])}/" in mail.outbox[-1].body


def test_invite_by_a_protected_organisation_does_not_name_it(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    services.set_safety(cast.casa_abierta, by=cast.representative, safety="unlisted")
    with django_capture_on_commit_callbacks(execute=True):
        invite(cast)
    assert "Casa Abierta" not in mail.outbox[-1].subject + mail.outbox[-1].body


def test_accept_on_the_web_makes_an_affiliation(cast: Cast, as_persona: As, invited: tuple[Invitation, str]) -> None:
    newcomer = as_persona("newcomer")
    page = newcomer.get(reverse("directory:invitation", args=[invited[1]]))
    assert "Casa Abierta" in page.text
    newcomer.post(reverse("directory:invitation_accept", args=[invited[1]]))
    assert Affiliation.objects.get(person=cast.newcomer, organization=cast.casa_abierta).role == Role.EDITOR
    assert newcomer.get(reverse("directory:people", args=[cast.casa_abierta.key])).status_code == 200


def test_link_shows_what_became_of_it(cast: Cast, as_persona: As, invited: tuple[Invitation, str]) -> None:
    invitation, secret = invited
    path = reverse("directory:invitation", args=[secret])
    visitor, newcomer, outsider = (as_persona(name) for name in ("visitor", "newcomer", "outsider"))

    assert (visitor.get(path).status_code, "Sign up" in visitor.get(path).text) == (200, True)
    assert (outsider.get(path).status_code, "another address" in outsider.get(path).text) == (403, True)
    garbage = reverse("directory:invitation", args=["garbage"])
    assert (visitor.get(garbage).status_code, "not valid" in visitor.get(garbage).text) == (404, True)

    newcomer.post(reverse("directory:invitation_accept", args=[secret]))
    used = newcomer.get(path)
    assert (used.status_code, "was accepted" in used.text) == (410, True)

    Invitation.objects.filter(pk=invitation.pk).update(state="revoked")
    revoked = newcomer.get(path)
    assert (revoked.status_code, "was taken back" in revoked.text) == (410, True)


def test_accept_by_another_than_the_invited_is_denied(
    cast: Cast, as_persona: As, invited: tuple[Invitation, str]
) -> None:
    invitation, secret = invited
    with pytest.raises(PermissionDenied):
        services.accept_invitation(invitation, by=cast.outsider)
    assert as_persona("outsider").post(reverse("directory:invitation_accept", args=[secret])).status_code == 403
    assert not Affiliation.objects.filter(person=cast.outsider, organization=cast.casa_abierta).exists()


def test_accept_with_an_unconfirmed_address_is_denied(cast: Cast, invited: tuple[Invitation, str]) -> None:
    cast.newcomer.emailaddress_set.update(verified=False)
    with pytest.raises(PermissionDenied):
        services.accept_invitation(invited[0], by=cast.newcomer)


def test_expired_link_is_renewed_by_the_invited_to_the_same_address(
    cast: Cast, as_persona: As, invited: tuple[Invitation, str], django_capture_on_commit_callbacks: Any
) -> None:
    invitation, secret = invited
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    visitor = as_persona("visitor")
    assert "has run out" in visitor.get(reverse("directory:invitation", args=[secret])).text
    invitation.refresh_from_db()
    with pytest.raises(Refused):
        services.accept_invitation(invitation, by=cast.newcomer)
    with django_capture_on_commit_callbacks(execute=True):
        answer = visitor.post(reverse("directory:invitation_renew", args=[secret]))
    assert "on its way" in answer.text
    assert mail.outbox[-1].to == ["newcomer@sample.example"]
    fresh = secret_in(mail.outbox[-1])
    assert fresh != secret
    assert visitor.get(reverse("directory:invitation", args=[secret])).status_code == 404
    as_persona("newcomer").post(reverse("directory:invitation_accept", args=[fresh]))
    assert Affiliation.objects.filter(person=cast.newcomer, organization=cast.casa_abierta).exists()


def _removed(cast: Cast, inviter: Affiliation) -> None:
    services.remove(inviter, by=cast.representative)


def _demoted(cast: Cast, inviter: Affiliation) -> None:
    services.change_role(inviter, by=cast.representative, role=Role.EDITOR)


def _left(cast: Cast, inviter: Affiliation) -> None:
    services.leave(inviter, by=inviter.person)


def _deleted(cast: Cast, inviter: Affiliation) -> None:
    accounts.erase(inviter.person, by=inviter.person, answers={})


@pytest.mark.parametrize("end", [_removed, _demoted, _left, _deleted])
def test_invitation_of_who_speaks_no_more_waits_for_a_focal_point_to_send_it_again(
    cast: Cast, as_persona: As, django_capture_on_commit_callbacks: Any, end: Callable[[Cast, Affiliation], None]
) -> None:
    inviter = join(cast, person("inviter"), role="focal_point")
    with django_capture_on_commit_callbacks(execute=True):
        made = services.invite(
            cast.casa_abierta, by=inviter.person, email="newcomer@sample.example", role="focal_point"
        )
    secret = secret_in(mail.outbox[-1])
    newcomer, desk = as_persona("newcomer"), reverse("portal:desk")
    assert "Casa Abierta" in newcomer.get(desk).text
    end(cast, inviter)
    made.refresh_from_db()
    assert newcomer.get(reverse("directory:invitation", args=[secret])).status_code == 410
    assert "Casa Abierta" not in newcomer.get(desk).text
    with pytest.raises(Refused):
        services.accept_invitation(made, by=cast.newcomer)
    Invitation.objects.filter(pk=made.pk).update(expires_at=timezone.now())
    with pytest.raises(Refused):
        services.renew_invitation(made, by=cast.newcomer)
    page = as_persona("representative").get(reverse("directory:people", args=[cast.casa_abierta.key])).text
    assert "no focal point any more" in page
    services.renew_invitation(made, by=cast.representative)
    assert services.accept_invitation(made, by=cast.newcomer).role == Role.FOCAL_POINT


def test_invited_renew_a_few_times_and_then_ask_for_a_new_invitation(
    cast: Cast, as_persona: As, invited: tuple[Invitation, str], django_capture_on_commit_callbacks: Any
) -> None:
    made, _secret = invited
    visitor = as_persona("visitor")
    for left in (3, 2, 1, 0):
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        secret = secret_in(mail.outbox[-1])
        page = visitor.get(reverse("directory:invitation", args=[secret])).text
        assert ("Send me a fresh link" in page) == bool(left)
        assert ("once more" in page, f"{left} times" in page) == (left == 1, left > 1)
        with django_capture_on_commit_callbacks(execute=True):
            visitor.post(reverse("directory:invitation_renew", args=[secret]))
    assert "renewed often enough" in page
    made.refresh_from_db()
    with pytest.raises(Refused):
        services.renew_invitation(made, by=cast.newcomer)
    services.renew_invitation(made, by=cast.representative)
    assert made.renewals_left == 3
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=100))
    assert tick.forget_invitations() == 1


def test_renew_of_a_live_link_by_its_holder_does_nothing(as_persona: As, invited: tuple[Invitation, str]) -> None:
    as_persona("visitor").post(reverse("directory:invitation_renew", args=[invited[1]]))
    assert as_persona("visitor").get(reverse("directory:invitation", args=[invited[1]])).status_code == 200


def test_invite_twice_is_refused_and_revoked_can_be_repeated(cast: Cast) -> None:
    first = invite(cast)
    with pytest.raises(Refused):
        invite(cast)
    services.revoke_invitation(first, by=cast.representative)
    assert invite(cast).pk != first.pk


def test_invite_of_a_colleague_is_refused(cast: Cast) -> None:
    join(cast, cast.newcomer)
    with pytest.raises(Refused):
        invite(cast)


def test_invite_by_member_editor_or_stranger_is_denied(cast: Cast) -> None:
    join(cast, cast.newcomer, Role.EDITOR)
    for user in (cast.newcomer, cast.outsider, cast.officer):
        with pytest.raises(PermissionDenied):
            services.invite(cast.casa_abierta, by=user, email="a@b.example", role="member")


def test_decline_from_the_desk(cast: Cast, as_persona: As) -> None:
    invitation = invite(cast)
    newcomer = as_persona("newcomer")
    assert "invites you" in newcomer.get(reverse("directory:invited", args=[invitation.key])).text
    assert as_persona("outsider").get(reverse("directory:invited", args=[invitation.key])).status_code == 404
    newcomer.post(reverse("directory:invited_decide", args=[invitation.key, "decline"]))
    invitation.refresh_from_db()
    assert invitation.state == "declined"


def test_tick_mails_again_what_could_not_be_mailed(
    cast: Cast, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.EMAIL_BACKEND = OUT_OF_REACH
    with django_capture_on_commit_callbacks(execute=True):
        invitation = invite(cast)
    invitation.refresh_from_db()
    assert (invitation.mailed_at, invitation.tries) == (None, 1)
    Invitation.objects.update(sent_at=timezone.now() - timedelta(hours=1))
    settings.EMAIL_BACKEND = WORKS
    with django_capture_on_commit_callbacks(execute=True):
        assert tick.mail_invitations_again() == 1
    assert len(mail.outbox) == 1
    assert tick.mail_invitations_again() == 0


def test_tick_forgets_old_invitations(cast: Cast) -> None:
    old, live = invite(cast), invite(cast, "other@sample.example")
    Invitation.objects.filter(pk=old.pk).update(expires_at=timezone.now() - timedelta(days=91))
    assert tick.forget_invitations() == 1
    assert list(Invitation.objects.all()) == [live]


def test_leave_as_last_focal_point_needs_a_successor(cast: Cast) -> None:
    mine = Affiliation.objects.get(person=cast.representative)
    colleague = join(cast, cast.newcomer)
    with pytest.raises(Refused):
        services.leave(mine, by=cast.representative)
    services.leave(mine, by=cast.representative, successor=colleague)
    mine.refresh_from_db()
    colleague.refresh_from_db()
    assert (mine.until is not None, colleague.role) == (True, Role.FOCAL_POINT)
    assert Notification.objects.get(template="directory.change_role").person == cast.newcomer


def test_leave_with_a_successor_from_elsewhere_is_refused(cast: Cast) -> None:
    mine = Affiliation.objects.get(person=cast.representative)
    with pytest.raises(Refused):
        services.leave(mine, by=cast.representative, successor=Affiliation.objects.get(person=cast.outsider))


def test_leave_page_offers_the_colleagues(cast: Cast, as_persona: As) -> None:
    colleague = join(cast, cast.newcomer)
    path = reverse("directory:leave", args=[cast.casa_abierta.key])
    client = as_persona("representative")
    assert client.post(path, {"once": ""}).context["form"].errors["successor"]
    client.post(path, {"successor": colleague.pk})
    assert not Affiliation.objects.live().filter(person=cast.representative).exists()


def test_removed_are_told_from_where_whether_or_not_it_stands_in_a_list(cast: Cast, as_persona: As) -> None:
    place = Affiliation.objects.create(person=cast.newcomer, organization=cast.casa_abierta)
    Organization.objects.filter(pk=cast.casa_abierta.pk).update(state="submitted", listed=False)
    services.remove(place, by=cast.representative)
    text = as_persona("newcomer").get(reverse("accounts:notifications")).text
    assert "You no longer act for" in text
    assert "Casa Abierta" in text


def test_remove_and_change_role_keep_a_focal_point(cast: Cast) -> None:
    mine = Affiliation.objects.get(person=cast.representative)
    other = join(cast, cast.newcomer, Role.FOCAL_POINT)
    services.change_role(mine, by=cast.newcomer, role=Role.MEMBER)
    with pytest.raises(Refused):
        services.change_role(other, by=cast.newcomer, role=Role.EDITOR)
    with pytest.raises(Refused):
        services.remove(other, by=cast.newcomer)
    services.remove(mine, by=cast.newcomer)
    assert not Affiliation.objects.live().filter(person=cast.representative).exists()


def test_two_focal_points_leaving_at_once_leave_one(transactional_db: None, cast: Cast) -> None:
    pair = [Affiliation.objects.get(person=cast.representative), join(cast, cast.newcomer, Role.FOCAL_POINT)]
    barrier, outcomes = Barrier(2), []

    def go(affiliation: Affiliation) -> None:
        try:
            mine = Affiliation.objects.get(pk=affiliation.pk)
            user = User.objects.get(pk=affiliation.person_id)
            barrier.wait(timeout=20)
            services.leave(mine, by=user)
            outcomes.append("left")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=go, args=(each,)) for each in pair]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["left", "refused"]
    assert Affiliation.objects.focal_points().filter(organization=cast.casa_abierta).count() == 1


def test_appoint_only_where_nobody_speaks(cast: Cast) -> None:
    values = {"email": cast.newcomer.email, "reason": "The director died."}
    with pytest.raises(Refused):
        services.appoint(cast.casa_abierta, by=cast.officer, **values)
    Affiliation.objects.filter(organization=cast.casa_abierta).update(until=timezone.now())
    with pytest.raises(PermissionDenied):
        services.appoint(cast.casa_abierta, by=cast.coordinator, **values)
    made = services.appoint(cast.casa_abierta, by=cast.officer, **values)
    assert (made.person, made.role, made.appointed_because) == (cast.newcomer, Role.FOCAL_POINT, "The director died.")
    assert Notification.objects.get(template="directory.appoint").person == cast.newcomer


def test_appoint_of_oneself_or_of_anybody_in_the_secretariat_is_refused(cast: Cast) -> None:
    """Else who vets would speak, and decide in networks, for a body they vet."""
    colleague = person("second-officer")
    mandate(cast.secretariat.roles.get(position=1), colleague)
    Affiliation.objects.filter(person=cast.representative).update(until=timezone.now())
    for user in (cast.officer, colleague):
        with pytest.raises(Refused, match="mandate in the secretariat"):
            services.appoint(cast.casa_abierta, by=cast.officer, email=user.email, reason="x")
    assert services.appoint(cast.casa_abierta, by=cast.officer, email=cast.newcomer.email, reason="x")


@pytest.mark.parametrize("rule", ["coordinator", "committee", "members"])
def test_appoint_is_told_to_the_others_and_to_who_decides_in_its_networks(cast: Cast, rule: str) -> None:
    Network.objects.filter(pk=cast.americas.pk).update(admission=rule)
    join(cast, cast.outsider)
    member(group_of(cast.americas), cast.casa_abierta)
    Affiliation.objects.filter(person=cast.representative).update(until=timezone.now())
    services.appoint(cast.casa_abierta, by=cast.officer, email=cast.newcomer.email, reason="The director died.")
    told = Notification.objects.filter(template="directory.appointed")
    assert [(row.person, row.context["reason"]) for row in told] == [(cast.outsider, "The director died.")]
    deciding = {
        "coordinator": {cast.coordinator},
        "committee": {cast.coordinator, cast.committee_member},
        "members": {cast.coordinator, cast.committee_member, cast.newcomer},
    }[rule]
    heard = Notification.objects.filter(template="networks.focal_point_appointed").select_related("person")
    assert {row.person for row in heard} == deciding
    assert "died" not in str([row.context for row in heard])


def test_appoint_of_an_unknown_address_is_refused(cast: Cast) -> None:
    Affiliation.objects.filter(organization=cast.casa_abierta).update(until=timezone.now())
    with pytest.raises(Refused):
        services.appoint(cast.casa_abierta, by=cast.officer, email="nobody@sample.example", reason="x")


def test_ask_to_join_is_decided_by_the_focal_points(cast: Cast, as_persona: As) -> None:
    key = cast.casa_abierta.key
    as_persona("newcomer").post(reverse("directory:join", args=[key]), {"note": "I keep the books."})
    asked = JoinRequest.objects.get()
    assert Notification.objects.get(template="directory.ask_to_join").person == cast.representative
    client = as_persona("representative")
    assert "I keep the books." in client.get(reverse("directory:people", args=[key])).text
    with pytest.raises(PermissionDenied):
        services.accept_join(asked, by=cast.outsider)
    client.post(reverse("directory:join_decide", args=[key, asked.key, "accept"]), {"role": "editor"})
    assert Affiliation.objects.get(person=cast.newcomer).role == Role.EDITOR


def test_declined_request_tells_the_person(cast: Cast) -> None:
    asked = services.ask_to_join(cast.casa_abierta, by=cast.newcomer, note="Me", found_as="Casa")
    services.decline_join(asked, by=cast.representative)
    row = Notification.objects.get(template="directory.decline_join")
    assert [told.words["name"] for told in mentions.told([row], cast.newcomer)] == ["Casa"]
    Organization.objects.filter(pk=cast.casa_abierta.pk).update(safety="unlisted")
    assert [told.words["name"] for told in mentions.told([row], cast.newcomer)] == ["an organisation"]
    with pytest.raises(Refused):
        services.accept_join(asked, by=cast.representative)


def test_ask_to_join_twice_or_as_member_is_refused(cast: Cast) -> None:
    services.ask_to_join(cast.casa_abierta, by=cast.newcomer, note="Me")
    for user in (cast.newcomer, cast.representative):
        with pytest.raises(Refused):
            services.ask_to_join(cast.casa_abierta, by=user, note="Me")


def test_ask_to_join_an_authority_or_the_unlisted_finds_nothing(cast: Cast, as_persona: As) -> None:
    client = as_persona("newcomer")
    services.set_safety(cast.casa_abierta, by=cast.representative, safety="unlisted")
    for body in (cast.ministry, cast.casa_abierta):
        assert client.get(reverse("directory:join", args=[body.key])).status_code == 404
    with pytest.raises(Refused):
        services.ask_to_join(cast.ministry, by=cast.newcomer, note="Me")


def test_people_page_is_for_its_people_and_officers(cast: Cast, as_persona: As) -> None:
    path = reverse("directory:people", args=[cast.casa_abierta.key])
    seen = {name: as_persona(name).get(path).status_code for name in ("visitor", *cast.by_name())}
    assert {name for name, code in seen.items() if code == 200} == {"representative", "officer"}
    assert seen["visitor"] == 302
    assert seen["outsider"] == 404


@pytest.mark.parametrize("deed", ["invitation", "request"])
def test_lower_place_than_one_has_takes_nothing_away(cast: Cast, deed: str) -> None:
    """The only focal point is invited to another address of theirs, or has asked long ago."""
    if deed == "invitation":
        invitation = invite(cast, "second@sample.example", role="member")
        services.accept_invitation(invitation, by=_with_address(cast.representative, "second"))
    else:
        asked = JoinRequest.objects.create(person=cast.representative, organization=cast.casa_abierta, note="Me")
        services.accept_join(asked, by=cast.representative, role="member")
    assert Affiliation.objects.of(cast.representative).get().role == Role.FOCAL_POINT
    higher = join(cast, cast.newcomer)
    services.accept_invitation(invite(cast, "third@sample.example"), by=_with_address(cast.newcomer, "third"))
    higher.refresh_from_db()
    assert higher.role == Role.EDITOR


def _with_address(user: User, name: str) -> User:
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=user, email=f"{name}@sample.example", verified=True)
    return user


def test_who_asks_to_join_is_known_by_name_and_words_alone(cast: Cast, as_persona: As) -> None:
    services.ask_to_join(cast.casa_abierta, by=cast.outsider, note="I lead the office")
    page = as_persona("representative").get(reverse("directory:people", args=[cast.casa_abierta.key])).text
    assert "I lead the office" in page
    assert cast.outsider.email not in page


def test_people_page_queries_do_not_grow(cast: Cast, as_persona: As, django_assert_num_queries: Any) -> None:
    from django.test.utils import CaptureQueriesContext

    client, path = as_persona("representative"), reverse("directory:people", args=[cast.casa_abierta.key])
    join(cast, cast.newcomer)
    invite(cast, "one@sample.example")
    services.ask_to_join(cast.casa_abierta, by=cast.outsider, note="Me")
    client.get(path)
    with CaptureQueriesContext(connection) as before:
        client.get(path)
    for number in range(2):
        join(cast, person(f"colleague_{number}"))
        invite(cast, f"more{number}@sample.example")
        services.ask_to_join(cast.casa_abierta, by=person(f"asking_{number}"), note="Me")
    with django_assert_num_queries(len(before)):
        client.get(path)


def test_foreign_keys_in_addresses_are_not_found(cast: Cast, as_persona: As) -> None:
    other = Affiliation.objects.get(person=cast.outsider)
    mine = cast.casa_abierta.key
    client = as_persona("representative")
    for name in ("role", "remove"):
        assert client.post(reverse(f"directory:{name}", args=[mine, other.key])).status_code == 404
        assert client.post(reverse(f"directory:{name}", args=[cast.far_shore.key, other.key])).status_code == 404
    foreign = making.draft(cast.newcomer, cast.sample_country)
    assert client.get(reverse("directory:people", args=[foreign.key])).status_code == 404


def test_profile_offers_to_join_to_the_signed_in_who_do_not_belong(cast: Cast, as_persona: As) -> None:
    path = reverse("directory:profile", args=[cast.casa_abierta.key])
    link = reverse("directory:join", args=[cast.casa_abierta.key])
    seen = {name: link in as_persona(name).get(path).text for name in ("visitor", *cast.by_name())}
    assert {name for name, offered in seen.items() if not offered} == {
        "visitor",
        "representative",
        "government_observer",
    }


def test_profile_offers_suspension_to_officers_alone(cast: Cast, as_persona: As) -> None:
    path = reverse("directory:profile", args=[cast.casa_abierta.key])
    link = reverse("directory:standing", args=[cast.casa_abierta.key, "suspend"])
    seen = {name: link in as_persona(name).get(path).text for name in ("visitor", *cast.by_name())}
    assert {name for name, offered in seen.items() if offered} == {"officer"}


@pytest.mark.parametrize(
    "fields", [{"safety": "unlisted"}, {"safety": "pseudonym", "pseudonym": "The Lamp"}], ids=["unlisted", "pseudonym"]
)
def test_invitation_names_one_at_risk_to_the_invited_alone(
    cast: Cast, as_persona: As, invited: tuple[Invitation, str], fields: dict[str, str]
) -> None:
    """The link may lie in a mailbox others read, or be passed on; and the letter with it may hold the own name."""
    Organization.objects.filter(pk=cast.casa_abierta.pk).update(**fields)
    invitation, secret = invited
    path = reverse("directory:invitation", args=[secret])
    page = as_persona("visitor").get(path).text
    assert "Casa Abierta" not in page
    assert "<bdi>An organisation</bdi> invites you" in page
    assert "The Lamp" not in page
    assert "Casa Abierta" not in as_persona("outsider").get(path).text
    newcomer = as_persona("newcomer")
    for shown in (path, reverse("directory:invited", args=[invitation.key]), reverse("portal:desk")):
        assert "Casa Abierta" in newcomer.get(shown).text
