"""The figures as a page."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django

INTRO = """# Figures

Written by `make bench`; only the ratios travel from machine to machine. Server, client and database share the cores below. Each page
is asked for over {connections} open connections from the same machine, in turn with a bare Django view (no middleware) that returns the
same bytes from the same server process. "Made anew" means that no kept page could serve; the other rows are what the anonymous meet. What is
counted of a network or of a question is kept until the next deed, for all of a class of reader: "made anew" meets it, as most do, and "first
asked" is a search nobody asked since, whose hits are counted. "CPU" is the
server's processor time per answer, which hardly depends on what else the machine does.

{machine}
"""


def machine() -> str:
    """Return the day and the kind of machine, without its name."""
    memory = ""
    meminfo = Path("/proc/meminfo")
    if meminfo.exists():
        kilobytes = int(meminfo.read_text().split()[1])
        memory = f", {kilobytes / 2**20:.0f} GiB of memory"
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores ({platform.machine()}){memory}, "
        f"Python {platform.python_version()}, Django {django.get_version()}, SQLite, one process."
    )


def page(measured: list[dict[str, Any]], start: dict[str, float], imports: dict[str, float]) -> str:
    """Return bench/RESULTS.md."""
    from .load import CONNECTIONS  # noqa: PLC0415

    parts = [INTRO.format(connections=CONNECTIONS, machine=machine()), "\n## Aims\n\n| aim | found |\n| --- | --- |\n"]
    parts += [f"| {aim} | {found} |\n" for aim, found in aims(measured, start, imports)]
    for at in measured:
        parts.append(
            f"\n## {at['size']:,} organisations\n\n"
            "| page | answers/s | median ms | p95 ms | CPU ms | queries | bytes | of the bare view's rate |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n"
        )
        parts += [row(item) for item in at["rows"]]
    return "".join(parts)


def row(item: dict[str, Any]) -> str:
    """Return one line of a table."""
    own, bare = item["own"], item["bare"]
    return (
        f"| {item['page']} | {own.rate:.0f} | {own.median:.1f} | {own.p95:.1f} | {own.cpu:.2f} | {item['queries']} | {own.size:,} |"
        f" 1/{bare.rate / own.rate:.1f} |\n"
    )


def aims(measured: list[dict[str, Any]], start: dict[str, float], imports: dict[str, float]) -> list[tuple[str, str]]:
    """Return each aim with what was found."""
    smallest, largest = measured[0], measured[-1]
    found = []
    differing = [
        small["page"]
        for small, large in zip(smallest["rows"], largest["rows"], strict=True)
        if len({small["queries"], large["queries"]}) > 1
    ]
    found.append(("queries per page constant in N", f"no: {', '.join(differing)}" if differing else "yes"))
    for small, large in zip(smallest["rows"], largest["rows"], strict=True):
        ratio = f"{large['own'].p95 / small['own'].p95:.2f}"
        if small["own"].cpu:
            ratio += f" (CPU {large['own'].cpu / small['own'].cpu:.2f})"
        sizes = f"p95 at {largest['size']:,} at most 1.5 times that at {smallest['size']:,}"
        found.append((f"{small['page']}: {sizes}", ratio))
    directory = next(item for item in largest["rows"] if item["page"] == "directory")
    found.append(
        (
            "an anonymous directory page at least 1/8 of the bare view's rate",
            f"1/{directory['bare'].rate / directory['own'].rate:.1f}",
        )
    )
    found += [(f"import of academia.csv as {name} under 20 s", f"{seconds:.1f} s") for name, seconds in imports.items()]
    found.append(
        ("`se4u check` in at most 5 times Django's bare imports", f"{start['ratio']:.1f} ({start['own']:.2f} s)")
    )
    first = largest["first"]
    found.append(
        (
            "first page under 100 kB over the wire, all from our own host",
            f"{first['bytes'] / 1000:.0f} kB in {first['requests']} requests, {first['foreign']} elsewhere",
        )
    )
    return found
