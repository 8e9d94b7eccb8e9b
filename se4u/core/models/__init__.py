"""Models without domain."""

from .events import Event, EventQuerySet, RowName
from .invitations import OPEN, MailedInvitation
from .keys import KEY_ALPHABET, KEY_LENGTH, Keyed, new_key
from .search import SearchDocument
from .submissions import Submission
from .uploads import Upload

__all__ = [
    "KEY_ALPHABET",
    "KEY_LENGTH",
    "OPEN",
    "Event",
    "EventQuerySet",
    "Keyed",
    "MailedInvitation",
    "RowName",
    "SearchDocument",
    "Submission",
    "Upload",
    "new_key",
]
