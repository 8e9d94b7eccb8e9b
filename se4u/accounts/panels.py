"""What of the account waits on the desk."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from se4u.core.authority import viewer_of
from se4u.core.panels import Content, panel

from .models import Notification


def unread_count(user: Any) -> int:
    """Return how many notifications a person has not read."""
    return Notification.objects.visible_to(user).unread().count()


@panel("desk", order=10)
def own_account(request: HttpRequest, _obj: Any) -> Content | None:
    """Show unread news, a missing name, and a second factor that will be asked for."""
    person: Any = request.user
    context = {
        "unread": unread_count(person),
        "nameless": not person.name,
        "factor": not viewer_of(person).confirmed,
    }
    return ("accounts/desk.html", context) if any(context.values()) else None
