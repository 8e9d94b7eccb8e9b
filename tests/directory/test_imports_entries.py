"""Is this yours? Entries of lists, offered to whoever has a confirmed mailbox there."""

from __future__ import annotations

import pytest

from se4u.demo.cast import organization
from se4u.directory.imports import entries, mailboxes
from se4u.directory.models import Import, ReferenceEntry
from se4u.directory.names import sort_name
from tests.personas import Cast


@pytest.fixture
def run(db: None) -> Import:
    return Import.objects.create(standing=Import.Standing.REFERENCE, sha256="0" * 64)


def entry(run: Import, name: str, domain: str, **fields: object) -> ReferenceEntry:
    values = {"name": name, "sort_name": sort_name(name), "domain": domain, "brought_by": run, **fields}
    return ReferenceEntry.objects.create(**values)


def test_offer_mailbox_on_the_domain_finds_the_entry(run: Import) -> None:
    made = entry(run, "University of Andorra", "uda.ad")
    entry(run, "Another University", "another.example")
    assert entries.offer(email_domain="UDA.ad") == [made]


def test_offer_mailbox_on_a_subdomain_finds_the_entry(run: Import) -> None:
    made = entry(run, "University of Andorra", "uda.ad")
    assert entries.offer(email_domain="students.law.uda.ad") == [made]


@pytest.mark.parametrize("domain", ["notuda.ad", "uda.ad.example", "ad", "", ".", "uda", "uda..ad"])
def test_offer_mailbox_elsewhere_finds_nothing(run: Import, domain: str) -> None:
    entry(run, "University of Andorra", "uda.ad")
    assert entries.offer(email_domain=domain) == []


@pytest.mark.parametrize("domain", ["gmail.com", "mail.gmail.com", "proton.me", "yahoo.co.uk", "163.com"])
def test_offer_public_provider_finds_nothing_even_if_listed(run: Import, domain: str) -> None:
    entry(run, "Somebody's College", domain)
    assert entries.offer(email_domain=domain) == []


def test_offer_shared_pair_under_a_country_finds_nothing(run: Import) -> None:
    entry(run, "Badly listed", "edu.mx")
    assert entries.offer(email_domain="unam.edu.mx") == []
    assert mailboxes.candidates("law.unam.edu.mx") == ("law.unam.edu.mx", "unam.edu.mx")


def test_offer_puts_nearest_domain_then_country_then_name_first(cast: Cast, run: Import) -> None:
    far = entry(run, "Mother University", "mother.example")
    near = entry(run, "Law School", "law.mother.example")
    here = entry(run, "Mother University", "mother.example", country=cast.sample_country)
    alike = entry(run, "Mother University Press", "mother.example", country=cast.sample_country)
    found = entries.offer(
        email_domain="law.mother.example", name="mother university press", country=cast.sample_country
    )
    assert found == [near, alike, here, far]


def test_offer_claimed_entry_is_not_offered(cast: Cast, run: Import) -> None:
    entry(run, "University of Andorra", "uda.ad", claimed_by=cast.far_shore)
    assert entries.offer(email_domain="uda.ad") == []


def test_offer_query_count_is_constant(run: Import, django_assert_num_queries: object) -> None:
    for number in range(3):
        entry(run, f"School {number}", "uda.ad")
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(entries.offer(email_domain="uda.ad")) == 3


def test_offer_more_than_five_is_cut(run: Import) -> None:
    for number in range(8):
        entry(run, f"School {number}", "uda.ad")
    assert len(entries.offer(email_domain="uda.ad")) == entries.MOST


def test_claim_marks_the_entry_once(cast: Cast, run: Import) -> None:
    made = entry(run, "University of Andorra", "uda.ad")
    other = organization("Other (sample)", cast.sample_country)
    assert entries.claim(made.key, cast.far_shore, email_domain="mail.uda.ad")
    made.refresh_from_db()
    assert made.claimed_by == cast.far_shore
    assert not entries.claim(made.key, other, email_domain="uda.ad")
    assert entries.claim(made.key, cast.far_shore, email_domain="uda.ad")


def test_claim_from_another_domain_changes_nothing(cast: Cast, run: Import) -> None:
    made = entry(run, "University of Andorra", "uda.ad")
    assert not entries.claim(made.key, cast.far_shore, email_domain="elsewhere.example")
    assert not entries.claim("unknown", cast.far_shore, email_domain="uda.ad")
    made.refresh_from_db()
    assert made.claimed_by is None
