"""Pages of registration, vetting, people, profiles and lists: V N R C M G O X."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import directory_things as things
from .rows import Page, World

SIGNED_IN = "32222222"
NO_GOVERNMENT = "32222022"  # people of governments neither register nor join
APPLICANT = "32444444"  # the newcomer, whose draft or case it is
OFFICER = "30000020"
OFFICER_DEED = "30000030"
ITS_PEOPLE = "34244444"  # the representative, whose organisation it is
ITS_PEOPLE_AND_OFFICER = "34244424"
ITS_PEOPLE_NOT_OFFICER = "34244404"
ITS_DEED = "34344404"
OFFICER_ON_IT = "34044424"
OFFICER_DEED_ON_IT = "34044434"


def _of(make: Callable[[World], Any]) -> Callable[[World], list[Any]]:
    """Return the key of a thing made for the row."""
    return lambda world: [make(world).key]


def _case(world: World) -> list[Any]:
    return [things.submitted(world).key]


def _casa(*rest: Any) -> Callable[[World], list[Any]]:
    """Return the key of the representative's organisation and what follows it in the address."""
    return lambda world: [
        world.cast.casa_abierta.key,
        *(part(world).key if callable(part) else part for part in rest),
    ]


def _expert(world: World) -> list[Any]:
    things.expert(world)
    return []


DIRECTORY_PAGES: dict[str, list[Page]] = {
    "directory:register": [Page(NO_GOVERNMENT)],
    "directory:register_begin": [Page(NO_GOVERNMENT), Page("34444044", query="?entry=nothing")],
    **{
        f"directory:register_{step}": [Page(APPLICANT, _of(things.draft))]
        for step in ("name", "similar", "work", "you")
    },
    "directory:register_same": [Page("33444444", _of(things.draft))],
    "directory:register_withdraw": [Page(APPLICANT, _of(things.draft))],
    "directory:register_discard": [Page(APPLICANT, _of(things.draft))],
    "directory:expert_discard": [Page("34444444"), Page(APPLICANT, _expert)],
    "directory:status": [Page(APPLICANT, _of(things.draft))],
    "directory:answer": [Page("32444404", _of(things.asked)), Page("30444404", _of(things.submitted))],
    "directory:register_expert": [Page(NO_GOVERNMENT)],
    "directory:expert_review": [Page("34444444"), Page(APPLICANT, _expert)],
    "directory:expert_status": [Page("34444444"), Page(APPLICANT, _expert)],
    "directory:expert_withdraw": [Page("34444444"), Page(APPLICANT, _expert)],
    "directory:queue": [Page(OFFICER)],
    "directory:case": [Page(OFFICER, _case), Page("30000040", lambda _world: ["nothing"])],
    "directory:decide": [
        Page(OFFICER_DEED, lambda world: [*_case(world), "approve"]),
        Page("30000040", lambda world: [*_case(world), "nothing"]),
    ],
    "directory:authorities": [Page(OFFICER)],
    "directory:standing": [Page(OFFICER_ON_IT, _casa("suspend")), Page("34444444", _casa("nothing"))],
    "directory:vocabulary": [Page(OFFICER)],
    "directory:entry_add": [Page(OFFICER, lambda _world: ["themes"])],
    "directory:entry": [Page(OFFICER, lambda _world: ["themes", "drugs"])],
    "directory:entry_merge": [Page(OFFICER, lambda _world: ["themes", "drugs"])],
    "directory:entry_offer": [Page(OFFICER, lambda _world: ["themes", "drugs"])],
    "directory:edit": [Page(ITS_PEOPLE_AND_OFFICER, _casa())],
    "directory:edit_section": [
        Page(ITS_PEOPLE_AND_OFFICER, _casa("work")),
        Page("34444444", _casa("nothing")),
    ],
    "directory:preview": [Page(ITS_PEOPLE_AND_OFFICER, _casa())],
    "directory:visibility": [Page(ITS_PEOPLE_NOT_OFFICER, _casa())],
    "directory:safety": [Page(ITS_PEOPLE_NOT_OFFICER, _casa())],
    "directory:documents": [Page(ITS_PEOPLE_AND_OFFICER, _casa())],
    "directory:document": [Page(ITS_PEOPLE_NOT_OFFICER, _casa(things.document))],
    "directory:document_remove": [Page(ITS_PEOPLE_NOT_OFFICER, _casa(things.document))],
    "directory:document_judge": [Page(OFFICER_DEED_ON_IT, _casa(things.document, "accept"))],
    "directory:contact": [
        Page("22222222", _casa()),
        Page("44444444", lambda world: [world.cast.ministry.key]),
    ],
    "directory:people": [Page(ITS_PEOPLE_AND_OFFICER, _casa())],
    "directory:invite": [Page(ITS_DEED, _casa())],
    "directory:leave": [Page(ITS_PEOPLE, _casa())],
    "directory:appoint": [Page(OFFICER_DEED_ON_IT, _casa())],
    "directory:role": [Page(ITS_PEOPLE_NOT_OFFICER, _casa(things.focal_point))],
    "directory:remove": [Page(ITS_PEOPLE_NOT_OFFICER, _casa(things.focal_point))],
    "directory:invitation_again": [Page(ITS_DEED, _casa(things.invitation))],
    "directory:invitation_revoke": [Page(ITS_DEED, _casa(things.invitation))],
    "directory:join": [Page(NO_GOVERNMENT, _casa()), Page("34444444", lambda world: [world.cast.ministry.key])],
    "directory:join_decide": [Page(ITS_DEED, _casa(things.request, "accept"))],
    "directory:join_withdraw": [Page("33444444", _of(things.request))],
    "directory:invited": [Page(APPLICANT, _of(things.invitation))],
    "directory:invited_decide": [Page("33444444", lambda world: [things.invitation(world).key, "accept"])],
}
