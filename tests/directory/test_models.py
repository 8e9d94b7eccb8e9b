"""What must always be true of the data: a violation of each constraint."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from se4u.directory.models import (
    Affiliation,
    Expert,
    Inquiry,
    Invitation,
    JoinRequest,
    Organization,
    Verification,
)
from tests.personas import Cast

from . import making


def invitation(cast: Cast, digest: str) -> Invitation:
    now = timezone.now()
    return Invitation.objects.create(
        organization=cast.casa_abierta, email="a@b.example", digest=digest, sent_at=now, expires_at=now
    )


def violations() -> dict[str, Callable[[Cast], Any]]:
    """Constraint -> what violates it."""

    def case(cast: Cast, **values: Any) -> Verification:
        return Verification.objects.create(**{"organization": cast.casa_abierta, **values})

    def two_cases(cast: Cast) -> None:
        case(cast)
        case(cast)

    def two_expert_cases(cast: Cast) -> None:
        expert = making.expert(cast.newcomer, cast.sample_country)
        case(cast, organization=None, expert=expert)
        case(cast, organization=None, expert=expert)

    def two_questions(cast: Cast) -> None:
        one = case(cast)
        Inquiry.objects.create(verification=one, question="?")
        Inquiry.objects.create(verification=one, question="?")

    def two_invitations(cast: Cast) -> None:
        invitation(cast, "a")
        invitation(cast, "b")

    def two_requests(cast: Cast) -> None:
        for _turn in range(2):
            JoinRequest.objects.create(organization=cast.casa_abierta, person=cast.newcomer, note="x")

    return {
        "affiliation_live_once": lambda cast: Affiliation.objects.create(
            person=cast.representative, organization=cast.casa_abierta
        ),
        "invitation_open_once": two_invitations,
        "join_request_open_once": two_requests,
        "verification_of_one": lambda cast: case(cast, organization=None),
        "verification_of_one-both": lambda cast: case(cast, expert=making.expert(cast.newcomer, cast.sample_country)),
        "verification_decided": lambda cast: case(cast, outcome="approved"),
        "verification_decided-undone": lambda cast: case(cast, decided_at=timezone.now()),
        "verification_refused_reason": lambda cast: case(cast, outcome="refused", decided_at=timezone.now()),
        "verification_one_open_organization": two_cases,
        "verification_one_open_expert": two_expert_cases,
        "inquiry_one_open": two_questions,
        "inquiry_answered": lambda cast: Inquiry.objects.create(verification=case(cast), question="?", answer="!"),
        "organization_pseudonym_named": lambda _cast: Organization.objects.update(safety="pseudonym"),
        "organization_authority_not_vouched": lambda cast: Organization.objects.filter(pk=cast.ministry.pk).update(
            vouched_by="Someone"
        ),
        "expert_pseudonym_named": lambda cast: Expert.objects.filter(
            pk=making.expert(cast.newcomer, cast.sample_country).pk
        ).update(safety="pseudonym"),
    }


@pytest.mark.parametrize("name", violations())
def test_constraint_holds(cast: Cast, name: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        violations()[name](cast)


def test_ended_affiliation_may_be_taken_up_again(cast: Cast) -> None:
    Affiliation.objects.filter(person=cast.representative).update(until=timezone.now())
    Affiliation.objects.create(person=cast.representative, organization=cast.casa_abierta)
    assert Affiliation.objects.of(cast.representative).count() == 1


def test_cases_are_visible_to_officers_and_their_applicants(cast: Cast) -> None:
    one = making.case(cast.newcomer, cast.sample_country)
    seen = {name: one in Verification.objects.visible_to(user) for name, user in cast.by_name().items()}
    assert {name for name, sees in seen.items() if sees} == {"newcomer", "officer"}
    assert not Verification.objects.visible_to(None).exists()


@pytest.mark.parametrize(
    ("kind", "state", "safety", "listed"),
    [
        ("civil_society", "approved", "open", True),
        ("academia", "approved", "pseudonym", True),
        ("civil_society", "approved", "unlisted", False),
        ("private_sector", "submitted", "open", False),
        ("civil_society", "suspended", "open", False),
        ("authority", "approved", "open", False),
        ("intergovernmental", "approved", "open", False),
    ],
)
def test_listed_is_kept_by_the_database(cast: Cast, kind: str, state: str, safety: str, listed: bool) -> None:
    body = Organization.objects.create(
        name="X", sort_name="x", kind=kind, state=state, safety=safety, pseudonym="Blue", seat=cast.sample_country
    )
    body.refresh_from_db()
    assert body.listed is listed
