"""Writing to an organisation without seeing its address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from se4u.core import web
from se4u.core.action import Refused
from se4u.core.ratelimit import DAY, within
from se4u.directory import services
from se4u.directory.cards import card
from se4u.directory.forms.contact import ContactForm
from se4u.directory.models import Organization


def contact(request: HttpRequest, key: str) -> HttpResponse:
    """Pass a message on; an unlisted organisation does not exist here. On its own page, because it carries a token."""
    organization = web.get_or_404(Organization.objects.listed().for_cards(), key=key)
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _may_send(request, organization, form):
        try:
            services.contact(organization, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            web.refuse(request, form, refusal)
        else:
            return redirect(f"{reverse('directory:contact', args=[key])}?sent=1")
    context = {"card": card(organization, request.user), "form": form, "sent": request.GET.get("sent") == "1"}
    return render(request, "directory/contact.html", context)


def _may_send(request: HttpRequest, organization: Organization, form: ContactForm) -> bool:
    """Count the message: few a day from one person or place, and not many a day to one organisation."""
    return within(request, "directory.contact", 10, DAY, form=form) and within(
        f"organization {organization.pk}", "directory.contacted", 50, DAY, form=form
    )
