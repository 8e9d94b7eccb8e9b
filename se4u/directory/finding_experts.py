"""What a question about experts finds: a text, a theme, a language. They are few beside organisations: plain queries do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, IntegerField, Q, When
from django.http import QueryDict

from se4u.core.authority import Level, Viewer
from se4u.core.search import matching, ranked
from se4u.core.text import asked, parse
from se4u.core.visibility import Reach, Safety

from . import facets
from .cards import ExpertCard, expert_card
from .facets import Entry
from .models import Expert, ExpertQuerySet
from .models.vocabulary import Theme

LABEL = Expert._meta.label_lower
# Behind all others among the newest: the place of one at risk would tell since when they are here.
MASKED = Case(When(safety=Safety.OPEN, person__safety=Safety.OPEN, then=0), default=1, output_field=IntegerField())


def readable(field: str, level: Level) -> Q:
    """Return the condition that a class of reader may read a field of an expert; the rule of `Guarded.opens` in SQL."""
    if level is Level.OFFICERS:
        return Q()
    reach, governments = f"visibility__{field}__reach", f"visibility__{field}__governments"
    if level is Level.GOVERNMENTS:
        marked = Q(**{reach: Reach.MEMBERS.value, governments: True})
        if Expert.DEFAULTS[field].allows(level):
            marked |= Q(**{f"visibility__{field}__isnull": True})
        return readable(field, Level.PUBLIC) | Q(open_to_governments=True) & marked
    chosen = Q(**{reach: Reach.PUBLIC.value})
    if level is Level.MEMBERS:
        chosen |= Q(**{reach: Reach.MEMBERS.value})
    if Expert.DEFAULTS[field].allows(level):
        chosen |= Q(**{f"visibility__{field}__isnull": True})
    return chosen


@dataclass(frozen=True)
class ExpertQuestion:
    """One question of one reader about experts."""

    viewer: Viewer
    text: str
    theme: Entry | None
    language: Entry | None
    lists: facets.Lists = field(default_factory=facets.Lists, compare=False)

    @classmethod
    def read(cls, query: QueryDict, viewer: Viewer) -> ExpertQuestion:
        """Read a question from an address; what is unknown in it is left out."""
        text = asked(query.get("q", ""))
        lists = facets.Lists()
        theme = facets.chosen(facets.THEME, query.getlist("theme")[:1], lists)
        language = facets.chosen(facets.LANGUAGE, query.getlist("language")[:1], lists)
        return cls(viewer, text, theme[0] if theme else None, language[0] if language else None, lists)

    @property
    def searches(self) -> bool:
        """Whether there is a word to look for."""
        return bool(parse(self.text))

    @property
    def narrows(self) -> bool:
        """Whether anything is looked for or chosen."""
        return self.searches or self.theme is not None or self.language is not None

    @property
    def themes(self) -> Sequence[Entry]:
        """The themes to choose from: experts belong to no network and have none of the networks' own."""
        return [entry for entry in self.lists.of(facets.THEME) if not entry.owner]

    @property
    def languages(self) -> Sequence[Entry]:
        """The languages to choose from."""
        return self.lists.of(facets.LANGUAGE)

    def rows(self) -> ExpertQuerySet:
        """Return the experts found, by the fields this reader may read."""
        found = Expert.objects.visible_to(self.viewer).listed()
        if self.theme:
            family = Q(pk=self.theme.value) | Q(parent=self.theme.value)
            wanted = Theme.objects.filter(family | Q(merged_into__in=Theme.objects.filter(family)))
            filed = Expert.themes.through.objects.filter(theme__in=wanted)
            found = found.filter(readable("themes", self.viewer.level), pk__in=filed.values("expert"))
        if self.language:
            speaking = Expert.languages.through.objects.filter(language=self.language.value)
            found = found.filter(readable("languages", self.viewer.level), pk__in=speaking.values("expert"))
        if self.searches:
            found = found.filter(pk__in=matching(LABEL, self.viewer, self.text))
        return found

    def results(self) -> ExpertResults:
        """Return the list: the best match first when there is a text, else the newest first."""
        keys = ranked(LABEL, self.viewer, self.text, self.rows()) if self.searches else None
        return ExpertResults(self, keys)


class ExpertResults(Sequence[ExpertCard]):
    """The list, page by page, as cards."""

    def __init__(self, question: ExpertQuestion, keys: list[int] | None) -> None:
        self.question = question
        self.keys = keys
        self.size = len(keys) if keys is not None else question.rows().count()

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, wanted: Any) -> Any:
        if self.keys is None:
            rows = list(self.question.rows().order_by(MASKED, "-approved_at", "-pk").for_cards()[wanted])
        else:
            found = {row.pk: row for row in self.question.rows().filter(pk__in=self.keys[wanted]).for_cards()}
            rows = [found[key] for key in self.keys[wanted] if key in found]
        return [expert_card(row, self.question.viewer) for row in rows]
