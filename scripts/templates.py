"""Templates that compile, and whose translated blocks do not carry the template's line breaks into the catalogue."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "se4u" / "templates"
BLOCK = re.compile(
    r"{%-?\s*(?:blocktranslate|blocktrans)\b([^%]*)%}(.*?){%\s*(?:endblocktranslate|endblocktrans)\b", re.S
)


def untrimmed(text: str) -> list[int]:
    """Return the lines of translated blocks over several lines without `trimmed`, and of any old `blocktrans`."""
    lines = []
    for found in BLOCK.finditer(text):
        old = found[0].lstrip("{%- ").startswith("blocktrans ")
        if old or ("\n" in found[2] and "trimmed" not in found[1].split()):
            lines.append(text.count("\n", 0, found.start()) + 1)
    return lines


def compiles(name: str) -> str:
    """Return why a template cannot be compiled, or nothing."""
    from django.template import TemplateSyntaxError  # noqa: PLC0415  needs the settings
    from django.template.loader import get_template  # noqa: PLC0415

    try:
        get_template(name)
    except TemplateSyntaxError as error:
        return str(error)
    return ""


def main() -> int:
    """Print what is wrong with every template and return 1 if anything is."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "se4u.config.settings")
    import django  # noqa: PLC0415

    django.setup()
    found = []
    for path in sorted(item for item in FOLDER.rglob("*") if item.suffix in {".html", ".txt"}):
        name = path.relative_to(FOLDER).as_posix()
        found += [f"{name}:{line}: write {{% blocktranslate trimmed %}}" for line in untrimmed(path.read_text("utf-8"))]
        reason = compiles(name)
        found += [f"{name}: {reason}"] if reason else []
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
