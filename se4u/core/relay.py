"""How many messages one may send to people who did not ask for them, and how many one of these gets in a day.

The receiver's limit is far above what one sender may send there, so that nobody can use it up and shut a door for all; and
what the anonymous send is counted apart from what the signed-in do, so that a flood from many places leaves these a way.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.translation import gettext as _

from .ratelimit import DAY, TooMany, address_of, network_of, ratelimit, within


@dataclass(frozen=True)
class Relay:
    """The limits of one kind of relay."""

    name: str  # "app.verb"
    each: int  # messages of one sender to anybody, in `per`
    per: timedelta
    one: int  # messages of one sender to one receiver, a day
    received: int  # messages to one receiver a day, from the anonymous and again from the signed-in

    def may_pass(self, request: HttpRequest, receiver: object, *, form: BaseForm) -> bool:
        """Count one message; what is too much is said above the form, whose input stays, and answered with False."""
        senders = senders_of(request)
        if not all(within(sender, self.name, self.each, self.per, form=form) for sender in senders):
            return False
        if not all(within(f"{sender} to {receiver}", self.name, self.one, DAY, form=form) for sender in senders):
            return False
        try:
            ratelimit(f"{len(senders)} to {receiver}", f"{self.name}:received", self.received, DAY)
        except TooMany:
            form.add_error(
                None,
                _(
                    "More messages came for this address today than it can take, so yours was not passed on. Try tomorrow."
                ),
            )
            return False
        return True


def senders_of(request: HttpRequest) -> list[str]:
    """Return what a sender is known by: the network address, and of the signed-in the actor key too."""
    actor_key = getattr(request.user, "actor_key", None)
    place = f"address {network_of(address_of(request))}"
    return [place, f"actor {actor_key}"] if actor_key else [place]
