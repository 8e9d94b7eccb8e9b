"""Writing to an organisation without seeing its address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from se4u.core import web
from se4u.core.action import Refused
from se4u.core.ratelimit import DAY
from se4u.core.relay import Relay
from se4u.directory import services
from se4u.directory.cards import card
from se4u.directory.forms.contact import ContactForm
from se4u.directory.models import Organization

RELAY = Relay("directory.contact", each=10, per=DAY, one=5, received=50)


def contact(request: HttpRequest, key: str) -> HttpResponse:
    """Pass a message on; an unlisted organisation does not exist here. On its own page, because it carries a token."""
    organization = web.get_or_404(Organization.objects.listed().for_cards(), key=key)
    form = ContactForm(request.POST or None)
    # Counted by the key: a count that went on under another name would tell whoever wrote before which is which.
    if request.method == "POST" and form.is_valid() and RELAY.may_pass(request, organization.key, form=form):
        try:
            services.contact(organization, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            web.refuse(request, form, refusal)
        else:
            return redirect(f"{reverse('directory:contact', args=[key])}?sent=1")
    context = {"card": card(organization, request.user), "form": form, "sent": request.GET.get("sent") == "1"}
    return render(request, "directory/contact.html", context)
