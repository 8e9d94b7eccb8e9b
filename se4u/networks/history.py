"""The history of a network in words: one sentence a deed, with what it was done to and who did it as a reader may know."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.timezone import localtime

from se4u.accounts.people import names_behind
from se4u.core import official
from se4u.core.authority import Capability, Viewer
from se4u.core.models import Event
from se4u.core.visibility import Safety
from se4u.directory import cards
from se4u.directory.models import Service, Theme

from .models import GuidelineAcceptance, Mandate, Membership, Network
from .people import people_at_risk

# Who applied and was not admitted is known to those who decide; what people write to the contact point, to nobody else.
DECIDERS_ONLY = ("networks.apply", "networks.decline", "networks.withdraw", "networks.suspend", "networks.reinstate")
# Between the network and the secretariat: not for observers.
OWN_PEOPLE_ONLY = ("networks.intervene", "networks.end_intervention")
NOT_TOLD = ("networks.contact", "networks.renew_observer", "networks.show")
# What people do for their organisation: whoever did it for one at risk is not named, or the pseudonym beside it would be undone.
SPOKEN_FOR = frozenset(
    f"networks.{verb}"
    for verb in (
        "apply",
        "withdraw",
        "leave",
        "renew",
        "show",
        "join_group",
        "accept_guidelines",
        "begin",
        "hand_over_seat",
    )
)


def events_of(network: Network, viewer: Viewer) -> QuerySet[Event]:
    """Return the deeds of a network a reader of its members' room may know of, newest first."""
    hidden = NOT_TOLD if network.pk in viewer.where(Capability.ADMIT) else NOT_TOLD + DECIDERS_ONLY
    events = Event.objects.about(network).exclude(action__in=hidden)
    # A sentence without a name would still tell that somebody came or went.
    unknown = Membership.objects.filter(network=network)
    if viewer.government:
        events = events.exclude(action__in=OWN_PEOPLE_ONLY)
        unknown = unknown.exclude(pk__in=Membership.objects.visible_to(viewer).values("pk"))
    else:
        unknown = unknown.filter(organization__safety=Safety.UNLISTED)
        unknown = unknown.exclude(pk__in=Membership.objects.at_hand_of(viewer).values("pk"))
    accepted = GuidelineAcceptance.objects.filter(membership__in=unknown)
    return events.exclude(_about(unknown)).exclude(_about(accepted))


def _about(rows: QuerySet[Any]) -> Q:
    return Q(subject_label=rows.model._meta.label_lower, subject_pk__in=rows.values("pk"))


def entries(events: Iterable[Event], viewer: Viewer) -> list[dict[str, str]]:
    """Return events as `components/timeline.html` shows them, in a constant number of queries."""
    rows = list(events)
    keys = {event.actor_key for event in rows if event.actor_key}
    names = names_behind(keys, viewer)
    unnamed = people_at_risk(keys, viewer)
    about = {
        **_organizations(rows, viewer),
        **_accepting(rows, viewer),
        **_roles(rows),
        **_groups(rows),
        **_lists(rows),
    }
    return [
        {
            "when": date_format(localtime(event.at), "DATETIME_FORMAT"),
            "by": "" if event.action in SPOKEN_FOR and event.actor_key in unnamed else names.get(event.actor_key, ""),
            "text": render_to_string(f"events/{event.action}.txt", {"data": event.data}).strip(),
            "note": about.get((event.subject_label, event.subject_pk), ""),
        }
        for event in rows
    ]


Names = dict[tuple[str, int | None], str]


def _pks(events: list[Event], model: Any) -> list[int]:
    label = model._meta.label_lower
    return [event.subject_pk for event in events if event.subject_label == label and event.subject_pk is not None]


def _organizations(events: list[Event], viewer: Viewer) -> Names:
    """Name the organisations whose membership a reader may know of; the hour of a deed read before would undo another name."""
    found = Membership.objects.visible_to(viewer).filter(pk__in=_pks(events, Membership)).select_related("organization")
    label = Membership._meta.label_lower
    return {(label, row.pk): cards.known_name(row.organization, viewer) for row in found}


def _accepting(events: list[Event], viewer: Viewer) -> Names:
    """Name the organisations that accepted guidelines."""
    known = Membership.objects.visible_to(viewer)
    found = GuidelineAcceptance.objects.filter(pk__in=_pks(events, GuidelineAcceptance), membership__in=known)
    label = GuidelineAcceptance._meta.label_lower
    rows = found.select_related("membership__organization")
    return {(label, row.pk): cards.known_name(row.membership.organization, viewer) for row in rows}


def _roles(events: list[Event]) -> Names:
    found = Mandate.objects.filter(pk__in=_pks(events, Mandate)).select_related("role")
    return {(Mandate._meta.label_lower, row.pk): official.plain(row.role.name) for row in found}


def _lists(events: list[Event]) -> Names:
    """Name the entries of the network's own lists."""
    return {
        (model._meta.label_lower, entry.pk): str(entry)
        for model in (Theme, Service)
        if (wanted := _pks(events, model))
        for entry in model._default_manager.filter(pk__in=wanted)
    }


def _groups(events: list[Event]) -> Names:
    found = Network.objects.filter(pk__in=_pks(events, Network), kind=Network.Kind.GROUP)
    return {(Network._meta.label_lower, row.pk): official.plain(row.name) for row in found}
