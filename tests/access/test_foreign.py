"""Keys of things that are elsewhere: in the address beside one's own, and in a form. To whoever sends them they do not exist."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from se4u.accounts.models import Session
from se4u.accounts.views.sessions import mark_of
from se4u.core.action import SYSTEM
from se4u.core.models import Event
from se4u.demo.cast import person
from se4u.directory import services
from se4u.directory.models import Affiliation, Theme
from se4u.networks.models import Grant, Intervention, Network, ObserverInvitation
from se4u.networks.services import standing
from tests.directory import making as directory
from tests.networks import making

from . import directory_things, networks_things, places_things
from .rows import World

As = Callable[[str], Client]

# Addresses with two things: what the second is, and what comes after it.
IN_NETWORKS = {
    "edit_role": "role",
    "remove_role": "role",
    "appoint": "role",
    "end_mandate": "mandate",
    "hand_over_seat": "mandate",
    "end_grant": "grant",
    "end_intervention": "step",
    "revoke_observer": "invitation",
    "rename_entry": "theme",
    "merge_entry": "theme",
    "offer_entry": "theme",
}
IN_ORGANIZATIONS: dict[str, tuple[str, list[str]]] = {
    "role": ("place", []),
    "remove": ("place", []),
    "invitation_again": ("invitation", []),
    "invitation_revoke": ("invitation", []),
    "document": ("document", []),
    "document_remove": ("document", []),
    "document_judge": ("document", ["accept"]),
    "join_decide": ("request", ["accept"]),
}
THINGS = {"person", "document", "invitation", "asked", "pk", "entry"}
DATA = {"reason": "x", "role": "member", "name_en": "x", "name-en": "x", "since": "2026-01-01"}


def with_two_things(resolver: URLResolver) -> set[str]:
    """The names of addresses that hold a network or organisation and something of it."""
    found = set()
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            found |= with_two_things(entry)
        elif isinstance(entry, URLPattern):
            named = set(entry.pattern.converters)
            if {"slug", "key"} <= named or (named & THINGS and named & {"slug", "key"}):
                found.add(str(entry.name))
    return found


def test_every_address_with_two_things_is_tried() -> None:
    assert with_two_things(get_resolver()) == {*IN_NETWORKS, *IN_ORGANIZATIONS}


def in_network(world: World, network: Network, holder: Any) -> dict[str, Any]:
    """One of each thing a network has, and how its address names it."""
    values = {"network": network, "to": world.cast.secretariat, "until": making.tomorrow()}
    role = making.role_of(network, "plan")
    secret = {"digest": network.slug, "sent_at": timezone.now(), "expires_at": timezone.now()}
    return {
        "role": [making.role_of(network, "plan").pk],
        "mandate": [making.mandate(role, holder, holder.affiliations.get().organization).key],
        "grant": [Grant.objects.create(**values, capability="plan").key],
        "step": [
            Intervention.objects.create(network=network, capability="publish", reason="x", until=making.tomorrow()).key
        ],
        "invitation": [
            ObserverInvitation.objects.create(
                network=network, authority=world.cast.ministry, email="g@sample.example", **secret
            ).key
        ],
        "theme": ["themes", places_things.theme_of(network, f"Theme {network.pk}").slug],
    }


def in_organization(speaker: Any) -> dict[str, Any]:
    """One of each thing an organisation has."""
    body = speaker.affiliations.get().organization
    asking = person(f"asking-{body.pk}")
    return {
        "place": making.speaker(body, f"colleague-{body.pk}", "member").affiliations.get().key,
        "invitation": services.invite(body, by=speaker, email=f"i{body.pk}@sample.example", role="editor").key,
        "document": services.add_document(body, by=speaker, kind="registration", file=directory_things.file()).key,
        "request": services.ask_to_join(body, by=asking, note="Me").key,
    }


def statuses(client: Client, path: str) -> list[int]:
    return [client.get(path).status_code, client.post(path, DATA).status_code]


def test_what_is_another_networks_is_not_found_under_ones_own(world: World, as_persona: As) -> None:
    """The coordinator leads one network and the representative another; each tries the other's things in their own."""
    cast, led = world.cast, networks_things.led(world)
    own = {"coordinator": cast.americas, "representative": led}
    things = {name: in_network(world, network, cast.by_name()[name]) for name, network in own.items()}
    begun = Event.objects.count()
    for persona, other in (("coordinator", "representative"), ("representative", "coordinator")):
        client, slug = as_persona(persona), own[persona].slug
        for name, kind in IN_NETWORKS.items():
            at = f"networks:{name}"
            assert statuses(client, reverse(at, args=[slug, *things[other][kind]])) == [404, 404], (persona, name)
            there = statuses(client, reverse(at, args=[own[other].slug, *things[other][kind]]))
            assert set(there) <= {403, 404}, (persona, name)
            assert client.get(reverse(at, args=[slug, *things[persona][kind]])).status_code in {200, 403}, name
    assert Event.objects.count() == begun


