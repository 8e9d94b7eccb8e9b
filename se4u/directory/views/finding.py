"""The directory: the list, profiles, and what can be taken away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core.paginator import Page
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from se4u.core import official, sheets
from se4u.core.authority import viewer_of
from se4u.core.ratelimit import ratelimit
from se4u.core.text import QUERY_LENGTH
from se4u.core.web import Unseen, get_or_404, page_of, see_as, viewer_for
from se4u.directory import exports, facets
from se4u.directory.cards import OrganizationCard, card, expert_card
from se4u.directory.finding import SORTS, Question, Results, tags
from se4u.directory.finding_experts import ExpertQuestion
from se4u.directory.history import history
from se4u.directory.models import Expert, Organization
from se4u.directory.profiles import documents, expert_facts, organization_facts

SHOWN = 6  # values of a facet before "all of them"
FOLDED = 40  # values sent folded up; two hundred countries would be half of the page


def listing(request: HttpRequest) -> HttpResponse:
    """Show what a question finds, with the facets to narrow it."""
    question = Question.read(request.GET, viewer_of(request.user))
    page = page_of(request, Results(question))
    return render(
        request,
        "directory/list.html",
        {
            "question": question,
            "page": page,
            "rows": _rows(page, question),
            "facets": [
                _facet(question, facet, whole=request.GET.get("all") == facet.name)
                for facet in facets.all_facets()
                if question.choices[facet.name]
            ],
            "chips": list(_chips(question)),
            "sorts": list(_sorts(question)),
            "query_length": QUERY_LENGTH,
            "too_many": len(page.paginator.object_list) < question.total.value,
            "excel": not question.total.is_more,
            "may_begin": not question.viewer.government,
        },
    )


def _rows(page: Page[Any], question: Question) -> list[dict[str, Any]]:
    """Return what stands in each row: the card and the networks beside it."""
    shown: list[OrganizationCard] = list(page.object_list)
    beside = tags([item.key for item in shown], question)
    return [{"card": item, "tags": beside.get(item.key, [])} for item in shown]


def _facet(question: Question, facet: facets.Facet, *, whole: bool) -> dict[str, Any]:
    """Return one facet: the first values and all chosen ones, and the rest folded up, or behind a link when it is long."""
    choices = question.choices[facet.name]
    few = whole or len(choices) <= SHOWN + 2
    first = [choice for index, choice in enumerate(choices) if few or index < SHOWN or choice.chosen]
    rest = [choice for choice in choices if choice not in first]
    long = len(rest) > FOLDED
    return {
        "facet": facet,
        "first": first,
        "rest": [] if long else rest,
        "all_url": question.address(all=facet.name) if long else "",
        "number": len(choices),
        "opened": whole or facet.opened or facet.name in question.chosen,
    }


def _chips(question: Question) -> Iterable[dict[str, Any]]:
    for facet in facets.all_facets():
        for entry in question.chosen.get(facet.name, ()):
            label = f"{official.plain(entry.label)} · {entry.owner}" if entry.owner else entry.label
            yield {"label": label, "url": question.without(facet.name, entry)}


def _sorts(question: Question) -> Iterable[dict[str, Any]]:
    for sort, label in SORTS.items():
        if sort != "best" or question.searches:
            usual = "best" if question.searches else "name"
            url = question.address(sort=None if sort == usual else sort)
            yield {"label": label, "url": url, "current": sort == question.sort}


def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """Send exactly the rows of a question as a file; above `finding.CAP` rows as CSV, which spreadsheets open too."""
    if form not in {"xlsx", "csv"}:
        raise Http404
    ratelimit(request, "directory.export", 60 if request.user.is_authenticated else 10, timedelta(hours=1))
    question = Question.read(request.GET, viewer_of(request.user))
    name = f"directory-{timezone.localdate().isoformat()}.{form}"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    if form == "csv":
        lines = sheets.csv_lines(exports.headers(), exports.rows(question))
        return StreamingHttpResponse(lines, content_type=sheets.CSV, headers=disposition)
    if question.total.is_more:
        return redirect(reverse("directory:export", args=["csv"]) + question.address())
    return HttpResponse(sheets.write_xlsx(exports.sheets(question)), content_type=sheets.XLSX, headers=disposition)


def profile(request: HttpRequest, key: str) -> HttpResponse:
    """Show one organisation as this reader may know it, and to its own people who sees what."""
    own = viewer_of(request.user)
    organization = get_or_404(Organization.objects.visible_to(own).for_cards(), key=key)
    viewer = viewer_for(request)
    if viewer is not own and not Organization.objects.visible_to(viewer).filter(pk=organization.pk).exists():
        raise Unseen
    setattr(request, "profile_viewer", viewer)  # noqa: B010  what upper apps add is for the same reader
    insider = organization.pk in viewer.person_of
    return render(
        request,
        "directory/profile.html",
        {
            "card": card(organization, viewer),
            "facts": organization_facts(organization, viewer),
            "documents": documents(organization, viewer),
            "insider": insider,
            "state": organization.get_state_display() if insider or viewer.officer else "",
            "safety": organization.get_safety_display() if insider or viewer.officer else "",
            "history": history(request.user, organization) if insider or viewer.officer else [],
            "see_as": see_as(request),
        },
    )


def experts(request: HttpRequest) -> HttpResponse:
    """Show the experts one may find."""
    question = ExpertQuestion.read(request.GET, viewer_of(request.user))
    page = page_of(request, question.results())
    context = {
        "question": question,
        "page": page,
        "rows": list(page.object_list),
        "may_begin": not viewer_of(request.user).government,
    }
    return render(request, "directory/experts.html", context)


def expert(request: HttpRequest, key: str) -> HttpResponse:
    """Show one expert as this reader may know them."""
    viewer = viewer_of(request.user)
    row = get_or_404(Expert.objects.visible_to(viewer).for_cards(), key=key)
    own = viewer.user_pk == row.person_id
    return render(
        request,
        "directory/expert.html",
        {
            "card": expert_card(row, viewer),
            "facts": expert_facts(row, viewer),
            "insider": own,
            "state": row.get_state_display() if own or viewer.officer else "",
            "history": history(request.user, row) if own or viewer.officer else [],
        },
    )
