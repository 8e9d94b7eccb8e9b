"""Full-text search over one table, FTS5 on SQLite and tsvector with GIN on PostgreSQL.

An app's `search.py` registers a `Source`. Its services call `index(obj)` after a change, in the same transaction, and
`remove(obj)` before they delete. Each class of reader has its own text, made of what that class may read, and a viewer
searches the text of their own class alone; which objects they may see is asked of the model (`visible_to`) in the same
query, before hits are counted or ranked.

The number of a row says what it holds (`row_number`), so that the index alone answers which objects a question finds: on
SQLite a look into the table for each of a hundred thousand hits would cost twenty times as much.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models, transaction
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.utils.functional import Promise

from .authority import Capability, Level, Viewer, viewer_of
from .models import SearchDocument
from .text import Phrase, fold, parse

RANKED = 2000  # ranking looks at this many hits; who has more needs a narrower question
BITS = {Level.PUBLIC: 1, Level.MEMBERS: 2, Level.GOVERNMENTS: 4, Level.OFFICERS: 8}
READERS = {
    Level.PUBLIC: Viewer(),
    Level.MEMBERS: Viewer(member=True),
    Level.GOVERNMENTS: Viewer(government=True),
    Level.OFFICERS: Viewer(root=frozenset({Capability.VET})),
}
CODES = 64
LEVELS = 16
TITLE_WEIGHT, BODY_WEIGHT = 10.0, 1.0
BATCH = 500

Text = tuple[str, str]


@dataclass(frozen=True)
class Source:
    """One kind of thing that can be found.

    `code` is its own small number (1 to 63), which never changes and is never used again for another kind.
    `rows(viewer)` returns what a viewer may see (`Model.objects.visible_to`); `document(obj, level)` the title and body
    a class of reader may read, or None; `results(objects, viewer)` what `template` shows of found rows as `card`.
    `prepare` adds to a queryset what documents read, so that many are indexed in few queries; `beside` writes what is kept
    in step with the texts.
    """

    code: int
    model: type[models.Model]
    title: str | Promise
    rows: Callable[[Viewer], models.QuerySet[Any]]
    document: Callable[[Any, Level], Text | None]
    results: Callable[[list[Any], Viewer], list[Any]]
    template: str
    sort_key: Callable[[Any], str] = str
    prepare: Callable[[models.QuerySet[Any]], models.QuerySet[Any]] = lambda rows: rows
    beside: Callable[[list[Any]], None] = lambda _objects: None
    position: int = 50
    slug: str = ""

    @property
    def label(self) -> str:
        return self.model._meta.label_lower


SOURCES: dict[str, Source] = {}


def register(source: Source) -> Source:
    """Make a kind of thing findable; called in an app's `search.py`. Raises ValueError for a code out of range or taken."""
    if not 0 < source.code < CODES or any(
        other.code == source.code and other.label != source.label for other in SOURCES.values()
    ):
        raise ValueError(f"{source.label}: the code {source.code} is taken or not between 1 and {CODES - 1}")
    SOURCES[source.label] = source
    return source


def sources() -> list[Source]:
    """Return all kinds in the order of their tabs."""
    return sorted(SOURCES.values(), key=lambda source: (source.position, source.label))


# -- writing


def index(*objects: models.Model) -> None:
    """Bring the texts of some objects up to date; called by services after a change, in the same transaction.

    The rows are read anew: an object in hand may hold what it held before (generated columns, fetched relations).
    """
    by_label: dict[str, list[int]] = defaultdict(list)
    for obj in objects:
        by_label[obj._meta.label_lower].append(obj.pk)
    for label, keys in by_label.items():
        index_keys(SOURCES[label], keys)


def index_rows(rows: models.QuerySet[Any]) -> int:
    """Bring the texts of all rows of a queryset up to date, in a constant number of queries per batch; return how many."""
    source = SOURCES[rows.model._meta.label_lower]
    keys = list(rows.order_by("pk").values_list("pk", flat=True).distinct())
    for start in range(0, len(keys), BATCH):
        index_keys(source, keys[start : start + BATCH])
    return len(keys)


