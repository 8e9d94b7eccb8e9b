"""Lists the directory is filed under: countries, languages, themes, services."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import models
from i18nfield.fields import I18nCharField

from se4u.core import official
from se4u.core.models import RowName


class CountryQuerySet(models.QuerySet["Country"]):
    """Reads of countries."""

    def offered(self) -> CountryQuerySet:
        """Return what forms offer: members, observers and parties, and the invented sample country in a demonstration."""
        return self.exclude(un_status="")


class Country(models.Model):
    """A country or area, named as in the data; the invented Sample Country (XS, XSC) stands for examples."""

    iso2 = models.CharField(max_length=2, unique=True)
    iso3 = models.CharField(max_length=3, unique=True, null=True)  # noqa: DJ001  unique, and some have none
    m49 = models.CharField(max_length=3, blank=True)
    name = I18nCharField(max_length=400)
    name_en = models.CharField(max_length=120, db_index=True)  # for sorting and importing; never shown beside `name`
    region = models.CharField(max_length=40, blank=True, db_index=True)
    subregion = models.CharField(max_length=60, blank=True)
    regional_group = models.CharField(max_length=40, blank=True)
    un_status = models.CharField(max_length=30, blank=True)
    as_of = models.CharField(max_length=10, blank=True)

    objects = CountryQuerySet.as_manager()

    class Meta:
        ordering = ["name_en"]

    def __str__(self) -> str:
        return official.plain(self.name)


class Language(models.Model):
    """A working language, named in itself."""

    code = models.CharField(max_length=10, unique=True)
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class VocabularyQuerySet(models.QuerySet[Any]):
    """Reads of the open lists."""

    def in_use(self) -> VocabularyQuerySet:
        """Return the entries that were not merged away."""
        return self.filter(merged_into__isnull=True)

    def of(self, *networks: int | None) -> VocabularyQuerySet:
        """Return the entries of some networks; None stands for everyone's."""
        general = models.Q(network_pk__isnull=True) if None in networks else models.Q()
        return self.filter(models.Q(network_pk__in=[pk for pk in networks if pk is not None]) | general)

    def offered(self, networks: Collection[int] = ()) -> VocabularyQuerySet:
        """Return what one may newly choose: everyone's entries, and those of some networks."""
        return self.of(None, *networks).in_use().filter(retired_at__isnull=True)

    def chosen_by(self, organization_pk: int) -> VocabularyQuerySet:
        """Return what an organisation has chosen."""
        return self.in_use().filter(organizations=organization_pk)


class Vocabulary(models.Model):
    """An open list with a second level; a merged or renamed entry keeps its old links."""

    slug = models.SlugField(max_length=60, unique=True)
    name = I18nCharField(max_length=400)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="former")
    # The network that added the entry for itself; a number because networks stand above (None: everyone's).
    network_pk = models.BigIntegerField(null=True, blank=True, db_index=True)
    # No longer offered; who has it keeps it, and links to it work.
    retired_at = models.DateTimeField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=100)

    objects = VocabularyQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return official.plain(self.name)

    @property
    def event_scope(self) -> Any:
        """What was done to a network's entry stands in the network's history."""
        return self if self.network_pk is None else RowName("networks.network", self.network_pk)


class Theme(Vocabulary):
    """What crime or instrument one works on; begins with the six of the concept note."""


class Service(Vocabulary):
    """How one helps; begins with the five of the concept note."""
