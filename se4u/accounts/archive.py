"""Everything kept of one person, as one ZIP: a JSON file per app, and files."""

from __future__ import annotations

import json
import re
import tempfile
import zipfile
from typing import IO, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.encoding import force_str

from se4u.core import personal

from .models import User

IN_MEMORY = 2 * 1024 * 1024


class Encoder(DjangoJSONEncoder):
    """JSON of what rows hold, official text included."""

    def default(self, o: Any) -> Any:
        """Return a value JSON can hold."""
        try:
            return super().default(o)
        except TypeError:
            return force_str(o)


def archive(person: User) -> IO[bytes]:
    """Return the ZIP as a file that is gone when closed; a large one lies on disk, not in memory."""
    target: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  the answer closes it
    try:
        _write(person, target)
    except BaseException:
        target.close()
        raise
    target.seek(0)
    return target


def _write(person: User, target: IO[bytes]) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("README.txt", _readme())
        for app, part in sorted(personal.PARTS.items()):
            content = part.export(person)
            bundle.writestr(f"{app}.json", json.dumps(content.data, cls=Encoder, ensure_ascii=False, indent=2))
            for name, data in content.files:
                bundle.writestr(f"files/{app}/{_safe(name)}", data)


def _readme() -> str:
    day = timezone.now().date().isoformat()
    return (
        f"Everything this site keeps of you, as of {day}. One JSON file (UTF-8) per part of the site; files as you gave them.\n"
        "Not in it: passwords and other secrets, what belongs to your organisations and networks, which you read there,\n"
        "working copies that are deleted by themselves, and files the site has lost, which say so (in_archive: false).\n"
        "docs/personal-data.md of the software names each field and why.\n"
    )


def _safe(name: str) -> str:
    """Return a file name that cannot leave its folder when the archive is unpacked."""
    return re.sub(r"[^\w.\- ]", "_", name).lstrip(".") or "file"
