"""The public home: what this is, which networks there are, what is open, where to begin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from se4u.core.authority import viewer_of
from se4u.core.official import marked
from se4u.networks import words
from se4u.networks.counts import counted
from se4u.networks.kinds import NetworkKind
from se4u.networks.models import Network


def network_cards(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the regional networks this reader may see, each as the parts of a card; as many queries whatever their number."""
    regional = Network.objects.visible_to(request.user).standing().filter(kind=NetworkKind.REGIONAL)
    return [_card(network) for network in counted(regional.in_order(), request.user)]


def _card(network: Any) -> dict[str, Any]:
    began = words.since(network)
    facts = [
        words.members_in_countries(network.visible_members, network.visible_countries),
        _("since %(when)s") % {"when": began} if began else "",
    ]
    return {
        "title": marked(network.name),
        "url": reverse("networks:detail", args=[network.slug]),
        "meta": " · ".join(filter(None, facts)),
        "text": marked(network.purpose),
        "accent": network.accent,
    }


def first_steps(request: HttpRequest) -> list[dict[str, str]]:
    """Return what one can do at once, for the days without an open call."""
    steps = [
        (_("Find who works on your theme"), reverse("directory:list"), _("By country, theme, service and language")),
        (_("See the networks"), reverse("networks:list"), _("Regional networks and national alliances")),
        (
            _("Know how you are protected"),
            reverse("portal:page", args=["safety"]),
            _("Pseudonym, unlisted, quick exit"),
        ),
    ]
    known = request.user.is_authenticated
    if not known or (request.user.has_perm("directory.begin") and not viewer_of(request.user).person_of):
        registering = reverse("directory:register" if known else "account_signup")
        steps.insert(0, (_("Register your organisation"), registering, _("It is checked before it appears")))
    return [{"title": title, "url": url, "text": text} for title, url, text in steps]
