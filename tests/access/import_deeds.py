"""Deeds of imports."""

from __future__ import annotations

from se4u.directory.imports.checking import Options
from se4u.directory.services import import_organizations, undo_import
from se4u.reviews.geography import Facts
from se4u.reviews.services import import_geography

from .rows import Deed, World, deed

LIST = b"name\nCentro (sample)\n"


def _import(_world: World, user: object, content: bytes = LIST) -> object:
    return import_organizations(None, by=user, content=content, options=Options())


IMPORT_DEEDS: dict[str, list[Deed]] = {
    "directory.import_organizations": [
        deed("any", _import, allowed="officer"),
        deed("with errors", lambda world, user: _import(world, user, b""), refused="officer"),
    ],
    "directory.undo_import": [
        deed("done", lambda world, user: undo_import(world.imported, by=user), allowed="officer"),
        deed("undone", lambda world, user: undo_import(world.undone, by=user), refused="officer"),
    ],
    "reviews.import_geography": [
        deed("any", lambda _world, user: import_geography(None, by=user, facts=Facts(), as_of=""), allowed=""),
    ],
}
