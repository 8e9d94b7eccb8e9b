"""Small helpers of views."""

from __future__ import annotations

from typing import Any, TypeVar

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Page, Paginator
from django.db import models
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from . import once
from .action import Refused, require
from .authority import PERSONAS, PUBLIC, Capability, Viewer, persona, viewer_of

__all__ = [
    "get_or_404",
    "may_preview",
    "page_of",
    "refuse",
    "require",
    "safe_next",
    "see_as",
    "sign_in_first",
    "viewer_for",
]

M = TypeVar("M", bound=models.Model)


def get_or_404(queryset: models.QuerySet[M], **lookup: Any) -> M:
    """Return the one object of an already narrowed queryset, or 404: what is not visible does not exist."""
    # PostgreSQL holds no such character and would answer with an error.
    if any(isinstance(value, str) and "\0" in value for value in lookup.values()):
        raise Http404
    found = queryset.filter(**lookup).first()
    if found is None:
        raise Http404
    return found


def sign_in_first(request: HttpRequest) -> HttpResponse | None:
    """Return a redirect to the sign-in for the anonymous (the same for existing and missing things), else None."""
    if request.user.is_authenticated:
        return None
    return once.not_done(redirect_to_login(request.get_full_path(), settings.LOGIN_URL))


def page_of(request: HttpRequest, items: Any, size: int = 25, count: int | None = None) -> Page[Any]:
    """Return the page asked for by `?page=`; nonsense shows the first, too far the last.

    Who has counted the items already says so by `count`, and they are not counted again.
    """
    paginator = Paginator(items, size)
    if count is not None:
        paginator.count = count
    return paginator.get_page(request.GET.get("page"))


def refuse(request: HttpRequest, form: BaseForm | None, refusal: Refused) -> None:
    """Show why a deed was refused: above the form with its input kept, or as a message."""
    if form is not None:
        form.add_error(None, str(refusal))
    else:
        messages.error(request, str(refusal))


class Unseen(Http404):
    """Whoever looks at a page as others do would find nothing: they are told so, with the way back to their own view.

    `network_pk` is what `see_as` takes. Raise it only where the person may read the page themselves.
    """

    def __init__(self, network_pk: int | None = None) -> None:
        super().__init__()
        self.network_pk = network_pk


def unseen(request: HttpRequest, exception: Unseen) -> HttpResponse:
    """Say that those as whom one looks do not see the page."""
    return render(request, "core/unseen.html", {"see_as": see_as(request, exception.network_pk)})


def viewer_for(request: HttpRequest, network_pk: int | None = None, *, opened: bool = False) -> Viewer:
    """Return who reads this page: the person, or with `?as=` the public, a member or a government observer.

    `opened` says whether the given network opened its members' room to government observers.

    "See as" is for officers and for those who configure a network (the given one, else any); it never shows more than they
    may read themselves, and it is for reading alone: with POST one is always oneself.
    """
    own = viewer_of(request.user)
    wanted = request.GET.get("as", "") if request.method in {"GET", "HEAD"} else ""
    if not wanted or not may_preview(own, network_pk):
        return own
    if not (own.member or own.officer) and wanted in PERSONAS:
        return PUBLIC  # of an organisation not vetted: what members and governments read is not theirs to read
    inside = network_pk if network_pk in own.where(Capability.CONFIGURE) else None
    return persona(wanted, inside, opened=opened) or own


def may_preview(viewer: Viewer, network_pk: int | None = None) -> bool:
    """Whether someone may look at a page as others see it."""
    configures = viewer.where(Capability.CONFIGURE)
    return viewer.officer or (network_pk in configures if network_pk else bool(configures))


def see_as(request: HttpRequest, network_pk: int | None = None) -> dict[str, Any] | None:
    """Return the choices of "see as" (for `components/see_as.html`) for those who have it, with the one in use."""
    own = viewer_of(request.user)
    if not may_preview(own, network_pk):
        return None
    shown = viewer_for(request, network_pk)
    labels = _seen_as(own, network_pk)
    current = "" if shown is own else ("public" if shown is PUBLIC else request.GET.get("as", ""))
    return {
        "current": labels.get(current, ""),
        "capped": shown is PUBLIC and request.GET.get("as", "") != "public",
        "choices": [{"url": f"?as={name}", "label": labels[name], "current": name == current} for name in labels],
    }


def _seen_as(own: Viewer, network_pk: int | None) -> dict[str, str]:
    """Return the personas whose view this person may have, by what is then really shown."""
    labels = {"public": _("the public")}
    if not (own.member or own.officer):
        return labels
    if network_pk is None or network_pk in own.where(Capability.CONFIGURE):
        return labels | {"member": _("a member"), "government": _("a government observer")}
    return labels | {
        "member": _("a member of other networks"),
        "government": _("a government observer of other networks"),
    }


def safe_next(request: HttpRequest, fallback: str) -> str:
    """Return the address in `next` if it is on this site, else the fallback."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return target
    return redirect(fallback).url
