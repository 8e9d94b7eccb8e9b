"""Whether two names may be of one body, in whatever script and order: for a person to look at, never to decide."""

from .forms import Name, read
from .keys import keys
from .scoring import THRESHOLD, Likeness, Pair, compare

__all__ = ["THRESHOLD", "Likeness", "Name", "Pair", "compare", "keys", "read"]
