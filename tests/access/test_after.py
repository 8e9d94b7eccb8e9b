"""Each deed leads its doer to a page that opens: the forms of the matrix are filled, sent and followed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from se4u.core.models import Event
from tests.leaks.reading import undone
from tests.personas import PERSONAS

from . import directory_things
from .pages import PAGES
from .rows import Page, World

OPENS = ("2", "3", "5")  # with a form, or a deed by POST alone
MOST_STEPS = 4
# What each kind of field is filled with where a page leaves it empty.
TYPED = {"email": "somebody@sample.example", "url": "https://sample.example/", "number": "3"}

# Where a deed is done; the other addresses show, or ask for more than a test can guess.
DONE = {
    "accounts": """
        delivery end_all_sessions end_other_sessions profile sessions
    """,
    "directory": """
        answer authorities case contact decide document document_judge document_remove documents
        edit_section entry entry_add entry_merge entry_offer expert_discard expert_review
        expert_withdraw import_preview import_undo invitation invitation_accept invitation_again
        invitation_decline invitation_renew invitation_revoke invited invited_decide join
        join_decide join_withdraw leave people register_begin register_discard register_name
        register_same register_withdraw register_work register_you remove role safety standing
        visibility
    """,
    "networks": """
        accept_guidelines add_entry add_role admit apply appoint close contact create_group decline
        edit edit_role end_grant end_intervention end_mandate grant intervene invite_observer join
        leave merge_entry observer_invitation offer_entry publish_guidelines reinstate remove_role
        rename_entry renew renew_observer rest revoke_observer show suspend wake withdraw
    """,
}


def forms_of(client: Client, path: str) -> list[tuple[str, dict[str, Any]]]:
    """Return the forms of a page that are sent by POST, each with its address and its fields filled."""
    response: Any = client.get(path)
    if response.status_code in {405, 302}:
        return [(path, {"once": ""})]
    if response.streaming or "text/html" not in response.headers["Content-Type"] or not response.content:
        return []
    page = html.fromstring(response.content.decode(), base_url=path)
    found = [form for form in page.xpath("//main//form") if form.method == "POST"]
    return [(form.get("action") or path, filled(form)) for form in found]


def filled(form: Any) -> dict[str, Any]:
    """Return what a form would send, with something in each field that asks for it."""
    data: dict[str, Any] = {}
    for name, value in form.form_values():
        data.setdefault(name, []).append(value.strip())
    for field in form.inputs:
        name = field.get("name")
        if not name or any(data.get(name, ())):
            continue
        if text := _something(field):
            data[name] = [text]
    return data


def _something(field: Any) -> Any:
    if field.tag == "select":
        return next((value for value in field.value_options if value), "")
    kind = field.get("type", "text")
    if kind in {"radio", "checkbox"}:
        return field.get("value", "on") if field.get("required") is not None else ""
    if kind == "date":
        return (timezone.localdate() + timedelta(days=7)).isoformat()
    if kind == "file":
        return directory_things.file()
    if kind in {"hidden", "submit"} or (field.tag != "textarea" and field.get("required") is None):
        return ""
    return TYPED.get(kind, "Some words")


def cases() -> Iterator[Any]:
    for name, rows in PAGES.items():
        pages = [page for page in rows if set(page.sees) & set(OPENS)]
        if pages and ":" in name:
            yield pytest.param(name, pages, id=name)


@pytest.mark.parametrize(("name", "pages"), list(cases()))
def test_deed_leads_to_a_page_that_opens(
    name: str, pages: list[Page], world: World, as_persona: Callable[[str], Client]
) -> None:
    ended = {}
    for page in pages:
        with undone():
            path = reverse(name, args=page.args(world)) + page.query
            for persona, code in zip(PERSONAS, page.sees, strict=True):
                if code in OPENS:
                    ended |= {(persona, way): status for way, status in after(as_persona, persona, path)}
    assert {where: status for where, status in ended.items() if status != 200} == {}
    app, _colon, address = name.partition(":")
    assert bool(ended) is (address in DONE.get(app, "").split())


def after(as_persona: Callable[[str], Client], persona: str, path: str) -> Iterator[tuple[str, int]]:
    """Send the forms of a page; yield the ways they led and the status of the last page."""
    client = as_persona(persona)
    for action, data in forms_of(client, path):
        with undone():
            cache.clear()  # the limits of a rate are tried elsewhere
            before = Event.objects.count()
            response: Any = client.post(action, data)
            way = [path, action]
            while response.status_code == 302 and len(way) < MOST_STEPS + 2:
                way.append(response.headers["Location"])
                response = client.get(way[-1])
            if Event.objects.count() > before or response.status_code >= 500:
                yield " > ".join(way), response.status_code
        client = as_persona(persona)
