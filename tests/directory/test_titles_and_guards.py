"""Pages about one organisation name it in their title; long forms ask before what was typed is lost."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.personas import Cast

from . import making

As = Callable[[str], Client]


@pytest.mark.parametrize("page", ["people", "documents", "safety", "visibility", "edit", "contact"])
def test_title_names_the_organisation(cast: Cast, as_persona: As, page: str) -> None:
    shown = as_persona("representative").get(reverse(f"directory:{page}", args=[cast.casa_abierta.key])).text
    title = re.search("<title>(.*?)</title>", shown, re.DOTALL)
    assert title
    assert "Casa Abierta (sample)" in title[1]


def test_long_forms_ask_before_they_are_left(cast: Cast, as_persona: As) -> None:
    draft = making.draft(cast.representative, cast.sample_country)
    pages = [
        reverse("directory:register_begin"),
        reverse("directory:register_work", args=[draft.key]),
        reverse("directory:register_you", args=[draft.key]),
        reverse("directory:register_expert"),
        reverse("directory:edit_section", args=[cast.casa_abierta.key, "work"]),
        reverse("directory:visibility", args=[cast.casa_abierta.key]),
    ]
    client = as_persona("representative")
    assert [path for path in pages if "data-guard" not in client.get(path).text] == []
    for persona, page in (("coordinator", "publish_guidelines"), ("outsider", "apply")):
        assert "data-guard" in as_persona(persona).get(reverse(f"networks:{page}", args=["net4u-americas"])).text
