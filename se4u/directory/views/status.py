"""Where a registration stands and what comes next, for those who sent it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from se4u.core import web
from se4u.core.action import Refused
from se4u.core.deeds import signed_in
from se4u.directory import services
from se4u.directory.cards import card
from se4u.directory.forms.registration import ExpertForm
from se4u.directory.forms.vetting import AnswerForm
from se4u.directory.history import history
from se4u.directory.models import Expert, Organization, Verification, Vetted
from se4u.directory.pace import usual_days
from se4u.directory.services.common import Subject

from .registration import discard_page, withdraw_page

State = Vetted.State


@signed_in
def status(request: HttpRequest, key: str) -> HttpResponse:
    """Show the people of an organisation where its registration stands; officers work in the queue.

    A body that officers entered never registered: its people are led to its entry, unless it is suspended for a reason.
    """
    organization = web.get_or_404(Organization.objects.of(request.user), key=key)
    if (home := home_of(request.user, organization)) != services.status_path(organization):
        return redirect(home)
    return _page(request, organization, {"organization": organization, "card": card(organization, request.user)})


def home_of(user: Any, subject: Subject) -> str:
    """Return where somebody looks after what is theirs: where its registration stands, or what officers entered as it is."""
    if not isinstance(subject, Organization) or subject.is_non_governmental or subject.state != State.APPROVED:
        return services.status_path(subject)
    page = "edit" if user.has_perm("directory.edit", subject) else "people"
    return reverse(f"directory:{page}", args=[subject.key])


@signed_in
def expert_status(request: HttpRequest) -> HttpResponse:
    """Show an expert where their registration stands."""
    expert = web.get_or_404(Expert.objects.of(request.user))
    return _page(request, expert, {"expert": expert})


def _page(
    request: HttpRequest, subject: Subject, context: dict[str, Any], form: AnswerForm | None = None
) -> HttpResponse:
    cases = subject.verifications.order_by("-opened_at", "-pk")
    case = cases.prefetch_related("inquiries").first()
    context |= {
        "subject": subject,
        "steps": _steps(subject),
        "case": case,
        "answered": [inquiry for inquiry in case.inquiries.all() if inquiry.answered_at] if case else [],
        "usual_days": usual_days(),
        "may_answer": case is not None
        and subject.state == State.ASKED
        and request.user.has_perm("directory.answer", case),
        "answer_form": form or AnswerForm(),
        "history": history(request.user, subject),
    }
    return render(request, "directory/registration/status.html", context)


def _steps(subject: Subject) -> list[dict[str, Any]]:
    """Return the way from draft to decision with the place reached."""
    reached = {State.DRAFT: 1, State.WITHDRAWN: 1, State.SUBMITTED: 2, State.ASKED: 2}.get(State(subject.state), 4)
    labels = (_("Written"), _("An officer looks at it"), _("Decided"))
    return [
        {"label": label, "current": place == reached, "done": place < reached}
        for place, label in enumerate(labels, start=1)
    ]


@signed_in
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """Take the applicant's answer to an officer's question."""
    case = web.get_or_404(Verification.objects.visible_to(request.user), key=key)
    web.require(request.user, "directory.answer", case)
    if request.method != "POST" and case.subject.state != State.ASKED:
        raise Refused(_("No question waits for your answer."))
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.answer(case, by=request.user, text=form.cleaned_data["answer"])
        except Refused as refusal:
            web.refuse(request, form, refusal)
        else:
            messages.success(request, _("Sent. The officer has been told."))
            return redirect(services.status_path(case.subject))
    inquiry = case.inquiries.filter(answered_at__isnull=True).first()
    return render(
        request,
        "directory/registration/answer.html",
        {"form": form, "case": case, "inquiry": inquiry, "back": services.status_path(case.subject)},
    )


@signed_in
def expert(request: HttpRequest) -> HttpResponse:
    """Write one's registration as an expert: one page, then a look at it and sending."""
    mine = Expert.objects.of(request.user).first()
    if mine is not None and mine.state not in (State.DRAFT, State.REFUSED, State.WITHDRAWN):
        return redirect("directory:expert_status")
    web.require(request.user, "directory.revise" if mine else "directory.begin_expert", mine)
    form = ExpertForm(request.POST or None, instance=mine)
    if request.method == "POST" and form.is_valid():
        try:
            if mine is None:
                services.begin_expert(None, by=request.user, **form.cleaned_data)
            else:
                services.revise(mine, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            web.refuse(request, form, refusal)
        else:
            return redirect("directory:expert_review")
    return render(request, "directory/registration/expert.html", {"form": form, "expert": mine})


@signed_in
def expert_review(request: HttpRequest) -> HttpResponse:
    """Look at one's registration as an expert and send it."""
    mine = web.get_or_404(
        Expert.objects.of(request.user).filter(state__in=(State.DRAFT, State.REFUSED, State.WITHDRAWN))
    )
    web.require(request.user, "directory.revise", mine)
    if request.method == "POST":
        deed = services.submit if mine.state == State.DRAFT else services.resubmit
        try:
            deed(mine, by=request.user)
        except Refused as refusal:
            web.refuse(request, None, refusal)
            return redirect("directory:expert_review")
        return redirect("directory:expert_status")
    return render(
        request,
        "directory/registration/expert_review.html",
        {"expert": mine, "missing": services.missing_for_submission(mine)},
    )


@signed_in
def expert_withdraw(request: HttpRequest) -> HttpResponse:
    """Take one's registration as an expert back, after asking."""
    mine = web.get_or_404(Expert.objects.of(request.user))
    web.require(request.user, "directory.withdraw", mine)
    return withdraw_page(request, mine)


@signed_in
def expert_discard(request: HttpRequest) -> HttpResponse:
    """Delete one's registration as an expert, after asking."""
    mine = web.get_or_404(Expert.objects.of(request.user))
    web.require(request.user, "directory.discard", mine)
    return discard_page(request, mine)
