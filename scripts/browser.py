"""See that the browser journeys have a Chromium: find it, install Debian's where that is allowed, else say what to do."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ADVICE = "The browser journeys need Chromium: install the package `chromium`, or name the program in SE4U_CHROMIUM."

Run = Callable[[Sequence[str]], bool]
Which = Callable[[str], str | None]


def find(which: Which = shutil.which) -> str | None:
    """Return the path of a Chromium: the one SE4U_CHROMIUM names, else the first known name on the PATH."""
    named = os.environ.get("SE4U_CHROMIUM")
    if named:
        return which(named)
    return next((path for name in NAMES if (path := which(name))), None)


def installer(*, root: bool, which: Which, run: Run) -> list[str] | None:
    """Return how to call apt-get with the rights to install, or None where we may not.

    Only root or a sudo that asks for no password will do: nothing here may wait for somebody to type.
    """
    if not which("apt-get"):
        return None
    if root:
        return ["apt-get"]
    if which("sudo") and run(["sudo", "-n", "true"]):
        return ["sudo", "-n", "apt-get"]
    return None


def install(packages: Sequence[str], *, root: bool, which: Which, run: Run) -> bool:
    """Install Debian's packages if we may. Return whether apt-get said that it went well."""
    apt = installer(root=root, which=which, run=run)
    if apt is None:
        return False
    quiet = ["-qq", "-o", "DPkg::Lock::Timeout=120"]
    run([*apt, *quiet, "update"])  # an old list may do; the installation tells
    return run([*apt, *quiet, "install", "--yes", "--no-install-recommends", *packages])


def run_quietly(command: Sequence[str]) -> bool:
    """Run a command without input; keep what it says on the error stream only when it fails."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=environment, check=False
    )
    if done.returncode != 0 and "install" in command:
        print((done.stdout + done.stderr).strip()[-2000:], file=sys.stderr)
    return done.returncode == 0


def ensure(*, root: bool, which: Which, run: Run) -> str | None:
    """Return the path of a Chromium, installed now if it was missing; None if it cannot be had."""
    path = find(which)
    if path is None and install(["chromium"], root=root, which=which, run=run):
        path = find(which)
    return path


def main() -> int:
    """Return 0 when there is a browser; otherwise print one line of advice and return 1."""
    if ensure(root=os.geteuid() == 0, which=shutil.which, run=run_quietly) is None:
        print(ADVICE, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
