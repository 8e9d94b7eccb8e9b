"""A house in which three personas hold one place each, and things whose vetting officer is a party.

The newcomer is focal point, the representative editor, the outsider plain member; nobody else belongs to it. Made when a
row asks for it, so that no other row meets a persona with a second hat.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from se4u.accounts.models import User
from se4u.core import authority
from se4u.core.action import SYSTEM
from se4u.core.models import Upload
from se4u.demo.cast import START
from se4u.directory import services
from se4u.directory.models import (
    Affiliation,
    Expert,
    Invitation,
    JoinRequest,
    Organization,
    OrganizationDocument,
    Theme,
    Verification,
)
from se4u.networks.kinds import NetworkKind
from se4u.networks.models import Mandate, Network
from tests.directory import making

from . import directory_things as things
from .rows import World

Role = Affiliation.Role


def join(body: Organization, person: User, role: str = Role.MEMBER) -> Affiliation:
    """Give a person a place."""
    place = Affiliation.objects.create(person=person, organization=body, role=role)
    authority.forget()
    return place


def _people(world: World, body: Organization) -> Organization:
    join(body, world.cast.representative, Role.EDITOR)
    join(body, world.cast.outsider)
    return body


def house(world: World) -> Organization:
    """The house as a draft."""
    return _people(world, things.draft(world))


def unfinished(world: World) -> Organization:
    """The house as a draft with nothing but a name."""
    values = {"name": "New Hope", "kind": "civil_society", "seat": world.cast.sample_country}
    return services.begin(None, by=world.cast.newcomer, **values)


def double(world: World) -> Any:
    """The house as a draft under the name of an organisation that is here."""
    body = things.draft(world)
    return services.revise(body, by=world.cast.newcomer, name=world.cast.casa_abierta.name)


def house_case(world: World) -> Verification:
    """The house waiting for vetting."""
    return services.submit(house(world), by=world.cast.newcomer)


def house_waiting(world: World) -> Organization:
    """The organisation of `house_case`."""
    return house_case(world).organization  # type: ignore[return-value]


def house_asked(world: World) -> Verification:
    """The house with an open question."""
    return services.ask(house_case(world), by=world.cast.officer, question="Which law?")


def house_vetted(world: World) -> Organization:
    """The house, vetted and listed."""
    return services.approve(house_case(world), by=world.cast.officer).organization  # type: ignore[return-value]


def house_withdrawn(world: World) -> Any:
    """The house, taken back by its focal point."""
    return services.withdraw(house_waiting(world), by=world.cast.newcomer)


def house_unlisted(world: World) -> Any:
    """The house, vetted and kept out of sight."""
    return services.set_safety(house_vetted(world), by=world.cast.newcomer, safety="unlisted")


def editor(world: World) -> Affiliation:
    """The representative's place in the house."""
    return house(world).affiliations.get(person=world.cast.representative)


def only_focal_point(world: World) -> Affiliation:
    """The newcomer's place in the house."""
    return house(world).affiliations.get(person=world.cast.newcomer)


def ended(world: World) -> Affiliation:
    """The representative's place in the house, ended."""
    place = editor(world)
    place.until = timezone.now()
    place.save()
    authority.forget()
    return place


def house_document(world: World) -> OrganizationDocument:
    """A document of the house."""
    return services.add_document(house(world), by=world.cast.newcomer, kind="registration", file=things.file())


def accepted_document(world: World) -> OrganizationDocument:
    """A document of the house that an officer accepted."""
    return services.judge_document(house_document(world), by=world.cast.officer, state="accepted")


def upload(world: World) -> Upload:
    """The file of a document of the house."""
    return house_document(world).upload


def unowned(world: World) -> Upload:
    """A file nothing points at."""
    document = house_document(world)
    kept = document.upload
    document.delete()
    return kept


def house_request(world: World) -> JoinRequest:
    """The coordinator's request to join the house."""
    return services.ask_to_join(house_vetted(world), by=world.cast.coordinator, note="Me")


def request_declined(world: World) -> JoinRequest:
    """The newcomer's request to join the representative's organisation, declined."""
    return services.decline_join(things.request(world), by=world.cast.representative)


def expired(world: World) -> Invitation:
    """An invitation of the newcomer whose link has run out."""
    found = things.invitation(world)
    found.expires_at = timezone.now() - timedelta(minutes=1)
    found.save()
    return found


def revoked(world: World) -> Invitation:
    """An invitation of the newcomer that was taken back."""
    return services.revoke_invitation(things.invitation(world), by=world.cast.representative)


def expert_case(world: World) -> Verification:
    """The newcomer's case as an expert."""
    return services.submit(things.expert(world), by=world.cast.newcomer)


def expert_waiting(world: World) -> Expert:
    """The newcomer as an expert who waits for vetting."""
    return expert_case(world).expert  # type: ignore[return-value]


def expert_asked(world: World) -> Verification:
    """The newcomer's case as an expert with an open question."""
    return services.ask(expert_case(world), by=world.cast.officer, question="Where?")


def expert_vetted(world: World) -> Expert:
    """The newcomer as a vetted expert."""
    return services.approve(expert_case(world), by=world.cast.officer).expert  # type: ignore[return-value]


def expert_unlisted(world: World) -> Any:
    """The newcomer as a vetted expert kept out of sight."""
    return services.set_safety(expert_vetted(world), by=world.cast.newcomer, safety="unlisted")


def expert_suspended(world: World) -> Any:
    """The newcomer as an expert, suspended."""
    return services.suspend(expert_vetted(world), by=world.cast.officer, reason="Reported.")


# Nobody vets their own.


def own_case(world: World) -> Verification:
    """A case of a house the officer belongs to."""
    case = things.submitted(world)
    join(case.organization, world.cast.officer)  # type: ignore[arg-type]
    return case


def own_vetted(world: World) -> Any:
    """The representative's organisation, where the officer is editor."""
    join(world.cast.casa_abierta, world.cast.officer, Role.EDITOR)
    return world.cast.casa_abierta


def own_suspended(world: World) -> Any:
    """The same, suspended by a colleague."""
    body: Any = services.suspend(world.cast.casa_abierta, by=SYSTEM, reason="Reported.")
    join(body, world.cast.officer, Role.EDITOR)
    return body


def own_deserted(world: World) -> Any:
    """The same, where nobody is focal point."""
    body = things.deserted(world)
    join(body, world.cast.officer)
    return body


def own_document(world: World) -> OrganizationDocument:
    """A document of the representative's organisation, where the officer is a member."""
    document = things.document(world)
    join(document.organization, world.cast.officer)
    return document


def own_expert_case(world: World) -> Verification:
    """The officer's own case as an expert."""
    expert = making.expert(world.cast.officer, world.cast.sample_country)
    return services.submit(expert, by=world.cast.officer)


def with_a_colleague(world: World) -> Verification:
    """The newcomer's case in the hands of a second officer: the coordinator."""
    role = world.cast.secretariat.roles.get(position=1)
    Mandate.objects.create(role=role, person=world.cast.coordinator, since=START)
    authority.forget()
    return services.take(things.submitted(world), by=world.cast.coordinator)


# Entries of networks.


def theme_of(network: Network, name: str = "Rivers") -> Theme:
    """A theme that a network added for itself."""
    return services.add_theme(network.pk, by=SYSTEM, name={"en": name})


def group(world: World) -> Network:
    """A group of NET4U Americas."""
    return Network.objects.create(
        kind=NetworkKind.GROUP, slug="rivers", name={"en": "Rivers"}, parent=world.cast.americas
    )
