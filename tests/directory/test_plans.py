"""How the databases look things up: pages of a directory of a hundred thousand go along an index and stop.

The tables of a test are small: PostgreSQL is told not to read and sort them whole, as it would not do with a large one.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from se4u.core.authority import Level
from se4u.directory import duplicates, exports, finding
from se4u.directory.models import Filing, Organization, ReferenceEntry
from se4u.networks.counts import counted
from se4u.networks.models import Membership, Network
from tests.personas import Cast

from .finding_help import LEVELS, question

SORTING = ("TEMP B-TREE", "SORT KEY")  # as SQLite and PostgreSQL say it
# Of some organisations; SQLite gives a unique constraint's index a name of its own. PostgreSQL weighs by what it knows of the
# table, which in a test is nothing.
FILED_ONCE = re.compile(
    r"COVERING INDEX SQLITE_AUTOINDEX_DIRECTORY_FILING_1 \(ORGANIZATION_ID=|INDEX ONLY SCAN USING FILING_"
)
ALL_LISTED = {"sqlite": "ORGANIZATION_LISTED|SCAN DIRECTORY_ORGANIZATION", "postgresql": "SEQ SCAN"}


@pytest.fixture(autouse=True)
def as_if_large(cast: Cast) -> None:
    """Plans as they are where reading a whole table does not pay."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for shortcut in ("seqscan", "sort", "bitmapscan", "hashjoin", "mergejoin"):
                cursor.execute(f"SET LOCAL enable_{shortcut} = off")


def plan(rows: Any) -> str:
    """Return how a query would be answered."""
    return str(rows.explain()).upper()


def explained(sql: str) -> str:
    """Return the same of a statement that was asked."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {'QUERY PLAN' if connection.vendor == 'sqlite' else ''} {sql}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall()).upper()


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(
    ("address", "index"), [("", "organization_listed_name"), ("sort=newest", "organization_listed_new")]
)
def test_page_of_the_list_goes_along_the_index_of_its_order(address: str, index: str, level: Level) -> None:
    said = plan(question(address, level).ordered().for_cards()[:25])
    assert index.upper() in said
    assert not [word for word in SORTING if word in said]


def test_next_batch_of_an_export_begins_at_its_place_in_the_index() -> None:
    with CaptureQueriesContext(connection) as caught:
        assert list(exports.rows(question()))
    said = explained(caught[0]["sql"])
    assert re.search(
        r"ORGANIZATION_LISTED_NAME \(LISTED=\? AND SORT_NAME>|INDEX COND: .*SORT_NAME\)?(::TEXT)? >=", said
    )
    assert not [word for word in SORTING if word in said]


@pytest.mark.parametrize("address", ["country=XSC", "country=XSC&kind=civil_society", "q=sample&country=XSC"])
@pytest.mark.parametrize("level", LEVELS)
def test_what_is_chosen_is_looked_up_by_key_not_in_all_that_are_listed(address: str, level: Level) -> None:
    said = plan(question(address, level).rows())
    assert re.search("COVERING INDEX FILING|INDEX ONLY SCAN USING FILING", said)
    assert not re.search(ALL_LISTED[connection.vendor], said)


@pytest.mark.parametrize("rows", [Organization, ReferenceEntry])
def test_what_is_alike_is_looked_up_by_country_website_and_name(cast: Cast, rows: Any) -> None:
    """Alternatives go through an index each, or the whole table is read."""
    wanted = duplicates.facts(
        names=("Casa Abierta", "Open House"), country=cast.sample_country, website="https://casa.example"
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_bitmapscan = on")
    with CaptureQueriesContext(connection) as caught:
        if rows is Organization:
            duplicates.registered_like(wanted)
        else:
            duplicates._entries_like(wanted)
    said = explained(caught[0]["sql"])
    assert not re.search(
        rf"SCAN {rows._meta.db_table}|SEQ SCAN".upper(), re.sub("BITMAP HEAP SCAN ON|BITMAP INDEX SCAN ON", "", said)
    )
    assert "SORT_NAME" in said


def test_counts_of_found_rows_read_the_index_of_filings_alone() -> None:
    keys = list(Organization.objects.values_list("pk", flat=True))
    assert FILED_ONCE.search(plan(finding.by_term(Filing.objects.visible_to(None).of_organizations(keys))))


def test_countries_of_networks_read_the_index_of_filings_alone() -> None:
    with CaptureQueriesContext(connection) as caught:
        assert counted(Network.objects.all(), None)
    assert FILED_ONCE.search(explained(next(query["sql"] for query in caught if "directory_filing" in query["sql"])))


def test_member_of_a_group_is_looked_up_among_the_members_of_its_network_by_key() -> None:
    said = plan(Membership.objects.in_force())
    assert re.search(
        r"MEMBERSHIP_IN_NETWORK \(NETWORK_ID=\? AND STATE=\? AND ORGANIZATION_ID=|MEMBERSHIP_(IN_NETWORK|CURRENT_ONCE)",
        said,
    )


def test_networks_beside_a_name_are_looked_up_for_the_page_alone(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as caught:
        assert finding.tags([cast.casa_abierta.key], question())
    said = explained(next(query["sql"] for query in caught if "directory_filing" in query["sql"]))
    assert FILED_ONCE.search(said)
    assert not re.search(ALL_LISTED[connection.vendor], said)
