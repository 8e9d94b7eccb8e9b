"""How long vetting takes, told from what was decided and not from a promise."""

from __future__ import annotations

from datetime import timedelta
from statistics import median

from .models import Verification

LATEST = 20
ENOUGH = 5


def usual_days() -> int | None:
    """Return the median of whole days from submission to decision of the latest cases; None while there are too few."""
    decided = Verification.objects.filter(outcome__in=(Verification.Outcome.APPROVED, Verification.Outcome.REFUSED))
    times = decided.order_by("-decided_at").values_list("opened_at", "decided_at")[:LATEST]
    days = [(end - start) / timedelta(days=1) for start, end in times if end]
    return max(1, round(median(days))) if len(days) >= ENOUGH else None
