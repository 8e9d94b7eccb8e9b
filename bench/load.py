"""Asking a server as fast as it answers, from a few connections that stay open."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

CONNECTIONS = 4


@dataclass(frozen=True)
class Figures:
    """What one page gave: answers per second, and the time that 95 of 100 answers stayed below."""

    rate: float
    p95: float  # milliseconds
    median: float  # milliseconds
    size: int  # bytes of the body
    cpu: float = 0.0  # milliseconds of the server's processors per answer: the same however busy the machine is


def fetch(port: int, path: str, headers: dict[str, str] | None = None) -> tuple[int, bytes, dict[str, str]]:
    """Return status, body and headers of one answer."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read(), {name.lower(): value for name, value in answer.getheaders()}
    finally:
        connection.close()


def cpu_seconds(pid: int) -> float:
    """Return the processor time that a process and those it started have used; 0 where the system does not tell."""
    used = 0.0
    for process in [pid, *children(pid)]:
        stat = Path(f"/proc/{process}/stat")
        if stat.exists():
            fields = stat.read_text().rpartition(")")[2].split()
            used += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return used


def children(pid: int) -> list[int]:
    """Return the processes a process has started."""
    told = Path(f"/proc/{pid}/task/{pid}/children")
    found = [int(child) for child in told.read_text().split()] if told.exists() else []
    return found + [grandchild for child in found for grandchild in children(child)]


def measure(
    port: int, path: Callable[[int], str], seconds: float, headers: dict[str, str] | None = None, pid: int = 0
) -> Figures:
    """Ask for `path(number)` again and again. Raises RuntimeError when an answer is not 200: it would be too quick."""
    run(port, path, min(1.0, seconds), headers)
    before = cpu_seconds(pid)
    times, size, took = run(port, path, seconds, headers)
    used = cpu_seconds(pid) - before
    times.sort()
    return Figures(
        rate=len(times) / took,
        p95=times[int(len(times) * 0.95)] * 1000,
        median=times[len(times) // 2] * 1000,
        size=size,
        cpu=used / len(times) * 1000,
    )


COUNTER = iter(range(10**9))


def run(
    port: int, path: Callable[[int], str], seconds: float, headers: dict[str, str] | None
) -> tuple[list[float], int, float]:
    """Return every answer's time, the size of the last and the time of the whole."""
    times: list[float] = []
    sizes: list[int] = []
    wrong: list[str] = []
    start = time.perf_counter()
    until = start + seconds

    def ask() -> None:
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        while time.perf_counter() < until and not wrong:
            address = path(next(COUNTER))
            begun = time.perf_counter()
            connection.request("GET", address, headers=headers or {})
            answer = connection.getresponse()
            body = answer.read()
            times.append(time.perf_counter() - begun)
            sizes.append(len(body))
            if answer.status != 200:
                wrong.append(f"{address} answered {answer.status}")
        connection.close()

    threads = [threading.Thread(target=ask) for _number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise RuntimeError(wrong[0])
    return times, sizes[-1], time.perf_counter() - start
