"""What is kept of people, why, and until when: every app states it in its `privacy.py`, for every field of every model.

The tables are read by a test (no field may be forgotten) and by `se4u permissions`, which writes docs/personal-data.md.
They change nothing at run time: erasing and pruning are done by `personal.py` and `tick.py`, and tests hold both to these
tables (tests/meta/test_keeping.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import models

from .models import Event, Keyed, SearchDocument, Submission, Upload


class Kind(StrEnum):
    """What a personal field tells of a person."""

    NAME = "name"
    CONTACT = "contact"
    PLACE = "place or language"
    CHOICE = "choice or setting"
    LINK = "who it is or who did it"  # a key to a person
    MARK = "time of a deed"
    TEXT = "free text that may name people"
    SECRET = "secret or digest, never readable"  # noqa: S105  a kind, not a secret


class Until(StrEnum):
    """When a personal field goes."""

    ACCOUNT = "the person deletes the account"
    CUT = "the person deletes the account; the row stays without them"
    BODY = "the organisation or network is removed"
    SESSION = "the sign-in ends"
    USED = "the link was used or has expired"
    PRUNED = "some days later; `se4u tick` prunes it"
    HISTORY = "never: it names nobody once the account is deleted"


@dataclass(frozen=True)
class Kept:
    """One personal field: what it tells and when it goes."""

    kind: Kind
    until: Until


@dataclass(frozen=True)
class Statement:
    """What a model says of its fields; together they must be all of them."""

    personal: Mapping[str, Kept] = field(default_factory=dict)
    other: frozenset[str] = frozenset()
    note: str = ""  # what else is to be said of how long rows are kept
    withheld: Mapping[str, str] = field(default_factory=dict)  # what "export my data" leaves out, and why

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(self.personal) | self.other


UNREADABLE = "a secret, of which nothing readable is kept"
OF_OTHERS = "it belongs to the organisation or network; its people read it there"
COPY = "a working copy of what is exported otherwise; it is deleted by itself"
EMPTY = "this stays empty"
KEY = "a random key; what is told by it is exported"
STATEMENTS: dict[type[models.Model], Statement] = {}


def states(
    model: type[models.Model],
    personal: Mapping[str, tuple[Kind, Until]] | None = None,
    *,
    other: str = "",
    note: str = "",
    withheld: Mapping[str, str] | None = None,
) -> None:
    """State of a model which fields are personal, and until when they are kept; `other` names the rest, set apart by spaces.

    `withheld` names, set apart by spaces, the personal fields a person does not get by "export my data", each time with the
    reason; secrets need none. A test compares this with what is exported.

    Raises ValueError when a field stands twice or the model has spoken already.
    """
    kept = {name: Kept(*said) for name, said in (personal or {}).items()}
    rest = other.split()
    if model in STATEMENTS:
        raise ValueError(f"{model._meta.label} is stated twice")
    if len(set(rest)) != len(rest) or kept.keys() & set(rest):
        raise ValueError(f"{model._meta.label}: a field is stated twice")
    left_out = {name: why for names, why in (withheld or {}).items() for name in names.split()}
    if left_out.keys() - kept.keys():
        raise ValueError(f"{model._meta.label}: only personal fields are withheld")
    left_out |= {name: UNREADABLE for name, said in kept.items() if said.kind is Kind.SECRET}
    STATEMENTS[model] = Statement(kept, frozenset(rest), note, left_out)


def fields_of(model: type[models.Model]) -> frozenset[str]:
    """Return the fields that must be stated: all columns and many-to-many relations but row number and public key."""
    columns = {item.name for item in (*model._meta.concrete_fields, *model._meta.local_many_to_many)}
    return frozenset(columns - {"id"} - ({"key"} if issubclass(model, Keyed) else set()))


def load() -> Mapping[type[models.Model], Statement]:
    """Import every app's `privacy.py` and return all statements."""
    from django.utils.module_loading import autodiscover_modules  # noqa: PLC0415  needs the app registry

    autodiscover_modules("privacy")
    return STATEMENTS


# -- what core itself keeps
states(
    Event,
    {"actor_key": (Kind.LINK, Until.HISTORY), "at": (Kind.MARK, Until.HISTORY)},
    other="action subject_label subject_pk scope_label scope_pk data",
    withheld={"actor_key": KEY},
)
states(
    Submission,
    {"actor": (Kind.LINK, Until.PRUNED), "at": (Kind.MARK, Until.PRUNED)},
    other="key digest path location",
    withheld={"actor at": COPY},
)
states(
    Upload,
    {
        "name": (Kind.TEXT, Until.BODY),
        "actor_key": (Kind.LINK, Until.HISTORY),
        "at": (Kind.MARK, Until.BODY),
    },
    other="file content_type size sha256",
    withheld={"actor_key": KEY},
)
# The folded text of what stands elsewhere; it goes with the object, or when the account behind it is deleted.
states(
    SearchDocument,
    {
        "title": (Kind.NAME, Until.BODY),
        "body": (Kind.TEXT, Until.BODY),
        "sort_key": (Kind.NAME, Until.BODY),
    },
    other="label object_pk levels",
    withheld={"title body sort_key": COPY},
)
