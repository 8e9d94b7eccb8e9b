"""Every list in pages can be leafed through: its second page is a link away, and the filters stay."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.test import Client
from django.urls import reverse

from se4u.accounts.notify import notify
from se4u.core import web
from se4u.directory import search, services
from se4u.directory.models import Expert, Organization
from se4u.networks.models import Membership
from se4u.networks.services import memberships
from tests.access.world import make_world
from tests.directory import making
from tests.personas import Cast

TEMPLATES = Path(web.__file__).parent.parent / "templates"
NETWORK = ["net4u-americas"]
LISTS: dict[str, tuple[str, str, list[str], str]] = {  # template: persona, address, its arguments, filters
    "directory/list.html": ("visitor", "directory:list", [], "kind=civil_society"),
    "directory/experts.html": ("officer", "directory:experts", [], "theme=firearms"),
    "directory/authorities.html": ("officer", "directory:authorities", [], ""),
    "directory/imports.html": ("officer", "directory:imports", [], ""),
    "directory/vetting/queue.html": ("officer", "directory:queue", [], "kind=organization"),
    "networks/applications.html": ("coordinator", "networks:applications", NETWORK, ""),
    "networks/members.html": ("visitor", "networks:members", NETWORK, ""),
    "networks/history.html": ("coordinator", "networks:history", NETWORK, ""),
    "accounts/notifications.html": ("representative", "accounts:notifications", [], ""),
    "portal/search.html": ("visitor", "portal:search", [], "q=sample"),
}


class OneEach(Paginator):
    """Pages of one row, so that two rows are two pages."""

    def __init__(self, rows: Any, _size: int) -> None:
        super().__init__(rows, 1)


@pytest.fixture
def full(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """A world with two rows in every list."""
    make_world(cast)
    monkeypatch.setattr(web, "Paginator", OneEach)
    for number, person in enumerate((cast.newcomer, cast.outsider)):
        expert = making.expert(person, cast.sample_country)
        Expert.objects.filter(pk=expert.pk).update(state="approved")
        search.index(Expert.objects.get(pk=expert.pk))
        making.case(person, cast.sample_country, f"Waiting {number}")
        body = making.approved(person, cast.officer, cast.sample_country, f"Applying sample {number}")
        memberships.apply(cast.americas, by=person, organization=body, motivation="We belong here.")
        services.add_authority(
            None, by=cast.officer, name=f"Ministry {number}", kind="authority", seat=cast.sample_country
        )
        notify([cast.representative], "directory.approve", url="/desk/", name="x")
    for body in Organization.objects.filter(name__startswith="Casa"):
        assert Membership.objects.filter(organization=body).exists()
    return cast


def test_every_list_in_pages_is_walked_here() -> None:
    paged = {
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        if re.search(r"\{% pagination |components/pagination", path.read_text(encoding="utf-8"))
    }
    assert paged - {"core/gallery.html", "components/pagination.html"} == set(LISTS)


@pytest.mark.parametrize("template", LISTS)
def test_second_page_is_a_link_away(full: Cast, as_persona: Any, template: str) -> None:
    persona, name, args, filters = LISTS[template]
    client: Client = as_persona(persona)
    path = reverse(name, args=args)
    first = client.get(f"{path}?{filters}")
    assert template in {used.name for used in first.templates}
    link = re.search(r'rel="next" href="(\?[^"]+)"', first.text)
    assert link, "no way to the next page"
    address = link[1].replace("&amp;", "&")
    assert filters in address
    second = client.get(path + address)
    assert "Page 2 of" in second.text
    assert 'rel="prev"' in second.text
