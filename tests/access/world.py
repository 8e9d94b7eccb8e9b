"""One of everything that has an address, around the cast."""

from __future__ import annotations

from dataclasses import dataclass

from se4u.accounts.models import Notification
from se4u.accounts.notify import notify
from se4u.core.action import SYSTEM
from se4u.directory.imports.checking import Options
from se4u.directory.models import Import, PendingImport
from se4u.directory.services import import_organizations, keep_file, undo_import
from tests.personas import Cast


@dataclass(frozen=True)
class World:
    """What rows of the matrix refer to."""

    cast: Cast
    notification: Notification  # of the representative
    imported: Import  # done
    undone: Import
    pending: PendingImport  # of the officer


def make_world(cast: Cast) -> World:
    """Write the world into the database of the test."""
    [notification] = notify([cast.representative], "directory.approve", url="/desk/", name="Casa Abierta (sample)")
    runs = [import_organizations(None, by=SYSTEM, content=b"name\nListed\n", options=Options()) for _ in range(2)]
    undone = undo_import(runs[1], by=SYSTEM)
    file = keep_file(cast.officer, "list.csv", b"name\nListed\n", Options())
    return World(cast=cast, notification=notification, imported=runs[0], undone=undone, pending=file)
