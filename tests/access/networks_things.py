"""Things of networks in the states that matter, made around the cast when a row asks for them."""

from __future__ import annotations

from datetime import timedelta
from typing import TypeVar

from allauth.mfa.models import Authenticator
from django.utils import timezone

from se4u.core.action import SYSTEM
from se4u.core.authority import Capability, forget
from se4u.core.tokens import new_secret
from se4u.directory.models import Affiliation, Country, Organization
from se4u.networks.models import Grant, Guidelines, Intervention, Mandate, Membership, Network, ObserverInvitation, Role
from se4u.networks.services import guidelines, powers, structure
from se4u.networks.services import standing as standing_services

from .rows import World

T = TypeVar("T")
State = Membership.State
DAYS = timedelta(days=10)


def _kept(made: T) -> T:
    """Let every viewer be read anew: what was made changes who may what."""
    forget()
    return made


# -- networks


def americas(world: World) -> Network:
    """The regional network: the coordinator leads it, the committee member sits on its committee."""
    return Network.objects.get(pk=world.cast.americas.pk)


def bare(world: World) -> Network:
    """The alliance, linked to the regional network. The representative's organisation is its member; nobody leads it."""
    Network.objects.filter(pk=world.cast.alliance.pk).update(parent=world.cast.americas)
    return _kept(Network.objects.get(pk=world.cast.alliance.pk))


def opened(world: World) -> Network:
    """The alliance with its members' room open to the government that observes it."""
    return _kept(structure.edit(bare(world), by=SYSTEM, open_to_governments=True))


def led(world: World) -> Network:
    """The alliance, with the representative as national coordinator."""
    alliance, leader = bare(world), world.cast.representative
    role = alliance.roles.get(lead=True)
    today = timezone.now().date()
    Mandate.objects.create(role=role, person=leader, organization=world.cast.casa_abierta, since=today)
    Authenticator.objects.get_or_create(
        user=leader, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "unused"}}
    )
    return _kept(alliance)


def lending(world: World) -> Network:
    """The alliance, which lends the regional network the right to decide on members."""
    return _kept(lent(world).network)


def stepped_into(world: World) -> Network:
    """The alliance, into which the secretariat stepped for the sake of its members."""
    return _kept(intervention(world).network)


def stepped_into_mandates(world: World) -> Network:
    """The alliance, into which the secretariat stepped for the sake of its mandates."""
    return _kept(intervention(world, Capability.APPOINT).network)


def by_committee(world: World) -> Network:
    """The regional network, where the committee admits."""
    Network.objects.filter(pk=world.cast.americas.pk).update(admission=Network.Admission.COMMITTEE)
    return americas(world)


def by_members(world: World) -> Network:
    """The regional network, where any member admits."""
    Network.objects.filter(pk=world.cast.americas.pk).update(admission=Network.Admission.MEMBERS)
    return americas(world)


def group(world: World) -> Network:
    """A group of the regional network without members or mandates of its own."""
    return _kept(structure.create_group(americas(world), by=SYSTEM, name={"en": "Firearms"}, purpose={"en": "Works."}))


def group_of_alliance(world: World) -> Network:
    """A group of the alliance, itself without anybody; the representative leads the alliance."""
    return _kept(structure.create_group(led(world), by=SYSTEM, name={"en": "Prisons"}, purpose={"en": "Works."}))


def secretariat(world: World) -> Network:
    """The root, where the officer holds a mandate."""
    return Network.objects.get(pk=world.cast.secretariat.pk)


def founded(world: World) -> Network:
    """A network in which nobody was ever appointed."""
    return _kept(structure.found(None, by=SYSTEM, kind="regional", slug="net4u-pacific", name={"en": "Pacific"}))


def resting(world: World) -> Network:
    """The regional network, put to rest."""
    return _kept(standing_services.rest(americas(world), by=SYSTEM, reason="No money this year."))


def closed(world: World) -> Network:
    """The regional network, closed: its mandates have ended, its members read on."""
    return _kept(standing_services.close(americas(world), by=SYSTEM, reason="The work is done."))


def resting_group(world: World) -> Network:
    """A group of the regional network, which rests."""
    found = group(world)
    resting(world)
    return _kept(Network.objects.select_related("parent").get(pk=found.pk))


# -- memberships


