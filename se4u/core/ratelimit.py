"""How often one may do a thing: for every anonymous form, and for what reaches other people.

Counted in the cache alone. A signed-in person is known by the actor key; the anonymous by a hash of the network address, salted
with a random value that lives in the cache for a day: no address is stored, and none can be found again from a hash.
"""

from __future__ import annotations

import hashlib
import hmac
import math
import secrets
import time
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SALT_KEY = "ratelimit:salt"
View = Callable[..., HttpResponse]


class TooMany(PermissionDenied):
    """Somebody did a thing too often; `core.middleware.refusals` answers with a page of status 429.

    `wait` is the number of seconds after which it is worth trying again.
    """

    def __init__(self, wait: int) -> None:
        super().__init__(message_for(wait))
        self.wait = wait


def message_for(wait: int) -> str:
    """Return the sentence for the person who has to wait."""
    minutes = max(1, math.ceil(wait / 60))
    if minutes > 90:
        hours = math.ceil(minutes / 60)
        return ngettext(
            "This was done too often in a short time. Please wait %(hours)d hour, then send it again.",
            "This was done too often in a short time. Please wait %(hours)d hours, then send it again.",
            hours,
        ) % {"hours": hours}
    return ngettext(
        "This was done too often in a short time. Please wait %(minutes)d minute, then send it again.",
        "This was done too often in a short time. Please wait %(minutes)d minutes, then send it again.",
        minutes,
    ) % {"minutes": minutes}


def ratelimit(who: HttpRequest | str, name: str, limit: int, per: timedelta) -> None:
    """Count one try, and raise TooMany when there were `limit` before it within `per`.

    Args:
        who: the request (the person, or the address of the anonymous), or a key of one's own, such as the mailbox a letter
            would go to. Count both where one person could be pestered from many places.
        name: what is counted, "app.verb".
        limit: how many tries are allowed.
        per: in what time. The window slides: the last period counts by the share of it that still lies within reach.
    """
    seconds = int(per.total_seconds())
    now = time.time()
    window, passed = divmod(now, seconds)
    stem = f"ratelimit:{name}:{stands_for(who)}"
    before = cache.get(f"{stem}:{int(window) - 1}", 0)
    if before * (1 - passed / seconds) + _count(f"{stem}:{int(window)}", seconds) > limit:
        raise TooMany(math.ceil(seconds - passed))


def within(who: HttpRequest | str, name: str, limit: int, per: timedelta, *, form: BaseForm) -> bool:
    """Count one try as `ratelimit` does; too many is said above the form, whose input stays, and answered with False."""
    try:
        ratelimit(who, name, limit, per)
    except TooMany as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def limited(name: str, limit: int, per: timedelta) -> Callable[[View], View]:
    """Decorate a view whose every POST counts; reading the page does not."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "POST":
                ratelimit(request, name, limit, per)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def counts_itself(view: View) -> View:
    """Mark a view that counts what the anonymous send as it goes, because some of it is never too much."""
    view.counts_itself = True  # type: ignore[attr-defined]
    return view


def _count(key: str, seconds: int) -> int:
    """Add one and return the sum; the count outlives its window by one, in which it still weighs."""
    cache.add(key, 0, 2 * seconds)
    try:
        return cache.incr(key)
    except ValueError:  # it expired in between
        cache.set(key, 1, 2 * seconds)
        return 1


def stands_for(who: HttpRequest | str) -> str:
    """Return what stands for somebody in the cache."""
    if isinstance(who, str):
        return _salted(f"key {who.strip().lower()}")
    actor_key = getattr(who.user, "actor_key", None)
    return _salted(f"actor {actor_key}" if actor_key else f"address {network_of(address_of(who))}")


def _salted(text: str) -> str:
    salt = str(cache.get_or_set(SALT_KEY, lambda: secrets.token_hex(32), int(DAY.total_seconds())))
    return hmac.new(salt.encode(), text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:32]


def address_of(request: HttpRequest) -> str:
    """Return the address a request came from, looking behind as many proxies as the settings vouch for."""
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    trusted: int = settings.TRUSTED_PROXIES
    if trusted and len(hops) >= trusted:
        return hops[-trusted]
    return str(request.META.get("REMOTE_ADDR", ""))


def network_of(address: str) -> str:
    """Return an address, or the /64 network of an IPv6 one, which a household or machine has to itself."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or ip_network((parsed, 64), strict=False))
    return address
