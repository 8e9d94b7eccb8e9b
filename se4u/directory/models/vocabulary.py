"""Lists the directory is filed under: countries, languages, themes, services."""

from __future__ import annotations

from django.db import models
from i18nfield.fields import I18nCharField

from se4u.core import official


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


class Vocabulary(models.Model):
    """An open list with a second level; a merged or renamed entry keeps its old links."""

    slug = models.SlugField(max_length=60, unique=True)
    name = I18nCharField(max_length=400)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="former")
    # The network that added the entry for itself; a number because networks stand above (None: everyone's).
    network_pk = models.BigIntegerField(null=True, blank=True, db_index=True)
    position = models.PositiveSmallIntegerField(default=100)

    class Meta:
        abstract = True
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return official.plain(self.name)


class Theme(Vocabulary):
    """What crime or instrument one works on; begins with the six of the concept note."""


class Service(Vocabulary):
    """How one helps; begins with the five of the concept note."""
