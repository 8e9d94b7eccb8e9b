"""Addresses of lists from outside: for those who curate at the secretariat."""

from __future__ import annotations

from .rows import Page, World


def _key(world: World) -> list[object]:
    return [world.imported.key]


def _pending(world: World) -> list[object]:
    return [world.pending.key]


CURATE = "30000020"
IMPORT_PAGES: dict[str, list[Page]] = {
    "directory:imports": [Page(CURATE)],
    "directory:import_new": [Page(CURATE)],
    "directory:import_template": [
        Page(CURATE, args=lambda _world: ["xlsx"]),
        Page("30000040", args=lambda _world: ["ods"]),
    ],
    "directory:import_preview": [
        Page(CURATE, args=_pending),
        Page("30000040", args=lambda _world: ["nothing"]),
    ],
    "directory:import_preview_remarks": [Page(CURATE, args=_pending)],
    "directory:import_result": [Page(CURATE, args=_key), Page("30000040", args=lambda _world: ["nothing"])],
    "directory:import_remarks": [Page(CURATE, args=_key)],
    "directory:import_undo": [Page(CURATE, args=_key)],
}
