"""What networks do on their own, once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from se4u.accounts.models import Notification, User
from se4u.networks import tick
from se4u.networks.models import Mandate, Membership, Network, ObserverInvitation
from se4u.networks.services import observers
from se4u.networks.views.waiting import standing_of, waiting_in
from tests.mail_servers import HANGS_UP, WORKS
from tests.personas import Cast

from . import making
from .making import DAY, TODAY


@pytest.mark.parametrize(("days", "told"), [(0, 1), (30, 1), (31, 0), (-1, 0)])
def test_mandate_that_ends_soon_is_told_once(cast: Cast, days: int, told: int) -> None:
    Mandate.objects.filter(person=cast.coordinator).update(until=TODAY() + days * DAY)
    assert [tick.remind_of_mandates(), tick.remind_of_mandates()] == [told, 0]
    rows = Notification.objects.filter(template="networks.remind_mandate")
    assert [row.person for row in rows] == [cast.coordinator] * told


def test_mandate_that_ends_soon_waits_on_the_desk_of_holder_and_who_appoints(cast: Cast) -> None:
    Mandate.objects.filter(person=cast.committee_member).update(until=TODAY() + 9 * DAY)
    titles = {name: [row["title"] for row in waiting_in(user)] for name, user in cast.by_name().items()}
    assert titles["committee_member"] == ["Your mandate ends: Steering committee member"]
    assert titles["coordinator"] == ["A mandate ends: Steering committee member"]
    assert not any(
        titles[name] for name in ("representative", "officer", "government_observer", "outsider", "newcomer")
    )


def test_renewal_is_asked_for_a_year_after_and_monthly_until_answered(cast: Cast) -> None:
    Network.objects.filter(pk=cast.americas.pk).update(renews_yearly=True)
    assert tick.remind_of_renewals() == 0
    Membership.objects.update(decided_at=timezone.now() - timedelta(days=366))
    assert [tick.remind_of_renewals(), tick.remind_of_renewals()] == [3, 0]  # not the alliance, which does not ask
    assert cast.representative.email in making.told("networks.remind_renewal")
    Membership.objects.update(reminded_at=timezone.now() - timedelta(days=31))
    Membership.objects.filter(organization=cast.casa_abierta).update(renewed_at=timezone.now())
    assert tick.remind_of_renewals() == 2
    assert any("stays a member" in row["title"] for row in waiting_in(cast.coordinator))
    assert not any("stays a member" in row["title"] for row in waiting_in(cast.representative))


def test_invitation_the_mail_server_refused_is_tried_again(
    cast: Cast, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    cast.americas.countries.add(cast.sample_country)
    settings.EMAIL_BACKEND = HANGS_UP
    with django_capture_on_commit_callbacks(execute=True):
        made = observers.invite_observer(
            cast.americas, by=cast.coordinator, authority=cast.ministry, email="g@ministry.example", language="en"
        )
    made.refresh_from_db()
    assert (made.mailed_at, made.tries) == (None, 1)
    assert tick.mail_invitations_again() == 0  # not at once
    ObserverInvitation.objects.update(sent_at=timezone.now() - timedelta(hours=1))
    settings.EMAIL_BACKEND = WORKS
    with django_capture_on_commit_callbacks(execute=True):
        assert tick.mail_invitations_again() == 1
    assert mail.outbox[-1].to == ["g@ministry.example"]
    ObserverInvitation.objects.update(sent_at=timezone.now() - timedelta(hours=1))
    assert tick.mail_invitations_again() == 0


def test_old_invitations_are_forgotten_with_their_addresses(cast: Cast) -> None:
    for number, days in enumerate((91, 89)):
        ObserverInvitation.objects.create(
            network=cast.alliance,
            authority=cast.ministry,
            email=f"{number}@ministry.example",
            digest=str(number),
            sent_at=timezone.now(),
            expires_at=timezone.now() - timedelta(days=days),
        )
    assert [tick.forget_invitations(), tick.forget_invitations()] == [1, 0]
    assert ObserverInvitation.objects.get().email == "1@ministry.example"


def test_desk_shows_where_memberships_stand(cast: Cast) -> None:
    making.applied(cast.alliance, cast.far_shore)
    rows = standing_of(cast.outsider)
    assert [(row["title"], row["badge"], row["tone"]) for row in rows] == [
        ("National Civil Society Alliance of Sample Country", "applied", "warn")
    ]
    assert [row["badge"] for row in standing_of(cast.representative)] == ["member", "member"]
    assert standing_of(cast.newcomer) == []


def test_desk_takes_a_constant_number_of_queries(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for number in range(4):
        alliance = making.alliance_of(cast, slug=f"more-{number}")
        making.member(alliance, cast.rio_claro)
        making.applied(cast.americas, making.body(cast, f"Waiting {number}"))
    user = User.objects.get(pk=cast.coordinator.pk)
    with django_assert_max_num_queries(16):
        waiting_in(user)
        standing_of(user)


def test_seat_is_handed_over_when_its_holder_leaves_the_site(cast: Cast) -> None:
    from se4u.networks import personal

    colleague = making.speaker(cast.rio_claro, "colleague")
    mandate = Mandate.objects.get(person=cast.coordinator)
    [duty] = personal.duties(cast.coordinator)
    assert [key for key, _label in duty.choices] == [colleague.key, personal.GIVEN_UP]
    personal.erase(cast.coordinator, {duty.key: colleague.key})
    mandate.refresh_from_db()
    assert mandate.ended_at is not None
    assert Mandate.objects.live().get(role=mandate.role).person == colleague
    exported = personal.export(colleague).data["mandates"]
    assert exported[0]["network"] == "Civil Society Network for the Americas"


def test_term_that_was_over_keeps_its_end_when_the_holder_leaves_the_site(cast: Cast) -> None:
    from se4u.networks import personal

    role = making.role_of(cast.americas, "plan")
    over = making.mandate(role, cast.coordinator, cast.rio_claro, since=date(2025, 1, 1), until=date(2025, 6, 30))
    running = making.mandate(role, cast.coordinator, cast.rio_claro)
    personal.erase(cast.coordinator, {})
    over.refresh_from_db()
    running.refresh_from_db()
    assert over.ended_at is None
    assert running.ended_at is not None