def index_keys(source: Source, keys: list[int]) -> None:
    """Write the texts of one batch anew."""
    found = list(source.prepare(source.model._default_manager.filter(pk__in=keys)))
    with transaction.atomic():
        source.beside(found)
        fresh = [document for obj in found for document in documents(source, obj)]
        stale = Q(label=source.label, object_pk__in=keys) | Q(pk__in=[document.pk for document in fresh])
        SearchDocument.objects.filter(stale).delete()
        SearchDocument.objects.bulk_create(fresh)


def reindex(source: Source) -> int:
    """Write every text of one kind anew, and drop the texts of what is gone; return how many objects were read."""
    rows = source.model._default_manager.all()
    SearchDocument.objects.filter(label=source.label).exclude(object_pk__in=rows.values("pk")).delete()
    return index_rows(rows)


def remove(*objects: models.Model) -> None:
    """Take the texts of some objects out, before or after they are deleted."""
    for obj in objects:
        SearchDocument.objects.filter(label=obj._meta.label_lower, object_pk=obj.pk).delete()


def row_number(source: Source, object_pk: int, levels: int) -> int:
    """Return the number of a row: object, kind and classes of reader in one. The SQL below takes it apart again."""
    return (object_pk * CODES + source.code) * LEVELS + levels


def documents(source: Source, obj: Any) -> list[SearchDocument]:
    """Return the rows of an object: one for each different text, with the classes of reader that share it."""
    shared: dict[Text, int] = defaultdict(int)
    for level, bit in BITS.items():
        text = source.document(obj, level)
        if text is not None:
            shared[text] |= bit
    sort_key = source.sort_key(obj)[:300]
    return [
        SearchDocument(
            id=row_number(source, obj.pk, levels),
            label=source.label,
            object_pk=obj.pk,
            levels=levels,
            title=fold(title),
            body=_fold_lines(body),
            sort_key=sort_key,
        )
        for (title, body), levels in shared.items()
    ]


def _fold_lines(body: str) -> str:
    """Fold a text line by line: the lines that many texts share (names of countries, themes) are folded once."""
    return " ".join(filter(None, (_fold_short(line) if len(line) < 100 else fold(line) for line in body.split("\n"))))


_fold_short = lru_cache(maxsize=8192)(fold)


# -- asking


def matching(label: str, user: Any, text: str, among: models.QuerySet[Any] | None = None) -> Any:
    """Return the keys of what a text finds for a class of reader, as a subquery for `.filter(pk__in=...)`.

    The caller's queryset decides what is visible. A text without a word finds nothing; nothing ever raises. Where the caller
    asks about few, `among` are their keys, so that not every hit there is is gathered.
    """
    phrases = parse(text)
    if not phrases:
        return []
    level = BITS[viewer_of(user).level]
    if connection.vendor == "sqlite":
        few, parameters = among.query.sql_with_params() if among is not None else ("", ())
        sql = f"{_MATCH_SQLITE} AND {_OBJECT.format('rowid')} IN ({few})" if few else _MATCH_SQLITE
        return RawSQL(sql, [expression(phrases), SOURCES[label].code, level, *parameters])  # noqa: S611  constants
    found = SearchDocument.objects.filter(label=label).annotate(mine=F("levels").bitand(level)).filter(mine__gt=0)
    if among is not None:
        found = found.filter(object_pk__in=among)
    return found.extra(where=["vector @@ %s::tsquery"], params=[expression(phrases)]).values("object_pk")


def ranked(label: str, user: Any, text: str, visible: models.QuerySet[Any]) -> list[int]:
    """Return the keys of what a text finds among visible rows, the best first, at most `RANKED` of them.

    Rights are part of the query: only rows of `visible` are hits at all, and only the first `RANKED` hits are compared.
    """
    return _hits(_RANK, label, user, text, visible, RANKED)


def first(label: str, user: Any, text: str, visible: models.QuerySet[Any], most: int) -> list[int]:
    """Return the keys of what a text finds among visible rows in the order of their keys, at most `most` of them.

    It goes along the index and stops, where `visible.filter(pk__in=matching(...))` would first gather every hit there is.
    """
    return _hits(_FIRST, label, user, text, visible, most)


