"""Reading pages as every persona: what a test of leaks looks at."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from difflib import unified_diff
from typing import Any

import pytest
from django.core.cache import cache, caches
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from se4u.core.authority import forget
from tests.access.rows import Page
from tests.access.world import make_world
from tests.personas import PERSONAS, Cast

from .canaries import CANARIES, plant

Table = Mapping[str, list[Page]]
POST_ONLY = "55555555"
# What differs between two readings of the same page: tokens of forms, and the nonce of an editor's page.
RANDOM = re.compile(r'(csrfmiddlewaretoken"|"once"|nonce=)[^>]*|<!-- [^>]* -->')


def text_of(response: HttpResponse) -> str:
    """Return everything readable in an answer: headers, streamed bodies and the members of zipped files."""
    return f"{dict(response.headers)}\n{body_of(response)}".lower()


def body_of(response: HttpResponse, *, without: str = "nothing") -> str:
    """Return the text of an answer; of a zipped file that of its members, but for a folder."""
    body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            body = b"\n".join(archive.read(name) for name in archive.namelist() if not name.startswith(without))
    return body.decode("utf-8", "replace")


def leaks(text: str, persona: str) -> list[str]:
    """Return the protected words in a text that this persona may not read."""
    return [canary.word for canary in CANARIES if canary.word in text and persona not in canary.readers]


@contextmanager
def undone() -> Iterator[None]:
    """Take back what is written inside, and what was kept of it."""
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)
        forget_all()


def forget_all() -> None:
    """Forget viewers and kept pages and counts: rows written by hand leave no event that would make them new."""
    forget()
    for kept in caches.all(initialized_only=True):
        kept.clear()


def readings(table: Table) -> Iterator[tuple[str, Page, list[str]]]:
    """Yield every row that answers GET, with the personas who are to read it.

    The page for "there is no such page" is made without the thing that was asked for (`core.errors`): where the matrix
    expects it, one reading for each address and persona is enough.
    """
    missed: set[tuple[str, str]] = set()
    for name, rows in table.items():
        for page in rows:
            if page.sees == POST_ONLY:
                continue
            absent = {(name, persona) for persona, status in page.expected().items() if status == 404}
            yield name, page, [persona for persona in PERSONAS if (name, persona) not in absent & missed]
            missed |= absent


def found_on_pages(
    table: Table, cast: Cast, as_persona: Callable[[str], Client], caplog: pytest.LogCaptureFixture
) -> dict[tuple[str, str], list[str]]:
    """Plant the canaries, read every page of a table as everyone; return what leaked by persona and address.

    What a row makes is made once for all its readers and undone after them.
    """
    plant(cast)
    world: Any = make_world(cast)
    clients = {persona: as_persona(persona) for persona in PERSONAS}
    found = {}
    for name, page, readers in readings(table):
        with undone():
            path = reverse(name, args=page.args(world)) + page.query
            for persona in readers:
                found[persona, path] = leaks(text_of(clients[persona].get(path)), persona)
            found["log", path] = leaks(caplog.text.lower(), "")
            caplog.clear()
    return {place: words for place, words in found.items() if words}


def read(client: Client, paths: Iterable[str]) -> dict[str, list[str]]:
    """Return the lines of each page, without what is different at each reading."""
    forget()
    return {path: _lines(client, path) for path in paths}


def _lines(client: Client, path: str) -> list[str]:
    cache.clear()  # kept pages and counts would hide a difference, limits of a rate a page
    response: Any = client.get(path)
    return lines_of(response)


def differences(before: dict[str, list[str]], after: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return what changed, by address."""
    return {
        path: [line for line in unified_diff(lines, after[path], n=0, lineterm="") if line[:3] not in ("---", "+++")]
        for path, lines in before.items()
        if lines != after[path]
    }


def lines_of(response: Any) -> list[str]:
    """Return the lines of an answer, without what is different at each reading."""
    return [line.strip() for line in RANDOM.sub("", body_of(response, without="docProps")).splitlines()]
