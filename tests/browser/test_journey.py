"""The main journey on a phone: from sign-up to a living membership, in English and from right to left."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import Page

from se4u.core.models import Event
from se4u.directory.models import Country, Organization, Verification
from se4u.networks.models import Membership
from tests.personas import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAMES = {"en": "Harbour Watch", "ar": "مرصد الميناء"}
PASSWORD = "a long enough passphrase 17"
SENT = "main form .button-primary"


@pytest.fixture(params=[360])
def width(request: pytest.FixtureRequest) -> int:
    """A phone."""
    return int(request.param)


class Walk:
    """One person's browser, which checks every page it comes to."""

    def __init__(self, page: Page, language: str, check: Callable[[Page], None]) -> None:
        self.page, self.language, self.check = page, language, check

    def go(self, path: str) -> None:
        """Open an address in the language of the journey."""
        self.page.goto(path if path.startswith("http") else f"/{self.language}{path}")
        self.check(self.page)

    def press(self, selector: str = SENT) -> None:
        """Press a button or link and look at where it leads."""
        self.page.locator(selector).first.click()
        self.page.wait_for_load_state()
        self.check(self.page)

    def fill(self, **values: str) -> None:
        """Fill fields by name."""
        for name, value in values.items():
            self.page.locator(f"[name={name}]:not([type=hidden])").first.fill(value)

    def tick(self, name: str, value: str = "") -> None:
        """Tick a box or a choice."""
        chosen = f"[name={name}][value='{value}']" if value else f"[name={name}]"
        self.page.locator(chosen).first.check()

    def text(self) -> str:
        """What can be read on the page."""
        return self.page.locator("main").inner_text()


def link_in_mail(to: str) -> str:
    """Return the first link of the newest mail to an address."""
    message = next(message for message in reversed(mail.outbox) if to in message.to)
    found = re.search(r"https?://\S+", str(message.body))
    assert found
    return found.group()


def test_newcomer_becomes_a_member(
    cast: Cast,
    new_page: Callable[[], Page],
    sign_in: Callable[[Page, Any], None],
    assert_accessible: Callable[[Page], None],
    language: str,
    live_server: Any,
) -> None:
    """Sign up, confirm, register; the officer asks and approves; the coordinator admits; everyone can see it."""
    name = NAMES[language]
    applicant, officer, coordinator = (Walk(new_page(), language, assert_accessible) for _person in range(3))
    sign_in(officer.page, cast.officer)
    sign_in(coordinator.page, cast.coordinator)

    _sign_up(applicant, live_server.url)
    _register(applicant, name)
    organization = Organization.objects.get(name=name)
    assert organization.state == Organization.State.SUBMITTED
    _vet(officer, applicant, organization)
    organization.refresh_from_db()
    assert organization.state == Organization.State.APPROVED

    _apply(applicant, organization)
    _admit(coordinator, organization)

    visitor = Walk(new_page(), language, assert_accessible)
    visitor.go("/directory/")
    assert name in visitor.text()
    visitor.go("/networks/net4u-americas/")
    visitor.go("/networks/net4u-americas/members/")
    assert name in visitor.text()
    applicant.go("/networks/net4u-americas/history/")
    deeds = set(Event.objects.about(organization).values_list("action", flat=True))
    assert {"directory.submit", "directory.ask", "directory.answer", "directory.approve"} <= deeds
    assert Event.objects.filter(action="networks.admit").exists()


def _sign_up(applicant: Walk, server: str) -> None:
    applicant.go("/")
    applicant.go("/account/signup/")
    applicant.fill(email="ana@harbour.example", password1=PASSWORD)
    applicant.press()
    link = link_in_mail("ana@harbour.example")
    applicant.go(link.replace(re.match(r"https?://[^/]+", link).group(), server))  # type: ignore[union-attr]
    applicant.press()
    applicant.go("/desk/")
    for box in applicant.page.locator("main form [type=checkbox]").all():
        box.check()
    applicant.press()


def _register(applicant: Walk, name: str) -> None:
    applicant.go("/directory/register/")
    applicant.go("/directory/register/organisation/")
    applicant.fill(name=name, website="https://harbour.example")
    applicant.tick("kind", "civil_society")
    applicant.page.locator("[name=seat]").select_option(str(Country.objects.get(iso2="XS").pk))
    applicant.press()
    for field in ("themes", "services", "languages"):
        applicant.tick(field)
    applicant.fill(about="We watch the harbour and help those who are brought through it.")
    applicant.press()
    applicant.fill(title="Director")
    applicant.press()


def _vet(officer: Walk, applicant: Walk, organization: Organization) -> None:
    case = Verification.objects.get(organization=organization)
    officer.go("/directory/queue/")
    officer.go(f"/directory/queue/{case.key}/")
    officer.page.locator("form[action*=ask] textarea").fill("Who pays for your work?")
    officer.press("form[action*=ask] button[type=submit]")
    applicant.go("/desk/")
    applicant.go(f"/directory/register/{organization.key}/status/")
    applicant.page.locator("form[action*=answer] textarea").fill("Our members do.")
    applicant.press("form[action*=answer] button[type=submit]")
    officer.go(f"/directory/queue/{case.key}/")
    assert "Our members do." in officer.text()
    officer.press("form[action*=approve] button[type=submit]")
    applicant.go(f"/directory/{organization.key}/")


def _apply(applicant: Walk, organization: Organization) -> None:
    applicant.go("/networks/")
    applicant.go("/networks/net4u-americas/")
    applicant.go("/networks/net4u-americas/apply/")
    applicant.fill(motivation="We work on both sides of the border.")
    applicant.press()
    assert Membership.objects.get(organization=organization).state == Membership.State.APPLIED


def _admit(coordinator: Walk, organization: Organization) -> None:
    membership = Membership.objects.get(organization=organization)
    coordinator.go("/desk/")
    coordinator.go(f"/networks/memberships/{membership.key}/")
    coordinator.press("main a[href*='/admit/']")
    coordinator.press("main form button[type=submit]")
    membership.refresh_from_db()
    assert membership.state == Membership.State.ADMITTED
