"""Files people give: checked by their content, freed of who made them and where, served to who may see their owner.

An app with files: a foreign key to `core.Upload`; a form with `UploadField`; `files.store(cleaned, by=user)` inside the
action that makes the pointing object; and in the app's `files.py` one `@file_owner` per such model. `se4u tick` removes
what nothing points at.
"""

from .errors import Unacceptable
from .fields import UploadField
from .keeping import discard_unowned, store
from .kinds import ACCEPTED, Kind
from .owners import OWNERS, file_owner, visible_file
from .pipeline import Cleaned, accept

__all__ = [
    "ACCEPTED",
    "OWNERS",
    "Cleaned",
    "Kind",
    "Unacceptable",
    "UploadField",
    "accept",
    "discard_unowned",
    "file_owner",
    "store",
    "visible_file",
]
