"""Guidelines: versions, and who accepted what."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from se4u.accounts.models import Notification
from se4u.core.action import Refused
from se4u.networks.models import GuidelineAcceptance, Guidelines, Membership
from se4u.networks.services import guidelines
from se4u.networks.views.waiting import waiting_in
from tests.personas import Cast

from . import making

TEXT = {"en": "Respect each other."}


def publish(cast: Cast, *, major: bool = True, by: object = None, text: dict[str, str] | None = None) -> Guidelines:
    return guidelines.publish_guidelines(cast.americas, by=by or cast.coordinator, text=text or TEXT, major=major)


def mine(cast: Cast) -> Membership:
    return Membership.objects.get(network=cast.americas, organization=cast.casa_abierta)


def due(cast: Cast) -> bool:
    return any("guidelines" in row["url"] for row in waiting_in(cast.representative))


def test_publish_numbers_versions_and_tells_members(cast: Cast) -> None:
    first = publish(cast, major=False)
    assert (first.version, first.major) == (1, True)  # the first asks everyone
    members = {cast.representative.email, cast.coordinator.email, cast.committee_member.email}
    assert making.told("networks.publish_guidelines") == members
    second = publish(cast, major=False, text={"en": "Respect one another.", "fr": ""})
    second.refresh_from_db()
    assert (second.version, second.major, second.text.data) == (2, False, {"en": "Respect one another."})
    assert Notification.objects.filter(template="networks.publish_guidelines").count() == 3  # a correction asks nobody


def test_accept_again_after_a_major_edit_and_not_after_a_correction(cast: Cast) -> None:
    assert not due(cast)
    first = publish(cast)
    assert due(cast)
    guidelines.accept_guidelines(mine(cast), by=cast.representative, guidelines=first)
    assert not due(cast)
    assert guidelines.accepted_members(cast.americas) == {mine(cast).pk}
    publish(cast, major=False)
    assert not due(cast)
    third = publish(cast, major=True)
    assert due(cast)
    assert guidelines.accepted_members(cast.americas) == set()
    guidelines.accept_guidelines(mine(cast), by=cast.representative, guidelines=third)
    assert not due(cast)


def test_accepting_a_correction_counts_for_what_binds(cast: Cast) -> None:
    publish(cast)
    correction = publish(cast, major=False)
    guidelines.accept_guidelines(mine(cast), by=cast.representative, guidelines=correction)
    assert not due(cast)
    assert guidelines.accepted_members(cast.americas) == {mine(cast).pk}


def test_accept_of_an_older_or_foreign_version_is_refused(cast: Cast) -> None:
    first = publish(cast)
    publish(cast)
    foreign = Guidelines.objects.create(network=cast.alliance, version=1, text=TEXT)
    for version in (first, foreign):
        with pytest.raises(Refused):
            guidelines.accept_guidelines(mine(cast), by=cast.representative, guidelines=version)
    assert not GuidelineAcceptance.objects.exists()


def test_accept_is_for_the_focal_point_of_a_member(cast: Cast) -> None:
    version = publish(cast)
    editor = making.speaker(cast.casa_abierta, role="editor")
    for user in (editor, cast.coordinator, cast.officer, cast.outsider):
        with pytest.raises(PermissionDenied):
            guidelines.accept_guidelines(mine(cast), by=user, guidelines=version)
    with pytest.raises(Refused):
        guidelines.accept_guidelines(
            making.applied(cast.americas, cast.far_shore), by=cast.outsider, guidelines=version
        )


def test_accept_twice_changes_nothing(cast: Cast) -> None:
    version = publish(cast)
    for _time in range(2):
        guidelines.accept_guidelines(mine(cast), by=cast.representative, guidelines=version)
    assert GuidelineAcceptance.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        GuidelineAcceptance.objects.create(membership=mine(cast), guidelines=version)


def test_publish_without_a_word_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused):
        publish(cast, text={"en": "  ", "fr": ""})


@pytest.mark.parametrize(
    "persona", ["representative", "committee_member", "officer", "government_observer", "outsider"]
)
def test_publish_without_the_right_is_denied(cast: Cast, persona: str) -> None:
    with pytest.raises(PermissionDenied):
        publish(cast, by=cast.by_name()[persona])


def test_acceptance_stands_in_the_history_of_the_network(cast: Cast) -> None:
    version = publish(cast)
    guidelines.accept_guidelines(mine(cast), by=cast.representative, guidelines=version)
    assert making.event("networks.accept_guidelines").scope_pk == cast.americas.pk


def test_version_number_is_given_once(cast: Cast) -> None:
    publish(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Guidelines.objects.create(network=cast.americas, version=1, text=TEXT)
