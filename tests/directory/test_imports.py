"""Bringing in lists: counts that add up, all or nothing, again without duplicates, taken back whole."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from se4u.core import search
from se4u.core.action import SYSTEM, Refused
from se4u.core.lifecycle import WrongState
from se4u.core.models import Event, SearchDocument
from se4u.core.visibility import Safety
from se4u.demo.cast import organization
from se4u.directory.imports import entries, targets
from se4u.directory.imports.targets import Entries, Organizations
from se4u.directory.models import Affiliation, Country, Import, Imported, Organization, ReferenceEntry, Vetted
from se4u.directory.services import NotImported, undo_import
from se4u.networks.models import Membership
from tests.personas import Cast

from .imports_help import REFERENCE, REGISTERED, SLICE, adds_up, country, csv_of, plan, run, xlsx_of


@pytest.fixture
def places(db: None) -> list[Country]:
    return [country("CO", "COL", "Colombia"), country("PA", "PAN", "Panama")]


def command(file: Path | str, *args: str) -> tuple[dict[str, Any], int]:
    out, status = StringIO(), 0
    try:
        call_command("import_organizations", str(file), *args, "--format", "json", stdout=out, stderr=StringIO())
    except SystemExit as end:
        status = int(str(end.code))
    return json.loads(out.getvalue()), status


def written(folder: Path, content: bytes, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


LIST = [["name", "country", "website"], ["Centro Uno", "CO", "https://uno.example/"], ["Centro Dos", "PA", ""]]


# -- the real list


def test_slice_of_the_real_list_comes_in_and_adds_up(db: None) -> None:
    report, status = command(SLICE)
    assert status == 0
    assert report["errors"] == []
    assert report["rows"] == 133
    assert (report["created"], report["skipped"]) == (123, 10)
    assert adds_up(report)
    assert sorted(report) == ["created", "errors", "rows", "skipped", "unchanged", "updated", "warnings"]
    assert ReferenceEntry.objects.count() == 123


def test_slice_repeated_rows_and_unlisted_codes_are_warnings_that_name_them(db: None) -> None:
    report, _status = command(SLICE)
    twice = [warning for warning in report["warnings"] if warning["column"] == "name"]
    outside = [warning for warning in report["warnings"] if warning["column"] == "country"]
    assert (len(twice), len(outside), len(report["warnings"])) == (10, 5, 15)
    lines = SLICE.read_text(encoding="utf-8").splitlines()
    for warning in twice:
        first = int(warning["message"].split("row ")[1].split()[0])
        assert first < warning["row"]
        assert lines[first - 1].split(",")[-3] == lines[warning["row"] - 1].split(",")[-3]  # the same country
    assert ReferenceEntry.objects.filter(country=None).count() == 5


def test_slice_comes_in_as_entries_and_nowhere_else(db: None) -> None:
    command(SLICE)
    assert Organization.objects.count() == 0
    assert SearchDocument.objects.count() == 0
    assert ReferenceEntry.objects.visible_to(None).count() == 0
    assert [entry.name for entry in entries.offer(email_domain="alumni.uda.ad")] == ["University of Andorra"]


def test_slice_again_changes_nothing(db: None) -> None:
    command(SLICE)
    before = list(ReferenceEntry.objects.order_by("pk").values())
    report, _status = command(SLICE)
    assert (report["created"], report["updated"], report["unchanged"], report["skipped"]) == (0, 0, 123, 10)
    assert adds_up(report)
    assert list(ReferenceEntry.objects.order_by("pk").values()) == before


def test_slice_registered_is_in_the_directory_and_found(db: None) -> None:
    report, _status = command(SLICE, "--registered", "--vouched-by", "A list (sample)", "--kind", "academia")
    assert report["created"] == 123
    assert Organization.objects.listed().count() == 123
    row = Organization.objects.get(name="University of Andorra")
    assert (row.state, row.vouched_by, row.kind, row.domain) == ("approved", "A list (sample)", "academia", "uda.ad")
    assert row.seat is not None
    assert row.approved_at is not None
    found = search.ranked("directory.organization", None, "andorra", Organization.objects.visible_to(None))
    assert row.pk in found
    again, _status = command(SLICE, "--registered", "--vouched-by", "A list (sample)", "--kind", "academia")
    assert (again["unchanged"], again["skipped"]) == (123, 10)


def test_command_loads_countries_where_there_are_none(db: None) -> None:
    command(SLICE)
    assert Country.objects.offered().count() == 198


def test_command_dry_run_says_the_same_and_writes_nothing(db: None) -> None:
    dry, status = command(SLICE, "--dry-run")
    assert status == 0
    for model in (ReferenceEntry, Import, Imported, Country, Event):
        assert model._default_manager.count() == 0
    assert command(SLICE) == (dry, 0)


# -- all or nothing


def test_import_with_an_error_writes_nothing(places: object, tmp_path: Path) -> None:
    content = csv_of([*LIST, ["Centro Tres", "Atlantis", ""], ["Centro Uno", "CO", ""]])
    report, status = command(written(tmp_path, content))
    assert status == 1
    assert [(error["row"], error["column"]) for error in report["errors"]] == [(4, "country")]
    assert (report["created"], report["updated"], report["unchanged"], report["skipped"]) == (0, 0, 0, 3)
    assert adds_up(report)
    assert ReferenceEntry.objects.count() == Import.objects.count() == 0
    assert not Event.objects.filter(action="directory.import_organizations").exists()


def test_import_with_an_error_leaves_what_was_there(places: object) -> None:
    run(csv_of(LIST))
    before = list(ReferenceEntry.objects.values())
    with pytest.raises(NotImported) as caught:
        run(csv_of([["name", "country", "website"], ["Centro Uno", "PA", "https://new.example/"], ["", "CO", ""]]))
    assert caught.value.report.skipped == 1
    assert list(ReferenceEntry.objects.values()) == before


def test_import_that_fails_half_way_leaves_nothing(places: object, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(self: object, run: Import) -> None:
        raise RuntimeError

    monkeypatch.setattr(Organizations, "settle", fails)
    with pytest.raises(RuntimeError):
        run(csv_of(LIST), REGISTERED)
    assert Organization.objects.count() == Import.objects.count() == Imported.objects.count() == 0


@pytest.mark.parametrize("content", [b"", b"\xd0\xcf\x11\xe0", "name\nÉ\n".encode("latin-1"), b"PK\x03\x04nonsense"])
def test_command_unreadable_file_is_an_error_in_the_report(db: None, tmp_path: Path, content: bytes) -> None:
    report, status = command(written(tmp_path, content))
    assert status == 1
    assert len(report["errors"]) == 1
    assert report["created"] == 0
    assert report["rows"] == sum(error["row"] > 1 for error in report["errors"])


def test_command_missing_file_is_an_error_in_the_report(db: None, tmp_path: Path) -> None:
    report, status = command(tmp_path / "none.csv")
    assert status == 1
    assert "cannot be read" in report["errors"][0]["message"]


@pytest.mark.parametrize(
    "args", [["--registered"], ["--vouched-by", "Somebody"], ["--registered", "--vouched-by", " "]]
)
def test_command_registered_and_voucher_belong_together(db: None, args: list[str]) -> None:
    with pytest.raises(CommandError, match="belong together"):
        call_command("import_organizations", str(SLICE), *args)


def test_command_prints_remarks_and_counts(places: object, tmp_path: Path) -> None:
    out = StringIO()
    call_command("import_organizations", str(written(tmp_path, csv_of([*LIST, LIST[1]]))), stdout=out)
    assert "warning: row 4 name: The same organisation stands in row 2 already" in out.getvalue()
    assert "3 rows: 2 new, 0 changed, 0 as they were, 1 skipped, 0 with errors; 1 warnings." in out.getvalue()
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("import_organizations", str(written(tmp_path, b"name,founded\nA,never\n")), stdout=out)
    assert "error: row 2 founded: “never” is not a year" in out.getvalue()
    assert "Nothing was imported." in out.getvalue()


def test_import_workbook_is_the_same_as_csv(places: object) -> None:
    assert plan(xlsx_of(LIST)) == plan(csv_of(LIST)) == plan(csv_of(LIST, separator=";", encoding="utf-8-sig"))


# -- again, changed


def test_import_changed_facts_are_updated(places: list[Country]) -> None:
    run(csv_of(LIST))
    changed = [["name", "country", "website"], ["CENTRO UNO", "CO", "https://one.example/"], ["Centro Dos", "PA", ""]]
    report = run(csv_of(changed)).report
    assert (report["created"], report["updated"], report["unchanged"]) == (0, 1, 1)
    row = ReferenceEntry.objects.get(name="CENTRO UNO")
    assert (row.website, row.domain, row.sort_name) == ("https://one.example/", "one.example", "centro uno")


def test_import_same_name_on_the_same_domain_may_move_to_another_country(places: list[Country]) -> None:
    run(csv_of(LIST))
    report = run(csv_of([["name", "country", "website"], ["Centro Uno", "PA", "https://uno.example/"]])).report
    assert (report["created"], report["updated"]) == (0, 1)
    assert ReferenceEntry.objects.get(name="Centro Uno").country == places[1]


def test_import_same_name_elsewhere_is_another_body(places: object) -> None:
    run(csv_of(LIST))
    report = run(csv_of([["name", "country", "website"], ["Centro Uno", "PA", "https://other.example/"]])).report
    assert report["created"] == 1


def test_import_cells_left_empty_say_nothing(places: object) -> None:
    run(csv_of(LIST))
    report = run(csv_of([["name", "country", "website"], ["Centro Uno", "CO", ""]])).report
    assert report["unchanged"] == 1
    assert ReferenceEntry.objects.get(name="Centro Uno").website == "https://uno.example/"


def test_import_registered_updates_what_an_import_made(places: list[Country]) -> None:
    run(csv_of([["name", "country", "operates_in", "founded"], ["Centro", "CO", "CO;PA", "1998"]]), REGISTERED)
    report = run(
        csv_of([["name", "country", "operates_in", "founded"], ["Centro", "CO", "PA", "1999"]]), REGISTERED
    ).report
    row = Organization.objects.get()
    assert report["updated"] == 1
    assert (row.founded, list(row.operates_in.all())) == (1999, [places[1]])
    assert search.ranked("directory.organization", None, "panama", Organization.objects.all()) == [row.pk]


@pytest.mark.parametrize("why", ["registered itself", "has people", "suspended", "protected"])
def test_import_registered_leaves_alone_what_looks_after_itself(cast: Cast, why: str) -> None:
    content = csv_of([["name", "country", "acronym"], ["Centro", "XS", "C"]])
    if why == "registered itself":
        row = organization("Centro", cast.sample_country, acronym="MINE")
    else:
        run(content, REGISTERED)
        row = Organization.objects.get(name="Centro")
        Organization.objects.filter(pk=row.pk).update(acronym="MINE")
    if why == "has people":
        Affiliation.objects.create(person=cast.newcomer, organization=row, role=Affiliation.Role.FOCAL_POINT)
    elif why == "suspended":
        Organization.objects.filter(pk=row.pk).update(state=Vetted.State.SUSPENDED)
    elif why == "protected":
        Organization.objects.filter(pk=row.pk).update(safety=Safety.UNLISTED)
    report = run(content, REGISTERED).report
    row.refresh_from_db()
    assert (report["skipped"], report["updated"], len(report["warnings"])) == (1, 0, 1)
    assert row.acronym == "MINE"


def test_import_nearly_the_same_name_is_a_warning_and_comes_in(cast: Cast) -> None:
    run(csv_of([["name", "country"], ["University of the Far Coast", "XS"]]))
    report = run(
        csv_of([["name", "country"], ["Far Coast, Universty of the", "XS"], ["Far Shore Institute sample", "XS"]])
    ).report
    assert report["created"] == 2
    said = {warning["row"]: warning["message"] for warning in report["warnings"]}
    assert "University of the Far Coast" in said[2]
    assert "Far Shore Institute (sample)" in said[3]


def test_import_report_never_names_a_protected_organisation(cast: Cast) -> None:
    Organization.objects.filter(pk=cast.far_shore.pk).update(safety=Safety.UNLISTED)
    report = run(csv_of([["name", "country"], ["Far Shore Institute  (samples)", "XS"]])).report
    assert (report["created"], report["warnings"]) == (1, [])


def test_import_entries_are_in_no_directory_count_search_or_network(cast: Cast) -> None:
    listed, texts = Organization.objects.listed().count(), SearchDocument.objects.count()
    run(csv_of([["name", "country"], ["Listed but not here", "XS"]]))
    assert (Organization.objects.listed().count(), SearchDocument.objects.count()) == (listed, texts)
    for name in (None, *cast.by_name()):
        user = cast.by_name()[name] if name else None
        assert search.ranked("directory.organization", user, "listed", Organization.objects.visible_to(user)) == []
        assert ReferenceEntry.objects.visible_to(user).exists() == (name == "officer")


# -- rights and history


def test_import_is_for_those_who_curate_at_the_secretariat(cast: Cast) -> None:
    for name, person in cast.by_name().items():
        if name == "officer":
            made = run(csv_of([["name"], [f"By {name}"]]), by=person)
            assert made.by == person
            assert undo_import(made, by=person).state == Import.State.UNDONE
        else:
            with pytest.raises(PermissionDenied):
                run(csv_of([["name"], [f"By {name}"]]), by=person)
    assert {made.pk for made in Import.objects.visible_to(cast.officer)} == set(
        Import.objects.values_list("pk", flat=True)
    )
    assert not Import.objects.visible_to(cast.coordinator).exists()


def test_import_registered_without_voucher_is_refused(db: None) -> None:
    with pytest.raises(Refused, match="vouches"):
        run(csv_of([["name"], ["A"]]), replace(REGISTERED, vouched_by="  "))


def test_import_leaves_one_event_without_names(places: object) -> None:
    made = run(csv_of(LIST))
    event = Event.objects.get(action="directory.import_organizations")
    assert (event.subject_label, event.subject_pk, event.data) == ("directory.import", made.pk, {})


# -- undo


def snapshot(*models: Any) -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in models]


def relations() -> list[Any]:
    names = ("themes", "services", "languages", "operates_in")
    through = [getattr(Organization, name).through for name in names]
    return [sorted(model.objects.values_list("organization_id", *_other(model))) for model in through]


def _other(model: Any) -> list[str]:
    return [field.attname for field in model._meta.fields if field.name not in {"id", "organization"}]


@pytest.mark.parametrize("options", [REFERENCE, REGISTERED], ids=["reference", "registered"])
def test_undo_restores_exactly_what_was_there(places: object, options: Any) -> None:
    model = Organization if options.registered else ReferenceEntry
    head = ["name", "country", "website", "operates_in", "founded"]
    run(csv_of([head, ["Uno", "CO", "https://uno.example/", "CO;PA", "1990"], ["Dos", "PA", "", "", ""]]), options)
    before, linked = snapshot(model), relations()
    second = csv_of([head, ["UNO", "CO", "https://new.example/", "PA", "1991"], ["Tres", "PA", "", "CO", ""]])
    made = run(second, options)
    assert (made.report["created"], made.report["updated"]) == (1, 1)
    assert snapshot(model) != before
    undo_import(made, by=SYSTEM)
    assert (snapshot(model), relations()) == (before, linked)
    made.refresh_from_db()
    assert made.state == Import.State.UNDONE
    assert made.undone_at is not None
    assert made.report["created"] == 1
    again = run(second, options)
    assert (again.report["created"], again.report["updated"]) == (1, 1)


def test_undo_registered_takes_search_back_too(places: object) -> None:
    made = run(csv_of([["name", "country"], ["Centro Singular", "CO"]]), REGISTERED)
    assert SearchDocument.objects.exists()
    undo_import(made, by=SYSTEM)
    assert not SearchDocument.objects.exists()
    assert not Organization.objects.exists()


def test_undo_twice_is_refused(places: object) -> None:
    made = run(csv_of(LIST))
    undo_import(made, by=SYSTEM)
    with pytest.raises(WrongState):
        undo_import(made, by=SYSTEM)


def refusal(made: Import) -> str:
    before = snapshot(Organization, ReferenceEntry, Imported)
    with pytest.raises(Refused) as caught:
        undo_import(made, by=SYSTEM)
    made.refresh_from_db()
    assert made.state == Import.State.DONE
    assert snapshot(Organization, ReferenceEntry, Imported) == before
    return str(caught.value)


def test_undo_after_a_claim_is_refused(cast: Cast) -> None:
    made = run(csv_of([["name", "domain"], ["Centro", "centro.example"]]))
    entry = ReferenceEntry.objects.get()
    assert entries.claim(entry.key, cast.far_shore, email_domain="centro.example")
    assert "1 organisation of this import has been changed or claimed" in refusal(made)


def test_undo_while_a_draft_began_from_an_entry_is_refused(cast: Cast) -> None:
    made = run(csv_of([["name"], ["Centro"]]))
    Organization.objects.filter(pk=cast.far_shore.pk).update(started_from=ReferenceEntry.objects.get())
    assert "People have begun to work with 1 organisation" in refusal(made)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda cast, row: Affiliation.objects.create(person=cast.newcomer, organization=row), "People have begun"),
        (lambda cast, row: Membership.objects.create(network=cast.americas, organization=row), "People have begun"),
        (
            lambda _cast, row: Organization.objects.filter(pk=row.pk).update(about="We changed it."),
            "changed or claimed",
        ),
        (lambda _cast, row: Organization.objects.filter(pk=row.pk).update(state="suspended"), "changed or claimed"),
        (lambda _cast, row: row.themes.set([_theme()]), "changed or claimed"),
        (lambda _cast, row: row.delete(), None),
    ],
    ids=["joined", "in a network", "edited", "suspended", "themes", "gone"],
)
def test_undo_registered_after_people_built_on_it(cast: Cast, change: Callable[..., Any], sentence: str | None) -> None:
    made = run(csv_of([["name", "country"], ["Centro", "XS"]]), REGISTERED)
    change(cast, Organization.objects.get(name="Centro"))
    if sentence is None:  # what is gone already needs no undo
        assert undo_import(made, by=SYSTEM).state == Import.State.UNDONE
    else:
        assert sentence in refusal(made)


def _theme() -> Any:
    from se4u.directory.models import Theme

    return Theme.objects.get_or_create(slug="firearms", defaults={"name": {"en": "Firearms"}})[0]


def test_undo_of_an_older_import_waits_for_the_later(places: object) -> None:
    first = run(csv_of(LIST))
    second = run(csv_of([["name", "country", "website"], ["Centro Uno", "CO", "https://later.example/"]]))
    assert "Undo that one first" in refusal(first)
    undo_import(second, by=SYSTEM)
    undo_import(first, by=SYSTEM)
    assert not ReferenceEntry.objects.exists()


def test_undo_query_count_is_constant(places: object, django_assert_num_queries: object) -> None:
    from django.test.utils import CaptureQueriesContext

    counts = []
    for rows in (1, 40):
        made = run(csv_of([["name", "country"], *([f"Centro {number}", "CO"] for number in range(rows))]))
        with CaptureQueriesContext(connection) as queries:
            undo_import(made, by=SYSTEM)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_targets_in_several_batches(places: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(targets, "BATCH", 2)
    head = ["name", "country", "operates_in"]
    content = csv_of([head, *([f"Centro {number}", "CO", "CO;PA"] for number in range(7))])
    made = run(content, REGISTERED)
    assert Organization.objects.filter(operates_in__iso2="PA").count() == 7
    assert run(content, REGISTERED).report["unchanged"] == 7
    undo_import(made, by=SYSTEM)
    assert not Organization.objects.exists()


def test_entries_facts_of_nothing_is_nothing(db: None) -> None:
    assert Entries().facts([]) == {}


@pytest.mark.django_db(transaction=True)
def test_import_two_at_once_make_no_duplicates() -> None:
    country("CO", "COL", "Colombia")
    outcomes: list[dict[str, Any]] = []
    start = threading.Barrier(2)

    def work() -> None:
        try:
            start.wait()
            outcomes.append(run(csv_of(LIST[:2])).report)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(report["created"] for report in outcomes) == [0, 1]
    assert ReferenceEntry.objects.count() == 1


# -- properties

NAMES = st.sampled_from(["Uno", "uno", "Dos", "Tres  Ríos", "TRES RIOS", "希望", "", "-", "Cinco"])
PLACES = st.sampled_from(["", "CO", "Panama", "XK", "Atlantis"])
GOOD_PLACES = st.sampled_from(["", "CO", "Panama", "XK"])
DOMAINS = st.sampled_from(["", "a.example", "b.example"])
ROW = st.tuples(NAMES, PLACES, DOMAINS)
GOOD_ROW = st.tuples(NAMES.filter(lambda name: name not in {"", "-"}), GOOD_PLACES, DOMAINS)
STANDINGS = st.sampled_from([REFERENCE, REGISTERED])


class Properties(TestCase):
    """Over generated files."""

    def setUp(self) -> None:
        country("CO", "COL", "Colombia")
        country("PA", "PAN", "Panama")

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.lists(ROW, max_size=8), min_size=1, max_size=3), STANDINGS)
    def test_dry_run_equals_real_run_and_reports_add_up(self, files: list[list[Any]], options: Any) -> None:
        for rows in files:
            content = csv_of([["name", "country", "domain"], *rows])
            dry = plan(content, options)
            assert adds_up(dry)
            before = snapshot(Organization, ReferenceEntry, Import)
            try:
                real = run(content, options).report
            except NotImported as refused:
                real = refused.report.as_dict()
                assert snapshot(Organization, ReferenceEntry, Import) == before
            assert real == dry.as_dict()
            assert bool(real["errors"]) == any(
                (row[0] in {"", "-"} and any(row)) or row[1] == "Atlantis" for row in rows
            )

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.lists(GOOD_ROW, max_size=8), min_size=1, max_size=3), STANDINGS)
    def test_again_changes_nothing_and_undo_brings_back_each_step(self, files: list[list[Any]], options: Any) -> None:
        steps = []
        for rows in files:
            content = csv_of([["name", "country", "domain"], *rows])
            before = (snapshot(Organization, ReferenceEntry), relations())
            made = run(content, options)
            steps.append((made, before))
            again = run(content, options)
            assert (again.report["created"], again.report["updated"]) == (0, 0)
            assert (
                again.report["unchanged"] == made.report["created"] + made.report["updated"] + made.report["unchanged"]
            )
        for made, before in reversed(steps):
            undo_import(made, by=SYSTEM)
            assert (snapshot(Organization, ReferenceEntry), relations()) == before
