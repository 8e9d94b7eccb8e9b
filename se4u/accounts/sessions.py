"""The session store: database rows that a person can list and end. No row ever holds a network address."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

# Where the sign-in library keeps a form while it asks for the password again, with the headers it came with.
SUSPENDED = "account_reauthentication_state"
ADDRESS_HEADERS = {
    "REMOTE_ADDR",
    "REMOTE_HOST",
    "REMOTE_PORT",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_REAL_IP",
    "HTTP_X_CLIENT_IP",
    "HTTP_CF_CONNECTING_IP",
    "HTTP_TRUE_CLIENT_IP",
    "HTTP_FORWARDED",
}


class SessionStore(DatabaseStore):
    """Writes the person and the device beside the session data."""

    @classmethod
    def get_model_class(cls) -> Any:
        """Return our own session model."""
        from .models import Session  # noqa: PLC0415  the app registry is not ready when settings name this module

        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """Return the row for these data."""
        # Each save writes the whole row, so what belongs to the beginning is kept in the session itself.
        started = data.setdefault("started", timezone.now().isoformat())
        _drop_addresses(data)
        row: Any = super().create_model_instance(data)
        person = data.get(SESSION_KEY)
        row.user_id = int(person) if person else None
        row.started_at = datetime.fromisoformat(started)
        row.seen_on = timezone.now().date()
        row.device = data.get("device", "")
        return row

    def _get_session_from_db(self) -> Any:
        """Return the row, noting once a day that it was seen."""
        row = super()._get_session_from_db()  # type: ignore[misc]
        today = timezone.now().date()
        if row is not None and row.user_id and row.seen_on < today:
            self.get_model_class().objects.filter(pk=row.pk).update(seen_on=today)
        return row


def _drop_addresses(data: dict[str, Any]) -> None:
    state = data.get(SUSPENDED)
    if not isinstance(state, dict) or "request" not in state:
        return
    request = json.loads(state["request"])
    request["META"] = {name: value for name, value in request["META"].items() if name not in ADDRESS_HEADERS}
    state["request"] = json.dumps(request)
