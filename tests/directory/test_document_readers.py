"""Who reads a document of an organisation: its own people and officers, and others paper by paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.template.defaultfilters import filesizeformat
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from se4u.core.authority import Level, forget
from se4u.core.search import READERS
from se4u.core.visibility import Reach, Safety
from se4u.directory import services
from se4u.directory.models import Affiliation, Language, Organization, OrganizationDocument, Vetted
from tests.core.made import pdf
from tests.personas import PERSONAS, Cast

As = Callable[[str], Client]
OWN = {"representative", "officer"}
MEMBERS = OWN | {"coordinator", "committee_member", "outsider"}
GOVERNMENTS = MEMBERS | {"government_observer"}
SECRET = "Passport of the director 12345.pdf"


def give(cast: Cast, **values: Any) -> OrganizationDocument:
    """A document of the representative's organisation, with a title others may read."""
    file = SimpleUploadedFile(SECRET, pdf(), "application/pdf")
    values = {"kind": "other", "title": "Annual report", "file": file, **values}
    return services.add_document(cast.casa_abierta, by=cast.representative, **values)


def gate(cast: Cast, *, is_open: bool = True) -> None:
    services.set_visibility(cast.casa_abierta, by=cast.representative, choices={}, open_to_governments=is_open)


def ask(client: Client, url: str) -> Any:
    """Return the answer with its file closed, without the signal at the end of a request that would close the database."""
    answer = client.get(url)
    for close in answer._resource_closers:
        close()
    return answer


def readers(as_persona: As, document: OrganizationDocument) -> set[str]:
    """Return who is sent the file; whoever is must read of it on the profile, and nobody else."""
    found = set()
    for name in PERSONAS:
        client = as_persona(name)
        answer = ask(client, document.upload.url)
        assert answer.status_code in {200, 404}
        profile = client.get(reverse("directory:profile", args=[document.organization.key]))
        told = document.upload.url in profile.text
        assert told == (answer.status_code == 200), name
        assert ("Annual report" in profile.text) == told, name
        if told:
            found.add(name)
    return found


@pytest.mark.parametrize(
    ("reach", "marked", "opened", "expected"),
    [
        ("officers", False, True, OWN),
        ("officers", True, True, OWN),
        ("members", False, True, MEMBERS),
        ("members", True, True, GOVERNMENTS),
        ("members", True, False, MEMBERS),  # marked for governments while the entry is closed to them
        ("public", False, False, set(PERSONAS)),
        ("public", True, True, set(PERSONAS)),
    ],
)
def test_document_is_read_by_whom_it_was_opened_to(
    cast: Cast, as_persona: As, reach: str, marked: bool, opened: bool, expected: set[str]
) -> None:
    gate(cast, is_open=opened)
    assert readers(as_persona, give(cast, reach=reach, open_to_governments=marked)) == expected


def test_document_is_for_officers_and_own_people_until_it_is_said_otherwise(cast: Cast, as_persona: As) -> None:
    gate(cast)
    document = give(cast)
    assert (document.reach, document.open_to_governments) == (Reach.OFFICERS, False)
    assert readers(as_persona, document) == OWN
    services.edit_document(document, by=cast.representative, title="Annual report", reach="members")
    assert readers(as_persona, document) == MEMBERS


SHUT: dict[str, dict[str, Any]] = {
    "pseudonym": {"safety": Safety.PSEUDONYM, "pseudonym": "Blue Harbour"},
    "unlisted": {"safety": Safety.UNLISTED},
    "suspended": {"state": Vetted.State.SUSPENDED},
    "refused": {"state": Vetted.State.REFUSED},
    "submitted": {"state": Vetted.State.SUBMITTED},
    "withdrawn": {"state": Vetted.State.WITHDRAWN},
    "draft": {"state": Vetted.State.DRAFT},
    "authority": {"kind": Organization.Kind.AUTHORITY},
}


@pytest.mark.parametrize("standing", ["in the directory", *SHUT])
@pytest.mark.parametrize("reach", ["members", "public"])
def test_document_of_who_is_not_in_the_directory_by_name_is_kept_private(
    cast: Cast, as_persona: As, standing: str, reach: str
) -> None:
    gate(cast)
    document = give(cast, reach=reach, open_to_governments=True)
    Organization.objects.filter(pk=cast.casa_abierta.pk).update(**SHUT.get(standing, {}))
    forget()
    document.refresh_from_db()
    seen = {name for name in PERSONAS if ask(as_persona(name), document.upload.url).status_code == 200}
    open_to = set(PERSONAS) if reach == "public" else GOVERNMENTS
    assert seen == (open_to if standing == "in the directory" else OWN)


