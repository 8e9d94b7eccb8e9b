"""Things of the directory in one state each, made when a row of the matrix asks for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from se4u.core import tokens
from se4u.core.models import Upload
from se4u.directory import services
from se4u.directory.models import (
    Affiliation,
    Expert,
    Invitation,
    JoinRequest,
    Organization,
    OrganizationDocument,
    Verification,
)
from tests.core.made import pdf
from tests.directory import making

from .rows import World


def draft(world: World) -> Organization:
    """The newcomer's draft."""
    return making.draft(world.cast.newcomer, world.cast.sample_country)


def submitted(world: World) -> Verification:
    """The newcomer's case."""
    return making.case(world.cast.newcomer, world.cast.sample_country)


def asked(world: World) -> Verification:
    """The newcomer's case with an open question."""
    return services.ask(submitted(world), by=world.cast.officer, question="Which law?")


def taken(world: World) -> Verification:
    """The newcomer's case in the officer's hands."""
    return services.take(submitted(world), by=world.cast.officer)


def decided(world: World) -> Verification:
    """The newcomer's case, refused."""
    return services.refuse(submitted(world), by=world.cast.officer, reason="Too little.")


def suspended(world: World) -> Any:
    """The representative's organisation, suspended."""
    return services.suspend(world.cast.casa_abierta, by=world.cast.officer, reason="Reported.")


def expert(world: World) -> Expert:
    """The newcomer's draft as an expert."""
    return making.expert(world.cast.newcomer, world.cast.sample_country)


def focal_point(world: World) -> Affiliation:
    """The representative's place."""
    return Affiliation.objects.get(person=world.cast.representative)


def colleague(world: World) -> Affiliation:
    """The newcomer as a member of the representative's organisation."""
    return Affiliation.objects.create(person=world.cast.newcomer, organization=world.cast.casa_abierta)


def deserted(world: World) -> Any:
    """The representative's organisation, where nobody is focal point."""
    Affiliation.objects.filter(organization=world.cast.casa_abierta).update(role=Affiliation.Role.MEMBER)
    return world.cast.casa_abierta


def invitation(world: World) -> Invitation:
    """An open invitation of the newcomer."""
    email, inviting = world.cast.newcomer.email, world.cast.representative
    return services.invite(world.cast.casa_abierta, by=inviting, email=email, role="editor")


def linked(invitation: Invitation) -> str:
    """The secret of an invitation's link."""
    word, digest = tokens.new_secret()
    Invitation.objects.filter(pk=invitation.pk).update(digest=digest)
    return word


def used(world: World) -> Invitation:
    """An invitation the newcomer has accepted."""
    found = invitation(world)
    services.accept_invitation(found, by=world.cast.newcomer)
    return found


def request(world: World) -> JoinRequest:
    """The newcomer's request to join."""
    return services.ask_to_join(world.cast.casa_abierta, by=world.cast.newcomer, note="Me")


def file() -> SimpleUploadedFile:
    """A file one may give."""
    return SimpleUploadedFile("certificate.pdf", pdf(), "application/pdf")


def document(world: World) -> OrganizationDocument:
    """A document of the representative's organisation."""
    giver = world.cast.representative
    return services.add_document(world.cast.casa_abierta, by=giver, kind="registration", file=file())


def shown_file(
    reach: str, *, governments: bool = False, gate: bool = True, safety: str = "open"
) -> Callable[[World], Upload]:
    """The file of a document the representative's organisation shows to others."""

    def make(world: World) -> Upload:
        house, giver = world.cast.casa_abierta, world.cast.representative
        services.set_visibility(house, by=giver, choices={}, open_to_governments=gate)
        services.set_safety(house, by=giver, safety=safety, pseudonym="Blue Harbour")
        found = document(world)
        return services.edit_document(found, by=giver, reach=reach, open_to_governments=governments).upload

    return make
