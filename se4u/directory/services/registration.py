"""Registering: a draft kept on the server, submitted, withdrawn, submitted again."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import SET_NULL
from django.utils import timezone
from django.utils.translation import gettext as _

from se4u.accounts.models import User
from se4u.accounts.people import confirmed_addresses
from se4u.core.action import Refused, action
from se4u.core.lifecycle import move, only_in
from se4u.directory import duplicates, search
from se4u.directory.imports import entries
from se4u.directory.models import Affiliation, Expert, Organization, ReferenceEntry, Verification, Vetted
from se4u.directory.models.organizations import NON_GOVERNMENTAL
from se4u.directory.names import domain_of

from . import common
from .common import Subject
from .identity import keep_vetted
from .people import affiliate

State = Vetted.State
FIRST = frozenset({"name", "latin_name", "kind", "seat", "website", "started_from"})
SECOND = frozenset({"themes", "services", "languages", "about", "about_language"})
EXPERT = frozenset({"kind", "country", "website", "themes", "languages", "about", "about_language"})


class AlreadyHere(Refused):
    """The organisation seems to be registered already; `matches` says which. Submit again with a reason, or join it."""

    def __init__(self, matches: list[duplicates.Match]) -> None:
        super().__init__(_("An organisation with this name in this country, or with this website, is already here."))
        self.matches = matches


@action("directory.begin", record=("kind",))
def begin(
    parent: None,
    *,
    by: User,
    name: str,
    kind: str,
    seat: Any,
    latin_name: str = "",
    website: str = "",
    entry: ReferenceEntry | None = None,
) -> Organization:
    """Begin the registration of an organisation: a draft that only its applicant sees."""
    _require_non_governmental(kind)
    organization = Organization(started_from=entry)
    values = {"name": name, "latin_name": latin_name, "kind": kind, "seat": seat, "website": website}
    common.store(organization, values, FIRST)
    affiliate(organization, by, Affiliation.Role.FOCAL_POINT)
    return organization


@action("directory.begin_expert", record=("kind",))
def begin_expert(parent: None, /, *, by: User, kind: str, **values: Any) -> Expert:
    """Begin one's own registration as an independent or academic expert."""
    expert = Expert(person=by)
    try:
        with transaction.atomic():
            common.store(expert, {"kind": kind, **values}, EXPERT)
    except IntegrityError as error:
        raise Refused(_("You have begun this already; go on where you left it.")) from error
    return expert


@action("directory.revise")
def revise(subject: Subject, /, *, by: User, title: str | None = None, **values: Any) -> Subject:
    """Write one step of a draft, or of a registration that was refused or withdrawn.

    Raises Refused for what a network knows the organisation by, while it belongs there.
    """
    only_in(subject, State.DRAFT, State.REFUSED, State.WITHDRAWN)
    if isinstance(subject, Organization):
        _require_non_governmental(values.get("kind", subject.kind))
        keep_vetted(subject, by, values)
    common.store(subject, values, FIRST | SECOND if isinstance(subject, Organization) else EXPERT)
    if title is not None and isinstance(subject, Organization):
        Affiliation.objects.live().filter(organization=subject, person=by).update(title=title)
    return subject


@action("directory.submit")
def submit(subject: Subject, *, by: User, distinct_because: str = "") -> Verification:
    """Submit a draft for vetting.

    Raises AlreadyHere when the organisation seems to be here already and no reason is given why this is another one.
    """
    only_in(subject, State.DRAFT)
    return _enter(subject, by, distinct_because, "directory.submit")


@action("directory.resubmit")
def resubmit(subject: Subject, *, by: User, distinct_because: str = "") -> Verification:
    """Submit again what was refused or withdrawn."""
    only_in(subject, State.REFUSED, State.WITHDRAWN)
    return _enter(subject, by, distinct_because, "directory.resubmit")


