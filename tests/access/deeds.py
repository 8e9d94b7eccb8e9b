"""Every action in each state that matters. The columns are the personas who succeed."""

from __future__ import annotations

from .account_deeds import ACCOUNT_DEEDS
from .directory_deeds import DIRECTORY_DEEDS
from .import_deeds import IMPORT_DEEDS
from .networks_deeds import NETWORKS_DEEDS
from .places_deeds import PLACES_DEEDS
from .rows import Deed, joined

DEEDS: dict[str, list[Deed]] = joined(
    ACCOUNT_DEEDS,
    DIRECTORY_DEEDS,
    PLACES_DEEDS,
    IMPORT_DEEDS,
    NETWORKS_DEEDS,
)
