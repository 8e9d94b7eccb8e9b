"""Where a list goes: reference entries or organisations, read and written in bulk behind one interface."""

from __future__ import annotations

import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, ClassVar, NamedTuple, cast

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone

from se4u.core import search
from se4u.core.models import SearchDocument
from se4u.core.visibility import Safety
from se4u.directory import cards
from se4u.directory.models import Affiliation, Filing, Import, Imported, Organization, ReferenceEntry, Vetted
from se4u.directory.names import sort_name

from .checking import Draft, Options

BATCH = 1000
Facts = dict[str, Any]


class Known(NamedTuple):
    """What is here already, as far as matching needs it."""

    pk: int
    name: str
    country: int | None
    domain: str
    key: str = ""  # in the address of its profile


class Target(ABC):
    """One table a list can go to. Facts are named as columns; relations to many are sorted lists of keys."""

    model: ClassVar[type[models.Model]]
    link: ClassVar[str]  # the field of `Imported` that points here
    columns: ClassVar[Mapping[str, str]]  # fact -> model field
    many: ClassVar[tuple[str, ...]] = ()
    watched: ClassVar[tuple[str, ...]] = ()  # not written by imports, but a change of them forbids the undo

    @abstractmethod
    def known(self) -> Iterator[Known]:
        """Yield everything here."""

    @abstractmethod
    def kept_by_others(self, pks: Collection[int]) -> set[int]:
        """Return those of these rows an import must not change, because people look after them."""

    @abstractmethod
    def build(self, facts: Facts, run: Import) -> models.Model:
        """Return a new row with its facts, not yet saved."""

    @abstractmethod
    def prepare(self, row: Any) -> None:
        """Set what follows from the facts, before a row is saved."""

    @abstractmethod
    def settle(self, run: Import) -> None:
        """Bring what stands beside the rows up to date, after an import or its undo."""

    def facts(self, pks: Iterable[int]) -> dict[int, Facts]:
        """Return all facts of some rows, in a constant number of queries per batch."""
        found: dict[int, Facts] = {}
        for batch in _batches(pks):
            names = [*self.columns, *self.watched]
            attributes = [*self.columns.values(), *self.watched]
            for pk, *values in self.model._default_manager.filter(pk__in=batch).values_list("pk", *attributes):
                found[pk] = dict(zip(names, values, strict=True)) | {name: [] for name in self.many}
            for name in self.many:
                for pk, other in self._pairs(name, batch):
                    found[pk][name].append(other)
        return found

    def _pairs(self, name: str, pks: Collection[int]) -> Any:
        relation: Any = self.model._meta.get_field(name)
        mine, other = relation.m2m_field_name(), relation.m2m_reverse_field_name()
        rows = relation.remote_field.through.objects.filter(**{f"{mine}_id__in": pks})
        return rows.order_by(f"{other}_id").values_list(f"{mine}_id", f"{other}_id")

    def create(self, drafts: list[Draft], run: Import) -> list[int]:
        """Write new rows and return their keys, in the order of the drafts."""
        rows = [self.build(draft.facts, run) for draft in drafts]
        for row in rows:
            self.prepare(row)
        made = self.model._default_manager.bulk_create(rows, batch_size=BATCH)
        self._write_many({row.pk: draft.facts for row, draft in zip(made, drafts, strict=True)})
        return [row.pk for row in made]

    def update(self, changes: Mapping[int, Facts]) -> None:
        """Write changed facts by key."""
        fields = {self.columns[name] for facts in changes.values() for name in facts if name in self.columns}
        written = [*sorted(field.removesuffix("_id") for field in fields), "sort_name"]
        for batch in _batches(changes):
            rows = list(self.model._default_manager.filter(pk__in=batch))
            for row in rows:
                for name, value in changes[row.pk].items():
                    if name in self.columns:
                        setattr(row, self.columns[name], value)
                self.prepare(row)
            if rows and fields:
                self.model._default_manager.bulk_update(rows, written, batch_size=100)
        self._write_many(changes, replace=True)

    def _write_many(self, facts: Mapping[int, Facts], *, replace: bool = False) -> None:
        for name in self.many:
            relation: Any = self.model._meta.get_field(name)
            mine, other = relation.m2m_field_name(), relation.m2m_reverse_field_name()
            through = relation.remote_field.through
            wanted = {pk: values[name] for pk, values in facts.items() if name in values}
            if replace:
                for batch in _batches(wanted):
                    through.objects.filter(**{f"{mine}_id__in": batch}).delete()
            pairs = (
                through(**{f"{mine}_id": pk, f"{other}_id": value}) for pk, values in wanted.items() for value in values
            )
            through.objects.bulk_create(pairs, batch_size=BATCH)

    def delete(self, pks: Collection[int]) -> None:
        """Delete rows an import made."""
        for batch in _batches(pks):
            self.model._default_manager.filter(pk__in=batch).delete()

    def pointed_at(self, pks: Collection[int]) -> set[int]:
        """Return those of these rows that something else points at: people, memberships, documents, of any app."""
        found: set[int] = set()
        for relation in self.model._meta.get_fields(include_hidden=True):
            if not isinstance(relation, models.ForeignObjectRel) or relation.many_to_many:
                continue
            table = relation.related_model
            if table in self.own_tables() or cast(Any, table._meta.auto_created) is self.model:
                continue
            column = relation.field.attname
            for batch in _batches(pks):
                rows = table._default_manager.filter(**{f"{column}__in": batch})
                found |= set(rows.values_list(column, flat=True))
        return found

    def own_tables(self) -> tuple[type[models.Model], ...]:
        """The tables an import itself fills beside the rows."""
        return (Imported,)


