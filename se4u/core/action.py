"""Every write is an action: one right, one transaction, one event, one name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from inspect import signature
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext as _

from . import authority
from .following import followed
from .models import Event, RowName

P = ParamSpec("P")
R = TypeVar("R")
S = TypeVar("S")


class System:
    """The named actor of scheduled work and of the command line: an operator's hand, without a person's key."""

    pk = None
    actor_key = None
    is_authenticated = True

    def has_perm(self, perm: str, obj: object = None) -> bool:  # noqa: ARG002  the signature of every actor
        """Allow everything: who runs commands on the machine holds the database anyway."""
        return True

    def __str__(self) -> str:
        return "system"


SYSTEM = System()


def person(by: Any) -> Any:
    """Return the actor where a row wants a person: none for scheduled work and the command line."""
    return by if getattr(by, "pk", None) else None


class Refused(PermissionDenied):
    """The deed is not possible now; the message says why and what to do, and may be shown."""


def needed(text: str, message: str) -> str:
    """Return a required text without surrounding blanks, or refuse with the message where nothing of it can be read."""
    text = text.strip()
    if not any(character.isalnum() for character in text):  # invisible characters are no blanks
        raise Refused(message)
    return text


@dataclass(frozen=True)
class Action:
    """What is known of a deed by its name."""

    name: str
    function: Callable[..., Any]
    record: tuple[str, ...]
    unattributed: bool

    @property
    def app(self) -> str:
        return self.name.partition(".")[0]

    @property
    def summary(self) -> str:
        """The first line of the function's docstring, for docs/permissions.md."""
        return (self.function.__doc__ or "").strip().partition("\n")[0]


ACTIONS: dict[str, Action] = {}


def action(
    name: str, *, record: tuple[str, ...] = (), unattributed: bool = False
) -> Callable[[Callable[Concatenate[S, P], R]], Callable[Concatenate[S, P], R]]:
    """Turn a service function into the one door for a deed.

    The function is called `deed(subject, by=actor, ...)`. The permission of the same name is asked of the actor on the
    first argument (for a creation: the parent, or None), in the same transaction as the deed. Only the arguments named in
    `record` enter the event. With `unattributed` the event names nobody (ballots, protected contributions).

    Where there is an error nothing stays: neither what the function wrote nor the event.

    Raises PermissionDenied without the right, `authority.SecondFactorRequired` where a mandate is used without one, and
    `Refused` (from the function) where the state forbids it, or where the first argument was deleted meanwhile.
    """

    def register(function: Callable[Concatenate[S, P], R]) -> Callable[Concatenate[S, P], R]:
        parameters = signature(function)
        if not {"by", *record} <= parameters.parameters.keys():
            raise TypeError(f"{name}: the deed takes `by`, and records arguments of its own")

        @wraps(function)
        def run(subject: S, /, *args: P.args, **kwargs: P.kwargs) -> R:
            actor: Any = kwargs["by"]
            with _told_if_gone(subject), transaction.atomic():
                require(actor, name, subject)
                before = _reference("subject", subject)  # a deed may remove what it was done to
                with followed(name, subject, actor):
                    result = function(subject, *args, **kwargs)
                bound = parameters.bind(subject, *args, **kwargs)
                bound.apply_defaults()
                data = {key: plain(bound.arguments[key]) for key in record}
                write_event(name, None if unattributed else actor, subject, result, data, before)
            authority.forget()
            return result

        ACTIONS[name] = Action(name, function, record, unattributed)
        return run

    return register


@contextmanager
def _told_if_gone(subject: object) -> Iterator[None]:
    """Tell whoever came second that the row was deleted meanwhile; something else missing stays a fault of ours."""
    known = subject.pk if isinstance(subject, models.Model) else None
    try:
        yield
    except ObjectDoesNotExist:
        if known is None or type(subject)._default_manager.filter(pk=known).exists():  # type: ignore[attr-defined]
            raise
        raise Refused(_("This no longer exists.")) from None


def require(actor: Any, perm: str, obj: object = None) -> None:
    """Raise PermissionDenied unless the actor holds the permission, asking for the second factor of a mandate used."""
    with authority.acting():
        if not actor.has_perm(perm, obj):
            raise PermissionDenied(perm)


def write_event(
    name: str,
    actor: Any,
    subject: object,
    result: object,
    data: dict[str, Any],
    before: dict[str, Any] | None = None,
) -> None:
    """Append one event: the subject is what the deed made, or what it was done to; the scope is the first argument.

    `before` is the reference to the first argument as it was, for deeds that remove it.
    """
    made = result if isinstance(result, models.Model) else subject
    about = _reference("subject", made)
    if made is subject and before and about["subject_pk"] is None:
        about = before
    Event.objects.create(
        action=name,
        actor_key=getattr(actor, "actor_key", None),
        data=data,
        **about,
        **_reference("scope", getattr(made, "event_scope", subject)),
    )


def _reference(role: str, item: object) -> dict[str, Any]:
    if isinstance(item, RowName):
        return {f"{role}_label": item.label, f"{role}_pk": item.pk}
    if isinstance(item, models.Model):
        number = item.pk if isinstance(item.pk, int) else None  # rows known by something else have no number to keep
        return {f"{role}_label": item._meta.label_lower, f"{role}_pk": number}
    return {f"{role}_label": "", f"{role}_pk": None}


def plain(value: object) -> object:
    """Reduce an argument to what JSON can hold: models to label and key, dates to ISO, collections to lists."""
    if isinstance(value, models.Model):
        return f"{value._meta.label_lower}:{value.pk}"
    if isinstance(value, (set, frozenset, list, tuple, models.QuerySet)):
        return [plain(item) for item in value]
    if value is None or isinstance(value, (bool, int, float, str)):
        return str(value) if isinstance(value, str) else value
    return str(value)
