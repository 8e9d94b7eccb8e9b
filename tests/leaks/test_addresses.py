"""Who knew an entry by its name cannot find it again under another: no key, number or name stands before and after."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from se4u.accounts import services as accounts
from se4u.accounts.models import User
from se4u.core import files
from se4u.core.action import SYSTEM
from se4u.core.models.keys import KEY_ALPHABET, KEY_LENGTH
from se4u.core.visibility import Reach
from se4u.demo.cast import organization, person
from se4u.directory import search, services
from se4u.directory.models import Affiliation, Expert, Organization, OrganizationDocument, Theme, Vetted
from se4u.networks.models import Membership
from se4u.networks.services import memberships
from tests.personas import Cast

from .reading import forget_all, text_of, undone

As = Callable[[str], Client]
OUTSIDE = ("visitor", "outsider", "representative", "government_observer")
FIRST = 987_000_001  # rows made here bear numbers that stand for nothing else
TOKENS = re.compile(
    rf"(?<![\w-])[{KEY_ALPHABET}]{{{KEY_LENGTH}}}(?![\w-])"
    r"|987000\d{3}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|\b[0-9a-f]{32,64}\b"
)
OWN, OTHER = "old harbour", "blue door"
LISTS = (
    *("directory:list", "directory:experts", "networks:list"),
    *(f"{name}?sort=newest" for name in ("directory:list",)),
)


def address(name: str) -> str:
    """Return the address of a page by its name and question."""
    page, _mark, question = name.partition("?")
    return f"{reverse(page)}?{question}"


def addresses(entries: Iterable[Organization | Expert]) -> list[str]:
    """Return where an outsider can meet entries: by their own addresses, in lists, files, searches and a network."""
    own = [
        reverse(f"directory:{page}", args=[entry.key])
        for entry in entries
        for page in (("profile", "contact") if isinstance(entry, Organization) else ("expert",))
    ]
    exports = [reverse("directory:export", args=[form]) for form in ("csv", "xlsx")]
    searches = [f"{reverse(name)}?q=harbour+door" for name in ("portal:search", "directory:list", "directory:experts")]
    searches += [f"{reverse('portal:search')}?q={word}" for word in ("harbour", "door", "shelter")]
    network = [
        reverse(f"networks:{page}", args=["net4u-americas"]) for page in ("detail", "members", "history", "powers")
    ]
    return [*own, *exports, *searches, *network, *map(address, LISTS)]


def read(as_persona: As, name: str, paths: Iterable[str]) -> str:
    """Return what a persona reads at these addresses."""
    forget_all()
    client = as_persona(name)
    return "\n".join(text_of(client.get(path)) for path in paths)


def body(cast: Cast) -> Organization:
    """Make an organisation with a public document, a focal point and a place in a network that shows it."""
    made = organization("Old Harbour", cast.sample_country, pk=FIRST, about="A shelter.", website="https://h.example")
    made.themes.add(Theme.objects.get(slug="firearms"))
    sent = files.store(SimpleUploadedFile("harbour.txt", b"text"), by=SYSTEM)
    OrganizationDocument.objects.create(
        pk=FIRST, organization=made, upload=sent, reach=Reach.PUBLIC, title="Harbour report"
    )
    Affiliation.objects.create(pk=FIRST, person=person("harbourer"), organization=made, role="focal_point")
    search.index(made)
    applied = memberships.apply(cast.americas, by=SYSTEM, organization=made, motivation="x", shown=True)
    memberships.admit(applied, by=SYSTEM)
    Organization.objects.update(open_to_governments=True)
    return Organization.objects.get(pk=FIRST)


def expert() -> Expert:
    """Make a vetted expert whom everyone reads by name."""
    visibility = {name: {"reach": Reach.PUBLIC, "governments": True} for name in Expert.DEFAULTS}
    made = Expert.objects.create(
        pk=FIRST + 1,
        person=person("old-harbour-expert", shown="Old Harbour"),
        state=Vetted.State.APPROVED,
        about="A shelter.",
        visibility=visibility,
        open_to_governments=True,
    )
    search.index(made)
    return made


def leave_no_trace(entries: Iterable[Organization | Expert]) -> None:
    """Take the entries out of every outsider's sight."""
    Membership.objects.filter(organization=FIRST).delete()
    for entry in entries:
        services.set_safety(entry, by=SYSTEM, safety="unlisted")


def take_other_names(entries: list[Organization | Expert], by_person: bool) -> None:
    """Let both stand under another name; an expert by the choice of the entry or of the person."""
    for entry in entries:
        if by_person and isinstance(entry, Expert):
            someone = User.objects.get(pk=entry.person_id)
            accounts.update_profile(someone, by=someone, safety="pseudonym", pseudonym="Blue Door")
        else:
            services.set_safety(entry, by=SYSTEM, safety="pseudonym", pseudonym="Blue Door")
        entry.refresh_from_db()


@pytest.mark.parametrize("name", OUTSIDE)
@pytest.mark.parametrize("by_person", [False, True], ids=["entry", "person"])
def test_nothing_an_outsider_reads_joins_an_entry_with_its_other_name(
    cast: Cast, as_persona: As, name: str, by_person: bool
) -> None:
    entries: list[Organization | Expert] = [body(cast), expert()]
    old = addresses(entries)
    document = OrganizationDocument.objects.get(pk=FIRST)
    before = read(as_persona, name, [*old, document.upload.url])
    assert OWN in before
    assert {entry.key for entry in entries} <= set(TOKENS.findall(before))
    assert document.upload.key in before
    with undone():  # what stands there anyway: keys of others, words that look like keys
        leave_no_trace([type(entry).objects.get(pk=entry.pk) for entry in entries])
        form = reverse("directory:contact", args=[cast.rio_claro.key])
        others = set(TOKENS.findall(read(as_persona, name, [*old, document.upload.url, form])))
    take_other_names(entries, by_person)
    after = read(as_persona, name, [*addresses(entries), *old, document.upload.url])
    assert OTHER in after
    assert OWN not in after
    assert {entry.key for entry in entries} <= set(TOKENS.findall(after))
    assert (set(TOKENS.findall(before)) & set(TOKENS.findall(after))) - others == set()
    assert not {token for token in TOKENS.findall(after) if token.startswith("987000")}


def test_history_of_a_network_names_nobody_by_another_name(cast: Cast, as_persona: As) -> None:
    """The hour of a deed is the same before and after."""
    entries: list[Organization | Expert] = [body(cast)]
    path = [reverse("networks:history", args=["net4u-americas"])]
    assert OWN in read(as_persona, "representative", path)
    take_other_names(entries, by_person=False)
    after = read(as_persona, "representative", path)
    assert OWN not in after
    assert OTHER not in after
    assert OWN in read(as_persona, "officer", [reverse("directory:profile", args=[entries[0].key])])