def _enter(subject: Subject, by: User, distinct_because: str, template: str) -> Verification:
    """Open a vetting, after looking once more whether the same body is here."""
    if missing := missing_for_submission(subject):
        raise Refused(_("Still missing: %(fields)s.") % {"fields": ", ".join(missing)})
    common.one_at_a_time()
    if isinstance(subject, Organization):
        if not distinct_because.strip() and (matches := duplicates.same_as(subject, by)):
            raise AlreadyHere(matches)
        _claim_entry(subject, by)
    move(subject, State.SUBMITTED, submitted_at=timezone.now())
    common.publish(subject)
    organization, expert = (subject, None) if isinstance(subject, Organization) else (None, subject)
    verification = Verification.objects.create(
        organization=organization, expert=expert, distinct_because=distinct_because.strip()
    )
    _tell_officers(verification, template)
    return verification


def _claim_entry(organization: Organization, by: User) -> None:
    """Mark the entry a registration started from as its own, if the applicant's confirmed mailbox lies on its domain."""
    if organization.started_from is None:
        return
    for address in confirmed_addresses(by):
        entries.claim(organization.started_from.key, organization, email_domain=domain_of(address))


def _tell_officers(verification: Verification, template: str) -> None:
    subject = verification.subject
    common.tell(common.officers(subject), template, subject, url=common.case_path(verification))


@action("directory.withdraw")
def withdraw(subject: Subject, *, by: User) -> Subject:
    """Take back a draft or a registration that is being vetted, an expert also a vetted one; it can be submitted again.

    Nobody vouches for what was withdrawn; its memberships end with it, or it is refused while its people hold mandates.
    """
    cases = list(subject.verifications.undecided().select_for_update(of=("self",)))
    move(subject, State.WITHDRAWN, **({"vouched_by": ""} if isinstance(subject, Organization) else {}))
    for case in cases:
        case.outcome, case.decided_at, case.decided_by = Verification.Outcome.WITHDRAWN, timezone.now(), by
        case.save(update_fields=["outcome", "decided_at", "decided_by"])
        if case.owner is not None:
            common.tell([case.owner], "directory.withdraw", subject, url=common.case_path(case))
    common.publish(subject)
    return subject


@action("directory.discard")
def discard(subject: Subject, *, by: Any) -> None:
    """Delete a registration that was not sent or was withdrawn, with all that was written for it.

    Raises WrongState for another state, Refused where officers have decided on it once or others build on it.
    """
    only_in(subject, *Vetted.DISCARDABLE)
    if subject.verifications.filter(outcome__in=Verification.DECIDED).exists():
        raise Refused(_("The officers have decided on this registration once: it stays with their records."))
    if _is_built_on(subject):
        raise Refused(_("Others work with this organisation already; it cannot be deleted."))
    search.remove(subject)
    subject.delete()


def _is_built_on(subject: Subject) -> bool:
    """Whether something beyond the registration itself builds on a subject: a membership that has not ended, a mandate."""
    own = subject._meta.app_label
    relations = [
        relation
        for relation in subject._meta.related_objects
        if relation.related_model._meta.app_label != own and relation.on_delete is not SET_NULL
    ]
    return any(
        _current(relation.related_model).filter(**{relation.field.name: subject}).exists() for relation in relations
    )


def _current(model: Any) -> Any:
    """Return the rows of an upper app that count: all, unless its manager says which are not over."""
    rows = model._default_manager
    return rows.current() if hasattr(rows, "current") else rows.all()


def missing_for_submission(subject: Subject) -> list[str]:
    """Return the names of what a registration still needs."""
    wanted = ["themes", "languages", "about"]
    wanted += ["name", "seat", "services"] if isinstance(subject, Organization) else ["country"]
    return [str(_label(subject, name)) for name in wanted if not _filled(subject, name)]


def _filled(subject: Subject, name: str) -> bool:
    value = getattr(subject, name)
    return bool(value.exists()) if name in common.MANY else bool(value)


def _label(subject: Subject, name: str) -> object:
    return getattr(subject._meta.get_field(name), "verbose_name", name)


def _require_non_governmental(kind: str) -> None:
    if kind not in NON_GOVERNMENTAL:
        raise Refused(_("Government authorities and intergovernmental organisations do not register themselves."))
