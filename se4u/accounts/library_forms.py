"""The sign-in library's forms as ours: a label above, no repetition of it inside the field. Loaded by name in the settings."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.account.fields import SetPasswordField
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

ADDRESS = _("E-mail address")
LONGEST = 254  # what the column holds; the library checks no length


class Plain:
    """Takes placeholders away: they vanish when one types, and are read twice by screen readers."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in {"email", "login"}:
                field.label = ADDRESS
                field.widget.attrs |= {"dir": "ltr", "maxlength": str(LONGEST)}
                field.validators = [*field.validators, MaxLengthValidator(LONGEST)]


class LoginForm(Plain, account.LoginForm):
    """Address and password."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["password"].help_text = ""  # the page has the link for a forgotten one
        self.fields["remember"].label = _("Keep me signed in on this device (never on a shared one)")


class SignupForm(Plain, account.SignupForm):
    """An address and a password, nothing else."""

    def try_save(self, request: HttpRequest) -> tuple[Any, Any]:
        """Save; where two people sign up with one address at the same moment, the second is answered as for a known one."""
        saved: tuple[Any, Any]
        try:
            with transaction.atomic():
                saved = super().try_save(request)
        except IntegrityError:
            self.account_already_exists = True
            saved = super().try_save(request)
        return saved


class FirstPasswordForm(Plain, account.UserForm):
    """The password of somebody who confirms an address in another browser than the one that signed up."""

    password1 = SetPasswordField(label=_("New password"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["password1"].user = self.user


class AddEmailForm(Plain, account.AddEmailForm):
    """Another address."""


class ChangePasswordForm(Plain, account.ChangePasswordForm):
    """The old password, and the new one twice."""


class SetPasswordForm(Plain, account.SetPasswordForm):
    """A first password, twice."""


class ResetPasswordForm(Plain, account.ResetPasswordForm):
    """The address a link goes to."""


class ResetPasswordKeyForm(Plain, account.ResetPasswordKeyForm):
    """The new password, twice."""


class RequestLoginCodeForm(Plain, account.RequestLoginCodeForm):
    """The address a code goes to."""


class ConfirmLoginCodeForm(Plain, account.ConfirmLoginCodeForm):
    """The code."""


class ReauthenticateForm(Plain, account.ReauthenticateForm):
    """The password again."""