def test_document_found_not_sufficient_is_shown_to_nobody_else(cast: Cast, as_persona: As) -> None:
    document = give(cast, reach="public")
    services.judge_document(document, by=cast.officer, state="accepted")
    assert readers(as_persona, document) == set(PERSONAS)
    services.judge_document(document, by=cast.officer, state="refused")
    assert readers(as_persona, document) == OWN


def test_document_is_read_by_colleagues_and_not_by_who_left(cast: Cast, as_persona: As) -> None:
    document = give(cast)
    place = Affiliation.objects.create(person=cast.newcomer, organization=cast.casa_abierta)
    forget()
    assert ask(as_persona("newcomer"), document.upload.url).status_code == 200
    Affiliation.objects.filter(pk=place.pk).update(until=timezone.now())
    forget()
    assert ask(as_persona("newcomer"), document.upload.url).status_code == 404


@pytest.mark.parametrize("persona", PERSONAS)
@pytest.mark.parametrize(("title", "shown"), [("Rapport annuel v1.2", "Rapport annuel v1.2"), ("", "other document")])
def test_file_is_called_by_its_title_for_others(
    cast: Cast, as_persona: As, persona: str, title: str, shown: str
) -> None:
    document = give(cast, reach="public", title=title)
    client = as_persona(persona)
    sent = ask(client, document.upload.url)["Content-Disposition"]
    assert (f'filename="{shown}.pdf"' in sent, SECRET in sent) == ((False, True) if persona in OWN else (True, False))
    profile = client.get(reverse("directory:profile", args=[cast.casa_abierta.key])).text
    assert "Passport" not in profile


# -- every reader by every choice, against a plain statement of the rule


def _allowed(level: Level, row: OrganizationDocument) -> bool:
    body = row.organization
    if level is Level.OFFICERS:
        return True
    in_directory = body.state == Vetted.State.APPROVED and body.kind == Organization.Kind.CIVIL_SOCIETY
    if not in_directory or body.safety != Safety.OPEN or row.state == OrganizationDocument.State.REFUSED:
        return False
    if row.reach == Reach.PUBLIC:
        return True
    if level is Level.GOVERNMENTS:
        return row.open_to_governments and body.open_to_governments
    return level is Level.MEMBERS and row.reach == Reach.MEMBERS


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_document_visibility_is_the_rule_for_every_choice(cast: Cast, data: Any) -> None:
    reach = data.draw(st.sampled_from(list(Reach)))
    row = OrganizationDocument.objects.first() or give(cast)
    OrganizationDocument.objects.filter(pk=row.pk).update(
        reach=reach,
        open_to_governments=reach == Reach.MEMBERS and data.draw(st.booleans()),
        state=data.draw(st.sampled_from(list(OrganizationDocument.State))),
    )
    Organization.objects.filter(pk=cast.casa_abierta.pk).update(
        safety=data.draw(st.sampled_from(list(Safety))),
        pseudonym="Blue Harbour",
        state=data.draw(st.sampled_from(list(Vetted.State))),
        kind=data.draw(st.sampled_from([Organization.Kind.CIVIL_SOCIETY, Organization.Kind.AUTHORITY])),
        open_to_governments=data.draw(st.booleans()),
    )
    row = OrganizationDocument.objects.select_related("organization").get()
    for level, viewer in READERS.items():
        seen = OrganizationDocument.objects.visible_to(viewer).exists()
        assert seen == _allowed(level, row), level
        if row.organization.listed:
            assert row.opens(level) == seen, level


