"""The one door for writes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import rules
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from se4u.accounts.models import Session, User
from se4u.core import authority
from se4u.core.action import ACTIONS, SYSTEM, Refused, action, needed, plain, require
from se4u.core.models import Event
from tests.personas import Cast

Deeds = Callable[..., str]


@rules.predicate
def is_oneself(user: User, obj: User) -> bool:
    """The person acts on themselves."""
    return user.pk == obj.pk


@pytest.mark.parametrize("text", ["", " \n", "\u200b\u2060", "\u202e", "…"])
def test_needed_text_can_be_read(text: str) -> None:
    assert needed(" 理由 ", "Write it.") == "理由"
    with pytest.raises(Refused, match="Write it"):
        needed(text, "Write it.")


def _rename(name: str, **options: Any) -> Callable[..., Any]:
    @action(name, **options)
    def rename(person: User, *, by: Any, new: str, note: str = "", fail: bool = False) -> None:
        person.name = new
        person.save()
        if fail:
            raise Refused("Not now: ask again tomorrow.")

    return rename


def test_deed_writes_and_leaves_one_event(cast: Cast, deeds: Deeds) -> None:
    rename = _rename(deeds("t.rename", is_oneself))
    rename(cast.newcomer, by=cast.newcomer, new="New name")
    cast.newcomer.refresh_from_db()
    assert cast.newcomer.name == "New name"
    event = Event.objects.get(action="t.rename")
    assert event.actor_key == cast.newcomer.actor_key
    assert (event.subject_label, event.subject_pk) == ("accounts.user", cast.newcomer.pk)
    assert (event.scope_label, event.scope_pk) == ("accounts.user", cast.newcomer.pk)
    assert event.data == {}


def test_deed_without_the_right_changes_nothing(cast: Cast, deeds: Deeds) -> None:
    rename = _rename(deeds("t.rename", is_oneself))
    with pytest.raises(PermissionDenied):
        rename(cast.newcomer, by=cast.outsider, new="New name")
    cast.newcomer.refresh_from_db()
    assert cast.newcomer.name != "New name"
    assert not Event.objects.filter(action="t.rename").exists()


def test_deed_nobody_gave_a_right_for_is_denied(cast: Cast, deeds: Deeds) -> None:
    rename = _rename("t.unknown")
    with pytest.raises(PermissionDenied):
        rename(cast.newcomer, by=cast.newcomer, new="x")


def test_error_takes_back_the_write_and_leaves_no_event(cast: Cast, deeds: Deeds) -> None:
    rename = _rename(deeds("t.rename"))
    with pytest.raises(Refused, match="ask again tomorrow"):
        rename(cast.newcomer, by=cast.newcomer, new="New name", fail=True)
    cast.newcomer.refresh_from_db()
    assert cast.newcomer.name != "New name"
    assert not Event.objects.filter(action="t.rename").exists()


def test_only_named_arguments_enter_the_event(cast: Cast, deeds: Deeds) -> None:
    rename = _rename(deeds("t.rename"), record=("fail",))
    rename(cast.newcomer, by=cast.newcomer, new="Secret name", note="secret note")
    event = Event.objects.get(action="t.rename")
    assert event.data == {"fail": False}  # with the default, though it was not given


def test_unattributed_deed_names_nobody(cast: Cast, deeds: Deeds) -> None:
    rename = _rename(deeds("t.vote"), unattributed=True)
    rename(cast.newcomer, by=cast.newcomer, new="x")
    assert Event.objects.get(action="t.vote").actor_key is None


def test_system_may_do_everything_and_has_no_key(cast: Cast, deeds: Deeds) -> None:
    rename = _rename(deeds("t.rename", rules.always_deny))
    rename(cast.newcomer, by=SYSTEM, new="x")
    assert Event.objects.get(action="t.rename").actor_key is None
    assert str(SYSTEM) == "system"


def test_what_a_deed_makes_is_its_subject(cast: Cast, deeds: Deeds) -> None:
    @action(deeds("t.make"))
    def make(parent: User, *, by: Any) -> Session:
        return Session.objects.create(session_key="made", session_data="", expire_date=timezone.now())

    made = make(cast.newcomer, by=cast.newcomer)
    event = Event.objects.get(action="t.make")
    assert (event.subject_label, event.subject_pk) == ("accounts.session", None)  # its key is no number
    assert Session.objects.filter(pk=made.pk).exists()
    assert (event.scope_label, event.scope_pk) == ("accounts.user", cast.newcomer.pk)


def test_what_a_deed_removes_is_still_named(cast: Cast, deeds: Deeds) -> None:
    affiliation = cast.outsider.affiliations.get()
    pk = affiliation.pk

    @action(deeds("t.remove"))
    def remove(row: Any, *, by: Any) -> None:
        row.delete()

    remove(affiliation, by=cast.outsider)
    event = Event.objects.get(action="t.remove")
    assert (event.subject_label, event.subject_pk) == ("directory.affiliation", pk)


def test_deed_on_nothing_has_an_empty_subject(cast: Cast, deeds: Deeds) -> None:
    @action(deeds("t.count"))
    def count(nothing: None, *, by: Any) -> int:
        return 3

    assert count(None, by=cast.officer) == 3
    assert Event.objects.get(action="t.count").subject_label == ""


def test_rights_are_read_anew_after_a_deed(cast: Cast, deeds: Deeds) -> None:
    @action(deeds("t.leave"))
    def leave(person: User, *, by: Any) -> None:
        person.affiliations.all().delete()

    assert authority.viewer_of(cast.outsider).member
    leave(cast.outsider, by=cast.outsider)
    assert not authority.viewer_of(cast.outsider).member


def test_deed_must_take_its_actor_and_what_it_records(deeds: Deeds) -> None:
    with pytest.raises(TypeError, match="takes `by`"):

        @action("t.wrong")
        def without_actor(thing: object) -> None:
            """Lacks the actor."""

    with pytest.raises(TypeError, match="records arguments"):

        @action("t.wrong", record=("missing",))
        def without_argument(thing: object, *, by: Any) -> None:
            """Lacks what it records."""


def test_registry_knows_every_deed() -> None:
    assert len(ACTIONS) > 30
    for name, known in ACTIONS.items():
        assert known.app == name.partition(".")[0]
        assert known.summary
        assert rules.perm_exists(name), f"{name} has no row in its app's rules"


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (None, None),
        (True, True),
        (3, 3),
        ("text", "text"),
        (date(2026, 1, 2), "2026-01-02"),
        ([1, date(2026, 1, 2)], [1, "2026-01-02"]),
        (authority.Capability.VET, "vet"),
    ],
)
def test_arguments_are_reduced_to_plain_values(value: object, kept: object) -> None:
    assert plain(value) == kept


def test_models_are_reduced_to_label_and_number(cast: Cast) -> None:
    assert plain(cast.newcomer) == f"accounts.user:{cast.newcomer.pk}"
    assert plain(User.objects.filter(pk=cast.newcomer.pk)) == [f"accounts.user:{cast.newcomer.pk}"]


# -- the second factor of a mandate


def test_mandate_used_without_second_factor_asks_for_it(cast: Cast, deeds: Deeds) -> None:
    deeds("t.vet", authority.can_at_root(authority.Capability.VET))
    require(cast.officer, "t.vet")
    Authenticator.objects.filter(user=cast.officer).delete()
    fresh = User.objects.get(pk=cast.officer.pk)
    with pytest.raises(authority.SecondFactorRequired):
        require(fresh, "t.vet")
    assert not fresh.has_perm("t.vet"), "without the factor nothing is offered or read"


def test_recovery_codes_alone_are_no_second_factor(cast: Cast, deeds: Deeds) -> None:
    deeds("t.vet", authority.can_at_root(authority.Capability.VET))
    Authenticator.objects.filter(user=cast.officer).update(type=Authenticator.Type.RECOVERY_CODES)
    with pytest.raises(authority.SecondFactorRequired):
        require(User.objects.get(pk=cast.officer.pk), "t.vet")


def test_demonstration_does_not_ask_for_the_second_factor(cast: Cast, deeds: Deeds, settings: Any) -> None:
    settings.DEMO = True
    deeds("t.vet", authority.can_at_root(authority.Capability.VET))
    Authenticator.objects.filter(user=cast.officer).delete()
    require(User.objects.get(pk=cast.officer.pk), "t.vet")


def test_who_holds_no_mandate_is_denied_not_asked(cast: Cast, deeds: Deeds) -> None:
    deeds("t.vet", authority.can_at_root(authority.Capability.VET))
    with pytest.raises(PermissionDenied) as refusal:
        require(cast.representative, "t.vet")
    assert not isinstance(refusal.value, authority.SecondFactorRequired)
