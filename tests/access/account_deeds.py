"""The deeds of accounts: done to oneself alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from se4u.accounts import services
from se4u.accounts.models import User

from .rows import Deed, World, deed


def _own(do: Callable[[User, Any], Any]) -> list[Deed]:
    """Return the row of a deed to the newcomer's account: the newcomer may, nobody else, not even an officer."""
    return [deed("any", lambda world, user: do(world.cast.newcomer, user), allowed="newcomer")]


def _erase(person: User, user: Any) -> None:
    services.erase(person, by=user, answers={})


def _leave_unfinished(world: World, user: Any) -> None:
    services.erase(world.cast.representative, by=user, answers={})


ACCOUNT_DEEDS: dict[str, list[Deed]] = {
    "accounts.agree": _own(lambda person, user: services.agree(person, by=user)),
    "accounts.update_profile": _own(lambda person, user: services.update_profile(person, by=user, name="Noor")),
    "accounts.choose_delivery": _own(lambda person, user: services.choose_delivery(person, by=user, delivery="here")),
    "accounts.end_session": _own(lambda person, user: services.end_session(person, by=user, session_key="x")),
    "accounts.end_other_sessions": _own(lambda person, user: services.end_other_sessions(person, by=user, keep="x")),
    "accounts.end_all_sessions": _own(lambda person, user: services.end_all_sessions(person, by=user)),
    "accounts.erase": [
        *_own(_erase),
        deed("sole focal point, nothing handed over", _leave_unfinished, refused="representative"),
    ],
}
