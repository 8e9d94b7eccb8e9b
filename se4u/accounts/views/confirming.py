"""Confirming an address, and signing in by a code: neither gives an account to whoever made it with a foreign address.

Anyone can sign up with the address of somebody else. The password chosen then counts only where the address is confirmed in the
same browser; elsewhere whoever reads the mailbox chooses their own. A code stands for the account as it was when it was sent.
"""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.stagekit import clear_login, unstash_login
from allauth.account.models import EmailAddress, Login
from allauth.account.views import ConfirmEmailView, ConfirmLoginCodeView, RequestLoginCodeView
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from se4u.accounts.adapters import SIGNED_UP, AccountAdapter
from se4u.accounts.library_forms import FirstPasswordForm
from se4u.accounts.models import User
from se4u.core.ratelimit import HOUR, ratelimit

from .common import GUESSES

CODE_FOR = "code_for"


def made_elsewhere(request: HttpRequest, address: EmailAddress) -> bool:
    """Whether this is the first address of an account that was made in another browser, by nobody knows whom."""
    if address.verified or request.session.get(SIGNED_UP) == address.user_id:
        return False
    return not EmailAddress.objects.filter(user_id=address.user_id, verified=True).exists()


class Confirm(ConfirmEmailView):
    """The library's page; in another browser than the one that signed up it asks for a password as well."""

    def get_object(self, queryset: Any = None) -> Any:
        """Return what the link confirms; links that are nobody's are counted."""
        try:
            return super().get_object(queryset)
        except Http404:
            ratelimit(self.request, "accounts.confirm_email", GUESSES, HOUR)
            raise

    def post(self, *args: Any, **kwargs: Any) -> Any:
        """Confirm; in another browser only with a new password, and be signed in."""
        self.object = self.get_object()
        address = self.object.email_address
        if not made_elsewhere(self.request, address):
            self.request.session.pop(SIGNED_UP, None)
            return super().post(*args, **kwargs)
        form = FirstPasswordForm(address.user, self.request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        self.logout_other_user(self.object)
        if not self.object.confirm(self.request):
            return self.respond(success=False)
        AccountAdapter(self.request).set_password(address.user, form.cleaned_data["password1"])
        record_authentication(self.request, address.user, method="password_reset", email=address.email)
        return perform_login(self.request, Login(user=address.user, email=address.email))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form for the password where there is one to choose."""
        if self.object and made_elsewhere(self.request, self.object.email_address):
            kwargs.setdefault("form", FirstPasswordForm(self.object.email_address.user))
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context


def _stands_for(user: User) -> str:
    return salted_hmac("se4u.accounts.code", f"{user.password} {user.email}", algorithm="sha256").hexdigest()


class AskCode(RequestLoginCodeView):
    """The library's page, which notes what the account was when the code was sent."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Send the code."""
        answer: HttpResponse = super().form_valid(form)
        login = unstash_login(self.request, peek=True)
        self.request.session[CODE_FOR] = _stands_for(login.user) if login and login.user else ""
        return answer


class EnterCode(ConfirmLoginCodeView):
    """The library's page, for codes sent since the password and the address are what they are."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Forget a code from before a change of password or address."""
        login = unstash_login(request, peek=True)
        noted = request.session.get(CODE_FOR, "")
        if login and login.user and not constant_time_compare(noted, _stands_for(login.user)):
            clear_login(request)
            messages.error(
                request, _("Your password or address was changed since this code was sent. Ask for a new one.")
            )
            return redirect("account_request_login_code")
        return super().dispatch(request, *args, **kwargs)

    def _verify_form_valid(self, form: Any) -> HttpResponse:
        """Sign in; a password nobody confirmed ends here."""
        user, email = self._process.user, self._process.state.get("email")
        address = EmailAddress.objects.filter(user=user, email=email).first()
        if address and made_elsewhere(self.request, address):
            AccountAdapter(self.request).drop_password(user)
            messages.warning(
                self.request,
                _("The password of this account was chosen in another browser and no longer works: set a new one."),
            )
        answer: HttpResponse = super()._verify_form_valid(form)
        return answer


confirm = Confirm.as_view()
ask_code = AskCode.as_view()
enter_code = EnterCode.as_view()
