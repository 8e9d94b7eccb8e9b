"""Who may do what with an account: oneself, and nobody else."""

from typing import Any

import rules

from .models import User


@rules.predicate
def is_self(user: Any, person: User) -> bool:
    """Is the very person whose account it is."""
    return bool(user.is_authenticated and user.is_active and person is not None and user.pk == person.pk)


for deed in (
    "agree",
    "update_profile",
    "choose_delivery",
    "end_session",
    "end_other_sessions",
    "end_all_sessions",
    "erase",
):
    rules.add_perm(f"accounts.{deed}", is_self)
