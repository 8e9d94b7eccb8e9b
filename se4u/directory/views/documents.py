"""Documents of an organisation: its people give them, officers check them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from se4u.core import web
from se4u.core.action import Refused
from se4u.core.deeds import confirm_page, form_page, signed_in
from se4u.core.ratelimit import HOUR, within
from se4u.directory import services
from se4u.directory.forms.documents import DocumentForm, ReadersForm
from se4u.directory.models import Organization, OrganizationDocument
from se4u.directory.profiles import shown_document

from .profile import subject_or_404

JUDGED = {"accept": OrganizationDocument.State.ACCEPTED, "refuse": OrganizationDocument.State.REFUSED}


def _organization(request: HttpRequest, key: str) -> Organization:
    subject = subject_or_404(request, key)
    if not isinstance(subject, Organization):
        raise Http404
    return subject


@signed_in
def documents(request: HttpRequest, key: str) -> HttpResponse:
    """List the documents and give one."""
    organization = _organization(request, key)
    web.require(request.user, "directory.edit", organization)
    may_give = request.user.has_perm("directory.add_document", organization)
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and within(request, "directory.add_document", 60, HOUR, form=form):
        try:
            services.add_document(organization, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            web.refuse(request, form, refusal)
        else:
            messages.success(request, _("The document is kept. Below it stands who reads it."))
            return redirect("directory:documents", key=key)
    rows = OrganizationDocument.objects.visible_to(request.user).filter(organization=organization)
    context = {
        "organization": organization,
        "documents": [{"row": row, "shown": shown_document(row, insider=True)} for row in rows.for_pages()],
        "form": form,
        "may_give": may_give,
    }
    return render(request, "directory/profile/documents.html", context)


@signed_in
def document(request: HttpRequest, key: str, document: str) -> HttpResponse:
    """Say what a document is called and who reads it."""
    found = _document(request, key, document)
    web.require(request.user, "directory.edit_document", found)
    chosen = {name: getattr(found, name) for name in ("title", "language", "reach", "open_to_governments")}
    form = ReadersForm(request.POST or None, initial=chosen)
    return form_page(
        request,
        form,
        lambda: services.edit_document(found, by=request.user, **form.cleaned_data),
        title=_("Who reads this document"),
        lead=f"{capfirst(found.get_kind_display())} · {found.upload.name}",
        label=_("Save"),
        consequence=_("It holds at once."),
        back=reverse("directory:documents", args=[key]),
        done=_("Saved."),
    )


@signed_in
def remove(request: HttpRequest, key: str, document: str) -> HttpResponse:
    """Ask before a document is taken back, and take it back."""
    found = _document(request, key, document)
    web.require(request.user, "directory.remove_document", found)
    return confirm_page(
        request,
        lambda: services.remove_document(found, by=request.user),
        title=_("Remove this document?"),
        text=_("“%(name)s” and its file are deleted; nobody reads them any more. This cannot be undone.")
        % {"name": found.title or found.upload.name},
        label=_("Remove"),
        back=reverse("directory:documents", args=[key]),
        done=_("Removed."),
        danger=True,
    )


@signed_in
def judge(request: HttpRequest, key: str, document: str, deed: str) -> HttpResponse:
    """Accept a document, or find it not sufficient."""
    found = _document(request, key, document)
    web.require(request.user, "directory.judge_document", found)
    if deed not in JUDGED:
        raise Http404
    if request.method == "POST":
        try:
            services.judge_document(found, by=request.user, state=JUDGED[deed])
        except Refused as refusal:
            web.refuse(request, None, refusal)
    return redirect(web.safe_next(request, "directory:queue"))


def _document(request: HttpRequest, key: str, document: str) -> OrganizationDocument:
    rows = OrganizationDocument.objects.visible_to(request.user).for_pages()
    return web.get_or_404(rows, key=document, organization__key=key)
