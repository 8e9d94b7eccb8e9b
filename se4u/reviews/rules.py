"""Who may change the facts of the world: the operator, with a command."""

import rules

from se4u.core.authority import nobody

rules.add_perm("reviews.import_geography", nobody)
