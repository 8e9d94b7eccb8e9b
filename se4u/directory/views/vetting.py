"""The officers' queue and the page of a case."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from se4u.core import web
from se4u.core.action import Refused
from se4u.core.authority import viewer_of
from se4u.core.deeds import signed_in
from se4u.core.forms import ReasonForm
from se4u.directory import duplicates, services
from se4u.directory.cards import card
from se4u.directory.forms.vetting import QuestionForm, QueueFilterForm
from se4u.directory.history import history
from se4u.directory.models import Affiliation, Organization, OrganizationDocument, Verification, Vetted
from se4u.directory.rules import is_no_party


@signed_in
def queue(request: HttpRequest) -> HttpResponse:
    """List what waits for a decision, oldest first."""
    web.require(request.user, "directory.queue")
    form = QueueFilterForm(request.GET)
    page = web.page_of(request, _filtered(request, form))
    alike = duplicates.count_for_officers([case.organization for case in page if case.organization])
    own = set(Affiliation.objects.ever_of(request.user).values_list("organization", flat=True))
    rows = [
        {
            "case": case,
            "name": services.own_name(case.subject),
            "alike": alike.get(case.organization_id or 0, 0),
            "own": case.organization_id in own or (case.expert and case.expert.person_id == request.user.pk),
        }
        for case in page
    ]
    return render(request, "directory/vetting/queue.html", {"page": page, "rows": rows, "form": form})


def _filtered(request: HttpRequest, form: QueueFilterForm) -> QuerySet[Verification]:
    """Narrow the queue by the filters; nonsense in the address narrows nothing."""
    cases = Verification.objects.visible_to(request.user).undecided().with_subjects()
    wanted = form.cleaned_data if form.is_valid() else {}
    if wanted.get("owner") == "mine":
        cases = cases.filter(owner=request.user)
    if wanted.get("owner") == "free":
        cases = cases.filter(owner__isnull=True)
    if wanted.get("kind"):
        cases = cases.filter(**{f"{wanted['kind']}__isnull": False})
    if wanted.get("standing"):
        waiting = cases.filter(organization__state=wanted["standing"]) | cases.filter(expert__state=wanted["standing"])
        cases = waiting.order_by("opened_at", "pk")
    return cases


@signed_in
def case(request: HttpRequest, key: str) -> HttpResponse:
    """Show a case: all that was submitted, what looks alike, questions, history, and the deeds; never one's own."""
    web.require(request.user, "directory.queue")
    found = web.get_or_404(Verification.objects.visible_to(request.user).with_subjects(), key=key)
    if not is_no_party(request.user, found):
        if found.organization_id and found.organization_id not in viewer_of(request.user).person_of:
            messages.info(request, _("You belonged to this organisation once: other officers decide."))
            return redirect("directory:queue")
        messages.info(
            request, _("This is your own case. You see of it what every applicant sees; other officers decide.")
        )
        return redirect(services.status_path(found.subject))
    return _page(request, found)


def _page(request: HttpRequest, found: Verification, **forms: Form) -> HttpResponse:
    subject = found.subject
    organization = found.organization
    context: dict[str, Any] = {
        "case": found,
        "subject": subject,
        "name": services.own_name(subject),
        "card": card(organization, request.user) if organization else None,
        "matches": _shown(request, duplicates.for_officers(organization)) if organization else [],
        "people": organization.affiliations.live().select_related("person") if organization else [],
        "documents": _documents(request, organization),
        "inquiries": found.inquiries.all(),
        "read": services.digest_of(subject),
        "former": _former(request, found),
        "history": history(request.user, subject),
        "may": request.user.has_perm("directory.approve", found),
        "owner_deed": "release" if found.owner_id == request.user.pk else "take",
        "is_mine": found.owner_id == request.user.pk,
        "suspended": subject.state == Vetted.State.SUSPENDED,
        "forms": {"ask": QuestionForm(prefix="ask"), "refuse": ReasonForm(prefix="refuse")} | forms,
    }
    return render(request, "directory/vetting/case.html", context)


def _documents(request: HttpRequest, organization: Organization | None) -> Any:
    """Return what was given, as far as the reader may open it."""
    if organization is None:
        return []
    visible = OrganizationDocument.objects.visible_to(request.user)
    return visible.filter(organization=organization).select_related("upload")


def _former(request: HttpRequest, found: Verification) -> QuerySet[Verification]:
    """Return earlier vettings of the same body."""
    rows = Verification.objects.visible_to(request.user)
    rows = rows.filter(organization=found.organization_id, expert=found.expert_id)
    return rows.exclude(pk=found.pk).order_by("-opened_at")


def _shown(request: HttpRequest, matches: list[duplicates.Match]) -> list[dict[str, Any]]:
    """Return what looks alike with what an officer compares."""
    return [
        {"match": match, "card": card(match.item, request.user) if hasattr(match.item, "safety") else None}
        for match in matches
    ]


DECISIONS = {"approve", "refuse"}  # on what the page showed
DEEDS = {"take", "release", "ask"} | DECISIONS


@signed_in
def decide(request: HttpRequest, key: str, deed: str) -> HttpResponse:
    """Do one deed on a case: take, release, ask, approve, refuse. Who comes second is told."""
    web.require(request.user, "directory.queue")
    found = web.get_or_404(Verification.objects.visible_to(request.user).with_subjects(), key=key)
    if deed not in DEEDS:
        raise Http404
    web.require(request.user, f"directory.{deed}", found)
    if request.method != "POST":
        return redirect("directory:case", key=found.key)
    form = _form_of(deed, request)
    if form is not None and not form.is_valid():
        return _page(request, found, **{deed: form})
    values = form.cleaned_data if form else {}
    if deed in DECISIONS:
        values = {**values, "read": request.POST.get("read", "")}
    try:
        getattr(services, deed)(found, by=request.user, **values)
    except Refused as refusal:
        messages.error(request, str(refusal))
        if form is not None:
            found.refresh_from_db()
            return _page(request, found, **{deed: form})
        return redirect("directory:case", key=found.key)
    messages.success(request, _done(deed))
    return redirect("directory:case", key=found.key)


def _form_of(deed: str, request: HttpRequest) -> Form | None:
    if deed == "ask":
        return QuestionForm(request.POST, prefix="ask")
    return ReasonForm(request.POST, prefix="refuse") if deed == "refuse" else None


def _done(deed: str) -> str:
    return {
        "take": _("The case is yours."),
        "release": _("The case is everyone’s again."),
        "ask": _("Your question was sent."),
        "approve": _("Approved. The applicant has been told."),
        "refuse": _("Refused. The applicant has been told the reason."),
    }[deed]
