"""Deeds by place: focal point, editor and plain member of one house; officers who are a party; entries of networks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from se4u.core.action import SYSTEM
from se4u.directory import services
from se4u.directory.models import Affiliation, Theme
from se4u.directory.services import vouching

from . import directory_things as things
from . import places_things as places
from .directory_deeds import EVERYONE, MESSAGE, NO_GOVERNMENT, NOT_ITS_OWN, _appoint, _casa, _on
from .rows import Deed, World, deed

FIRST_TIME = NO_GOVERNMENT.replace("newcomer", "").strip()
NEITHER_ASKED_NOR_OWN = NOT_ITS_OWN.replace("newcomer", "").strip()
HANDS = "newcomer representative"  # focal point and editor of the house
Make = Callable[[World], Any]


def _ministry(world: World) -> Any:
    return world.cast.ministry


def _begin_authority(world: World, user: Any) -> Any:
    return services.begin(None, by=user, name="Police", kind="authority", seat=world.cast.sample_country)


def _begin_again(world: World, user: Any) -> Any:
    places.expert_waiting(world)
    return services.begin_expert(None, by=user, kind="academic", country=world.cast.sample_country)


def _enter(**values: Any) -> Callable[[World, Any], Any]:
    """Enter an authority in the country of the cast."""
    return lambda world, user: services.add_authority(None, by=user, seat=world.cast.sample_country, **values)


def _leave_to(successor: Callable[[World, Affiliation], Affiliation]) -> Callable[[World, Any], Any]:
    def leave(world: World, user: Any) -> Any:
        mine = places.only_focal_point(world)
        return services.leave(mine, by=user, successor=successor(world, mine))

    return leave


def _of_house(world: World, mine: Affiliation) -> Affiliation:
    return mine.organization.affiliations.get(person=world.cast.outsider)


def _of_another(world: World, _mine: Affiliation) -> Affiliation:
    return Affiliation.objects.get(person=world.cast.coordinator)


def _add(do: Any) -> list[Deed]:
    """Return the rows of adding to a list: networks add their own, and only their own."""

    def for_group(world: World, user: Any) -> Any:
        return do(places.group(world).pk, by=user, name={"en": "Rivers"})

    def for_alliance(world: World, user: Any) -> Any:
        return do(world.cast.alliance.pk, by=user, name={"en": "Rivers"})

    def for_secretariat(world: World, user: Any) -> Any:
        return do(world.cast.secretariat.pk, by=user, name={"en": "Rivers"})

    def twice(_world: World, user: Any) -> Any:
        do(None, by=SYSTEM, name={"en": "Rivers"})
        return do(None, by=user, name={"en": "Rivers"})

    return [
        deed("for a group of one's network", for_group, allowed="coordinator"),
        deed("for another's network", for_alliance),
        deed("for the secretariat", for_secretariat, allowed="officer"),
        deed("a name there is", twice, refused="officer"),
    ]


def _theme(network: str) -> Make:
    return lambda world: places.theme_of(getattr(world.cast, network))


def _general(_world: World) -> Theme:
    return Theme.objects.get(slug="drugs")


def _retired(network: str) -> Make:
    return lambda world: services.retire_entry(_theme(network)(world), by=SYSTEM)


def _merge(entry: Make, into: Make) -> Callable[[World, Any], Any]:
    return lambda world, user: services.merge_entry(entry(world), by=user, into=into(world))


def _other_theme(world: World) -> Theme:
    return places.theme_of(world.cast.alliance, "Lakes")


PLACES_DEEDS: dict[str, list[Deed]] = {
    # registration
    "directory.begin": [deed("an authority", _begin_authority, refused=NO_GOVERNMENT)],
    "directory.begin_expert": [deed("begun already", _begin_again, allowed=FIRST_TIME, refused="newcomer")],
    "directory.revise": [
        deed("of a house", _on(places.house, services.revise, about="x"), allowed="newcomer"),
        deed("vetted", _on(_casa, services.revise, about="x"), refused="representative"),
        deed("an authority", _on(_ministry, services.revise, about="x")),
        deed("expert draft", _on(things.expert, services.revise, about="x"), allowed="newcomer"),
        deed("expert submitted", _on(places.expert_waiting, services.revise, about="x"), refused="newcomer"),
    ],
    "directory.submit": [
        deed("of a house", _on(places.house, services.submit), allowed="newcomer"),
        deed("unfinished", _on(places.unfinished, services.submit), refused="newcomer"),
        deed("here already", _on(places.double, services.submit), refused="newcomer"),
        deed("another one, with the reason", _on(places.double, services.submit, distinct_because="New."), "newcomer"),
        deed("expert", _on(things.expert, services.submit), allowed="newcomer"),
    ],
    "directory.discard": [
        deed("draft of a house", _on(places.house, services.discard), allowed="newcomer"),
        deed("withdrawn", _on(places.house_withdrawn, services.discard), allowed="newcomer"),
    ],
    "directory.withdraw": [
        deed("draft of a house", _on(places.house, services.withdraw), allowed="newcomer"),
        deed("house waiting", _on(places.house_waiting, services.withdraw), allowed="newcomer"),
        deed("withdrawn", _on(places.house_withdrawn, services.withdraw), refused="newcomer"),
        deed("expert", _on(places.expert_waiting, services.withdraw), allowed="newcomer"),
        deed("vetted expert", _on(places.expert_vetted, services.withdraw), allowed="newcomer"),
    ],
    "directory.resubmit": [
        deed("withdrawn house", _on(places.house_withdrawn, services.resubmit), allowed="newcomer"),
        deed("suspended", _on(things.suspended, services.resubmit), refused="representative"),
    ],
    "directory.answer": [
        deed("house asked", _on(places.house_asked, services.answer, text="x"), allowed="newcomer"),
        deed("expert asked", _on(places.expert_asked, services.answer, text="x"), allowed="newcomer"),
        deed("decided", _on(things.decided, services.answer, text="x"), refused="newcomer"),
    ],
    # vetting: nobody vets their own
    "directory.take": [
        deed("a colleague's", _on(places.with_a_colleague, services.take), allowed="coordinator", refused="officer"),
        deed("own", _on(places.own_case, services.take)),
    ],
    "directory.release": [
        deed("a colleague's", _on(places.with_a_colleague, services.release), allowed="coordinator", refused="officer"),
        deed("own", _on(places.own_case, services.release)),
    ],
    "directory.ask": [
        deed("own", _on(places.own_case, services.ask, question="x")),
        deed("own as expert", _on(places.own_expert_case, services.ask, question="x")),
        deed("expert", _on(places.expert_case, services.ask, question="x"), allowed="officer"),
        deed("decided", _on(things.decided, services.ask, question="x"), refused="officer"),
    ],
    "directory.approve": [
        deed("own", _on(places.own_case, services.approve)),
        deed("own as expert", _on(places.own_expert_case, services.approve)),
        deed("expert", _on(places.expert_case, services.approve), allowed="officer"),
    ],
    "directory.refuse": [
        deed("own", _on(places.own_case, services.refuse, reason="x")),
        deed("own as expert", _on(places.own_expert_case, services.refuse, reason="x")),
        deed("expert asked", _on(places.expert_asked, services.refuse, reason="x"), allowed="officer"),
    ],
    "directory.suspend": [
        deed("own", _on(places.own_vetted, services.suspend, reason="x")),
        deed("waiting", _on(places.house_waiting, services.suspend, reason="x"), refused="officer"),
        deed("expert", _on(places.expert_vetted, services.suspend, reason="x"), allowed="officer"),
    ],
    "directory.reinstate": [
        deed("own", _on(places.own_suspended, services.reinstate, reason="x")),
        deed("waiting", _on(places.house_waiting, services.reinstate, reason="x"), refused="officer"),
        deed("expert", _on(places.expert_suspended, services.reinstate, reason="x"), allowed="officer"),
    ],
    "directory.judge_document": [deed("own", _on(places.own_document, services.judge_document, state="accepted"))],
    "directory.add_authority": [
        deed("of a kind that registers itself", _enter(name="Y", kind="academia"), refused="officer"),
        deed("here already", _enter(name="Ministry of Justice (sample)", kind="authority"), refused="officer"),
    ],
    "directory.appoint": [
        deed("own", _appoint(places.own_deserted)),
        deed("authority", _appoint(_ministry), allowed="officer"),
    ],
    # profile
    "directory.edit": [
        deed("of a house", _on(places.house, services.edit, acronym="NH"), allowed=f"{HANDS} officer"),
        deed("authority", _on(_ministry, services.edit, acronym="MJ"), allowed="government_observer officer"),
        deed("expert", _on(things.expert, services.edit, about="x"), allowed="newcomer officer"),
        deed("own vetted name", _on(places.own_vetted, services.edit, name="X"), refused="representative officer"),
        deed("own suspended", _on(places.own_suspended, services.edit), refused="representative officer"),
    ],
    "directory.set_visibility": [
        deed("of a house", _on(places.house, services.set_visibility, choices={}), allowed="newcomer"),
        deed("expert", _on(things.expert, services.set_visibility, choices={}), allowed="newcomer"),
        deed("authority", _on(_ministry, services.set_visibility, choices={}), allowed="government_observer"),
    ],
    "directory.set_safety": [
        deed("of a house", _on(places.house, services.set_safety, safety="unlisted"), allowed="newcomer"),
        deed("expert", _on(things.expert, services.set_safety, safety="unlisted"), allowed="newcomer"),
        deed(
            "a pseudonym that tells the name",
            _on(places.house, services.set_safety, safety="pseudonym", pseudonym="New Hope 2"),
            refused="newcomer",
        ),
    ],
    "directory.add_document": [
        deed(
            "of a house",
            lambda world, user: services.add_document(places.house(world), by=user, kind="other", file=things.file()),
            allowed=HANDS,
        ),
    ],
    "directory.edit_document": [
        deed("of a house", _on(places.house_document, services.edit_document, reach="public"), allowed=HANDS),
        deed("accepted", _on(places.accepted_document, services.edit_document, reach="public"), allowed=HANDS),
    ],
    "directory.remove_document": [
        deed("of a house", _on(places.house_document, services.remove_document), allowed=HANDS),
        deed("accepted", _on(places.accepted_document, services.remove_document), refused=HANDS),
    ],
    # people
    "directory.invite": [
        deed("of a house", _on(places.house, services.invite, email="x@sample.example", role="member"), "newcomer"),
        deed(
            "who belongs to it",
            _on(places.house, services.invite, email="outsider@sample.example", role="member"),
            refused="newcomer",
        ),
    ],
    "directory.renew_invitation": [
        # Whoever holds a link that has run out has a fresh one sent, to the same mailbox.
        deed("run out", _on(places.expired, services.renew_invitation), allowed=EVERYONE),
        deed("taken back", _on(places.revoked, services.renew_invitation), refused=HANDS),
    ],
    "directory.accept_invitation": [
        deed("run out", _on(places.expired, services.accept_invitation), refused="newcomer"),
        deed("taken back", _on(places.revoked, services.accept_invitation), refused="newcomer"),
    ],
    "directory.decline_invitation": [
        deed("run out", _on(places.expired, services.decline_invitation), allowed="newcomer"),
        deed("taken back", _on(places.revoked, services.decline_invitation), refused="newcomer"),
    ],
    "directory.change_role": [
        deed("of a house", _on(places.editor, services.change_role, role="member"), allowed="newcomer"),
        deed("ended", _on(places.ended, services.change_role, role="member"), refused="newcomer"),
    ],
    "directory.remove": [
        deed("of a house", _on(places.editor, services.remove), allowed="newcomer"),
        deed("ended", _on(places.ended, services.remove), refused="newcomer"),
    ],
    "directory.leave": [
        deed("editor of a house", _on(places.editor, services.leave), allowed="representative"),
        deed("ended", _on(places.ended, services.leave), refused="representative"),
        deed("with a successor", _leave_to(_of_house), allowed="newcomer"),
        deed("with a stranger", _leave_to(_of_another), refused="newcomer"),
    ],
    "directory.ask_to_join": [
        deed("an authority", _on(_ministry, services.ask_to_join, note="Me"), refused=NO_GOVERNMENT),
        deed("a draft", _on(things.draft, services.ask_to_join, note="Me"), refused=NO_GOVERNMENT),
        deed(
            "asked already",
            _on(lambda world: things.request(world).organization, services.ask_to_join, note="Me"),
            allowed=NEITHER_ASKED_NOR_OWN,
            refused=HANDS,
        ),
    ],
    "directory.accept_join": [
        deed("of a house", _on(places.house_request, services.accept_join), allowed="newcomer"),
        deed("decided", _on(places.request_declined, services.accept_join), refused="representative"),
    ],
    "directory.decline_join": [
        deed("of a house", _on(places.house_request, services.decline_join), allowed="newcomer"),
        deed("decided", _on(places.request_declined, services.decline_join), refused="representative"),
    ],
    "directory.withdraw_join": [
        deed("decided", _on(places.request_declined, services.withdraw_join), refused="newcomer"),
    ],
    # an alliance vouches by the networks' own deeds alone
    "directory.vouch": [deed("waiting", _on(places.house_waiting, vouching.vouch, name="Alliance"))],
    "directory.place_in_authority": [
        deed(
            "an observer's",
            lambda world, user: services.place_in_authority(world.cast.ministry, by=user, person=world.cast.newcomer),
        )
    ],
    "directory.unvouch": [deed("waiting", _on(places.house_waiting, vouching.unvouch, name="Alliance"))],
    # lists
    "directory.add_theme": _add(services.add_theme),
    "directory.add_service": _add(services.add_service),
    "directory.rename_entry": [
        deed("a network's", _on(_theme("americas"), services.rename_entry, name={"en": "Sea"}), allowed="coordinator"),
        deed("an alliance's", _on(_theme("alliance"), services.rename_entry, name={"en": "Sea"})),
    ],
    "directory.merge_entry": [
        deed("a network's into the general", _merge(_theme("americas"), _general), allowed="coordinator"),
        deed("the general into a network's", _merge(_general, _theme("americas")), refused="officer"),
        deed("into another network's", _merge(_theme("americas"), _other_theme), refused="coordinator"),
        deed("an alliance's", _merge(_theme("alliance"), _general)),
    ],
    "directory.retire_entry": [
        deed("a network's", _on(_theme("americas"), services.retire_entry), allowed="coordinator"),
        deed("an alliance's", _on(_theme("alliance"), services.retire_entry)),
    ],
    "directory.restore_entry": [
        deed("a network's", _on(_retired("americas"), services.restore_entry), allowed="coordinator"),
        deed("an alliance's", _on(_retired("alliance"), services.restore_entry)),
    ],
    # contact
    "directory.contact": [
        deed("authority", _on(_ministry, services.contact, **MESSAGE), refused=EVERYONE),
        deed("suspended", _on(things.suspended, services.contact, **MESSAGE), refused=EVERYONE),
        deed("nobody speaks", _on(things.deserted, services.contact, **MESSAGE), refused=EVERYONE),
    ],
}