def test_governments_beside_others_than_members_cannot_be_stored(cast: Cast) -> None:
    document = give(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganizationDocument.objects.filter(pk=document.pk).update(open_to_governments=True)


# -- choosing


@pytest.mark.parametrize("persona", PERSONAS[1:])
def test_edit_document_is_for_those_who_write_for_the_organisation(cast: Cast, as_persona: As, persona: str) -> None:
    document = give(cast)
    user = cast.by_name()[persona]
    if persona == "representative":
        services.edit_document(document, by=user, reach="public")
    else:
        with pytest.raises(PermissionDenied):
            services.edit_document(document, by=user, reach="public")
    document.refresh_from_db()
    assert (document.reach == Reach.PUBLIC) is (persona == "representative")


@pytest.mark.parametrize(("role", "may"), [("editor", True), ("member", False)])
def test_edit_document_by_editor_and_member(cast: Cast, as_persona: As, role: str, may: bool) -> None:
    document = give(cast)
    Affiliation.objects.create(person=cast.newcomer, organization=cast.casa_abierta, role=role)
    forget()
    page = reverse("directory:document", args=[cast.casa_abierta.key, document.key])
    client = as_persona("newcomer")
    assert client.get(page).status_code == (200 if may else 403)
    client.post(page, {"reach": "public"})
    document.refresh_from_db()
    assert document.reach == (Reach.PUBLIC if may else Reach.OFFICERS)


def test_choice_is_made_where_the_file_is_given_and_changed_later(cast: Cast, as_persona: As) -> None:
    client = as_persona("representative")
    page = reverse("directory:documents", args=[cast.casa_abierta.key])
    file = SimpleUploadedFile("report.pdf", pdf(), "application/pdf")
    sent = {"kind": "other", "file": file, "title": "تقرير", "language": "ar", "reach": "members"}
    client.post(page, sent | {"open_to_governments": "on"})
    document = OrganizationDocument.objects.get()
    chosen = (document.title, document.language, document.reach, document.open_to_governments)
    assert chosen == ("تقرير", Language.objects.get(code="ar"), "members", True)
    assert "governments do not, for the entry is not open to them" in client.get(page).text
    change = reverse("directory:document", args=[cast.casa_abierta.key, document.key])
    assert change in client.get(page).text
    assert change in client.get(reverse("directory:visibility", args=[cast.casa_abierta.key])).text
    client.post(change, {"reach": "public", "open_to_governments": "on"})
    document.refresh_from_db()
    assert (document.title, document.language, document.reach, document.open_to_governments) == (
        "",
        None,
        "public",
        False,
    )


def test_file_given_without_a_choice_is_not_sent_on(cast: Cast, as_persona: As) -> None:
    page = reverse("directory:documents", args=[cast.casa_abierta.key])
    file = SimpleUploadedFile("report.pdf", pdf(), "application/pdf")
    shown = as_persona("representative").post(page, {"kind": "other", "file": file, "reach": "the world"})
    assert list(shown.context["form"].errors) == ["reach"]
    assert not OrganizationDocument.objects.exists()


def test_profile_tells_kind_language_format_size_and_date(cast: Cast, as_persona: As) -> None:
    size = filesizeformat(give(cast, reach="public", language=Language.objects.get(code="fr")).upload.size)
    text = as_persona("visitor").get(reverse("directory:profile", args=[cast.casa_abierta.key])).text
    for word in ("Annual report", "other document", 'lang="fr"', "PDF", size, str(timezone.now().year)):
        assert word in text
    assert "everyone reads this" not in text
    own = as_persona("representative").get(reverse("directory:profile", args=[cast.casa_abierta.key])).text
    assert "everyone reads this" in own


def test_preview_shows_the_documents_each_would_read(cast: Cast, as_persona: As) -> None:
    gate(cast)
    give(cast, title="For all", reach="public")
    give(cast, title="For members", reach="members")
    give(cast, title="For states", reach="members", open_to_governments=True)
    give(cast, title="For officers")
    client, page = as_persona("representative"), reverse("directory:preview", args=[cast.casa_abierta.key])
    titles = ("For all", "For members", "For states", "For officers")
    seen = {level: {title for title in titles if title in client.get(f"{page}?as={level}").text} for level in Level}
    assert seen == {
        Level.PUBLIC: {"For all"},
        Level.MEMBERS: {"For all", "For members", "For states"},
        Level.GOVERNMENTS: {"For all", "For states"},
        Level.OFFICERS: set(titles),
    }


def test_kept_page_of_the_anonymous_is_dropped_with_the_choice(cast: Cast) -> None:
    document = give(cast, reach="public")
    path = reverse("directory:profile", args=[cast.casa_abierta.key])
    visitor = Client()
    for _time in range(2):  # made, and kept
        assert "Annual report" in visitor.get(path).text
    services.edit_document(document, by=cast.representative, title="Annual report", reach="members")
    assert "Annual report" not in visitor.get(path).text
    services.edit_document(document, by=cast.representative, title="Annual report", reach="public")
    assert "Annual report" in visitor.get(path).text
    services.set_safety(cast.casa_abierta, by=cast.representative, safety="pseudonym", pseudonym="Blue Harbour")
    assert "Annual report" not in visitor.get(path).text
    assert ask(visitor, document.upload.url).status_code == 404


@pytest.mark.parametrize("persona", ["visitor", "outsider", "representative", "officer"])
def test_profile_takes_as_many_queries_for_three_documents_as_for_one(cast: Cast, as_persona: As, persona: str) -> None:
    path, client = reverse("directory:profile", args=[cast.casa_abierta.key]), as_persona(persona)
    counts = []
    for languages in (("fr",), ("ar", "es")):
        for code in languages:
            give(cast, reach="public", language=Language.objects.get(code=code))
        client.get(path)
        forget()
        services.judge_document(give(cast), by=cast.officer, state="refused")  # a new version of what is public
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert "Annual report" in client.get(path).text
        counts.append(len(queries))
    assert counts[0] == counts[1]
