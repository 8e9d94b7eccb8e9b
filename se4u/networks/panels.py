"""What networks show on other pages: the navigation, the desk, the profile of an organisation."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from se4u.core import navigation
from se4u.core.authority import viewer_of
from se4u.core.panels import Content, panel

from .models import Membership, Network
from .views.waiting import mandates_of, standing_of, waiting_in

navigation.add(_("Networks"), "networks:list", order=20)


@panel("desk", order=40)
def desk(request: HttpRequest, _obj: Any) -> Content | None:
    """Show what waits in networks."""
    waiting = waiting_in(request.user)
    return ("components/rows.html", {"rows": waiting}) if waiting else None


@panel("desk.mine", order=40)
def standing(request: HttpRequest, _obj: Any) -> Content | None:
    """Show where the memberships of one's organisations stand, and which mandates one holds."""
    shown = {"standing": standing_of(request.user), "mandates": mandates_of(request.user)}
    return ("networks/panels/desk.html", shown) if any(shown.values()) else None


@panel("directory.profile", order=40)
def profile(request: HttpRequest, organization: Any) -> Content | None:
    """Show the networks of an organisation that the reader may know it belongs to."""
    viewer = getattr(request, "profile_viewer", None) or viewer_of(request.user)
    networks = Network.objects.visible_to(viewer).standing().select_related("parent")
    found = (
        Membership.objects.in_force()
        .visible_to(viewer)
        .filter(organization__key=organization.key, network__in=networks)
        .prefetch_related(Prefetch("network", queryset=networks))
        .order_by("network__kind_order", "network__slug")
    )
    memberships = list(found)
    return ("networks/panels/profile.html", {"memberships": memberships}) if memberships else None
