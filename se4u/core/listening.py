"""Where a server may listen: the demonstration lets personas act without a password worth the name, so on this machine only."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.core.management import CommandError


def parse(address: str) -> tuple[str, int]:
    """Return network address and port of `HOST:PORT`, `[IPv6]:PORT`, `:PORT`, `PORT` or `HOST`.

    Raises CommandError for anything else; of names only `localhost` is known, since a name may mean several addresses.
    """
    if address.isdecimal():
        host, port = "", address
    elif address.startswith("["):
        host, _bracket, port = address[1:].partition("]")
    else:
        host, _colon, port = address.partition(":")
    host = "127.0.0.1" if host in {"", "localhost"} else host
    port = port.removeprefix(":") or "8000"
    try:
        ip_address(host)
    except ValueError:
        port = "none"
    if not port.isdecimal() or int(port) > 65535:
        raise CommandError(f"“{address}” is no address to listen on; write 127.0.0.1:8000, [::1]:8000 or a port.")
    return host, int(port)


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a server that listens there."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def refuse_beyond_loopback(host: str) -> None:
    """Raise CommandError when the demonstration would listen to other machines."""
    if settings.DEMO and not is_loopback(host):
        raise CommandError(
            f"SE4U_DEMO=1 lets everybody act as any persona, so it listens to this machine only, not on {host}. "
            "Use 127.0.0.1, or unset SE4U_DEMO."
        )
