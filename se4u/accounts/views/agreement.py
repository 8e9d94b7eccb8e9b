"""The texts everyone agrees to."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from se4u.accounts import services, texts
from se4u.accounts.forms import AgreementForm
from se4u.accounts.models import Consent
from se4u.core.deeds import signed_in
from se4u.core.web import safe_next

from .common import person_of, sent


def text(request: HttpRequest, document: str) -> HttpResponse:
    """Show the current version of a text to everyone."""
    if document not in Consent.Document.values:
        raise Http404
    chosen = Consent.Document(document)
    version = texts.CURRENT[chosen]
    context = {"title": chosen.label, "version": version, "body": texts.template_of(document, version)}
    return render(request, "accounts/text.html", context)


@signed_in
def agree(request: HttpRequest) -> HttpResponse:
    """Ask for agreement to what is new, then go on to where the person wanted to go."""
    person = person_of(request)
    missing = texts.missing(person)
    if not missing:
        return redirect(safe_next(request, "portal:desk"))
    form = AgreementForm(sent(request), missing=missing)
    if request.method == "POST" and form.is_valid():
        services.agree(person, by=person)
        return redirect(safe_next(request, "portal:desk"))
    shown = [
        {
            "document": document,
            "title": Consent.Document(document).label,
            "body": texts.template_of(document, texts.CURRENT[Consent.Document(document)]),
        }
        for document in missing
    ]
    again = person.consents.exists()
    return render(
        request,
        "accounts/agreement.html",
        {"form": form, "texts": shown, "again": again, "next": safe_next(request, "portal:desk")},
    )
