"""What every app states of how long it keeps, erasing and pruning do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.db import models
from django.utils import timezone

from se4u.accounts import services
from se4u.accounts.models import User
from se4u.accounts.tasks import mail_notifications
from se4u.core import personal, privacy, tick
from se4u.core.models import Submission
from se4u.core.privacy import Kind, Until
from tests.personas import Cast

from .kept import Row

WITH_THE_ACCOUNT = {Until.ACCOUNT, Until.CUT, Until.SESSION}


def links(model: type[models.Model]) -> Iterator[str]:
    """Yield by which lookups the rows of a model point at a person until the account is deleted."""
    for name, kept in privacy.load()[model].personal.items():
        related = model._meta.get_field(name).related_model
        if kept.kind is not Kind.LINK or kept.until not in WITH_THE_ACCOUNT or related is None:
            continue
        yield from [name] if related is User else (f"{name}__{further}" for further in links(related))


LINKS = [(model, link) for model in privacy.load() for link in links(model)]


def pointing_at(person: User) -> set[tuple[type[models.Model], str]]:
    """Return the links by which any row points at a person."""
    return {(model, link) for model, link in LINKS if model._default_manager.filter(**{link: person}).exists()}


def erase(person: User) -> None:
    """Delete an account, with the last of the choices for what must be handed over."""
    answers = {duty.key: duty.choices[-1][0] for duty in personal.duties_of(person)}
    services.erase(person, by=person, answers=answers)


def test_no_row_points_at_who_deleted_the_account(cast: Cast, rows: list[Row]) -> None:
    SocialToken.objects.create(account=SocialAccount.objects.get(user=cast.newcomer), token="t")
    assert pointing_at(cast.newcomer) == set(LINKS)
    erase(cast.newcomer)
    assert pointing_at(cast.newcomer) == set()


def test_what_is_kept_until_the_account_is_deleted_goes_with_it(cast: Cast, rows: list[Row]) -> None:
    told = [
        (row.model, {"pk": row.item.pk, name: getattr(row.item, name)})
        for row in rows
        if getattr(row.item, "person", cast.newcomer) == cast.newcomer
        for name in row.own_fields()
        if privacy.load()[row.model].personal[name].until is Until.ACCOUNT
    ]
    assert {model._meta.label for model, _said in told} >= {"accounts.User", "directory.Expert", "mfa.Authenticator"}
    assert all(model._base_manager.filter(**said).exists() for model, said in told)
    erase(cast.newcomer)
    assert [(model, said) for model, said in told if model._base_manager.filter(**said).exists()] == []


PRUNED = [
    model
    for model, said in privacy.load().items()
    if any(kept.until is Until.PRUNED for kept in said.personal.values())
]


@pytest.fixture
def old_rows(cast: Cast, rows: list[Row], settings: Any) -> dict[type[models.Model], set[Any]]:
    """The keys of what was made more than a year ago, of every model that is pruned."""
    settings.TASKS = {"default": {"BACKEND": settings.QUEUES["database"], "ENQUEUE_ON_COMMIT": False}}
    mail_notifications.enqueue([])
    Submission.objects.create(key=uuid4(), actor="a", digest="d", path="/")
    for model in PRUNED:
        moments = [field.name for field in model._meta.concrete_fields if isinstance(field, models.DateTimeField)]
        model._base_manager.update(**dict.fromkeys(moments, timezone.now() - timedelta(days=400)))
    return {model: set(model._base_manager.values_list("pk", flat=True)) for model in PRUNED}


def test_what_is_pruned_is_gone_after_a_year(old_rows: dict[type[models.Model], set[Any]]) -> None:
    assert all(old_rows.values())
    assert [outcome.name for outcome in tick.run() if outcome.error] == []
    left = {model._meta.label for model, keys in old_rows.items() if model._base_manager.filter(pk__in=keys).exists()}
    assert left == set()
