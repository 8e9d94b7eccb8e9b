"""The texts people agree to. A changed text gets the next number, and everyone is asked again.

The words of version 2 of the code of conduct stand in `templates/accounts/texts/conduct_2.html`; earlier ones are kept, because
people agreed to them.
"""

from __future__ import annotations

from .models import Consent, User

CURRENT = {Consent.Document.CONDUCT: 1, Consent.Document.PRIVACY: 1}


def template_of(document: str, version: int) -> str:
    """Return the name of the template that holds a version of a text."""
    return f"accounts/texts/{document}_{version}.html"


def stamp() -> str:
    """Return the current versions as one word, to remember in a session that they were agreed to."""
    return ",".join(f"{document}{version}" for document, version in CURRENT.items())


def missing(person: User) -> list[str]:
    """Return the texts whose current version a person has not agreed to."""
    given = set(person.consents.values_list("document", "version"))
    return [document for document, version in CURRENT.items() if (document, version) not in given]
