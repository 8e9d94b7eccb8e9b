"""One shape for pages that serve a deed: ask for the right, show the form or the question, do it, lead on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from .action import Refused
from .ratelimit import within
from .web import refuse, sign_in_first

Limit = tuple[str, int, timedelta]
Words = Any  # text, translated now or when shown
View = Callable[..., HttpResponseBase]


def signed_in(view: View) -> View:
    """Lead the anonymous to the sign-in before anything is looked up, the same for existing and missing things."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return sign_in_first(request) or view(request, *args, **kwargs)

    return guarded


def form_page(  # noqa: PLR0913  the words of a page are named where it is made
    request: HttpRequest,
    form: forms.Form,
    do: Callable[[], Any],
    *,
    title: Words,
    label: Words,
    back: str,
    done: Words,
    lead: Words = "",
    consequence: Words = "",
    after: Callable[[Any], str] | None = None,
    limit: Limit | None = None,
    template: str = "core/deed.html",
) -> HttpResponse:
    """Show a form, or do its deed and lead to `after(result)`, else back; a refusal stands above the kept input.

    `limit` is what `ratelimit.within` takes: what is counted, how many are allowed, in what time.
    """
    if request.method == "POST" and form.is_valid() and (limit is None or within(request, *limit, form=form)):
        try:
            result = do()
        except Refused as refusal:
            refuse(request, form, refusal)
        else:
            messages.success(request, str(done))
            return redirect(after(result) if after else back)
    context = {"form": form, "title": title, "lead": lead, "label": label, "back": back, "consequence": consequence}
    return render(request, template, context)


def confirm_page(  # noqa: PLR0913  as above
    request: HttpRequest,
    do: Callable[[], Any],
    *,
    title: Words,
    text: Words,
    label: Words,
    back: str,
    done: Words,
    after: str = "",
    danger: bool = False,
) -> HttpResponse:
    """Ask before a deed without input, or do it and lead to `after`, else back; a refusal is told on the page one came from."""
    if request.method == "POST":
        try:
            do()
        except Refused as refusal:
            refuse(request, None, refusal)
            return redirect(back)
        messages.success(request, str(done))
        return redirect(after or back)
    context = {"title": title, "text": text, "confirm_label": label, "cancel_url": back, "danger": danger}
    return render(request, "components/confirm.html", context)