def membership(network: Network, body: Organization, state: str = State.ADMITTED) -> Membership:
    """An organisation's place in a network, in a state."""
    values = {"state": state, "decided_at": None if state == State.APPLIED else timezone.now()}
    return _kept(Membership.objects.update_or_create(network=network, organization=body, defaults=values)[0])


def applied(network: Network, world: World) -> Membership:
    """The outsider's application."""
    return membership(network, world.cast.far_shore, State.APPLIED)


def standing(network: Network, world: World) -> Membership:
    """The representative's membership."""
    return membership(network, world.cast.casa_abierta)


def suspended(network: Network, world: World) -> Membership:
    """The representative's suspended membership."""
    return membership(network, world.cast.casa_abierta, State.SUSPENDED)


def own_of_coordinator(network: Network, world: World) -> Membership:
    """The membership of the coordinator's own organisation."""
    return membership(network, world.cast.rio_claro)


def two_hats(world: World) -> Network:
    """The regional network, where the government observer is also focal point of the representative's organisation."""
    place = {"person": world.cast.government_observer, "organization": world.cast.casa_abierta}
    Affiliation.objects.create(**place, role=Affiliation.Role.FOCAL_POINT)
    return _kept(americas(world))


def published(network: Network) -> Guidelines:
    """Guidelines of a network."""
    return _kept(guidelines.publish_guidelines(network, by=SYSTEM, text={"en": "<p>Be kind.</p>"}, major=True))


# -- roles and mandates


def role(network: Network) -> Role:
    """A role nobody holds, of a network."""
    return Role.objects.create(network=network, name={"en": "Scribe"}, capabilities=[Capability.PLAN])


def mandate(world: World) -> Mandate:
    """The committee member's mandate in the regional network."""
    return Mandate.objects.get(person=world.cast.committee_member)


def leading(world: World) -> Mandate:
    """The coordinator's mandate: the only one there that appoints."""
    return Mandate.objects.get(person=world.cast.coordinator)


def observing(world: World) -> Mandate:
    """The government observer's mandate in the alliance, which the representative leads."""
    led(world)
    return Mandate.objects.get(person=world.cast.government_observer, organization=world.cast.ministry)


def colleague(world: World) -> None:
    """The newcomer as a member of the committee member's organisation."""
    Affiliation.objects.get_or_create(person=world.cast.newcomer, organization=world.cast.puente_norte)


# -- loans, interventions, invitations


def lent(world: World) -> Grant:
    """The right to decide on members, lent by the alliance, which the representative leads, to the regional network."""
    values = {"to": world.cast.americas, "capability": Capability.ADMIT, "until": timezone.now().date() + DAYS}
    return _kept(powers.grant(led(world), by=SYSTEM, **values))


def intervention(world: World, capability: str = Capability.ADMIT) -> Intervention:
    """A live intervention in the alliance, which the representative leads."""
    values = {"capability": capability, "reason": "A member threatens people.", "until": timezone.now().date() + DAYS}
    return _kept(powers.intervene(led(world), by=SYSTEM, **values))


def invited(world: World, **changes: object) -> tuple[ObserverInvitation, str]:
    """An invitation of the newcomer to observe the alliance, which the representative leads; with its secret."""
    word, digest = new_secret()
    now = timezone.now()
    values = {
        "network": led(world),
        "authority": world.cast.ministry,
        "email": world.cast.newcomer.email,
        "digest": digest,
        "sent_at": now,
        "expires_at": now + DAYS,
        **changes,
    }
    return _kept(ObserverInvitation.objects.create(**values)), word


def expired(world: World) -> tuple[ObserverInvitation, str]:
    """An invitation whose link has expired; with its secret."""
    return invited(world, expires_at=timezone.now() - DAYS)


def sample_region(world: World) -> Network:
    """The regional network with the sample country in it, so that it may invite the ministry."""
    found = americas(world)
    found.countries.add(Country.objects.get(pk=world.cast.sample_country.pk))
    return found


def guest(network: Network, world: World) -> Membership:
    """The outsider's organisation as a member."""
    return membership(network, world.cast.far_shore)


def suspended_guest(network: Network, world: World) -> Membership:
    """The outsider's organisation as a suspended member."""
    return membership(network, world.cast.far_shore, State.SUSPENDED)


def applied_of_coordinator(network: Network, world: World) -> Membership:
    """The application of the coordinator's own organisation."""
    return membership(network, world.cast.rio_claro, State.APPLIED)
