"""The cast as tests use it."""

from se4u.demo.cast import Cast, create_cast

PERSONAS = (
    "visitor",
    "newcomer",
    "representative",
    "coordinator",
    "committee_member",
    "government_observer",
    "officer",
    "outsider",
)

__all__ = ["PERSONAS", "Cast", "create_cast"]