def test_what_is_another_organisations_is_not_found_under_ones_own(world: World, as_persona: As) -> None:
    people = world.cast.by_name()
    speakers = ("representative", "coordinator")
    things = {name: in_organization(people[name]) for name in speakers}
    own = {name: people[name].affiliations.order_by("pk")[0].organization.key for name in speakers}
    begun = Event.objects.count()
    for persona, other in (speakers, speakers[::-1]):
        client = as_persona(persona)
        for name, (kind, rest) in IN_ORGANIZATIONS.items():
            at = f"directory:{name}"
            for where in (own[persona], own[other]):
                foreign = reverse(at, args=[where, things[other][kind], *rest])
                assert statuses(client, foreign) == [404, 404], (persona, name)
            assert client.get(reverse(at, args=[own[persona], things[persona][kind], *rest])).status_code != 404, name
    assert Event.objects.count() == begun


# -- in forms


def _errors(client: Client, path: str, field: str, value: str) -> list[str]:
    """What stands beside a field, without the value itself."""
    page = client.post(path, {**DATA, field: value})
    assert page.status_code == 200, path
    form = page.context["form"]
    return [str(text).replace(value, "…") for text in form.errors.get(field.split("-", maxsplit=1)[-1], [])]


def test_choice_of_what_is_elsewhere_reads_as_of_what_is_not_there(world: World, as_persona: As) -> None:
    cast, led = world.cast, networks_things.led(world)
    role = making.role_of(cast.americas, "plan")
    seat = making.mandate(role, cast.representative, cast.casa_abierta)
    group = making.group_of(cast.americas)
    shut = making.alliance_of(cast)
    standing.close(shut, by=SYSTEM, reason="The work is done.")
    hidden = directory.approved(cast.newcomer, cast.officer, cast.sample_country, "Hidden House")
    services.set_safety(hidden, by=cast.newcomer, safety="unlisted")
    ours, theirs = places_things.theme_of(cast.americas, "Ours"), places_things.theme_of(led, "Theirs")
    merged = Theme.objects.get(slug="drugs")
    services.merge_entry(merged, by=cast.officer, into=Theme.objects.get(slug="firearms"))
    own_place = Affiliation.objects.get(person=cast.outsider)
    americas, casa, none = cast.americas.slug, cast.casa_abierta.key, "nothing123"
    rows: list[tuple[str, str, list[Any], str, list[Any], str]] = [
        (
            "coordinator",
            "networks:appoint",
            [americas, role.pk],
            "person",
            [cast.outsider.key, cast.newcomer.key],
            none,
        ),
        ("representative", "networks:hand_over_seat", [americas, seat.key], "person", [cast.coordinator.key], none),
        ("coordinator", "networks:grant", [americas], "to", [americas, group.slug, shut.slug], none),
        ("representative", "networks:invite_observer", [led.slug], "authority", [casa, hidden.key], none),
        ("outsider", "networks:apply", [americas], "organization", [casa, hidden.key], none),
        ("representative", "networks:join", [group.slug], "organization", [cast.far_shore.key, hidden.key], none),
        ("representative", "directory:leave", [casa], "successor", [own_place.pk], "999999"),
        ("outsider", "directory:edit_section", [cast.far_shore.key, "work"], "themes", [ours.pk, merged.pk], "999999"),
        (
            "coordinator",
            "networks:merge_entry",
            [americas, "themes", ours.slug],
            "into",
            [theirs.pk, merged.pk],
            "999999",
        ),
        ("coordinator", "networks:add_entry", [americas, "themes"], "parent", [theirs.pk, merged.pk], "999999"),
        ("officer", "directory:entry_merge", ["themes", "firearms"], "into", [theirs.pk, merged.pk], "999999"),
        ("officer", "networks:found", [], "parent", [led.slug, shut.slug, group.slug], none),
    ]
    begun = Event.objects.count()
    for persona, name, args, field, elsewhere, nothing in rows:
        path, client = reverse(name, args=args), as_persona(persona)
        said = _errors(client, path, field, nothing)
        assert said, name
        for value in elsewhere:
            assert _errors(client, path, field, str(value)) == said, (name, value)
    assert Event.objects.count() == begun


def test_session_of_somebody_else_is_not_there(world: World, as_persona: As) -> None:
    as_persona("representative")
    theirs = Session.objects.get(user=world.cast.representative)
    ended = as_persona("officer").post(reverse("accounts:end_session"), {"session": mark_of(theirs)})
    assert ended.status_code == 404
    assert Session.objects.filter(pk=theirs.pk).exists()
