"""Networks are founded, handed to their first coordinator, described, and get groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from se4u.accounts.models import User
from se4u.core.action import Refused, action
from se4u.core.lifecycle import lock, move
from se4u.directory import search
from se4u.directory.models import Affiliation, Country, Organization
from se4u.networks.kinds import KINDS, Needs, NetworkKind
from se4u.networks.models import Membership, Network

from .mandates import give
from .memberships import check_eligible, settle_voucher
from .opening import hold_open, hold_standing
from .roles import add_starting_roles

# Words of addresses below /networks/ that no network may be called by.
RESERVED_SLUGS = frozenset({"new", "memberships", "mandates", "roles", "grants", "interventions", "observers"})
# What is said of a network when it is founded, besides its kind, address, name and countries.
FOUNDED = frozenset(
    {"acronym", "purpose", "region", "country", "parent", "accent", "since", "origin", "source_note", "is_sample"}
)
# Where a network stands, as its kind has it (`kinds.KINDS`).
PLACES = ("country", "parent")
EDITABLE = (
    "name",
    "acronym",
    "purpose",
    "region",
    "accent",
    "admission",
    "renews_yearly",
    "since",
    "origin",
    "source_note",
    "contact_languages",
)


@action("networks.found", record=("kind", "slug"))
def found(
    scope: None,
    /,
    *,
    by: Any,
    kind: str,
    slug: str,
    name: Mapping[str, str],
    countries: Iterable[Country] = (),
    **fields: Any,
) -> Network:
    """Found a network with the roles its kind begins with. An alliance may stand where no regional network exists.

    Raises Refused for a taken or reserved address, a group (its network creates it), a country or link that its kind must
    have or cannot, and TypeError for a field that is not in `FOUNDED`.
    """
    if unknown := fields.keys() - FOUNDED:
        raise TypeError(f"not to be written here: {sorted(unknown)}")
    if kind == NetworkKind.GROUP:
        raise Refused(_("Groups are created inside their network."))
    for _name, error in misplaced(kind, fields):
        raise Refused(error)
    network = _create(Network(kind=kind, slug=slug, name=dict(name), **fields))
    network.countries.set(countries)
    add_starting_roles(network)
    search.index(network)
    return network


@action("networks.begin", record=("organization",))
def begin(network: Network, *, by: Any, organization: Organization, person: User) -> Membership:
    """Hand a new network to its first coordinator: the organisation becomes a member, its person takes the lead.

    Possible once, while nobody was ever appointed there; from then on the network decides for itself.
    Raises Refused for an organisation that is not eligible, or a person who does not belong to it.
    """
    hold_open(network)
    if was_begun(network):
        raise Refused(_("This network has its people already and decides for itself."))
    check_eligible(network, organization)
    if not Affiliation.objects.live().filter(person=person, organization=organization).exists():
        raise Refused(_("This person does not belong to the organisation."))
    role = network.roles.filter(lead=True).first()
    if role is None:
        raise Refused(_("This network has no leading role."))
    membership = _made_member(network, organization)
    give(role, person, timezone.now().date(), None, organization)
    settle_voucher(organization)
    search.index(organization)
    return membership


@action("networks.edit", record=("open_to_governments",))
def edit(
    network: Network,
    /,
    *,
    by: Any,
    countries: Iterable[Country] | None = None,
    open_to_governments: bool | None = None,
    **values: Any,
) -> Network:
    """Change how a network describes itself, who admits its members, and whether government observers read in its room.

    Raises Refused where no government observes: in a group and the secretariat.
    """
    hold_standing(network)
    lock(network)
    if open_to_governments is not None:
        if open_to_governments and not network.ability.observed:
            raise Refused(_("Governments observe regional networks and alliances alone."))
        network.open_to_governments = open_to_governments
    for field in EDITABLE:
        if field in values:
            setattr(network, field, values[field])
    network.save()
    if countries is not None:
        network.countries.set(countries)
    search.index(network)
    for row in network.memberships.filter(vouches=True).select_related("organization").order_by("organization"):
        settle_voucher(row.organization)  # shown by the name of the alliance
    return network


@action("networks.create_group")
def create_group(
    network: Network, /, *, by: Any, name: Mapping[str, str], purpose: Mapping[str, str], slug: str = ""
) -> Network:
    """Create a group within a network, with its mandate in words; it looks like its network and inherits its rights.

    Raises Refused inside the secretariat or another group.
    """
    if network.kind not in (NetworkKind.REGIONAL, NetworkKind.NATIONAL):
        raise Refused(_("Groups are created in regional networks and alliances."))
    hold_open(network)
    group = _create(
        Network(
            kind=NetworkKind.GROUP,
            parent=network,
            slug=slug or _free_slug(network, name),
            name=dict(name),
            purpose=dict(purpose),
            accent=network.accent,
            is_sample=network.is_sample,
        )
    )
    add_starting_roles(group)
    search.index(group)
    return group


def was_begun(network: Network) -> bool:
    """Whether anybody was ever appointed there: from then on the network decides for itself."""
    return network.roles.filter(mandates__isnull=False).exists()


def _made_member(network: Network, organization: Organization) -> Membership:
    """Return the organisation's membership in force: the one it has, the application that waits, or a new one."""
    admitted, now = Membership.State.ADMITTED, timezone.now()
    current = Membership.objects.current().filter(network=network, organization=organization).first()
    if current is None:
        return Membership.objects.create(network=network, organization=organization, state=admitted, decided_at=now)
    return current if current.state == admitted else move(current, admitted, decided_at=now, reason="")


def misplaced(kind: str, places: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what a kind of network lacks or cannot have, of its country and link, each with the words for it."""
    for name in PLACES:
        need, given = getattr(KINDS[kind], name), places.get(name)
        if need == Needs.ALWAYS and not given:
            yield name, _("Choose the country of the alliance.") if name == "country" else _("Choose its network.")
        if need == Needs.NEVER and given:
            yield name, _("Only a national alliance has this. Leave it empty.")


def refusal_of_address(slug: str) -> str:
    """Return why no network can have this address; nothing for a free one."""
    if slug in RESERVED_SLUGS:
        return _("This address is reserved. Choose another.")
    return _("There is a network at this address already.") if Network.objects.filter(slug=slug).exists() else ""


def _create(network: Network) -> Network:
    if refusal := refusal_of_address(network.slug):
        raise Refused(refusal)
    try:
        with transaction.atomic():
            network.save()
    except IntegrityError as error:  # of two at once, one is told
        raise Refused(_("There is a network at this address already.")) from error
    return network


def _free_slug(network: Network, name: Mapping[str, str]) -> str:
    """Return an address made of the network's and the group's English (or first) name, numbered when it is taken."""
    words = name.get("en") or next(iter(name.values()), "")
    stem = f"{network.slug}-{slugify(words) or 'group'}"[:55].rstrip("-")
    number, slug = 1, stem
    while Network.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{stem}-{number}"
    return slug
