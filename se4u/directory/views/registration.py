"""Registering an organisation: three short steps, each kept on the server."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from se4u.core import web
from se4u.core.action import Refused
from se4u.core.authority import belongs
from se4u.core.deeds import confirm_page, signed_in
from se4u.core.ratelimit import DAY, ratelimit, within
from se4u.directory import duplicates, services
from se4u.directory.cards import card, shown_name
from se4u.directory.forms.registration import DistinctForm, NameForm, WorkForm, YouForm
from se4u.directory.models import Expert, Organization, OrganizationQuerySet, ReferenceEntry, Vetted
from se4u.directory.services.common import Subject

State = Vetted.State
EDITABLE = (State.DRAFT, State.REFUSED, State.WITHDRAWN)


def steps(current: int, draft: Organization | None = None) -> list[dict[str, Any]]:
    """Return the steps for `components/steps.html`; those behind can be gone back to."""
    named = (
        (_("Your organisation"), "directory:register_name"),
        (_("What it does"), "directory:register_work"),
        (_("You, and send"), "directory:register_you"),
    )
    return [
        {
            "label": label,
            "current": place == current,
            "done": place < current,
            "url": reverse(name, args=[draft.key]) if draft else "",
        }
        for place, (label, name) in enumerate(named, start=1)
    ]


def drafts_of(request: HttpRequest) -> OrganizationQuerySet:
    """Return the registrations a person may still write."""
    return Organization.objects.of(request.user).filter(state__in=EDITABLE)


def _draft(request: HttpRequest, key: str) -> Organization:
    draft = web.get_or_404(drafts_of(request), key=key)
    web.require(request.user, "directory.revise", draft)
    return draft


@signed_in
def start(request: HttpRequest) -> HttpResponse:
    """Say what registering is, go on with a draft, and offer the entry on the domain of one's mailbox first."""
    web.require(request.user, "directory.begin")
    return render(
        request,
        "directory/registration/start.html",
        {
            "drafts": [card(draft, request.user) for draft in drafts_of(request).for_cards()],
            "entries": duplicates.offered_by_mailbox(request.user),
            "expert": Expert.objects.of(request.user).first(),
        },
    )


@signed_in
def begin(request: HttpRequest) -> HttpResponse:
    """Step 1 of a new registration; with `?entry=` from the facts of an offered entry."""
    web.require(request.user, "directory.begin")
    entry = _offered(request)
    form = NameForm(request.POST or None, initial=_facts(entry) if entry else {})
    if request.method == "POST" and form.is_valid() and within(request, "directory.begin", 20, DAY, form=form):
        try:
            draft = services.begin(None, by=request.user, entry=entry, **form.cleaned_data)
        except Refused as refusal:
            web.refuse(request, form, refusal)
        else:
            return _after_name(request, draft, form)
    return render(request, "directory/registration/name.html", {"form": form, "steps": steps(1), "entry": entry})


@signed_in
def name(request: HttpRequest, key: str) -> HttpResponse:
    """Step 1 of a draft."""
    draft = _draft(request, key)
    form = NameForm(request.POST or None, instance=draft)
    if request.method == "POST" and form.is_valid() and _write(request, draft, form, **form.cleaned_data):
        return _after_name(request, draft, form)
    return render(request, "directory/registration/name.html", {"form": form, "steps": steps(1, draft), "draft": draft})


def _after_name(request: HttpRequest, draft: Organization, form: NameForm) -> HttpResponse:
    """Go on to what looks alike, if anything does, else to step 2."""
    if form.suggested:
        messages.info(
            request,
            _("In Latin letters we wrote “%(name)s”. Go back to step 1 if you spell it otherwise.")
            % {"name": form.suggested},
        )
    found = duplicates.suggestions(request.user, duplicates.facts_of(draft), besides=draft)
    if found and draft.started_from_id is None:
        return redirect("directory:register_similar", key=draft.key)
    return redirect("directory:register_work", key=draft.key)


@signed_in
def similar(request: HttpRequest, key: str) -> HttpResponse:
    """Show what looks alike: join it, begin from its facts, or go on because yours is another."""
    draft = _draft(request, key)
    found = duplicates.suggestions(request.user, duplicates.facts_of(draft), besides=draft)
    if request.method == "POST" and request.POST.get("entry"):
        return _start_from(request, draft, _one_of(found.entries, request.POST["entry"]))
    if request.method == "POST":
        return redirect("directory:register_work", key=draft.key)
    return render(
        request, "directory/registration/similar.html", {"draft": draft, "found": found, "steps": steps(1, draft)}
    )


def _start_from(request: HttpRequest, draft: Organization, entry: ReferenceEntry) -> HttpResponse:
    """Take over the facts of an entry, but not over what the applicant typed in their own script."""
    values = {field: value for field, value in _facts(entry).items() if value and field != "name"}
    values |= {"latin_name": entry.name} if draft.latin_name else {"name": entry.name}
    services.revise(draft, by=request.user, started_from=entry, **values)
    return redirect("directory:register_work", key=draft.key)


def _facts(entry: ReferenceEntry) -> dict[str, Any]:
    return {"name": entry.name, "kind": entry.kind, "seat": entry.country, "website": entry.website}


