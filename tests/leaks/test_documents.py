"""No document reaches the wrong reader: neither its title, nor what its giver called it, nor a word of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from se4u.core import files
from se4u.core.action import SYSTEM
from se4u.core.visibility import Reach
from se4u.directory.models import Organization, OrganizationDocument
from tests.personas import PERSONAS, Cast

from .canaries import MEMBERS, OFFICER, WITH_GOVERNMENT, Canary, Protected
from .reading import text_of

EVERYONE = frozenset(PERSONAS)
CALLED = Canary("called", OFFICER)  # what a giver called every file
As = Callable[[str], Client]


def documents(cast: Cast, planted: Protected) -> dict[Canary, OrganizationDocument]:
    """Plant a document of each choice, with a word in its title and in the file; all files have one telling name."""
    members = {"reach": Reach.MEMBERS}
    marked = {**members, "open_to_governments": True}
    public = {"reach": Reach.PUBLIC}
    rows: tuple[tuple[str, frozenset[str], Organization, dict[str, Any]], ...] = (
        ("papereveryone", EVERYONE, planted.guarded, public),
        ("papermembers", MEMBERS, planted.guarded, members),
        ("papergovernments", WITH_GOVERNMENT, planted.guarded, marked),
        ("papergate", MEMBERS, planted.gated, marked),
        ("paperofficers", OFFICER, planted.guarded, {}),
        ("papermasked", OFFICER, planted.pseudonymous, public),
        ("paperunlisted", OFFICER, planted.unlisted, public),
        ("paperrefused", OFFICER, planted.guarded, {**public, "state": OrganizationDocument.State.REFUSED}),
        ("paperauthority", OFFICER | {"government_observer"}, cast.ministry, public),
    )
    return {(canary := Canary(name, who)): _paper(canary, body, **values) for name, who, body, values in rows}


def _paper(canary: Canary, body: Organization, **values: Any) -> OrganizationDocument:
    sent = SimpleUploadedFile(f"{CALLED.text}.txt", canary.text.encode())
    return OrganizationDocument.objects.create(
        organization=body, kind="other", title=canary.text, upload=files.store(sent, by=SYSTEM), **values
    )


def readings(papers: dict[Canary, OrganizationDocument]) -> list[str]:
    """Return where documents could be met: profiles, files, lists, exports and searches."""
    found = [reverse("directory:profile", args=[row.organization.key]) for row in papers.values()]
    found += [row.upload.url for row in papers.values()]
    for canary in (*papers, CALLED):
        found += [f"{reverse(name)}?q={canary.find}" for name in ("portal:search", "directory:list")]
    return list(dict.fromkeys([*found, *(reverse("directory:export", args=[form]) for form in ("csv", "xlsx"))]))


@pytest.mark.parametrize("persona", PERSONAS)
def test_documents_are_met_by_their_readers_alone(persona: str, cast: Cast, planted: Protected, as_persona: As) -> None:
    papers, client = documents(cast, planted), as_persona(persona)
    seen = " ".join(text_of(client.get(path)) for path in readings(papers))
    met = {canary.name for canary in (*papers, CALLED) if canary.word in seen.replace("%20", " ")}
    told = {canary.name for canary in papers if persona in canary.readers}
    own_names = {CALLED.name} if persona in {"officer", "government_observer"} else set()
    assert met == told | own_names
