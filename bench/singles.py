"""Measurements that stand alone: start time, import, bytes of the first page."""

from __future__ import annotations

import json
import re
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin

from .load import fetch
from .world import DATA

ROOT = Path(__file__).resolve().parent.parent
TURNS = 7
# What the smallest Django project imports before it does anything.
BARE = "import django.core.management, django.db.models, django.forms, django.http, django.template, django.urls"
LINKED = re.compile(r'<(?:link|script|img)\b[^>]*?\b(?:href|src)="([^"]+)"[^>]*>')
FETCHED = re.compile(r'rel="(?:stylesheet|icon|preload|modulepreload)"|<script|<img')
IMPORTED = re.compile(r'(?:import|from)\s*["\']([^"\']+)["\']|url\(["\']?([^"\')]+)["\']?\)')


def free_port() -> int:
    """Return a port at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def best(arguments: list[str], environment: dict[str, str]) -> float:
    """Return the shortest processor time of several runs of a command, in seconds."""
    times = []
    for _turn in range(TURNS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(arguments, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(times)


def starts(environment: dict[str, str]) -> dict[str, float]:
    """Return the processor time of `se4u check`, beside importing Django and nothing else."""
    bare = best([sys.executable, "-c", BARE], environment)
    own = best([sys.executable, "-m", "se4u", "check"], environment)
    return {"bare": bare, "own": own, "ratio": own / bare}


def imports(environment: Callable[[Path], dict[str, str]]) -> dict[str, float]:
    """Return how long the import of the whole list takes, as a command, on a fresh database: checks and duplicates included.

    Raises RuntimeError when the report does not add up to the file's rows.
    """
    found = {}
    for name, options in {
        "reference entries": [],
        "registered": ["--registered", "--vouched-by", "a measurement", "--kind", "academia"],
    }.items():
        with tempfile.TemporaryDirectory(prefix="se4u-bench-") as folder:
            settings = environment(Path(folder))
            run = [sys.executable, "-m", "se4u"]
            for prepared in ("migrate", "import_geography"):
                subprocess.run([*run, prepared], cwd=ROOT, env=settings, stdout=subprocess.DEVNULL, check=True)
            begun = time.perf_counter()
            done = subprocess.run(
                [*run, "import_organizations", str(DATA), "--format", "json", *options],
                cwd=ROOT,
                env=settings,
                stdout=subprocess.PIPE,
                check=True,
            )
            found[name] = time.perf_counter() - begun
            report = json.loads(done.stdout)
            if (
                report["errors"]
                or sum(report[key] for key in ("created", "updated", "unchanged", "skipped")) != report["rows"]
            ):
                raise RuntimeError(f"the import does not add up: {report}")
    return found


def first_page(port: int) -> dict[str, int]:
    """Return what a first visit to the home page fetches: requests, bytes over the wire, and requests to other hosts."""
    headers = {"Accept-Encoding": "gzip, br", "Accept-Language": "en"}
    waiting, seen, size, foreign = ["/en/"], set[str](), 0, 0
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        if path.startswith(("http:", "https:", "//")):
            foreign += 1
            continue
        status, body, answered = fetch(port, path, headers)
        if status != 200:
            raise RuntimeError(f"{path} answered {status}")
        size += len(body) + sum(len(name) + len(value) + 4 for name, value in answered.items())
        plain = fetch(port, path)[1].decode("utf-8", "replace")
        waiting += [urljoin(path, found) for found in linked(path, plain)]
    return {"requests": len(seen) - foreign, "bytes": size, "foreign": foreign}


def linked(path: str, text: str) -> list[str]:
    """Return what a browser fetches by itself because of a page, a stylesheet or a script module."""
    if path.endswith((".css", ".js", ".mjs")):
        return [one or two for one, two in IMPORTED.findall(text) if not (one or two).startswith("data:")]
    if "." in path.rsplit("/", 1)[-1]:
        return []
    return [found[1] for found in LINKED.finditer(text) if FETCHED.search(found[0])]
