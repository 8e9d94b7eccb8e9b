"""Taking one's data along, and leaving."""

from __future__ import annotations

from django.contrib.auth import logout
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from se4u.accounts import services
from se4u.accounts.archive import archive
from se4u.accounts.forms import EraseForm
from se4u.core import personal
from se4u.core.action import Refused
from se4u.core.web import refuse

from .common import person_of, proven, sent


@proven
def export(request: HttpRequest) -> HttpResponseBase:
    """Give a person everything that is kept of them."""
    if request.method != "POST":
        return render(request, "accounts/export.html")
    return FileResponse(archive(person_of(request)), as_attachment=True, filename="my-data.zip")


@proven
def erase(request: HttpRequest) -> HttpResponse:
    """Ask what becomes of one's duties, say what follows, then delete the account."""
    person = person_of(request)
    duties = list(personal.duties_of(person))
    form = EraseForm(sent(request), duties=duties)
    if request.method == "POST" and form.is_valid():
        try:
            services.erase(person, by=person, answers=form.answers())
        except Refused as refusal:
            refuse(request, form, refusal)
        else:
            logout(request)
            return render(request, "accounts/erased.html")
    return render(request, "accounts/erase.html", {"form": form, "duties": duties})
