"""One state per object, one table of next states, one door."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from .action import Refused

M = TypeVar("M", bound=models.Model)


class WrongState(Refused):
    """The object is no longer (or not yet) in a state that allows the deed; someone else may have been faster."""


def lock(obj: M) -> M:
    """Lock the row until the transaction ends and bring `obj` up to date with it.

    Raises WrongState when the row is gone.
    """
    fresh = type(obj)._default_manager.select_for_update().filter(pk=obj.pk).first()
    if fresh is None:
        raise WrongState(_("This no longer exists."))
    for field in obj._meta.concrete_fields:
        setattr(obj, field.attname, getattr(fresh, field.attname))
    return obj


def check_step(obj: models.Model, to: str) -> None:
    """Raise WrongState unless the state of an object allows the step; also for pages that serve it."""
    state: str = obj.state  # type: ignore[attr-defined]
    if to not in obj.LIFECYCLE.get(state, frozenset()):  # type: ignore[attr-defined]
        raise _too_late(obj)


def move(obj: M, to: str, **values: Any) -> M:
    """Move an object to another state, with the fields that belong to the step, in one locked write.

    The model names its table `LIFECYCLE` (state -> next states) and has a field `state`. Call it inside an action, before
    anything else is written. Raises WrongState with a sentence for the person who came second.
    """
    check_step(lock(obj), to)
    values["state"] = to
    for name, value in values.items():
        setattr(obj, name, value)
    obj.save(update_fields=list(values))
    return obj


def only_in(obj: M, *states: str) -> M:
    """Lock the row and raise WrongState unless it is in one of these states; for deeds that move nothing themselves."""
    lock(obj)
    if obj.state not in states:  # type: ignore[attr-defined]
        raise _too_late(obj)
    return obj


def _too_late(obj: models.Model) -> WrongState:
    current = obj.get_state_display()  # type: ignore[attr-defined]
    return WrongState(_("This is now “%(state)s”. Somebody may have been faster: look again.") % {"state": current})
