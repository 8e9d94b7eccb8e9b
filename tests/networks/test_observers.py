"""Government observers come by invitation alone, see what is open to them, and do nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone, translation

from se4u.accounts.models import User
from se4u.core.action import ACTIONS, Refused
from se4u.core.authority import Capability as C  # noqa: N817  read in tables
from se4u.core.authority import forget, viewer_of
from se4u.core.ratelimit import DAY as DAY_LONG
from se4u.core.ratelimit import ratelimit
from se4u.demo.cast import person
from se4u.directory.models import Affiliation, Country, Organization
from se4u.networks.models import Mandate, ObserverInvitation
from se4u.networks.services import observers, standing
from se4u.networks.views import powers
from tests.personas import Cast

from . import making
from .making import DAY, TODAY

As = Callable[[str], Client]
EMAIL = "gerda@ministry.example"


@pytest.fixture
def led(cast: Cast) -> Cast:
    """The cast, with the representative leading the alliance."""
    making.mandate(cast.alliance.roles.get(lead=True), cast.representative, cast.casa_abierta)
    return cast


@pytest.fixture
def gerda(cast: Cast) -> User:
    """A person of the ministry who signed up with the invited address."""
    user = person("gerda")
    User.objects.filter(pk=user.pk).update(email=EMAIL)
    user.emailaddress_set.update(email=EMAIL)  # type: ignore[attr-defined]
    return User.objects.get(pk=user.pk)


def invite(cast: Cast, by: Any = None, commit: Any = None, **changes: Any) -> tuple[ObserverInvitation, str]:
    """Invite, and return the invitation with the secret of its mailed link."""
    values = {"authority": cast.ministry, "email": EMAIL, "language": "en", "until": None, **changes}
    with commit(execute=True):
        made = observers.invite_observer(cast.alliance, by=by or cast.representative, **values)
    return made, secret_in(mail.outbox[-1])


def secret_in(letter: Any) -> str:
    found = re.search(r"/observers/([^/\s]+)/", letter.body)
    assert found
    return found.group(1)


@pytest.fixture
def commit(django_capture_on_commit_callbacks: Any) -> Any:
    return django_capture_on_commit_callbacks


def test_invite_mails_a_secret_of_which_only_the_digest_is_kept(led: Cast, commit: Any) -> None:
    made, secret = invite(led, commit=commit)
    assert mail.outbox[-1].to == [EMAIL]
    assert "National Civil Society Alliance of Sample Country" in mail.outbox[-1].subject
    assert secret not in str(ObserverInvitation.objects.values().get())
    assert timedelta(days=9) < made.expires_at - timezone.now() <= timedelta(days=10)
    assert EMAIL not in str(making.event("networks.invite_observer").data)


def test_invite_mail_is_in_the_chosen_language(led: Cast, commit: Any) -> None:
    invite(led, commit=commit, language="ar")
    assert "التحالف الوطني" in mail.outbox[-1].subject
    assert "/ar/networks/observers/" in mail.outbox[-1].body


@pytest.mark.parametrize("persona", ["coordinator", "committee_member", "officer", "government_observer", "outsider"])
def test_invite_without_the_right_is_denied(led: Cast, commit: Any, persona: str) -> None:
    with pytest.raises(PermissionDenied):
        invite(led, by=led.by_name()[persona], commit=commit)


def test_invite_is_for_authorities_of_the_country_alone(led: Cast, commit: Any) -> None:
    abroad = Country.objects.create(iso2="XT", name={"en": "Elsewhere"}, name_en="Elsewhere")
    foreign = making.body(led, "Foreign Ministry (sample)", kind=Organization.Kind.AUTHORITY)
    Organization.objects.filter(pk=foreign.pk).update(seat=abroad)
    for body in (foreign, led.casa_abierta, led.far_shore):
        with pytest.raises(Refused):
            invite(led, commit=commit, authority=body)
    assert list(observers.authorities_for(led.alliance)) == [led.ministry]


def test_invite_in_a_regional_network_is_for_its_countries(cast: Cast, commit: Any) -> None:
    values = {"authority": cast.ministry, "email": EMAIL, "language": "en"}
    with pytest.raises(Refused):
        observers.invite_observer(cast.americas, by=cast.coordinator, **values)
    cast.americas.countries.add(cast.sample_country)
    observers.invite_observer(cast.americas, by=cast.coordinator, **values)


def test_invite_to_a_group_is_denied(cast: Cast) -> None:
    group = making.group_of(cast.americas)
    with pytest.raises(PermissionDenied):
        observers.invite_observer(group, by=cast.coordinator, authority=cast.ministry, email=EMAIL, language="en")


def test_invite_twice_or_into_the_past_is_refused(led: Cast, commit: Any) -> None:
    with pytest.raises(Refused):
        invite(led, commit=commit, until=TODAY() - DAY)
    invite(led, commit=commit)
    with pytest.raises(Refused):
        invite(led, commit=commit, email=EMAIL.upper())
    with pytest.raises(IntegrityError), transaction.atomic():
        ObserverInvitation.objects.create(
            network=led.alliance,
            authority=led.ministry,
            email=EMAIL,
            digest="x",
            sent_at=timezone.now(),
            expires_at=timezone.now(),
        )


def test_accept_gives_a_mandate_to_observe_and_a_place_in_the_authority(led: Cast, gerda: User, commit: Any) -> None:
    made, secret = invite(led, commit=commit, until=TODAY() + 90 * DAY)
    mandate = observers.accept_observer(made, by=gerda, secret=secret)
    assert (mandate.organization, mandate.until) == (led.ministry, TODAY() + 90 * DAY)
    assert Affiliation.objects.live().filter(person=gerda, organization=led.ministry).exists()
    viewer = viewer_of(gerda)
    assert (viewer.government, viewer.member) == (True, False)
    assert dict(viewer.capabilities) == {led.alliance.pk: {C.OBSERVE}}
    assert making.told("networks.accept_observer") == {led.representative.email}
    with pytest.raises(Refused):  # a used link
        observers.accept_observer(made, by=gerda, secret=secret)


def test_accept_by_another_address_is_refused(led: Cast, commit: Any) -> None:
    made, secret = invite(led, commit=commit)
    with pytest.raises(Refused):
        observers.accept_observer(made, by=led.newcomer, secret=secret)
    assert not Mandate.objects.filter(person=led.newcomer).exists()


@pytest.mark.parametrize(("confirmed", "primary"), [(True, False), (False, True), (False, False)])
def test_accept_asks_whether_the_invited_address_is_confirmed(
    led: Cast, commit: Any, confirmed: bool, primary: bool
) -> None:
    """Any address one has confirmed will do, and none one has not, though it be the first of the account."""
    made, secret = invite(led, commit=commit)
    led.newcomer.emailaddress_set.update(primary=False)  # type: ignore[attr-defined]
    led.newcomer.emailaddress_set.create(email=EMAIL, verified=confirmed, primary=primary)  # type: ignore[attr-defined]
    if primary:
        User.objects.filter(pk=led.newcomer.pk).update(email=EMAIL)
    person = User.objects.get(pk=led.newcomer.pk)
    if confirmed:
        assert observers.accept_observer(made, by=person, secret=secret).person == person
        return
    with pytest.raises(Refused):
        observers.accept_observer(made, by=person, secret=secret)


@pytest.mark.parametrize("secret", ["", "foreign", "x" * 500, "\x00"])
def test_accept_with_a_foreign_secret_is_refused(led: Cast, gerda: User, commit: Any, secret: str) -> None:
    made, _secret = invite(led, commit=commit)
    with pytest.raises(Refused):
        observers.accept_observer(made, by=gerda, secret=secret)


def test_accept_by_the_holder_of_another_mandate_is_refused(led: Cast, commit: Any) -> None:
    made, secret = invite(led, commit=commit, email=led.coordinator.email)
    with pytest.raises(Refused):
        observers.accept_observer(made, by=led.coordinator, secret=secret)
    made.refresh_from_db()
    assert made.state == ObserverInvitation.State.SENT


def test_expired_link_can_be_renewed_by_the_invited_and_goes_to_the_same_mailbox(
    led: Cast, gerda: User, commit: Any
) -> None:
    made, secret = invite(led, commit=commit)
    with pytest.raises(Refused):  # it still works
        observers.renew_observer(made, by=gerda, secret=secret)
    ObserverInvitation.objects.update(expires_at=timezone.now())
    with pytest.raises(Refused):
        observers.accept_observer(made, by=gerda, secret=secret)
    with pytest.raises(Refused):
        observers.renew_observer(made, by=gerda, secret="foreign")
    with commit(execute=True):
        observers.renew_observer(made, by=gerda, secret=secret)
    fresh = secret_in(mail.outbox[-1])
    assert (mail.outbox[-1].to, fresh != secret) == ([EMAIL], True)
    with pytest.raises(Refused):
        observers.accept_observer(made, by=gerda, secret=secret)
    observers.accept_observer(made, by=gerda, secret=fresh)


def test_closing_the_network_takes_its_invitations_back(led: Cast, commit: Any) -> None:
    made, secret = invite(led, commit=commit)
    sent = len(mail.outbox)
    standing.close(led.alliance, by=led.representative, reason="The work is done.")
    made.refresh_from_db()
    assert (made.state, observers.by_secret(secret)) == (ObserverInvitation.State.REVOKED, None)
    ObserverInvitation.objects.update(state=ObserverInvitation.State.SENT, expires_at=timezone.now())
    made.refresh_from_db()
    with pytest.raises(Refused, match="closed"), commit(execute=True):
        observers.renew_observer(made, by=led.newcomer, secret=secret)
    assert len(mail.outbox) == sent


def test_invitation_of_who_appoints_no_more_is_worth_nothing(led: Cast, gerda: User, commit: Any) -> None:
    made, secret = invite(led, commit=commit)
    path = reverse("networks:observer_invitation", args=[secret])
    assert Client().get(path).status_code == 200
    Mandate.objects.filter(person=led.representative).update(until=TODAY() - DAY)
    forget()
    assert Client().get(path).status_code == 410
    with pytest.raises(Refused, match="new invitation"):
        observers.accept_observer(ObserverInvitation.objects.get(), by=gerda, secret=secret)
    ObserverInvitation.objects.update(expires_at=timezone.now())
    with pytest.raises(Refused, match="new invitation"):
        observers.renew_observer(ObserverInvitation.objects.get(), by=gerda, secret=secret)
    assert not Mandate.objects.filter(person=gerda).exists()
    assert made.state == ObserverInvitation.State.SENT
    shown = powers.open_invitations(led.alliance)
    assert [entry["stands"] for entry in shown] == [False]


def test_invited_renew_a_few_times_and_then_ask_the_network(led: Cast, gerda: User, commit: Any) -> None:
    made, _secret = invite(led, commit=commit)
    for _again in range(3):
        ObserverInvitation.objects.update(expires_at=timezone.now())
        with commit(execute=True):
            observers.renew_observer(made, by=gerda, secret=secret_in(mail.outbox[-1]))
    ObserverInvitation.objects.update(expires_at=timezone.now())
    last = secret_in(mail.outbox[-1])
    with pytest.raises(Refused, match="often enough"):
        observers.renew_observer(made, by=gerda, secret=last)
    page = Client().get(reverse("networks:observer_invitation", args=[last])).text
    assert "Ask the network for a new invitation" in page
    assert "Ask for a new link" not in page


def test_revoked_link_is_worth_nothing(led: Cast, gerda: User, commit: Any) -> None:
    made, secret = invite(led, commit=commit)
    with pytest.raises(PermissionDenied):
        observers.revoke_observer(made, by=led.coordinator)
    observers.revoke_observer(made, by=led.representative)
    with pytest.raises(Refused):
        observers.accept_observer(made, by=gerda, secret=secret)
    assert observers.by_secret(secret) is None


# -- pages


def test_link_leads_the_anonymous_to_the_sign_in_and_the_invited_to_accept(led: Cast, gerda: User, commit: Any) -> None:
    _made, secret = invite(led, commit=commit)
    url = reverse("networks:observer_invitation", args=[secret])
    page = Client().get(url)
    assert page.status_code == 200
    assert f"/account/login/?next={url}" in page.content.decode()
    assert not page.cookies
    client = Client()
    client.force_login(gerda, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "Observe National Civil Society Alliance" in client.get(url).content.decode()
    client.post(url)
    forget()
    assert viewer_of(gerda).government
    assert client.get(url).status_code == 404  # used


@pytest.mark.parametrize("secret", ["foreign", "%00", "x" * 300])
def test_foreign_link_says_so(cast: Cast, secret: str) -> None:
    for name in ("observer_invitation", "renew_observer"):
        page = Client().get(reverse(f"networks:{name}", args=["SECRET"]).replace("SECRET", secret))
        assert page.status_code == 404
        assert "This link is not valid" in page.content.decode()


def test_expired_link_offers_a_new_one(led: Cast, commit: Any) -> None:
    _made, secret = invite(led, commit=commit)
    ObserverInvitation.objects.update(expires_at=timezone.now())
    page = Client().get(reverse("networks:observer_invitation", args=[secret]))
    assert "This link has expired" in page.content.decode()
    with commit(execute=True):
        Client().post(reverse("networks:renew_observer", args=[secret]))
    assert secret_in(mail.outbox[-1]) != secret


def test_invitations_are_limited_and_what_was_typed_stays(led: Cast, as_persona: As) -> None:
    request: Any = RequestFactory().get("/")
    request.user = led.representative
    for _n in range(50):
        ratelimit(request, "networks.invite_observer", 50, DAY_LONG)
    typed = {"authority": led.ministry.key, "email": EMAIL, "language": "fr"}
    path = reverse("networks:invite_observer", args=[led.alliance.slug])
    text = as_persona("representative").post(path, typed).content.decode()
    assert "too often" in text
    assert EMAIL in text
    assert not ObserverInvitation.objects.exists()


def test_invite_form_keeps_the_input_and_says_why(led: Cast, as_persona: As, commit: Any) -> None:
    url = reverse("networks:invite_observer", args=[led.alliance.slug])
    client = as_persona("representative")
    page = client.post(url, {"authority": led.casa_abierta.key, "email": "nonsense", "language": "xx"})
    text = page.content.decode()
    assert page.status_code == 200
    assert "nonsense" in text
    assert set(page.context["form"].errors) == {"authority", "email", "language"}
    with commit(execute=True):
        sent = client.post(url, {"authority": led.ministry.key, "email": EMAIL, "language": "fr"})
    assert sent.url == reverse("networks:powers", args=[led.alliance.slug])
    assert mail.outbox[-1].to == [EMAIL]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_invite_form_proposes_the_language_of_the_page(led: Cast, as_persona: As, language: str) -> None:
    with translation.override(language):
        url = reverse("networks:invite_observer", args=[led.alliance.slug])
    form = as_persona("representative").get(url).context["form"]
    assert form["language"].value() == language


# -- what an observer may do


def test_observer_may_do_nothing_in_any_network(cast: Cast) -> None:
    """Of all deeds of networks the observer holds only those of everyone."""
    standing = making.applied(cast.alliance, cast.far_shore)
    role = making.role_of(cast.alliance, C.PLAN)
    mandate = making.mandate(role, cast.representative, cast.casa_abierta)
    subjects: list[Any] = [cast.alliance, cast.americas, standing, role, mandate]
    for_everyone = {"networks.contact", "networks.accept_observer", "networks.renew_observer"}
    held = {
        name
        for name in ACTIONS
        if name.startswith("networks.")
        for subject in subjects
        if _may(cast.government_observer, name, subject)
    }
    assert held <= for_everyone


def _may(user: User, name: str, subject: Any) -> bool:
    try:
        return user.has_perm(name, subject)
    except (AttributeError, ValueError):  # a deed of another kind of subject
        return False


@pytest.mark.parametrize(
    ("page", "status"),
    [
        ("detail", 200),
        ("members", 200),
        ("groups", 200),
        ("guidelines", 404),
        ("history", 404),
        ("powers", 404),
        ("applications", 404),
        ("edit", 404),
        ("grant", 404),
        ("invite_observer", 404),
    ],
)
def test_observer_reads_what_is_public(cast: Cast, as_persona: As, page: str, status: int) -> None:
    assert (
        as_persona("government_observer").get(reverse(f"networks:{page}", args=[cast.alliance.slug])).status_code
        == status
    )


def test_observer_does_not_read_who_belongs_without_being_shown(cast: Cast, as_persona: As) -> None:
    making.member(cast.alliance, making.body(cast, "Quiet House (sample)"), shown=False)
    url = reverse("networks:members", args=[cast.alliance.slug])
    assert "Quiet House" not in as_persona("government_observer").get(url).content.decode()
    assert "Quiet House" in as_persona("representative").get(url).content.decode()
