"""`make bench`: one run of everything, printed and written to bench/RESULTS.md.

Makes its own SQLite database in a temporary folder, lets it grow to 1,000, 10,000 and 100,000 organisations, and at each size
starts the real server and asks it for the pages that matter, each beside a bare Django view with the same bytes.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from typing import Any
from urllib.parse import quote

from . import report, singles
from .load import Figures, fetch, measure

ROOT = Path(__file__).resolve().parent.parent
SIZES = (1_000, 10_000, 100_000)
WORDS = (
    "university",
    "journalists",
    "technology",
    "nacional",
    "prevention",
    "medical",
    "école",
    "art",
    "support",
    "state",
)
# So many that none is asked again while one page is measured, and nothing kept of a question serves: 180 of them.
PAIRS = tuple(
    f"q={quote(one)}+{quote(other)}&kind={kind}"
    for one, other in permutations(WORDS, 2)
    for kind in ("academia", "civil_society")
)


@dataclass(frozen=True)
class Page:
    """A page to ask for. One that is made anew each time has a number in its address, so that no kept page serves."""

    name: str
    path: str
    session: str = ""
    anew: bool = False

    def address(self, number: int) -> str:
        """Return the address of one request."""
        path = self.path.replace("PAIR", PAIRS[number % len(PAIRS)]).replace("WORD", quote(WORDS[number % len(WORDS)]))
        return f"{path}{'&' if '?' in path else '?'}n={number}" if self.anew else path

    @property
    def headers(self) -> dict[str, str]:
        return {"Cookie": f"sessionid={self.session}"} if self.session else {}


def pages(world: dict[str, str]) -> list[Page]:
    """Return what is measured: anonymous pages as visitors meet them and made anew, and a room of members."""
    session = world["session"]
    search = "/en/directory/?q=WORD&kind=academia"
    return [
        Page("home", "/en/"),
        Page("home, made anew", "/en/", anew=True),
        Page("directory", "/en/directory/"),
        Page("directory, made anew", "/en/directory/", anew=True),
        Page("filtered search", search),
        Page("filtered search, made anew", search, anew=True),
        Page("filtered search, first asked", "/en/directory/?PAIR", anew=True),
        Page("profile", f"/en/directory/{world['profile']}/"),
        Page("profile, made anew", f"/en/directory/{world['profile']}/", anew=True),
        Page("members' room, signed in", "/en/networks/net4u-americas/", session=session, anew=True),
        Page("members' list, signed in", "/en/networks/net4u-americas/members/", session=session, anew=True),
    ]


def environment(folder: Path) -> dict[str, str]:
    """Return the settings of every process of this run."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "SECRET_KEY": "for this measurement alone",
        "DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite3'}",
        "SE4U_VAR_DIR": str(folder),
        "SE4U_BENCH_PAGES": str(folder),
        "SE4U_LOG_LEVEL": "WARNING",
        "SE4U_DEMO": "0",
        "SE4U_TLS": "0",
        "SE4U_DEBUG": "0",
        "CACHE_URL": "",
    }


def command(folder: Path, *arguments: str) -> str:
    """Run one of our modules or commands and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        env=environment(folder),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


@contextmanager
def server(folder: Path) -> Iterator[tuple[int, int]]:
    """Start `se4u serve` and yield its port and process once it is ready."""
    port = singles.free_port()
    process = subprocess.Popen([sys.executable, "-m", "se4u", "serve", str(port)], cwd=ROOT, env=environment(folder))
    try:
        for _attempt in range(300):
            try:
                if fetch(port, "/readyz")[0] == 200:
                    break
            except OSError:
                time.sleep(0.1)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(timeout=30)


def at_size(folder: Path, size: int, seconds: float) -> dict[str, Any]:
    """Grow the database to a size and return what was measured there."""
    begun = time.perf_counter()
    world = json.loads(command(folder, "bench.world", str(size)))
    print(f"{size:>7} organisations loaded in {time.perf_counter() - begun:.0f} s", flush=True)
    chosen = pages(world)
    listed = [{"name": page.name, "path": page.address(0), "session": page.session} for page in chosen]
    (folder / "pages.json").write_text(json.dumps(listed))
    counts = json.loads(command(folder, "bench.queries", str(folder / "pages.json")))
    rows = []
    with server(folder) as (port, pid):
        for number, page in enumerate(chosen):
            body = fetch(port, page.address(number), page.headers)[1]
            (folder / f"page{number}").write_bytes(body)
            bare = measure(port, lambda _turn, number=number: f"/bare/page{number}/", seconds, pid=pid)  # type: ignore[misc]
            own = measure(port, page.address, seconds, page.headers, pid)
            rows.append({"page": page.name, "queries": counts[page.name], "own": own, "bare": bare})
            print(line(page.name, own, bare, counts[page.name]), flush=True)
        first = singles.first_page(port)
    return {"size": size, "rows": rows, "first": first}


def line(name: str, own: Figures, bare: Figures, queries: int) -> str:
    """Return what is printed of one page."""
    return (
        f"        {name:<28}{own.rate:8.0f}/s  p95 {own.p95:7.1f} ms  cpu {own.cpu:6.2f} ms  {queries:>3} queries"
        f"  1/{bare.rate / own.rate:.1f} of the bare view ({bare.rate:.0f}/s)"
    )


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--sizes", default=",".join(map(str, SIZES)), help="how many organisations, set apart by commas"
    )
    parser.add_argument("--seconds", type=float, default=4, help="how long each page is asked for")
    parser.add_argument("--dry", action="store_true", help="print only; leave bench/RESULTS.md as it is")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    with tempfile.TemporaryDirectory(prefix="se4u-bench-") as temporary:
        folder = Path(temporary)
        command(folder, "se4u", "collectstatic", "--noinput", "--verbosity", "0")
        command(folder, "se4u", "migrate", "--verbosity", "0")
        start = singles.starts(environment(folder))
        print(f"se4u check starts in {start['ratio']:.1f} times Django's bare imports", flush=True)
        imports = singles.imports(environment)
        for name, seconds in imports.items():
            print(f"import of academia.csv, {name}: {seconds:.1f} s", flush=True)
        measured = [at_size(folder, size, options.seconds) for size in sizes]
    text = report.page(measured, start, imports)
    print("\n" + text)
    if not options.dry:
        (ROOT / "bench" / "RESULTS.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
