"""Two who curate the lists at once, on SQLite and PostgreSQL alike."""

from __future__ import annotations

import pytest

from se4u.accounts.models import User
from se4u.directory import services
from se4u.directory.models import Theme
from tests.networks.making import race
from tests.personas import Cast

pytestmark = pytest.mark.django_db(transaction=True)


def test_opposite_merges_at_once_end_with_one_merged(cast: Cast) -> None:
    """Each takes the rows in the same order, so that neither waits for the other for ever."""

    def merge(slug: str, into: str) -> None:
        services.merge_entry(
            Theme.objects.get(slug=slug), by=User.objects.get(pk=cast.officer.pk), into=Theme.objects.get(slug=into)
        )

    for one, other in (("drugs", "firearms"), ("corruption", "untoc")):
        assert race(lambda a=one, b=other: merge(a, b), lambda a=one, b=other: merge(b, a)) == ["done", "refused"]
        assert Theme.objects.filter(slug__in=[one, other], merged_into__isnull=False).count() == 1