def _hits(
    asked: dict[str, str], label: str, user: Any, text: str, visible: models.QuerySet[Any], most: int
) -> list[int]:
    phrases = parse(text)
    if not phrases:
        return []
    try:
        rows, parameters = visible.order_by().values(found_pk=F("pk")).query.sql_with_params()
    except EmptyResultSet:
        return []
    kind = SOURCES[label].code if connection.vendor == "sqlite" else label
    values = [*parameters, expression(phrases), kind, BITS[viewer_of(user).level], most]
    with connection.cursor() as cursor:
        cursor.execute(asked[connection.vendor].format(rows=rows), values)
        return [pk for (pk,) in cursor.fetchall()]


_OBJECT, _CODE, _LEVELS = (f"{{0}} / {CODES * LEVELS}", f"{{0}} / {LEVELS} %% {CODES}", f"{{0}} %% {LEVELS}")


def _parts(number: str) -> dict[str, str]:
    return {"object": _OBJECT.format(number), "code": _CODE.format(number), "levels": _LEVELS.format(number)}


# The statements are made of constants; the visible rows are Django's own SQL with its parameters. SQLite's index knows the
# number of a row alone; PostgreSQL is asked by columns, of which it knows how many rows have which value, and so sees when
# going along `search_object` until there are enough is the shorter way.
_MATCH_SQLITE = (
    "SELECT {object} FROM core_searchindex"  # noqa: S608
    " WHERE core_searchindex MATCH %s AND {code} = %s AND ({levels}) & %s".format(**_parts("rowid"))
)

_RANK = {
    # CROSS JOIN keeps SQLite from going through all visible rows first.
    "sqlite": """
SELECT found_pk FROM (
  SELECT v.found_pk, core_searchindex.rowid AS number, bm25(core_searchindex, {title}, {body}) AS score
  FROM core_searchindex CROSS JOIN ({{rows}}) v
  WHERE v.found_pk = {object}
    AND core_searchindex MATCH %s AND {code} = %s AND ({levels}) & %s
  LIMIT %s
) JOIN core_searchdocument d ON d.id = number
ORDER BY score, d.sort_key, found_pk
""".format(title=TITLE_WEIGHT, body=BODY_WEIGHT, **_parts("core_searchindex.rowid")),  # noqa: S608
    "postgresql": """
SELECT found_pk FROM (
  SELECT v.found_pk, d.sort_key, ts_rank('{{0.1, 0.1, 0.1, 1.0}}', d.vector, q.said) AS score
  FROM ({rows}) v JOIN core_searchdocument d ON v.found_pk = d.object_pk, (SELECT %s::tsquery AS said) q
  WHERE d.vector @@ q.said AND d.label = %s AND d.levels & %s <> 0
  LIMIT %s
) hits ORDER BY score DESC, sort_key, found_pk
""",
}

_FIRST = {
    "sqlite": """
SELECT v.found_pk FROM core_searchindex CROSS JOIN ({{rows}}) v
WHERE v.found_pk = {object} AND core_searchindex MATCH %s AND {code} = %s AND ({levels}) & %s
ORDER BY core_searchindex.rowid LIMIT %s
""".format(**_parts("core_searchindex.rowid")),
    "postgresql": """
SELECT v.found_pk FROM ({rows}) v JOIN core_searchdocument d ON v.found_pk = d.object_pk
WHERE d.vector @@ %s::tsquery AND d.label = %s AND d.levels & %s <> 0
ORDER BY v.found_pk LIMIT %s
""",
}


def expression(phrases: tuple[Phrase, ...]) -> str:
    """Return the question in the language of the database; folded words hold letters, marks and digits alone."""
    if connection.vendor == "sqlite":
        return " ".join(f'"{" ".join(phrase.words)}"{"*" if phrase.prefix else ""}' for phrase in phrases)
    return " & ".join(f"({' <-> '.join(_lexemes(phrase))})" for phrase in phrases)


def _lexemes(phrase: Phrase) -> list[str]:
    quoted = [f"'{word}'" for word in phrase.words]
    if phrase.prefix:
        quoted[-1] += ":*"
    return quoted
