"""One state, one door; the second who comes is told."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from se4u.core.lifecycle import WrongState, lock, move
from se4u.demo.cast import organization, sample_country
from se4u.directory.models import Organization, Verification, Vetted
from se4u.directory.services import vetting
from tests.personas import Cast, create_cast

from .conftest import together

State = Vetted.State


@pytest.fixture
def waiting(cast: Cast) -> Organization:
    """An organisation that waits for vetting."""
    return organization("Waiting (sample)", cast.sample_country, state=State.SUBMITTED, approved_at=None)


def test_move_changes_the_state_with_what_belongs_to_it(waiting: Organization) -> None:
    with transaction.atomic():
        move(waiting, State.WITHDRAWN, acronym="W")
    waiting.refresh_from_db()
    assert (waiting.state, waiting.acronym) == (State.WITHDRAWN, "W")


@pytest.mark.parametrize(
    ("state", "to"),
    [(state, to) for state in State.values for to in State.values if to not in Vetted.LIFECYCLE.get(state, ())],
)
def test_move_beside_the_table_is_refused_with_the_present_state(waiting: Organization, state: str, to: str) -> None:
    Organization.objects.filter(pk=waiting.pk).update(state=state)
    with pytest.raises(WrongState, match=r"This is now “.+”"), transaction.atomic():
        move(waiting, to)
    waiting.refresh_from_db()
    assert waiting.state == state


def test_move_looks_at_the_row_not_at_the_copy(waiting: Organization) -> None:
    copy = Organization.objects.get(pk=waiting.pk)
    with transaction.atomic():
        move(waiting, State.WITHDRAWN)
    with pytest.raises(WrongState), transaction.atomic():
        move(copy, State.ASKED)
    assert copy.state == State.WITHDRAWN


def test_lock_of_what_is_gone_says_so(waiting: Organization) -> None:
    Organization.objects.filter(pk=waiting.pk).delete()
    with pytest.raises(WrongState, match="no longer exists"), transaction.atomic():
        lock(waiting)


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_let_exactly_one_win() -> None:
    row = organization("Contested (sample)", sample_country(), state=State.SUBMITTED, approved_at=None)

    def to(state: str) -> Any:
        def work() -> str:
            mine = Organization.objects.get(pk=row.pk)
            with transaction.atomic():
                move(mine, state)
            return state

        return work

    results = together(to(State.ASKED), to(State.WITHDRAWN), to(State.REFUSED), to(State.REFUSED))
    won = [result for result in results if isinstance(result, str)]
    lost = [result for result in results if isinstance(result, WrongState)]
    # One wins first; another may follow only where the table allows it from there (asked -> withdrawn, refused).
    row.refresh_from_db()
    assert len(won) + len(lost) == 4, results
    assert won[0:1]
    assert row.state in won
    assert won.count(State.REFUSED) <= 1
    assert won.count(State.WITHDRAWN) <= 1


@pytest.mark.django_db(transaction=True)
def test_two_officers_deciding_at_once_let_exactly_one_win(settings: Any) -> None:
    settings.DEMO = True  # the second factor is another test's matter
    cast = create_cast()
    row = organization("Contested (sample)", cast.sample_country, state=State.SUBMITTED, approved_at=None)
    case = row.verifications.create()
    second = cast.committee_member
    cast.secretariat.roles.order_by("position").first().mandates.create(person=second, since="2025-01-15")

    def decide(person: Any, deed: Any, **values: Any) -> Any:
        def work() -> str:
            deed(Verification.objects.get(pk=case.pk), by=type(person).objects.get(pk=person.pk), **values)
            return "done"

        return work

    results = together(
        decide(cast.officer, vetting.approve),
        decide(second, vetting.refuse, reason="Not enough is known."),
    )
    assert results.count("done") == 1, results
    [refusal] = [result for result in results if result != "done"]
    assert isinstance(refusal, WrongState), refusal
    assert "faster" in str(refusal)
    row.refresh_from_db()
    assert row.state in {State.APPROVED, State.REFUSED}
    assert row.verifications.exclude(outcome="").count() == 1
