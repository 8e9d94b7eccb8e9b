"""Pages by place: focal point, editor and plain member of one house (N, R, X), its protection, and officers as a party.

V N R C M G O X. Whoever belongs to the house and lacks the right meets 403; for everyone else it does not exist.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import directory_things as things
from . import places_things as places
from .rows import Page, World

FOCAL_POINT = "32044440"
FOCAL_POINT_BEFORE_OFFICER = "32044400"  # who sees it and may not
FOCAL_POINT_DEED = "33044400"
WRITERS = "32244420"
WRITERS_NOT_OFFICER = "32244400"
PEOPLE = "32244442"
PEOPLE_AND_OFFICER = "32244422"
PUBLIC_TO_PEOPLE = "42244422"  # not a kind of page that is for members alone: 404 for visitors too
OFFICER_ON_IT = "30044420"
OFFICER_DEED_ON_IT = "30044430"
NOBODY = "34444444"
AUTHORITY = "34444224"  # its focal point and officers
Args = Callable[[World], list[Any]]


def _of(make: Callable[[World], Any], *rest: Any) -> Args:
    """Return the key of a thing made for the row, and what follows it in the address."""
    return lambda world: [make(world).key, *rest]


def _in(make: Callable[[World], Any], *rest: Any) -> Args:
    """Return the keys of the organisation of a thing and of the thing, and what follows."""

    def keys(world: World) -> list[Any]:
        thing = make(world)
        return [thing.organization.key, thing.key, *rest]

    return keys


def _under_casa(make: Callable[[World], Any], *rest: Any) -> Args:
    """Return the key of the representative's organisation with a thing of the house, which is not there."""
    return lambda world: [world.cast.casa_abierta.key, make(world).key, *rest]


def _ministry(*rest: Any) -> Args:
    return lambda world: [world.cast.ministry.key, *rest]


def _plain(*args: Any) -> Args:
    return lambda _world: list(args)


def _secret(make: Callable[[World], Any]) -> Args:
    """Return the secret of an invitation in the state of `make`."""

    def word(world: World) -> list[Any]:
        return [things.linked(make(world))]

    return word


def _expert(make: Callable[[World], Any]) -> Args:
    """Make the newcomer an expert; the address names nobody."""
    return lambda world: [make(world), []][1]


def _entry_of(network: str) -> Args:
    return lambda world: ["themes", places.theme_of(getattr(world.cast, network)).slug]


LINK_ROWS = [
    Page("22000000", _secret(things.invitation)),
    Page("22222222", _secret(places.expired)),  # whoever holds the link may ask for another, to the same mailbox
    Page("11111111", _secret(things.used)),
    Page("11111111", _secret(places.revoked)),
    Page("44444444", _plain("garbage")),
]

