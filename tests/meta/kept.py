"""A person of whom everything is kept that can be: one row at least of every model that says something of people."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.files.base import ContentFile
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from se4u.accounts.models import Notification, User
from se4u.core import privacy
from se4u.core.models import Event, Upload
from se4u.directory.models import (
    Affiliation,
    Expert,
    Import,
    Inquiry,
    Invitation,
    JoinRequest,
    Language,
    Organization,
    PendingImport,
    Theme,
    Verification,
)
from se4u.networks.models import (
    GuidelineAcceptance,
    Guidelines,
    Intervention,
    Mandate,
    Membership,
    ObserverInvitation,
)
from tests.personas import Cast

START = datetime(2031, 1, 1, 9, 7, tzinfo=UTC)


class Row:
    """One row about the person, with a value of its own in every personal field, and what shows that the row is there."""

    made = 0

    def __init__(self, item: models.Model, shows: str = "") -> None:
        self.item, self.shows, self.model = item, shows, type(item)
        for name in privacy.load()[self.model].personal:
            field = self.model._meta.get_field(name)
            if not isinstance(field, models.ManyToManyField):
                self.fill(name, field)
        self.model._base_manager.filter(pk=item.pk).update(**{name: getattr(item, name) for name in self.own_fields()})

    def own_fields(self) -> list[str]:
        """Return the fields that take any words or moment."""
        statement = privacy.load()[self.model]
        fields = {
            name: self.model._meta.get_field(name) for name in statement.personal.keys() - statement.withheld.keys()
        }
        free = (models.DateField, models.CharField, models.TextField)
        return [
            name
            for name, field in fields.items()
            if isinstance(field, free) and not isinstance(field, models.EmailField) and not field.choices
        ]

    def fill(self, name: str, field: Any) -> None:
        Row.made += 1
        moment = START + timedelta(days=Row.made, minutes=Row.made)
        if name not in self.own_fields():
            return
        if isinstance(field, models.DateTimeField):
            setattr(self.item, name, moment)
        elif isinstance(field, models.DateField):
            setattr(self.item, name, moment.date())
        elif name not in ("language", "time_zone", "erased_at"):
            setattr(self.item, name, f"{name}-{Row.made}")

    def value(self, name: str) -> list[str]:
        """Return the texts by which a field must be found in the export."""
        field = self.model._meta.get_field(name)
        value = getattr(self.item, name)
        if isinstance(field, models.ManyToManyField):
            return [str(entry) for entry in value.all()]
        if field.related_model is User:
            return [self.text(getattr(self.item, self.shows))]
        return [str(value) if isinstance(value, models.Model) else self.text(value)]

    @staticmethod
    def text(value: Any) -> str:
        if isinstance(value, bytes):
            return value.decode()
        return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False) if not isinstance(value, str) else value


def everything_kept_of(cast: Cast) -> list[Row]:
    """Keep of the newcomer all there is to keep."""
    person, now = cast.newcomer, START
    person.time_zone = "Asia/Tokyo"
    dates = {"sent_at": now, "expires_at": now}
    email: Any = person
    expert = Expert.objects.create(
        person=person, country=cast.sample_country, visibility={"about": {"reach": "public"}}
    )
    theme = Theme.objects.create(slug="own", name={"en": "A theme of one’s own"})
    expert.themes.add(theme)
    expert.languages.add(Language.objects.get_or_create(code="xx", defaults={"name": "Xish"})[0])
    case = Verification.objects.create(expert=expert, outcome="refused", reason="x", decided_at=now)
    body = Verification.objects.create(organization=cast.far_shore, owner=person, decided_by=person, opened_at=now)
    Verification.objects.filter(pk=body.pk).update(opened_at=START - timedelta(days=900))
    body.refresh_from_db()
    Organization.objects.filter(pk=cast.far_shore.pk).update(contact_email=person.email)
    cast.far_shore.refresh_from_db()
    guidelines = Guidelines.objects.create(network=cast.americas, version=7341, text={}, published_at=now)
    membership = Membership.objects.filter(network=cast.americas).first()
    assert membership is not None
    Membership.objects.filter(pk=membership.pk).update(decided_by=person)
    membership.refresh_from_db()
    run = Import.objects.create(standing="registered", vouched_by="x", by=person, source="run.csv", sha256="0" * 64)
    waiting = PendingImport.objects.create(
        person=person,
        name="waiting.csv",
        content=b"a file that waits",
        standing="reference",
        report={"a": "report-1"},
        first=["first-1"],
    )
    acceptance = GuidelineAcceptance.objects.create(membership=membership, guidelines=guidelines, by=person)
    step = {"network": cast.americas, "capability": "admit", "reason": "x", "until": date(2032, 1, 1)}
    asked = JoinRequest.objects.create(organization=cast.far_shore, person=person, note="x", found_as="Far")
    decided = JoinRequest.objects.create(
        organization=cast.rio_claro, person=cast.outsider, note="x", decided_by=person, decided_at=now, state="declined"
    )
    invitation = {"organization": cast.far_shore, **dates}
    observer = {"network": cast.alliance, "authority": cast.ministry, **dates}
    upload = Upload.objects.create(
        file=ContentFile(b"x", "x.txt"),
        name="x.txt",
        content_type="text/plain",
        size=1,
        sha256="0" * 64,
        actor_key=person.actor_key,
    )
    mandate = Mandate.objects.create(role=cast.alliance.roles.all()[0], person=person, since=now.date())
    return [
        Row(person),
        Row(email.emailaddress_set.get(), "email"),
        Row(person.consents.all()[0], "document"),
        Row(person.sessions.create(session_key="k", session_data="d", expire_date=now), "device"),
        Row(Notification.objects.create(person=person, template="x", context={"a": "context-1"}, url="/"), "url"),
        Row(Authenticator.objects.create(user=person, type="totp", data={}), "created_at"),
        Row(SocialAccount.objects.create(user=person, provider="office", uid="x", extra_data={"a": "extra-1"}), "uid"),
        Row(Event.objects.create(actor_key=person.actor_key, action="x.y")),
        Row(upload),
        Row(Affiliation.objects.create(person=person, organization=cast.casa_abierta), "title"),
        Row(expert, "about"),
        Row(case),
        Row(body, "opened_at"),
        Row(case.inquiries.create(question="x", answer="y", answered_at=now)),
        Row(
            Inquiry.objects.create(verification=body, question="x", answer="y", answered_at=now, asked_by=person),
            "question",
        ),
        Row(Invitation.objects.create(**invitation, email=person.email, digest="a" * 64, language="pt", role="editor")),
        Row(
            Invitation.objects.create(**invitation, email="other@x.example", digest="b" * 64, invited_by=person),
            "sent_at",
        ),
        Row(asked, "note"),
        Row(decided, "decided_at"),
        Row(run, "source"),
        Row(waiting, "name"),
        Row(cast.far_shore),
        Row(mandate, "reason"),
        Row(membership, "reason"),
        Row(acceptance, "at"),
        Row(Intervention.objects.create(**step, by=person), "reason"),
        Row(ObserverInvitation.objects.create(**observer, email=person.email, digest="c" * 64)),
        Row(
            ObserverInvitation.objects.create(**observer, email="o@x.example", digest="d" * 64, invited_by=person),
            "sent_at",
        ),
    ]
