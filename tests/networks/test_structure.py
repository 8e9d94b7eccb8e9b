"""Founding, beginning, describing networks and making groups; the seeds and the commands."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from se4u.accounts.models import User
from se4u.core import search
from se4u.core.action import SYSTEM, Refused
from se4u.core.authority import Capability as C  # noqa: N817  as in the other tables
from se4u.core.authority import forget, viewer_of
from se4u.core.models import Event
from se4u.directory.models import Country
from se4u.networks import seeds
from se4u.networks.kinds import KINDS, NetworkKind
from se4u.networks.models import Membership, Network
from se4u.networks.search import NETWORKS
from se4u.networks.services import standing, structure
from tests.personas import Cast

from . import making

As = Callable[[str], Client]
AMERICAS = ["net4u-americas"]


def found(by: Any, **changes: Any) -> Network:
    values = {"kind": NetworkKind.REGIONAL, "slug": "net4u-europe", "name": {"en": "For Europe"}, **changes}
    return structure.found(None, by=by, **values)


@pytest.mark.parametrize("kind", [NetworkKind.REGIONAL, NetworkKind.NATIONAL])
def test_found_gives_the_roles_proposed_for_the_kind(cast: Cast, kind: str) -> None:
    country = cast.sample_country if kind == NetworkKind.NATIONAL else None
    made = found(cast.officer, kind=kind, country=country)
    roles = [(role.name.data, role.holds, role.seats, role.lead, role.committee) for role in made.roles.all()]
    expected = [(dict(r.name), r.capabilities, r.seats, r.lead, r.committee) for r in KINDS[kind].roles]
    assert roles == expected
    assert making.event("networks.found").data == {"kind": str(kind), "slug": "net4u-europe"}


@pytest.mark.parametrize(
    "persona", ["coordinator", "committee_member", "representative", "government_observer", "newcomer"]
)
def test_found_is_for_officers(cast: Cast, persona: str) -> None:
    with pytest.raises(PermissionDenied):
        found(cast.by_name()[persona])


@pytest.mark.parametrize(
    "changes",
    [
        {"slug": "net4u-americas"},
        {"slug": "new"},
        {"slug": "memberships"},
        {"kind": NetworkKind.GROUP},
        {"kind": NetworkKind.NATIONAL},
        {"kind": NetworkKind.SECRETARIAT, "slug": "second"},
        {"parent": True},  # a regional network stands by itself
        {"country": True},
    ],
)
def test_found_what_cannot_be_is_refused(cast: Cast, changes: dict[str, Any]) -> None:
    before = Network.objects.count()
    real = {"parent": cast.americas, "country": cast.sample_country}
    changes = {name: real[name] if value is True else value for name, value in changes.items()}
    with pytest.raises(Refused):
        found(cast.officer, **changes)
    assert Network.objects.count() == before


def test_reserved_addresses_are_those_of_our_own_pages() -> None:
    from se4u.networks.urls import urlpatterns

    first = {str(entry.pattern).partition("/")[0] for entry in urlpatterns} - {"", "<slug:slug>"}
    assert first <= structure.RESERVED_SLUGS


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "group", "slug": "alone"},
        {"kind": "national", "slug": "nowhere"},
        {"kind": "secretariat", "slug": "second"},
        {"kind": "regional", "slug": "below", "parent": True},
        {"kind": "regional", "slug": "of-a-state", "country": True},
        {"kind": "group", "slug": "of-a-state", "parent": True, "country": True},
    ],
)
def test_database_refuses(cast: Cast, fields: dict[str, Any]) -> None:
    real = {"parent": cast.americas, "country": cast.sample_country}
    values = {name: real[name] if value is True else value for name, value in fields.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Network.objects.create(name={"en": "X"}, **values)


@pytest.mark.parametrize(
    ("changes", "beside"),
    [
        ({"slug": "net4u-americas"}, "slug"),
        ({"slug": "NEW"}, "slug"),
        ({"country": "XS"}, "country"),
        ({"parent": "net4u-americas"}, "parent"),
        ({"kind": "national"}, "country"),
        ({"kind": "national", "country": "XS", "parent": "net4u-americas"}, None),
        ({}, None),
    ],
)
def test_found_form_says_beside_the_field_what_its_kind_needs(
    cast: Cast, as_persona: As, changes: dict[str, str], beside: str | None
) -> None:
    values = {"kind": "regional", "slug": "net4u-europe", "name_en": "For Europe", "accent": "brand", **changes}
    page = as_persona("officer").post(reverse("networks:found"), values)
    if beside is None:
        assert page.status_code == 302, page.context["form"].errors
    else:
        assert list(page.context["form"].errors) == [beside]


def test_closed_network_is_not_found(cast: Cast) -> None:
    assert list(NETWORKS.rows(cast.officer).filter(slug="net4u-americas")) == [cast.americas]
    standing.close(cast.americas, by=SYSTEM, reason="The work is done.")
    assert not NETWORKS.rows(cast.officer).filter(slug="net4u-americas").exists()


# -- the first coordinator


def test_begin_hands_a_new_network_over_for_good(cast: Cast) -> None:
    made = found(cast.officer)
    standing = structure.begin(made, by=cast.officer, organization=cast.far_shore, person=cast.outsider)
    assert (standing.state, standing.network) == (Membership.State.ADMITTED, made)
    assert C.APPOINT in viewer_of(cast.outsider).capabilities[made.pk]
    assert cast.officer.email not in making.told("networks.appoint")
    with pytest.raises(PermissionDenied):
        structure.begin(made, by=cast.officer, organization=cast.casa_abierta, person=cast.representative)
    with pytest.raises(Refused):
        structure.begin(made, by=SYSTEM, organization=cast.casa_abierta, person=cast.representative)


def test_begin_in_a_network_with_people_is_denied(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        structure.begin(cast.americas, by=cast.officer, organization=cast.far_shore, person=cast.outsider)


@pytest.mark.parametrize("persona", ["coordinator", "outsider", "newcomer"])
def test_begin_is_for_officers(cast: Cast, persona: str) -> None:
    made = found(SYSTEM)
    with pytest.raises(PermissionDenied):
        structure.begin(made, by=cast.by_name()[persona], organization=cast.far_shore, person=cast.outsider)


def test_begin_with_the_wrong_people_is_refused(cast: Cast) -> None:
    made = found(SYSTEM)
    for body, person in ((cast.ministry, cast.government_observer), (cast.far_shore, cast.representative)):
        with pytest.raises(Refused):
            structure.begin(made, by=cast.officer, organization=body, person=person)
    assert not made.memberships.exists()


def test_begin_takes_an_application_that_waits(cast: Cast) -> None:
    made = found(SYSTEM)
    waiting = making.applied(made, cast.far_shore)
    structure.begin(made, by=cast.officer, organization=cast.far_shore, person=cast.outsider)
    waiting.refresh_from_db()
    assert waiting.state == Membership.State.ADMITTED


@pytest.mark.parametrize("field", ["state", "admission", "kind_order", "nonsense"])
def test_found_writes_named_fields_alone(cast: Cast, field: str) -> None:
    with pytest.raises(TypeError):
        found(SYSTEM, **{field: "members"})
    with pytest.raises(TypeError):
        structure.create_group(cast.americas, by=SYSTEM, name={"en": "A"}, purpose={"en": "A"}, **{field: "members"})


@pytest.mark.parametrize("state", ["suspended", "left"])
def test_begin_with_a_former_or_suspended_member(cast: Cast, state: str) -> None:
    made = found(SYSTEM)
    before = making.member(made, cast.far_shore, state=state, reason="x")
    standing = structure.begin(made, by=cast.officer, organization=cast.far_shore, person=cast.outsider)
    assert (standing.state, standing.pk == before.pk) == (Membership.State.ADMITTED, state == "suspended")


def test_found_and_begin_on_the_web(cast: Cast, as_persona: As) -> None:
    client = as_persona("officer")
    good = {"name_en": "Alliance", "kind": "national", "slug": "Nacsa-New", "country": "XS", "accent": "brand"}
    for bad, field in (
        ({"slug": "not a slug"}, "slug"),
        ({"country": ""}, "country"),
        ({"country": "ZZ"}, "country"),
        ({"kind": "group"}, "kind"),
        ({"name_en": ""}, "name_en"),
        ({"accent": "pink"}, "accent"),
        ({"parent": "secretariat"}, "parent"),
    ):
        page = client.post(reverse("networks:found"), {**good, **bad})
        assert set(page.context["form"].errors) == {field}, bad
    taken = client.post(reverse("networks:found"), {**good, "slug": "net4u-americas"})
    assert "There is a network at this address already" in taken.content.decode()
    made = client.post(reverse("networks:found"), good)
    assert made.url == reverse("networks:begin", args=["nacsa-new"])
    missing = client.post(made.url, {"organization": "nothing", "email": "nobody@sample.example"})
    assert set(missing.context["form"].errors) == {"organization", "email"}
    client.post(made.url, {"organization": cast.far_shore.key, "email": cast.outsider.email.upper()})
    members = reverse("networks:members", args=["nacsa-new"])
    assert "Far Shore Institute" in as_persona("outsider").get(members).content.decode()
    assert "Far Shore Institute" not in client.get(members).content.decode()  # nobody has asked it yet


# -- groups


def test_group_needs_a_network_that_may_have_one(cast: Cast) -> None:
    group = making.group_of(cast.americas)
    for parent in (group, cast.secretariat):
        with pytest.raises(PermissionDenied):
            structure.create_group(
                parent, by=cast.officer if parent != group else cast.coordinator, name={"en": "X"}, purpose={}
            )


@pytest.mark.parametrize("persona", ["officer", "committee_member", "representative", "government_observer"])
def test_group_is_created_by_who_configures(cast: Cast, persona: str) -> None:
    with pytest.raises(PermissionDenied):
        structure.create_group(cast.americas, by=cast.by_name()[persona], name={"en": "X"}, purpose={})


def test_groups_of_one_name_get_addresses_of_their_own(cast: Cast) -> None:
    slugs = [making.group_of(cast.americas, "Firearms").slug for _time in range(3)]
    assert slugs == ["net4u-americas-firearms", "net4u-americas-firearms-2", "net4u-americas-firearms-3"]
    long = structure.create_group(cast.americas, by=SYSTEM, name={"ar": "مجموعة" * 20}, purpose={})
    assert long.slug == "net4u-americas-group"


@pytest.mark.parametrize("persona", ["officer", "committee_member", "representative", "government_observer"])
def test_edit_is_for_who_configures(cast: Cast, persona: str) -> None:
    with pytest.raises(PermissionDenied):
        structure.edit(cast.americas, by=cast.by_name()[persona], acronym="X")


def test_edit_changes_the_description_and_nothing_else(cast: Cast) -> None:
    structure.edit(cast.americas, by=cast.coordinator, acronym="X", kind="secretariat", state="closed")
    cast.americas.refresh_from_db()
    assert (cast.americas.acronym, cast.americas.kind, cast.americas.state) == ("X", "regional", "active")


# -- found by words


def test_network_is_found_by_its_name_in_any_language(cast: Cast, as_persona: As) -> None:
    made = found(SYSTEM, slug="net4u-asia", name=dict(seeds.SEEDS[2].name), acronym="NET4U Asia")
    for query in ("civil society asia", "شبكة", "亚洲", "net4u asia"):
        page = as_persona("visitor").get(reverse("portal:search"), {"q": query, "in": "networks"}).content.decode()
        assert reverse("networks:detail", args=[made.slug]) in page, query


# -- seeds and commands


def test_seeds_make_the_networks_as_they_are_known(db: None) -> None:
    for code in ("AR", "BR", "CO", "CR", "EC", "HN", "MX", "PE", "UG"):
        Country.objects.create(iso2=code, name={"en": code}, name_en=code)
    made = seeds.create_regional_networks()
    assert [network.slug for network in made] == ["net4u-americas", "net4u-africa", "net4u-asia"]
    americas, africa, asia = made
    assert sorted(country.iso2 for country in americas.countries.all()) == [
        "AR",
        "BR",
        "CO",
        "CR",
        "EC",
        "HN",
        "MX",
        "PE",
    ]
    assert (africa.countries.count(), asia.countries.count()) == (0, 0)  # not all known: none is claimed
    assert (americas.since, africa.since, asia.since) == ("2022-03", "2023-06", "")
    assert [network.children.count() for network in made] == [5, 0, 0]
    assert not Membership.objects.exists()
    assert seeds.create_regional_networks() == []


def test_seeds_speak_every_language_and_name_their_source(settings: Any) -> None:
    codes = {code for code, _name in settings.LANGUAGES}
    assert set(seeds.PURPOSE) == codes
    assert set(seeds.SECRETARIAT_NAME) == codes
    for seed in seeds.SEEDS:
        assert set(seed.name) == codes
        assert "2025" in seed.source_note
        assert all(set(name) == codes for name in seed.groups.values())


def test_command_seed_networks_twice(db: None) -> None:
    out = StringIO()
    call_command("seed_networks", stdout=out)
    call_command("seed_networks", stdout=out)
    assert "made net4u-americas with 5 groups" in out.getvalue()
    assert out.getvalue().endswith("nothing to do: the regional networks are there\n")


def test_command_appoint_officer_makes_the_secretariat_once(db: None) -> None:
    people = [User.objects.create_user(f"officer-{number}@sample.example") for number in range(2)]
    call_command("appoint_officer", people[0].email.upper(), stdout=StringIO())
    call_command("appoint_officer", people[1].email, "--vetting-only", stdout=StringIO())
    forget()
    assert C.INTERVENE in viewer_of(people[0]).root
    assert viewer_of(people[1]).root == {C.VET}
    assert Network.objects.filter(kind=NetworkKind.SECRETARIAT).count() == 1
    assert Event.objects.filter(action="networks.appoint").count() == 2


def test_command_appoint_officer_says_what_is_wrong(cast: Cast) -> None:
    with pytest.raises(CommandError, match="Nobody is signed up as"):
        call_command("appoint_officer", "nobody@sample.example", stdout=StringIO())
    with pytest.raises(CommandError, match="holds the role already"):
        call_command("appoint_officer", cast.officer.email, stdout=StringIO())
    with pytest.raises(CommandError, match="People of governments observe"):
        call_command("appoint_officer", cast.government_observer.email, stdout=StringIO())


def test_begin_of_a_group_is_denied(cast: Cast) -> None:
    """A group is its network's own affair, though nobody was appointed in it yet."""
    group = making.group_of(cast.americas)
    with pytest.raises(PermissionDenied):
        structure.begin(group, by=cast.officer, organization=cast.far_shore, person=cast.outsider)


def test_writing_the_search_anew_takes_as_many_queries_for_many_networks(cast: Cast) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            search.reindex(NETWORKS)
        return len(captured)

    few = count()
    for number in range(3):
        making.alliance_of(cast, slug=f"more-{number}")
    assert count() == few
