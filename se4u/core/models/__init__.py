"""Models without domain."""

from .events import ActorName, Event, EventQuerySet
from .keys import KEY_ALPHABET, KEY_LENGTH, Keyed, new_key
from .search import SearchDocument
from .submissions import Submission
from .uploads import Upload

__all__ = [
    "KEY_ALPHABET",
    "KEY_LENGTH",
    "ActorName",
    "Event",
    "EventQuerySet",
    "Keyed",
    "SearchDocument",
    "Submission",
    "Upload",
    "new_key",
]
