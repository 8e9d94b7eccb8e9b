"""Making what tests of networks need, on top of the cast."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta
from threading import Barrier, Event, Thread
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from se4u.accounts.models import Notification, User
from se4u.core.action import SYSTEM, Refused
from se4u.core.authority import forget
from se4u.core.models import Event as Deed
from se4u.demo.cast import organization, person
from se4u.directory.models import Affiliation, Organization
from se4u.networks.kinds import NetworkKind
from se4u.networks.models import Mandate, Membership, Network, Role
from se4u.networks.services import structure
from tests.personas import Cast

TODAY = timezone.now().date
DAY = timedelta(days=1)


def body(cast: Cast, name: str = "Nueva (sample)", **fields: object) -> Organization:
    """A vetted organisation of the sample country."""
    return organization(name, cast.sample_country, **fields)


def speaker(of: Organization, name: str = "speaker", role: str = Affiliation.Role.FOCAL_POINT) -> User:
    """A new person who speaks for an organisation."""
    user = person(name)
    Affiliation.objects.create(person=user, organization=of, role=role)
    forget()
    return user


def member(network: Network, of: Organization, **fields: object) -> Membership:
    """A membership in force, named in public."""
    values = {"state": Membership.State.ADMITTED, "decided_at": timezone.now(), "shown": True, **fields}
    forget()
    return Membership.objects.create(network=network, organization=of, **values)


def applied(network: Network, of: Organization) -> Membership:
    """An application that waits."""
    return Membership.objects.create(network=network, organization=of, motivation="We work on firearms.", shown=True)


def role_of(network: Network, *capabilities: str, **fields: Any) -> Role:
    """A role with these capabilities."""
    return Role.objects.create(network=network, name={"en": "Role"}, capabilities=list(capabilities), **fields)


def with_factor(user: User) -> None:
    """Give a person an authenticator, if they have none."""
    if not user.authenticator_set.exists():  # type: ignore[attr-defined]
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "unused"})
        user.__dict__.pop("has_second_factor", None)


def mandate(role: Role, user: User, of: Organization | None = None, **fields: Any) -> Mandate:
    """A mandate from yesterday on, of somebody with the second factor that mandates ask for."""
    forget()
    with_factor(user)
    return Mandate.objects.create(role=role, person=user, organization=of, **{"since": TODAY() - DAY, **fields})


def group_of(network: Network, name: str = "Firearms") -> Network:
    """A group of a network."""
    return structure.create_group(network, by=SYSTEM, name={"en": name}, purpose={"en": "Works on it."})


def alliance_of(cast: Cast, slug: str = "nacsa4u-other", parent: Network | None = None) -> Network:
    """Another national alliance, of the sample country too."""
    return structure.found(
        None,
        by=SYSTEM,
        kind=NetworkKind.NATIONAL,
        slug=slug,
        name={"en": "Other Alliance"},
        country=cast.sample_country,
        parent=parent,
    )


def told(deed: str) -> set[str]:
    """The addresses of those who were notified of a deed."""
    return set(Notification.objects.filter(template=deed).values_list("person__email", flat=True))


def event(deed: str) -> Deed:
    """The one event of a deed."""
    return Deed.objects.get(action=deed)


def tomorrow() -> date:
    """The day after today."""
    return TODAY() + DAY


def beside(work: Callable[[], object], other: Callable[[], object]) -> list[str]:
    """Do one thing, and another before what the first wrote is there for all to see; return how each ended."""
    begun = Event()

    def slowly() -> None:
        with transaction.atomic():
            work()
            begun.set()
            time.sleep(0.3)

    def after() -> None:
        begun.wait(timeout=20)
        other()

    return race(slowly, after)


def race(*works: Callable[[], object]) -> list[str]:
    """Do things at once in threads of their own; return how each ended: a fault by its name."""
    barrier, outcomes = Barrier(len(works)), []

    def go(work: Callable[[], object]) -> None:
        try:
            barrier.wait(timeout=20)
            work()
            outcomes.append("done")
        except Refused:
            outcomes.append("refused")
        except PermissionDenied:
            outcomes.append("denied")
        except Exception as fault:  # noqa: BLE001  whatever it is, the test names it
            outcomes.append(type(fault).__name__)
        finally:
            connection.close()

    threads = [Thread(target=go, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)