class Entries(Target):
    """Reference entries."""

    model = ReferenceEntry
    link = "entry"
    columns: ClassVar = {
        "name": "name",
        "kind": "kind",
        "country": "country_id",
        "website": "website",
        "domain": "domain",
    }
    watched = ("claimed_by_id",)

    def known(self) -> Iterator[Known]:
        rows = ReferenceEntry.objects.order_by("pk").values_list("pk", "name", "country_id", "domain")
        return (Known(*row) for row in rows.iterator(chunk_size=BATCH))

    def kept_by_others(self, pks: Collection[int]) -> set[int]:  # noqa: ARG002  nobody looks after an entry
        return set()

    def build(self, facts: Facts, run: Import) -> ReferenceEntry:
        return ReferenceEntry(brought_by=run, **{self.columns[name]: value for name, value in facts.items()})

    def prepare(self, row: ReferenceEntry) -> None:
        row.sort_name = sort_name(row.name)

    def settle(self, run: Import) -> None:
        """Nothing stands beside an entry: it is in no search, list or count."""


class Organizations(Target):
    """Registered organisations, for which somebody vouches."""

    model = Organization
    link = "organization"
    many = ("operates_in", "themes", "services", "languages")
    columns: ClassVar = {
        **{
            name: name
            for name in (
                *("name", "latin_name", "acronym", "kind", "provinces", "website", "domain", "about", "about_language"),
                *("founded", "registration_number", "unregistered_reason", "ecosoc_status", "uncac_interest"),
                *("contact_name", "contact_email", "contact_phone"),
            )
        },
        "country": "seat_id",
        "vouched_by": "vouched_by",
    }
    watched = ("state", "safety", "pseudonym", "visibility", "open_to_governments")

    def known(self) -> Iterator[Known]:
        rows = Organization.objects.order_by("pk").values_list("pk", "name", "seat_id", "domain", "key")
        return (Known(*row) for row in rows.iterator(chunk_size=BATCH))

    def kept_by_others(self, pks: Collection[int]) -> set[int]:
        """Return what registered itself, has people, or is no longer simply approved; an import leaves it alone."""
        brought = Imported.objects.filter(organization=OuterRef("pk"), before__isnull=True)
        peopled = Affiliation.objects.filter(organization=OuterRef("pk"))
        free = Organization.objects.filter(Exists(brought), ~Exists(peopled), state=Vetted.State.APPROVED)
        ours: set[int] = set()
        for batch in _batches(pks):
            ours |= set(free.filter(pk__in=batch, safety=Safety.OPEN).values_list("pk", flat=True))
        return set(pks) - ours

    def build(self, facts: Facts, run: Import) -> Organization:  # noqa: ARG002  `Imported` names the run
        now = timezone.now()
        values = {self.columns[name]: value for name, value in facts.items() if name in self.columns}
        approved = {"state": Vetted.State.APPROVED, "submitted_at": now, "approved_at": now}
        return Organization(**{**values, **approved})

    def prepare(self, row: Organization) -> None:
        cards.refresh(row)

    def settle(self, run: Import) -> None:
        search.index_rows(Organization.objects.filter(imported__run=run))

    def delete(self, pks: Collection[int]) -> None:
        label = Organization._meta.label_lower
        for batch in _batches(pks):
            SearchDocument.objects.filter(label=label, object_pk__in=batch).delete()
        super().delete(pks)

    def own_tables(self) -> tuple[type[models.Model], ...]:
        return (Imported, Filing)


def target_of(options: Options) -> Target:
    """Return where a list goes."""
    return Organizations() if options.registered else Entries()


def digest(facts: Facts) -> str:
    """Return a short stand-in for all facts of a row, to see whether it was changed since."""
    return hashlib.sha256(json.dumps(facts, sort_keys=True, cls=DjangoJSONEncoder).encode()).hexdigest()


def _batches(pks: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(pks)
    for start in range(0, len(ordered), BATCH):
        yield ordered[start : start + BATCH]
