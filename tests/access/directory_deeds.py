"""Deeds of the directory in each state that matters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from se4u.core.action import SYSTEM
from se4u.directory import services
from se4u.directory.models import Service, Theme
from tests.personas import PERSONAS

from . import directory_things as things
from .rows import Deed, World, deed

EVERYONE = " ".join(PERSONAS)
NO_GOVERNMENT = " ".join(name for name in PERSONAS[1:] if name != "government_observer")
NOT_ITS_OWN = " ".join(name for name in NO_GOVERNMENT.split() if name != "representative")
Make = Callable[[World], Any]


def _on(make: Make, do: Callable[..., Any], **values: Any) -> Callable[[World, Any], Any]:
    """Make a thing, then do the deed to it."""
    return lambda world, user: do(make(world), by=user, **values)


def _casa(world: World) -> Any:
    return world.cast.casa_abierta


def _draft_on_its_way(world: World) -> Any:
    return things.submitted(world).organization


def _refused(world: World) -> Any:
    return things.decided(world).organization


def _begin(world: World, user: Any) -> Any:
    return services.begin(None, by=user, name="Other", kind="academia", seat=world.cast.sample_country)


def _begin_expert(world: World, user: Any) -> Any:
    return services.begin_expert(None, by=user, kind="academic", country=world.cast.sample_country)


def _authority(world: World, user: Any) -> Any:
    return services.add_authority(None, by=user, name="Police", kind="authority", seat=world.cast.sample_country)


def _appoint(make: Make) -> Callable[[World, Any], Any]:
    return lambda world, user: services.appoint(make(world), by=user, email=world.cast.newcomer.email, reason="None.")


def _add(do: Any) -> list[Deed]:
    def for_network(world: World, user: Any) -> Any:
        return do(world.cast.americas.pk, by=user, name={"en": "Rivers"})

    return [
        deed("for everyone", lambda _world, user: do(None, by=user, name={"en": "Rivers"}), allowed="officer"),
        deed("for a network", for_network, allowed="coordinator"),
        deed("without a name", lambda _world, user: do(None, by=user, name={}), refused="officer"),
    ]


def _theme(_world: World) -> Any:
    return Theme.objects.get(slug="drugs")


def _retired(world: World) -> Any:
    return services.retire_entry(_theme(world), by=SYSTEM)


def _merge(into: str) -> Callable[[World, Any], Any]:
    return lambda world, user: services.merge_entry(_theme(world), by=user, into=Theme.objects.get(slug=into))


def _open(world: World) -> Any:
    services.set_safety(world.cast.casa_abierta, by=world.cast.representative, safety="unlisted")
    return world.cast.casa_abierta


MESSAGE = {"message": "Hello", "sender": "", "reach": ""}
INVITED = {"email": "someone@sample.example", "role": "member"}

DIRECTORY_DEEDS: dict[str, list[Deed]] = {
    "directory.begin": [deed("any", _begin, allowed=NO_GOVERNMENT)],
    "directory.begin_expert": [deed("any", _begin_expert, allowed=NO_GOVERNMENT)],
    "directory.revise": [
        deed("draft", _on(things.draft, services.revise, about="x"), allowed="newcomer"),
        deed("submitted", _on(_draft_on_its_way, services.revise, about="x"), refused="newcomer"),
    ],
    "directory.submit": [
        deed("draft", _on(things.draft, services.submit), allowed="newcomer"),
        deed("submitted", _on(_draft_on_its_way, services.submit), refused="newcomer"),
    ],
    "directory.discard": [
        deed("draft", _on(things.draft, services.discard), allowed="newcomer"),
        deed("draft of an expert", _on(things.expert, services.discard), allowed="newcomer"),
        deed("submitted", _on(_draft_on_its_way, services.discard), refused="newcomer"),
        deed("vetted", _on(_casa, services.discard), refused="representative"),
    ],
    "directory.withdraw": [
        deed("submitted", _on(_draft_on_its_way, services.withdraw), allowed="newcomer"),
        deed("vetted", _on(_casa, services.withdraw), refused="representative"),
    ],
    "directory.resubmit": [
        deed("refused", _on(_refused, services.resubmit), allowed="newcomer"),
        deed("draft", _on(things.draft, services.resubmit), refused="newcomer"),
    ],
    "directory.answer": [
        deed("asked", _on(things.asked, services.answer, text="x"), allowed="newcomer"),
        deed("submitted", _on(things.submitted, services.answer, text="x"), refused="newcomer"),
    ],
    "directory.take": [
        deed("submitted", _on(things.submitted, services.take), allowed="officer"),
        deed("decided", _on(things.decided, services.take), refused="officer"),
    ],
    "directory.release": [
        deed("taken", _on(things.taken, services.release), allowed="officer"),
        deed("not taken", _on(things.submitted, services.release), refused="officer"),
    ],
    "directory.ask": [
        deed("submitted", _on(things.submitted, services.ask, question="x"), allowed="officer"),
        deed("asked", _on(things.asked, services.ask, question="x"), refused="officer"),
    ],
    "directory.approve": [
        deed("submitted", _on(things.submitted, services.approve), allowed="officer"),
        deed("asked", _on(things.asked, services.approve), allowed="officer"),
        deed("decided", _on(things.decided, services.approve), refused="officer"),
    ],
    "directory.refuse": [
        deed("submitted", _on(things.submitted, services.refuse, reason="x"), allowed="officer"),
        deed("decided", _on(things.decided, services.refuse, reason="x"), refused="officer"),
    ],
    "directory.suspend": [
        deed("vetted", _on(_casa, services.suspend, reason="x"), allowed="officer"),
        deed("suspended", _on(things.suspended, services.suspend, reason="x"), refused="officer"),
    ],
    "directory.reinstate": [
        deed("suspended", _on(things.suspended, services.reinstate, reason="x"), allowed="officer"),
        deed("vetted", _on(_casa, services.reinstate, reason="x"), refused="officer"),
    ],
    "directory.add_authority": [deed("any", _authority, allowed="officer")],
    "directory.edit": [
        deed("vetted", _on(_casa, services.edit, acronym="CA"), allowed="representative officer"),
        deed("vetted name", _on(_casa, services.edit, name="X"), allowed="officer", refused="representative"),
        deed("suspended", _on(things.suspended, services.edit), allowed="officer", refused="representative"),
    ],
    "directory.set_visibility": [
        deed("any", _on(_casa, services.set_visibility, choices={}), allowed="representative"),
    ],
    "directory.set_safety": [
        deed("any", _on(_casa, services.set_safety, safety="unlisted"), allowed="representative"),
        deed("nameless", _on(_casa, services.set_safety, safety="pseudonym"), refused="representative"),
    ],
    "directory.add_document": [
        deed(
            "any",
            lambda world, user: services.add_document(_casa(world), by=user, kind="other", file=things.file()),
            allowed="representative",
        ),
    ],
    "directory.edit_document": [
        deed("given", _on(things.document, services.edit_document, reach="members"), allowed="representative")
    ],
    "directory.remove_document": [
        deed("given", _on(things.document, services.remove_document), allowed="representative")
    ],
    "directory.judge_document": [
        deed("given", _on(things.document, services.judge_document, state="accepted"), allowed="officer"),
        deed("the same again", _on(things.document, services.judge_document, state="given"), refused="officer"),
    ],
    "directory.invite": [
        deed("any", _on(_casa, services.invite, **INVITED), allowed="representative"),
    ],
    "directory.renew_invitation": [
        deed("open", _on(things.invitation, services.renew_invitation), allowed="newcomer representative"),
        deed("used", _on(things.used, services.renew_invitation), refused="newcomer representative"),
    ],
    "directory.revoke_invitation": [
        deed("open", _on(things.invitation, services.revoke_invitation), allowed="representative"),
        deed("used", _on(things.used, services.revoke_invitation), refused="representative"),
    ],
    "directory.accept_invitation": [
        deed("open", _on(things.invitation, services.accept_invitation), allowed="newcomer"),
        deed("used", _on(things.used, services.accept_invitation), refused="newcomer"),
    ],
    "directory.decline_invitation": [
        deed("open", _on(things.invitation, services.decline_invitation), allowed="newcomer"),
        deed("used", _on(things.used, services.decline_invitation), refused="newcomer"),
    ],
    "directory.change_role": [
        deed("a colleague", _on(things.colleague, services.change_role, role="editor"), allowed="representative"),
        deed("the last", _on(things.focal_point, services.change_role, role="editor"), refused="representative"),
    ],
    "directory.remove": [
        deed("a colleague", _on(things.colleague, services.remove), allowed="representative"),
        deed("oneself", _on(things.focal_point, services.remove), refused="representative"),
    ],
    "directory.leave": [
        deed("a member", _on(things.colleague, services.leave), allowed="newcomer"),
        deed("the last focal point", _on(things.focal_point, services.leave), refused="representative"),
    ],
    "directory.appoint": [
        deed("nobody speaks", _appoint(things.deserted), allowed="officer"),
        deed("somebody speaks", _appoint(_casa), refused="officer"),
    ],
    "directory.ask_to_join": [
        deed("any", _on(_casa, services.ask_to_join, note="Me"), allowed=NOT_ITS_OWN, refused="representative"),
    ],
    "directory.accept_join": [deed("asked", _on(things.request, services.accept_join), allowed="representative")],
    "directory.decline_join": [deed("asked", _on(things.request, services.decline_join), allowed="representative")],
    "directory.withdraw_join": [deed("asked", _on(things.request, services.withdraw_join), allowed="newcomer")],
    "directory.add_theme": _add(services.add_theme),
    "directory.add_service": _add(services.add_service),
    "directory.rename_entry": [
        deed("any", _on(_theme, services.rename_entry, name={"en": "Narcotics"}), allowed="officer"),
        deed(
            "a name there is",
            lambda _world, user: services.rename_entry(
                Service.objects.get(slug="advocacy"), by=user, name={"en": "Prevention"}
            ),
            refused="officer",
        ),
    ],
    "directory.merge_entry": [
        deed("another", _merge("corruption"), allowed="officer"),
        deed("itself", _merge("drugs"), refused="officer"),
    ],
    "directory.retire_entry": [
        deed("any", _on(_theme, services.retire_entry), allowed="officer"),
        deed("retired", _on(_retired, services.retire_entry), refused="officer"),
    ],
    "directory.restore_entry": [
        deed("retired", _on(_retired, services.restore_entry), allowed="officer"),
        deed("any", _on(_theme, services.restore_entry), refused="officer"),
    ],
    "directory.contact": [
        deed("listed", _on(_casa, services.contact, **MESSAGE), allowed=EVERYONE),
        deed("unlisted", _on(_open, services.contact, **MESSAGE), refused=EVERYONE),
    ],
}
