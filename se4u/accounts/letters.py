"""The mails of signing in: words, button and reason for each that the sign-in library wants sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from . import mail
from .models import User


@dataclass(frozen=True)
class Kind:
    """One mail: its template, and the one thing to do."""

    template: str
    button: str | Promise = ""
    url: str = ""  # the name of the address in the library's context


ASKED = lazy("You get this mail because somebody, probably you, entered this address on the site.")
SAFETY = lazy("You get this mail because it concerns the safety of your account; it cannot be switched off.")

KINDS = {
    "email_confirmation": Kind("confirm", lazy("Confirm this address"), "activate_url"),
    "email_confirmation_signup": Kind("confirm", lazy("Confirm this address"), "activate_url"),
    "account_already_exists": Kind("known_address", lazy("Choose a new password"), "password_reset_url"),
    "unknown_account": Kind("unknown_address", lazy("Create an account"), "signup_url"),
    "login_code": Kind("code"),
    "password_reset_key": Kind("reset", lazy("Choose a new password"), "password_reset_url"),
}
CHANGES = {
    "password_changed": lazy("Your password was changed. Your other devices were signed out."),
    "password_reset": lazy("Your password was set anew by a mailed link. All your devices were signed out."),
    "password_set": lazy("A password was set for your account."),
    "email_changed": lazy("The address of your account was changed."),
    "email_confirm": lazy("The address of your account was confirmed."),
    "email_deleted": lazy("An address was removed from your account."),
    "recovery_codes_generated": lazy("New recovery codes were made; the old ones no longer work."),
    "totp_activated": lazy("An authenticator app now protects your account. Your other devices were signed out."),
    "totp_deactivated": lazy("The authenticator app was removed from your account."),
    "webauthn_added": lazy("A passkey or security key was added to your account. Your other devices were signed out."),
    "webauthn_removed": lazy("A passkey or security key was removed from your account."),
    "account_connected": lazy("Another way of signing in was connected to your account."),
    "account_disconnected": lazy("Another way of signing in was removed from your account."),
}

NEW_FACTORS = frozenset({"totp_activated", "webauthn_added"})


def language_for(address: str, fallback: str) -> str:
    """Return the language of whoever has this address, else the one of the page."""
    found = User.objects.filter(emailaddress__email=address.lower()).values_list("language", flat=True).first()
    return found or fallback


def letter(name: str, context: dict[str, Any], language: str) -> mail.Letter:
    """Return the mail for one of the library's names, in the active language.

    Raises KeyError for a name that has no words here.
    """
    if name in CHANGES:
        words = mail.words("mail/changed.txt", {**context, "what": CHANGES[name]})
        return mail.Letter(words, "", "", str(SAFETY))
    kind = KINDS[name]
    return mail.Letter(
        words=mail.words(f"mail/{kind.template}.txt", context),
        button=str(kind.button),
        url=_translated(context[kind.url], language) if kind.url else "",
        reason=str(ASKED) + " " + _("If it was not you, do nothing."),
        code=context.get("code", ""),
    )


def _translated(url: str, language: str) -> str:
    """Return the address of a page on the host the person is on, in the language of the mail."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=mail.in_language(parts.path, language)))
