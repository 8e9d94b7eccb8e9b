"""The people of the demonstration: the personas, who can sign in, and those who act beside them."""

from __future__ import annotations

from se4u.accounts.models import User

from .cast import PEOPLE, person

# Beside the personas: nobody signs in as these.
OTHERS = {
    "national_coordinator": "Nadia National (sample)",
    "africa_coordinator": "Akello Africa (sample)",
    "second_officer": "Vera Vetting (sample)",
    "professor": "Prof. Paz Academic (sample)",
    "analyst": "Ivo Independent (sample)",
}


def create_people() -> dict[str, User]:
    """Make everyone, in the order of the list."""
    made = {name: person(name) for name in PEOPLE}
    made |= {name: person(name, shown=shown, signs_in=False) for name, shown in OTHERS.items()}
    for user in made.values():
        user.__dict__["has_second_factor"] = True  # as in the demonstration mode: nobody sets one up while it is loaded
    return made


def applicant(number: int) -> User:
    """Make the focal point of one of the many organisations."""
    made = person(f"focal-point-{number:02}", shown=f"Focal Point {number:02} (sample)", signs_in=False)
    made.__dict__["has_second_factor"] = True
    return made
