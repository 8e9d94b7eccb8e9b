"""Make a checkout ready: the secret key, compiled catalogues, the data folder (the settings make it), static files.

Every step looks first whether it is done, so that it costs little to call before each command.
"""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def make_environment(path: Path) -> bool:
    """Write `.env` with a new secret key, readable by its owner alone, unless it is there. Return whether it was made."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write("# The settings of this checkout; docs/operations.md lists them all. Never commit this file.\n")
        file.write(f"SECRET_KEY={secrets.token_urlsafe(50)}\n")
    return True


def compile_catalogues(folder: Path) -> list[Path]:
    """Compile each catalogue that changed (.po to .mo) and return those made; needs no GNU gettext.

    Raises babel.messages.pofile.PoFileError, with the line, for a catalogue that cannot be read.
    """
    made = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        compile_catalogue(source, target)
        made.append(target)
    return made


def compile_catalogue(source: Path, target: Path) -> None:
    """Compile one catalogue in a way that nobody ever reads half of it. Fuzzy entries are left out."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415  costs nothing when all is compiled
    from babel.messages.pofile import read_po  # noqa: PLC0415

    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parent.parent.name, abort_invalid=True)
    half = target.with_suffix(f".{os.getpid()}.tmp")
    with half.open("wb") as file:
        write_mo(file, catalogue)
    half.replace(target)


def main() -> None:
    """Do every step; the first that fails ends it with its own message."""
    make_environment(ROOT / ".env")
    compile_catalogues(ROOT / "se4u" / "locale")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "se4u.config.settings")
    import django  # noqa: PLC0415  the key must stand first
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    try:
        django.setup()
    except ImproperlyConfigured as reason:
        sys.exit(str(reason))
    call_command("collectstatic", interactive=False, verbosity=0, skip_checks=True)


if __name__ == "__main__":
    main()
