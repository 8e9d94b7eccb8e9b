"""Every model says which of its fields are personal and until when; nothing is kept by forgetting to say so."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models

from se4u.core import privacy
from se4u.core.models import Submission

OF_DJANGO = {Group, Permission, ContentType}  # names of rights and of tables
MODELS = [model for model in apps.get_models() if model not in OF_DJANGO]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_field_is_stated(model: type[models.Model]) -> None:
    statement = privacy.load().get(model)
    assert statement is not None, f"{model._meta.label} is missing in the privacy.py of its app"
    assert statement.fields == privacy.fields_of(model), sorted(statement.fields ^ privacy.fields_of(model))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_what_points_at_or_reaches_a_person_is_personal(model: type[models.Model]) -> None:
    other = privacy.load()[model].other
    for name in other:
        field = model._meta.get_field(name)
        assert not isinstance(field, models.EmailField), name
        assert field.related_model is not get_user_model(), name


def test_public_key_and_row_number_need_no_statement_but_other_keys_do() -> None:
    assert "key" not in privacy.fields_of(get_user_model())
    assert "key" in privacy.fields_of(Submission)


def test_stating_twice_is_an_error() -> None:
    privacy.load()
    with pytest.raises(ValueError, match="stated twice"):
        privacy.states(Submission)
    with pytest.raises(ValueError, match="a field is stated twice"):
        privacy.states(Group, {"name": (privacy.Kind.NAME, privacy.Until.BODY)}, other="name")
