"""The open lists: themes and services are added, renamed, merged and retired; old links keep working.

A network has entries of its own. They are chosen by its members (`authority.networks_of`), and others read them where the
membership is known to everyone; who leaves the network loses them (`forget`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from se4u.core import authority, official
from se4u.core.action import Refused, action
from se4u.core.lifecycle import lock
from se4u.directory import search
from se4u.directory.models import Expert, Organization, Service, Theme
from se4u.directory.names import sort_name

Entry = Theme | Service
Names = dict[str, str]
SLUG = 50


@action("directory.add_theme", record=("slug",))
def add_theme(network_pk: int | None, *, by: Any, name: Names, parent: Theme | None = None, slug: str = "") -> Theme:
    """Add a theme for everyone (None, by who curates) or for one network (by who may shape it)."""
    made = _add(Theme, network_pk, name, parent, slug)
    assert isinstance(made, Theme)  # noqa: S101  told to the type checker
    return made


@action("directory.add_service", record=("slug",))
def add_service(
    network_pk: int | None, *, by: Any, name: Names, parent: Service | None = None, slug: str = ""
) -> Service:
    """Add a service for everyone (None, by who curates) or for one network (by who may shape it)."""
    made = _add(Service, network_pk, name, parent, slug)
    assert isinstance(made, Service)  # noqa: S101  told to the type checker
    return made


def _add(model: type[Entry], network_pk: int | None, name: Names, parent: Any, slug: str) -> Entry:
    if parent is not None and (parent.parent_id or parent.merged_into_id or parent.retired_at):
        raise Refused(_("There are two levels: choose an entry of the first."))
    if parent is not None and parent.network_pk not in (None, network_pk):
        raise Refused(_("This entry belongs to another network."))
    _refuse_double(model, network_pk, name, None)
    return model._default_manager.create(
        name=_clean(name),
        parent=parent,
        network_pk=network_pk,
        slug=_free_slug(model, slug or official.plain(name, "en")),
    )


@action("directory.rename_entry")
def rename_entry(entry: Entry, *, by: Any, name: Names) -> Entry:
    """Change the names of an entry; its address stays, so that links keep working."""
    lock(entry)
    _refuse_double(type(entry), entry.network_pk, name, entry)
    entry.name = _clean(name)
    entry.save(update_fields=["name"])
    _index_filed(entry)
    return entry


@action("directory.merge_entry")
def merge_entry(entry: Entry, *, by: Any, into: Entry) -> Entry:
    """Merge an entry into another: who had it has the other, and old links lead there."""
    # In one order, so that opposite merges do not wait for each other.
    for row in sorted((entry, into), key=lambda row: (row._meta.label, row.pk)):
        lock(row)
    if type(entry) is not type(into) or entry.pk == into.pk or into.merged_into_id or entry.merged_into_id:
        raise Refused(_("Choose another entry of the same list that is in use."))
    if into.network_pk not in (None, entry.network_pk):
        raise Refused(_("This entry belongs to another network."))
    entries: models.Manager[Any] = type(entry)._default_manager
    if into.parent_id and entries.filter(parent=entry, merged_into__isnull=True).exists():
        raise Refused(_("It has a second level of its own: merge it into an entry of the first level."))
    filed = _filed(entry)
    _pass_on(entry, into)
    entries.filter(parent=entry).exclude(pk=into.pk).update(parent=into)
    entries.filter(merged_into=entry).update(merged_into=into)
    entry.merged_into = into
    entry.save(update_fields=["merged_into"])
    for rows in filed:
        search.index_rows(rows)
    return entry


@action("directory.retire_entry")
def retire_entry(entry: Entry, *, by: Any) -> Entry:
    """Offer an entry no longer; who has it keeps it, and links to it work."""
    lock(entry)
    if entry.retired_at or entry.merged_into_id:
        raise Refused(_("This entry is not offered any more."))
    entry.retired_at = timezone.now()
    entry.save(update_fields=["retired_at"])
    return entry


@action("directory.restore_entry")
def restore_entry(entry: Entry, *, by: Any) -> Entry:
    """Offer a retired entry again."""
    lock(entry)
    if not entry.retired_at:
        raise Refused(_("This entry is offered already."))
    entry.retired_at = None
    entry.save(update_fields=["retired_at"])
    return entry


def forget(organization: Organization, network_pk: int) -> None:
    """Take the entries of a network from an organisation that leaves it; the caller indexes the organisation."""
    organization.themes.remove(*Theme.objects.filter(network_pk=network_pk, organizations=organization))
    organization.services.remove(*Service.objects.filter(network_pk=network_pk, organizations=organization))


def check_own(subject: Organization | Expert, entries: Iterable[Entry]) -> None:
    """Refuse a network's entry to who is no member there and has not chosen it before."""
    foreign = {entry for entry in entries if entry.network_pk is not None}
    if not foreign:
        return
    mine = authority.networks_of(subject.pk) if isinstance(subject, Organization) else {}
    foreign = {entry for entry in foreign if entry.network_pk not in mine}
    if isinstance(subject, Organization) and subject.pk:
        foreign -= {*subject.themes.all(), *subject.services.all()}
    if foreign:
        raise Refused(_("This entry belongs to another network."))


def _pass_on(entry: Entry, into: Entry) -> None:
    """Give whoever has the one the other instead."""
    relation = "themes" if isinstance(entry, Theme) else "services"
    for model in (Organization, Expert):
        if not hasattr(model, relation):
            continue
        through = getattr(model, relation).through
        column = f"{entry._meta.model_name}_id"
        owner = f"{model._meta.model_name}_id"
        have = through.objects.filter(**{column: into.pk}).values(owner)
        through.objects.filter(**{column: entry.pk}, **{f"{owner}__in": have}).delete()
        through.objects.filter(**{column: entry.pk}).update(**{column: into.pk})


def _filed(entry: Entry) -> list[Any]:
    """Return the organisations and experts under an entry or its second level, fixed by their keys."""
    relation = "themes" if isinstance(entry, Theme) else "services"
    under = Q(**{relation: entry}) | Q(**{f"{relation}__parent": entry})
    models = (Organization, Expert) if isinstance(entry, Theme) else (Organization,)
    return [
        model._default_manager.filter(pk__in=list(model._default_manager.filter(under).values_list("pk", flat=True)))
        for model in models
    ]


def _index_filed(entry: Entry) -> None:
    for rows in _filed(entry):
        search.index_rows(rows)


def _clean(name: Names) -> Names:
    kept = {language: text.strip() for language, text in name.items() if text and text.strip()}
    if not kept.get("en"):
        raise Refused(_("Write at least the English name."))
    return kept


def _refuse_double(model: type[Entry], network_pk: int | None, name: Names, besides: Entry | None) -> None:
    """Refuse a name that is on the list already."""
    wanted = sort_name(_clean(name)["en"])
    scope = Q(network_pk__isnull=True) | Q(network_pk=network_pk)
    rows = model._default_manager.filter(scope, merged_into__isnull=True)
    if besides is not None:
        rows = rows.exclude(pk=besides.pk)
    if any(sort_name(official.plain(row.name, "en")) == wanted for row in rows):
        raise Refused(_("This name is on the list already."))


def _free_slug(model: type[Entry], wanted: str) -> str:
    """Return a slug nobody has, merged entries included: an old link never leads to another thing."""
    stem = slugify(sort_name(wanted))[:SLUG].strip("-") or "entry"
    taken = set(model._default_manager.filter(slug__startswith=stem).values_list("slug", flat=True))
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug
