"""What one should know: the list, and how it reaches one."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template import TemplateDoesNotExist
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from se4u.accounts import mail, mentions, outbox, services
from se4u.accounts.forms import DeliveryForm
from se4u.accounts.mentions import Told
from se4u.accounts.models import Notification, User
from se4u.core import tokens
from se4u.core.deeds import signed_in
from se4u.core.ratelimit import HOUR, counts_itself, ratelimit
from se4u.core.web import get_or_404, page_of

from .common import GUESSES, person_of, sent

LINK_WORKS = timedelta(days=730)  # old mails must still be able to end mail


@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """List one's notifications, newest first."""
    page = page_of(request, Notification.objects.visible_to(request.user))
    now_told = zip(page, mentions.told(page, request.user), strict=True)
    rows = [{"notification": row, "words": _words(row, told)} for row, told in now_told]
    unread = person_of(request).notifications.unread().count()
    return render(request, "accounts/notifications.html", {"page": page, "rows": rows, "unread": unread})


def _words(row: Notification, told: Told) -> mail.Words:
    """Return the words in the language of the page; a kind that no longer exists says so."""
    try:
        return outbox.words_of(row, told)
    except TemplateDoesNotExist:
        return mail.Words(_("News of a kind that no longer exists"), "")


@signed_in
def open_one(request: HttpRequest, key: str) -> HttpResponse:
    """Mark one as read and lead to what it is about."""
    row = get_or_404(Notification.objects.visible_to(request.user), key=key)
    services.mark_read(person_of(request), [row.key])
    return redirect(mail.in_language(row.url, get_language() or "en"))


@require_POST
@signed_in
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all as read."""
    services.mark_read(person_of(request))
    return redirect("accounts:notifications")


@signed_in
def delivery(request: HttpRequest) -> HttpResponse:
    """Choose how news reaches one."""
    person = person_of(request)
    form = DeliveryForm(sent(request), initial={"delivery": person.delivery})
    if request.method == "POST" and form.is_valid():
        services.choose_delivery(person, by=person, delivery=form.cleaned_data["delivery"])
        messages.success(request, _("Your choice is saved."))
        return redirect("accounts:notifications")
    return render(request, "accounts/delivery.html", {"form": form})


@counts_itself
@csrf_exempt  # mail programs post here without a cookie (RFC 8058); the signed link is the proof
@never_cache
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """End mail for whoever got the link: a button for people, one POST for mail programs, no sign-in.

    Only links that are nobody's are counted: mail programs of many people post from the same few addresses.
    """
    key = tokens.unsign(outbox.UNSUBSCRIBE, token, LINK_WORKS)
    person = User.objects.filter(key=key, is_active=True).first() if key else None
    if person is None:
        ratelimit(request, "accounts.unsubscribe", GUESSES, HOUR)
        return render(request, "accounts/unsubscribe_unknown.html", status=404)
    if request.method == "POST":
        services.choose_delivery(person, by=person, delivery=User.Delivery.HERE)
        return render(request, "accounts/unsubscribed.html")
    return render(request, "accounts/unsubscribe.html")
