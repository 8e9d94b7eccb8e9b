"""Somebody who is known wherever the site keeps names, and the answers of who leaves."""

from __future__ import annotations

from collections.abc import Callable

from allauth.socialaccount.models import SocialAccount
from django.core.files.base import ContentFile
from django.utils import timezone

from se4u.accounts import services
from se4u.accounts.models import User
from se4u.accounts.notify import notify
from se4u.core import personal
from se4u.core.models import Upload
from se4u.directory import search
from se4u.directory.models import Affiliation, Expert, Invitation, JoinRequest, Organization, Verification
from se4u.networks.models import Mandate, ObserverInvitation
from tests.personas import Cast

NAME, LATIN, PSEUDONYM = "رُوزا ممثِّلة", "Rosa Representative-Unmistakable", "River-by-night"


def given(person: User, name: str, content: bytes) -> Upload:
    return Upload.objects.create(
        file=ContentFile(content, name),
        name=name,
        content_type="text/plain",
        size=len(content),
        sha256="0" * 64,
        actor_key=person.actor_key,
    )


def invite(cast: Cast, email: str) -> tuple[Invitation, ObserverInvitation]:
    """An invitation of an organisation at risk, and one to observe, to one address."""
    now = timezone.now()
    Organization.objects.filter(pk=cast.far_shore.pk).update(safety="pseudonym", pseudonym="Quiet Shore")
    return (
        Invitation.objects.create(
            organization=cast.far_shore, email=email, digest="c" * 64, sent_at=now, expires_at=now
        ),
        ObserverInvitation.objects.create(
            network=cast.alliance, authority=cast.ministry, email=email, digest="d" * 64, sent_at=now, expires_at=now
        ),
    )


def answers_of(person: User, choose: Callable[[personal.Duty], str]) -> dict[str, str]:
    return {duty.key: choose(duty) for duty in personal.duties_of(person)}


def known_everywhere(cast: Cast) -> User:
    """The representative, with name and address wherever the site keeps such."""
    person = cast.representative
    person.name, person.latin_name, person.pseudonym = NAME, LATIN, PSEUDONYM
    person.save()
    services.update_profile(person, by=person, safety="open")
    SocialAccount.objects.create(user=person, provider="office", uid=person.email, extra_data={"name": LATIN})
    Organization.objects.filter(pk=cast.casa_abierta.pk).update(
        contact_name=LATIN, contact_email=person.email, contact_phone="+1 555 0100"
    )
    Affiliation.objects.filter(person=person).update(title=f"Director ({LATIN})")
    Affiliation.objects.create(person=cast.newcomer, organization=cast.casa_abierta)
    Expert.objects.create(person=person, about=f"I am {LATIN}", pseudonym=PSEUDONYM, website="https://rosa.example")
    now = timezone.now()
    Invitation.objects.create(
        organization=cast.far_shore, email=person.email, digest="a" * 64, sent_at=now, expires_at=now
    )
    ObserverInvitation.objects.create(
        network=cast.alliance,
        authority=cast.ministry,
        email=person.email,
        digest="b" * 64,
        sent_at=now,
        expires_at=now,
    )
    Mandate.objects.create(
        role=cast.alliance.roles.first(), person=person, since=now.date(), reason=f"{LATIN} was chosen"
    )
    Verification.objects.create(expert=person.expert, distinct_because=LATIN).inquiries.create(
        question=f"Who is {LATIN}?"
    )
    JoinRequest.objects.create(organization=cast.far_shore, person=person, note=LATIN, found_as="Far Shore")
    given(person, f"{LATIN}.txt", b"a text")
    search.index(cast.casa_abierta.__class__.objects.get(pk=cast.casa_abierta.pk))
    search.index(person.expert)
    for other in (cast.officer, person):
        notify(
            [other], "directory.contact", url="/desk/", about=person, message=f"{NAME} / {LATIN}", sender=person.email
        )
    return User.objects.get(pk=person.pk)
