"""`make check`: what can be known without running the product. One line per step with its time; stops at the first failure."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
# As an operator would set it up; the key is thrown away with this process.
PRODUCTION = {
    "SECRET_KEY": "for-this-check-alone-" + os.urandom(32).hex(),
    "SE4U_DEBUG": "0",
    "SE4U_DEMO": "0",
    "SE4U_TLS": "1",
    "SE4U_SITE_URL": "https://se4u.example",
    "SE4U_CONTACT_EMAIL": "office@se4u.example",
    "EMAIL_URL": "smtp+tls://se4u:secret@mail.se4u.example:587",
}


@dataclass(frozen=True)
class Step:
    """One thing to check: what to run, with which settings."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)


def tool(name: str) -> str:
    """Return the path of a program of this environment."""
    return str(BIN / name)


def templates() -> list[str]:
    """Return the templates with one format.

    Texts of mails and events keep their lines as they are; pieces of form fields stand inside tags, where a new line shows.
    """
    folder = ROOT / "se4u" / "templates"
    found = (path.relative_to(ROOT) for path in sorted(folder.rglob("*.html")) if folder / "django" not in path.parents)
    return [str(path) for path in found]


def steps() -> list[Step]:
    """Return the steps, the quick ones first."""
    python = sys.executable
    se4u = tool("se4u")
    return [
        Step("style", [tool("ruff"), "check", "--quiet", "."]),
        Step("format", [tool("ruff"), "format", "--check", "--quiet", "."]),
        Step("template format", [tool("djade"), "--check", "--target-version", "5.2", *templates()]),
        Step("templates", [python, "-m", "scripts.templates"]),
        Step("translations", [python, "-m", "scripts.catalogues"]),
        Step("layers", [tool("lint-imports"), "--no-cache"]),
        Step("migrations", [se4u, "makemigrations", "--check", "--dry-run"]),
        Step("permissions", [se4u, "permissions", "--check"]),
        Step("deployment", [se4u, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
        Step("types", [tool("mypy")]),
    ]


def run(step: Step) -> bool:
    """Run one step and print its line; on failure all it said."""
    start = time.monotonic()
    done = subprocess.run(
        step.command,
        cwd=ROOT,
        env={**os.environ, **step.environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    passed = done.returncode == 0
    print(f"{'ok  ' if passed else 'FAIL'} {step.name:<16}{time.monotonic() - start:6.1f} s", flush=True)
    if not passed:
        print(done.stdout.rstrip() or f"exit status {done.returncode}, without a word", flush=True)
    return passed


def main(wanted: list[str]) -> int:
    """Run all steps, or those named; return 1 at the first that fails."""
    chosen = [step for step in steps() if not wanted or step.name in wanted]
    if wanted and len(chosen) != len(wanted):
        print(f"Steps: {', '.join(step.name for step in steps())}")
        return 2
    return 0 if all(run(step) for step in chosen) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