def _offered(request: HttpRequest) -> ReferenceEntry | None:
    key = request.GET.get("entry", "")
    return _one_of(duplicates.offered_by_mailbox(request.user), key) if key else None


def _one_of(entries: list[ReferenceEntry], key: str) -> ReferenceEntry:
    for entry in entries:
        if entry.key == key:
            return entry
    raise Http404


@signed_in
def work(request: HttpRequest, key: str) -> HttpResponse:
    """Step 2."""
    draft = _draft(request, key)
    form = WorkForm(request.POST or None, instance=draft)
    if request.method == "POST" and form.is_valid() and _write(request, draft, form, **form.cleaned_data):
        return redirect("directory:register_you", key=draft.key)
    return render(request, "directory/registration/work.html", {"form": form, "steps": steps(2, draft), "draft": draft})


@signed_in
def you(request: HttpRequest, key: str) -> HttpResponse:
    """Step 3: who you are there, a look at everything, and sending it."""
    draft = _draft(request, key)
    affiliation = draft.affiliations.live().get(person=request.user)
    form = YouForm(request.POST or None, initial={"title": affiliation.title})
    if request.method == "POST" and form.is_valid():
        services.revise(draft, by=request.user, title=form.cleaned_data["title"])
        return _send(request, draft)
    context = {
        "form": form,
        "steps": steps(3, draft),
        "draft": draft,
        "card": card(draft, request.user),
        "missing": services.missing_for_submission(draft),
    }
    return render(request, "directory/registration/you.html", context)


def _send(request: HttpRequest, draft: Organization, because: str = "") -> HttpResponse:
    """Submit; if the organisation seems to be here already, ask whether to join it or why this is another."""
    ratelimit(request, "directory.submit", 20, DAY)  # each is mailed to the officers
    deed = services.submit if draft.state == State.DRAFT else services.resubmit
    try:
        deed(draft, by=request.user, distinct_because=because)
    except services.AlreadyHere:
        return redirect("directory:register_same", key=draft.key)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("directory:register_you", key=draft.key)
    return redirect("directory:status", key=draft.key)


@signed_in
def same(request: HttpRequest, key: str) -> HttpResponse:
    """The organisation seems to be here already: join it, or say why this is another one. Nothing is lost."""
    draft = _draft(request, key)
    matches = duplicates.same_as(draft, request.user)
    if not matches:
        return redirect("directory:register_you", key=draft.key)
    form = DistinctForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _send(request, draft, form.cleaned_data["distinct_because"])
    return render(
        request,
        "directory/registration/same.html",
        {"form": form, "draft": draft, "matches": [_told(request, match) for match in matches]},
    )


def _told(request: HttpRequest, match: duplicates.Match) -> dict[str, Any]:
    """Return what an applicant may know of what is here already: of what is not in the directory, that it is here."""
    seen = Organization.objects.visible_to(request.user).filter(pk=match.item.pk).exists()
    return {"match": match, "name": shown_name(match.item, request.user) if seen else "", "seen": seen}


def _write(request: HttpRequest, draft: Organization, form: Any, **values: Any) -> bool:
    """Write a step; show a refusal above the form and return False."""
    try:
        services.revise(draft, by=request.user, **values)
    except Refused as refusal:
        web.refuse(request, form, refusal)
        return False
    return True


@signed_in
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Take a draft or a registration back, after asking."""
    organization = web.get_or_404(Organization.objects.of(request.user), key=key)
    web.require(request.user, "directory.withdraw", organization)
    return withdraw_page(request, organization)


@signed_in
def discard(request: HttpRequest, key: str) -> HttpResponse:
    """Delete a registration that was not sent or was withdrawn, after asking."""
    organization = web.get_or_404(Organization.objects.of(request.user), key=key)
    web.require(request.user, "directory.discard", organization)
    return discard_page(request, organization)


def withdraw_page(request: HttpRequest, subject: Subject) -> HttpResponse:
    """Ask, then withdraw the registration of an organisation or expert."""
    text = _("Nobody will vet it. What you wrote is kept, and you can send it again later.")
    if subject.state == State.APPROVED:
        text = _("Your entry is shown to nobody any more. What you wrote is kept; sent again, it is vetted anew.")
    if isinstance(subject, Organization) and belongs(subject.pk):
        text += " " + _("Its memberships in networks end, and those who decide there are told.")
    return confirm_page(
        request,
        lambda: services.withdraw(subject, by=request.user),
        title=_("Withdraw this registration?"),
        text=text,
        label=_("Withdraw"),
        back=services.status_path(subject),
        done=_("Withdrawn. You can take it up again whenever you like."),
        danger=True,
    )


def discard_page(request: HttpRequest, subject: Subject) -> HttpResponse:
    """Ask, then delete the registration of an organisation or expert."""
    return confirm_page(
        request,
        lambda: services.discard(subject, by=request.user),
        title=_("Delete this registration?"),
        text=_("All you wrote for it is deleted, and the documents you sent. This cannot be undone."),
        label=_("Delete"),
        back=reverse("directory:register"),
        done=_("Deleted."),
        danger=True,
    )
