"""The second factor of a mandate, and a new link for confirming an address."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.email_verification import send_verification_email_to_address
from allauth.account.internal.flows.signup import send_unknown_account_mail
from allauth.account.models import EmailAddress
from allauth.core.internal.ratelimit import consume_or_429
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from se4u.accounts.forms import LinkForm
from se4u.core.deeds import signed_in
from se4u.core.web import safe_next

from .common import person_of, sent

NEXT = "after_second_factor"


@signed_in
def second_factor(request: HttpRequest) -> HttpResponse:
    """Say why acting by a mandate needs a second factor and lead to it; with one, go back to what was wanted."""
    if request.GET.get("next"):
        request.session[NEXT] = safe_next(request, "portal:desk")
    if person_of(request).has_second_factor:
        return redirect(request.session.pop(NEXT, reverse("portal:desk")))
    return render(request, "accounts/second_factor.html")


@never_cache
def new_link(request: HttpRequest) -> HttpResponse:
    """Send a new confirmation link; the answer is the same for every address."""
    form = LinkForm(sent(request))
    if request.method == "POST" and form.is_valid():
        limited: HttpResponse | None = consume_or_429(
            request, app="allauth.account", action="new_link", key=form.cleaned_data["email"]
        )
        if limited is not None:
            return limited
        _send_link(request, form.cleaned_data["email"])
        return redirect("account_email_verification_sent")
    return render(request, "accounts/new_link.html", {"form": form})


def _send_link(request: HttpRequest, email: str) -> None:
    """Mail a link to whoever has to confirm, and to everyone else what there is to know."""
    address = EmailAddress.objects.filter(email=email, user__is_active=True).order_by("-verified").first()
    if address is None:
        send_unknown_account_mail(request, email)
    elif address.verified:
        get_adapter().remind(email)
    else:
        send_verification_email_to_address(request, address)