PLACES_PAGES: dict[str, list[Page]] = {
    "file": [
        Page(PUBLIC_TO_PEOPLE, _of(places.upload)),
        Page("44222422", _of(things.shown_file("members"))),
        Page("44222222", _of(things.shown_file("members", governments=True))),
        Page("44222422", _of(things.shown_file("members", governments=True, gate=False))),
        Page("22222222", _of(things.shown_file("public"))),
        Page("44244424", _of(things.shown_file("public", safety="unlisted"))),
        Page("44244424", _of(things.shown_file("public", safety="pseudonym"))),
        Page("44444444", _of(places.unowned)),
        Page("44444444", _plain("nothing")),
    ],
    # protection
    "directory:profile": [
        Page(PUBLIC_TO_PEOPLE, _of(places.house)),
        Page(PUBLIC_TO_PEOPLE, _of(places.house_waiting)),
        Page(PUBLIC_TO_PEOPLE, _of(places.house_unlisted)),
        Page("44244424", _of(things.suspended)),
        Page("22222222", _of(places.house_vetted)),
    ],
    "directory:expert": [
        Page("22222222", _of(places.expert_vetted)),
        *(
            Page("42444424", _of(make))
            for make in (places.expert_waiting, places.expert_unlisted, places.expert_suspended)
        ),
    ],
    "directory:contact": [
        Page("44444444", _of(places.house_unlisted)),
        Page("44444444", _of(things.suspended)),
        Page("44444444", _plain("nothing")),
    ],
    "directory:join": [
        Page(PEOPLE_AND_OFFICER, _of(places.house_unlisted)),
        Page(NOBODY, _plain("nothing")),
    ],
    # registration
    **{
        f"directory:register_{step}": [
            Page(FOCAL_POINT, _of(places.house)),
            Page(NOBODY, _of(places.house_waiting)),
            Page(NOBODY, _plain("nothing")),
        ]
        for step in ("name", "similar", "work", "you")
    },
    "directory:register_same": [
        Page("33044440", _of(places.house)),
        Page("32444444", _of(places.double)),
        Page(NOBODY, _plain("nothing")),
    ],
    "directory:register_withdraw": [Page(FOCAL_POINT, _of(places.house_waiting)), Page(NOBODY, _plain("nothing"))],
    "directory:register_discard": [Page(FOCAL_POINT, _of(places.house_waiting)), Page(NOBODY, _plain("nothing"))],
    "directory:status": [Page(PEOPLE, _of(places.house_waiting)), Page(NOBODY, _plain("nothing"))],
    "directory:answer": [Page(FOCAL_POINT_BEFORE_OFFICER, _of(places.house_asked)), Page(NOBODY, _plain("nothing"))],
    "directory:register_expert": [Page("33222022", _expert(places.expert_waiting))],
    "directory:expert_review": [Page(NOBODY, _expert(places.expert_waiting))],
    # vetting
    "directory:case": [Page("30000020", _of(places.house_case)), Page("30000020", _of(places.expert_case))],
    "directory:decide": [
        *(Page("30000030", _of(places.house_case, deed)) for deed in ("take", "release", "ask", "approve", "refuse")),
        Page("30000000", _of(places.own_case, "approve")),
        Page("30000000", _of(places.own_expert_case, "approve")),
        Page("30000040", _plain("nothing", "approve")),
    ],
    "directory:standing": [
        Page(OFFICER_ON_IT, _of(places.house_vetted, "suspend")),
        Page("34044404", _of(places.own_vetted, "suspend")),
        Page("30444424", _of(places.expert_vetted, "suspend")),
        Page(NOBODY, _plain("nothing", "suspend")),
    ],
    # lists
    "directory:entry_add": [Page("30000040", _plain("countries"))],
    "directory:entry": [
        Page("30000040", _plain("themes", "nothing")),
        Page("30000040", _plain("countries", "drugs")),
        Page("30000000", _entry_of("americas")),
    ],
    "directory:entry_merge": [
        Page("30000040", _plain("themes", "nothing")),
        Page("30000000", _entry_of("americas")),
    ],
    "directory:entry_offer": [
        Page("30000040", _plain("themes", "nothing")),
        Page("30000000", _entry_of("americas")),
    ],
    # profile
    "directory:edit": [
        Page(WRITERS, _of(places.house)),
        Page(AUTHORITY, _ministry()),
        Page("33444434", _of(places.expert_waiting)),
        Page(NOBODY, _plain("nothing")),
    ],
    "directory:edit_section": [
        *(Page(WRITERS, _of(places.house, name)) for name in ("identity", "place", "work", "standing", "contact")),
        Page("34444440", _of(places.house, "nothing")),
        Page("32444424", _of(places.expert_waiting, "expert")),
        Page(NOBODY, _of(places.expert_waiting, "work")),
    ],
    "directory:preview": [Page(WRITERS, _of(places.house_unlisted)), Page("32444424", _of(places.expert_unlisted))],
    **{
        f"directory:{name}": [
            Page(FOCAL_POINT_BEFORE_OFFICER, _of(places.house)),
            Page("32444404", _of(places.expert_waiting)),
            Page("34444204", _ministry()),
            Page(NOBODY, _plain("nothing")),
        ]
        for name in ("visibility", "safety")
    },
    "directory:documents": [
        Page(WRITERS, _of(places.house)),
        Page(NOBODY, _of(places.expert_waiting)),
    ],
    "directory:document": [
        Page(WRITERS_NOT_OFFICER, _in(places.house_document)),
        Page(NOBODY, _under_casa(places.house_document)),
        Page(NOBODY, lambda world: [places.house(world).key, "nothing"]),
    ],
    "directory:document_remove": [
        Page(WRITERS_NOT_OFFICER, _in(places.house_document)),
        Page(NOBODY, _under_casa(places.house_document)),
    ],
    "directory:document_judge": [
        Page(OFFICER_DEED_ON_IT, _in(places.house_document, "accept")),
        Page("34044404", _in(places.own_document, "accept")),
        Page("30044440", _in(places.house_document, "nothing")),
        Page(NOBODY, _under_casa(places.house_document, "accept")),
    ],
    # people
    "directory:people": [
        Page(PEOPLE_AND_OFFICER, _of(places.house)),
        Page(AUTHORITY, _ministry()),
        Page(NOBODY, _plain("nothing")),
    ],
    "directory:invite": [Page(FOCAL_POINT_DEED, _of(places.house))],
    "directory:leave": [Page(PEOPLE, _of(places.house)), Page(NOBODY, _plain("nothing"))],
    "directory:appoint": [
        Page(OFFICER_DEED_ON_IT, _of(places.house)),
        Page("34044404", _of(places.own_deserted)),
    ],
    **{
        f"directory:{name}": [
            Page(FOCAL_POINT_BEFORE_OFFICER, _in(places.editor)),
            Page(NOBODY, _under_casa(places.editor)),
            Page("34444444", _in(places.ended)),
        ]
        for name in ("role", "remove")
    },
    **{
        f"directory:{name}": [
            Page("34044400", lambda world: [places.house(world).key, things.invitation(world).key]),
            Page(NOBODY, _plain("nothing", "nothing")),
        ]
        for name in ("invitation_again", "invitation_revoke")
    },
    "directory:join_decide": [
        Page(FOCAL_POINT_DEED, _in(places.house_request, "accept")),
        Page(NOBODY, _in(places.house_request, "nothing")),
        Page(NOBODY, _under_casa(places.house_request, "accept")),
    ],
    "directory:join_withdraw": [Page("34434444", _of(places.house_request)), Page(NOBODY, _plain("nothing"))],
    # invitations
    **{
        f"directory:{name}": LINK_ROWS
        for name in ("invitation", "invitation_accept", "invitation_decline", "invitation_renew")
    },
    "directory:invited": [
        Page("32444444", _of(places.expired)),
        Page("31444444", _of(things.used)),
        Page(NOBODY, _plain("nothing")),
    ],
    "directory:invited_decide": [
        Page(NOBODY, _of(things.invitation, "nothing")),
        Page(NOBODY, _plain("nothing", "accept")),
    ],
}
