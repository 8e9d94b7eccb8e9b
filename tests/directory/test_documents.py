"""Documents of an organisation: given by its people, opened by them and the officers alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from se4u.directory import services
from se4u.directory.models import Affiliation, OrganizationDocument
from tests.core.made import pdf
from tests.personas import Cast

As = Callable[[str], Client]


def given(cast: Cast, as_persona: As) -> OrganizationDocument:
    path = reverse("directory:documents", args=[cast.casa_abierta.key])
    file = SimpleUploadedFile("certificate.pdf", pdf(), "application/pdf")
    as_persona("representative").post(path, {"kind": "registration", "reach": "officers", "file": file})
    return OrganizationDocument.objects.get()


def test_document_is_opened_by_its_people_and_officers_alone(cast: Cast, as_persona: As) -> None:
    document = given(cast, as_persona)
    seen = {}
    for name in ("visitor", *cast.by_name()):
        answer = as_persona(name).get(document.upload.url)
        seen[name] = answer.status_code
        if answer.streaming:
            assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert {name for name, code in seen.items() if code == 200} == {"representative", "officer"}


def test_document_stands_on_the_case_and_is_checked_there(cast: Cast, as_persona: As) -> None:
    document = given(cast, as_persona)
    officer = as_persona("officer")
    officer.post(
        reverse("directory:document_judge", args=[cast.casa_abierta.key, document.key, "accept"]), {"once": ""}
    )
    document.refresh_from_db()
    assert document.state == "accepted"
    as_persona("representative").post(
        reverse("directory:document_remove", args=[cast.casa_abierta.key, document.key]), {"once": ""}
    )
    assert OrganizationDocument.objects.exists()


def test_document_is_taken_back_after_a_question(cast: Cast, as_persona: As) -> None:
    document = given(cast, as_persona)
    path = reverse("directory:document_remove", args=[cast.casa_abierta.key, document.key])
    own = as_persona("representative")
    assert path in own.get(reverse("directory:documents", args=[cast.casa_abierta.key])).content.decode()
    assert "cannot be undone" in own.get(path).content.decode()
    assert OrganizationDocument.objects.exists()
    own.post(path, {"once": ""})
    assert not OrganizationDocument.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [("virus.exe", b"MZ\x90\x00"), ("fake.pdf", b"<html><script>"), ("empty.pdf", b""), ("broken.pdf", b"%PDF-1.7\nx")],
)
def test_disguised_or_broken_file_is_said_beside_the_field(
    cast: Cast, as_persona: As, name: str, content: bytes
) -> None:
    path = reverse("directory:documents", args=[cast.casa_abierta.key])
    page = as_persona("representative").post(
        path, {"kind": "registration", "reach": "officers", "file": SimpleUploadedFile(name, content)}
    )
    assert page.status_code == 200
    assert list(page.context["form"].errors) == ["file"]
    assert not OrganizationDocument.objects.exists()


def test_member_gives_nothing(cast: Cast, as_persona: As) -> None:
    Affiliation.objects.create(person=cast.newcomer, organization=cast.casa_abierta)
    assert as_persona("newcomer").get(reverse("directory:documents", args=[cast.casa_abierta.key])).status_code == 403


def test_document_of_another_organisation_is_not_found(cast: Cast, as_persona: As) -> None:
    document = given(cast, as_persona)
    path = reverse("directory:document_remove", args=[cast.far_shore.key, document.key])
    assert as_persona("outsider").post(path, {"once": ""}).status_code == 404
    assert as_persona("representative").post(path, {"once": ""}).status_code == 404


def test_accepted_document_stays(cast: Cast, as_persona: As) -> None:
    document = given(cast, as_persona)
    services.judge_document(document, by=cast.officer, state="accepted")
    from se4u.core.action import Refused

    with pytest.raises(Refused):
        services.remove_document(document, by=cast.representative)
