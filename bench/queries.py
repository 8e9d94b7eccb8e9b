"""How many queries each page asks: `python -m bench.queries FILE` reads pages as JSON and prints their counts as JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def main(pages: list[dict[str, Any]]) -> None:
    """Ask each page once to fill what is kept, and once more, under an address not kept, to count."""
    import django  # noqa: PLC0415

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    counts = {}
    for page in pages:
        client = Client(SERVER_NAME="127.0.0.1")
        if page["session"]:
            client.cookies[settings.SESSION_COOKIE_NAME] = page["session"]
        client.get(page["path"])
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(f"{page['path']}{'&' if '?' in page['path'] else '?'}n=1")
        if answer.status_code != 200:
            raise SystemExit(f"{page['path']} answered {answer.status_code}")
        counts[page["name"]] = len(captured)
    json.dump(counts, sys.stdout)


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text()))
