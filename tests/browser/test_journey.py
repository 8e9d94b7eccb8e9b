"""The main journey on a phone: from sign-up to a living membership, in English and from right to left."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import Page

from se4u.core.models import Event
from se4u.directory.models import Country, Organization
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
    """One person's browser: it begins on the home page, follows what can be seen there and checks every page it comes to."""

    def __init__(self, page: Page, language: str, check: Callable[[Page], None]) -> None:
        self.page, self.language, self.check = page, language, check

    def begin(self) -> None:
        """Open the home page, the one address people know."""
        self.page.goto(f"/{self.language}/")
        self.check(self.page)

    def open(self, link: str) -> None:
        """Open an address from a mail."""
        self.page.goto(link)
        self.check(self.page)

    def menu(self, path: str) -> None:
        """Open the menu of the phone and choose."""
        self.page.locator(".menu summary").click()
        self.press(f".menu a[href='/{self.language}{path}']")

    def follow(self, path: str) -> None:
        """Follow a link of the page, known by the end of its address."""
        self.press(f"main a[href$='{path}']:visible, main a[href*='{path}?']:visible")

    def press(self, selector: str = SENT) -> None:
        """Press a button or link that can be seen and look at where it leads."""
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
    assert Organization.objects.get(name=name).state == Organization.State.SUBMITTED
    _vet(officer, applicant, name)
    organization = Organization.objects.get(name=name)
    assert organization.state == Organization.State.APPROVED
    _apply(applicant, organization)
    _admit(coordinator, organization)

    _seen_by_everyone(Walk(new_page(), language, assert_accessible), name)
    _read_in_the_history(applicant, name)
    deeds = set(Event.objects.about(organization).values_list("action", flat=True))
    assert {"directory.submit", "directory.ask", "directory.answer", "directory.approve"} <= deeds
    assert Event.objects.filter(action="networks.admit").exists()


def _sign_up(applicant: Walk, server: str) -> None:
    applicant.begin()
    applicant.follow("/account/signup/")
    applicant.fill(email="ana@harbour.example", password1=PASSWORD)
    applicant.press()
    link = link_in_mail("ana@harbour.example")
    applicant.open(link.replace(re.match(r"https?://[^/]+", link).group(), server))  # type: ignore[union-attr]
    applicant.press()
    for box in applicant.page.locator("main form [type=checkbox]").all():
        box.check()
    applicant.press()


def _register(applicant: Walk, name: str) -> None:
    applicant.menu("/desk/")
    applicant.follow("/directory/register/")
    applicant.follow("/directory/register/organisation/")
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


def _vet(officer: Walk, applicant: Walk, name: str) -> None:
    officer.begin()
    officer.menu("/desk/")
    officer.follow("/directory/queue/")
    officer.press(f"main a:has-text('{name}')")
    officer.page.locator("form[action*=ask] textarea").fill("Who pays for your work?")
    officer.press("form[action*=ask] button[type=submit]")
    applicant.menu("/desk/")
    applicant.press(f"main a:has-text('{name}')")
    applicant.page.locator("form[action*=answer] textarea").fill("Our members do.")
    applicant.press("form[action*=answer] button[type=submit]")
    officer.menu("/desk/")
    officer.follow("/directory/queue/")
    officer.press(f"main a:has-text('{name}')")
    assert "Our members do." in officer.text()
    officer.press("form[action*=approve] button[type=submit]")


def _apply(applicant: Walk, organization: Organization) -> None:
    applicant.menu("/desk/")
    applicant.press(f"main a:has-text('{organization.name}')")
    applicant.follow(f"/directory/{organization.key}/")
    assert organization.name in applicant.text()
    applicant.menu("/networks/")
    applicant.follow("/networks/net4u-americas/")
    applicant.follow("/networks/net4u-americas/apply/")
    applicant.fill(motivation="We work on both sides of the border.")
    applicant.page.check("[name=shown]")
    applicant.press()
    assert Membership.objects.get(organization=organization).state == Membership.State.APPLIED


def _admit(coordinator: Walk, organization: Organization) -> None:
    membership = Membership.objects.get(organization=organization)
    coordinator.begin()
    coordinator.follow("/desk/")
    coordinator.press(f"main a:has-text('{organization.name}'), main a[href*='/applications/']")
    if not coordinator.page.locator("main a[href*='/admit/']").count():
        coordinator.press(f"main a:has-text('{organization.name}')")
    coordinator.press("main a[href*='/admit/']")
    coordinator.press("main form button[type=submit]")
    membership.refresh_from_db()
    assert membership.state == Membership.State.ADMITTED


def _seen_by_everyone(visitor: Walk, name: str) -> None:
    visitor.begin()
    visitor.menu("/directory/")
    visitor.press(f"main a:has-text('{name}')")
    visitor.menu("/networks/")
    visitor.follow("/networks/net4u-americas/")
    visitor.press(f"main a:has-text('{name}')")
    visitor.follow("/networks/net4u-americas/")
    visitor.press(".tabs a[href$='/networks/net4u-americas/members/']")
    assert name in visitor.text()


def _read_in_the_history(member: Walk, name: str) -> None:
    member.menu("/networks/")
    member.follow("/networks/net4u-americas/")
    member.press(".tabs a[href$='/networks/net4u-americas/history/']")
    newest = member.page.locator("main .timeline li, main ol li").first.inner_text()
    assert name in newest
