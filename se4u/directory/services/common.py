"""What the services of the directory share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from se4u.accounts.mentions import Mention
from se4u.accounts.models import User
from se4u.accounts.notify import notify
from se4u.core import authority
from se4u.core.authority import Capability
from se4u.core.visibility import Safety
from se4u.directory import cards, search
from se4u.directory.models import Country, Expert, Organization, Verification
from se4u.directory.names import domain_of

from . import vocabulary

MANY = frozenset({"operates_in", "themes", "services", "languages"})
Subject = Organization | Expert


def one_at_a_time() -> None:
    """Let registrations be submitted one after the other, so that of two for the same body the second sees the first.

    SQLite has one writer anyway; elsewhere a row everyone can name is the lock, held until the transaction ends.
    """
    list(Country.objects.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True)[:1])


def store(subject: Subject, values: dict[str, Any], allowed: frozenset[str]) -> None:
    """Write fields of an organisation or expert and bring everything that shows it up to date.

    Raises TypeError for a field that is not allowed here: what may be written is a list, not whatever a form sends.
    """
    if unknown := values.keys() - allowed:
        raise TypeError(f"not to be written here: {sorted(unknown)}")
    vocabulary.check_own(subject, [*values.get("themes", ()), *values.get("services", ())])
    for name in values.keys() - MANY:
        setattr(subject, name, values[name])
    publish(subject, **{name: values[name] for name in values.keys() & MANY})


def publish(subject: Subject, **many: Any) -> None:
    """Save a changed organisation or expert with the name lists are sorted by, and index it for search."""
    if isinstance(subject, Organization):
        subject.domain = domain_of(subject.website)
        cards.refresh(subject)
    subject.save()
    for name, items in many.items():
        getattr(subject, name).set(items)
    search.index(subject)


def people_of(subject: Subject) -> list[User]:
    """Return who is told about an organisation or expert: its focal points, or the expert."""
    if isinstance(subject, Expert):
        return [subject.person]
    speaking = subject.affiliations.focal_points().select_related("person")
    return [affiliation.person for affiliation in speaking]


def officers(besides: Subject) -> list[User]:
    """Return who vets, without those who belong or belonged to the case."""
    if isinstance(besides, Organization):
        own = set(besides.affiliations.values_list("person", flat=True))
    else:
        own = {besides.person_id}
    return list(User.objects.filter(pk__in=authority.holders(Capability.VET) - own, is_active=True))


def own_name(subject: Subject) -> str:
    """Return the name of a case as its own people and officers read it; never for others."""
    return subject.name if isinstance(subject, Organization) else subject.person.own_name


def tell(
    people: Iterable[User], template: str, subject: Subject, *, url: str, about: Any = None, **context: str
) -> None:
    """Tell people who may read the own name of a case, and read it as long as they may.

    Of a protected one the mail carries the link alone, also if it is protected only by the time the mail goes out.

    `about` is the person whom the words name, as for `notify`; of an expert's case it is the expert.
    """
    protected = is_protected(subject)
    about = subject.person if isinstance(subject, Expert) else about
    notify(people, template, url=url, protected=protected, about=about, name=Mention.of(subject, whole=True), **context)


def is_protected(subject: Subject) -> bool:
    """Whether an entry or, behind an expert's, the person is shown otherwise than by name."""
    safeties = {subject.safety, subject.person.safety} if isinstance(subject, Expert) else {subject.safety}
    return safeties != {Safety.OPEN}


def tell_people(subject: Subject, template: str, **context: str) -> None:
    """Tell those who stand behind a registration, with the way to its status page."""
    tell(people_of(subject), template, subject, url=status_path(subject), **context)


def status_path(subject: Subject) -> str:
    """Return the address where an applicant sees how things stand."""
    if isinstance(subject, Expert):
        return reverse("directory:expert_status")
    return reverse("directory:status", args=[subject.key])


def case_path(verification: Verification) -> str:
    """Return the address of a case in the officers' queue."""
    return reverse("directory:case", args=[verification.key])


def people_path(organization: Organization) -> str:
    """Return the address of the people of an organisation."""
    return reverse("directory:people", args=[organization.key])


def desk_path() -> str:
    """Return the address of what waits for a person, which is open to everyone."""
    return reverse("portal:desk")


def edit_path(subject: Subject) -> str:
    """Return the address where an entry is completed."""
    return reverse("directory:edit", args=[subject.key])
