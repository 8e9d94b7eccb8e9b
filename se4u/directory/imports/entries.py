"""Reference entries at registration: "is this yours?".

Entries are for officers alone (`ReferenceEntry.objects.visible_to`). The one other reader is a newcomer whose *confirmed*
mailbox lies on the domain of an entry.
"""

from __future__ import annotations

from rapidfuzz import fuzz

from se4u.directory.models import Country, Organization, ReferenceEntry
from se4u.directory.names import sort_name

from .mailboxes import candidates

MOST = 5


def offer(*, email_domain: str, name: str = "", country: Country | None = None) -> list[ReferenceEntry]:
    """Return the unclaimed entries to show a newcomer as "is this yours?", the most likely first, at most five.

    The registration uses it in `duplicates.suggestions`. Args:
        email_domain: the part after the @ of a mailbox the person has CONFIRMED; an unconfirmed one must not be passed,
            because the entry's name would then tell a stranger nothing but lend them a body. It matches an entry's domain
            itself or a subdomain of it ("mail.uni.example" finds "uni.example"). Public mail providers and pairs many
            bodies share ("edu.mx") find nothing.
        name, country: what the person typed so far; they only order the answer.

    The answer holds rows with `key`, `name`, `kind`, `country`, `website`. Pass the chosen one to `claim`.
    """
    domains = candidates(email_domain)
    if not domains:
        return []
    found = ReferenceEntry.objects.on_offer().filter(domain__in=domains).select_related("country")
    typed = sort_name(name)

    def likelihood(entry: ReferenceEntry) -> tuple[object, ...]:
        elsewhere = country is not None and entry.country_id != country.pk
        return (domains.index(entry.domain), elsewhere, -fuzz.token_sort_ratio(typed, entry.sort_name), entry.pk)

    return sorted(found, key=likelihood)[:MOST]


def claim(key: str, organization: Organization, *, email_domain: str) -> bool:
    """Mark an entry as the one an organisation registered from; call it at submission, inside the action.

    Returns False (and changes nothing) when the entry is not on offer to this mailbox any more: unknown, claimed by another,
    or on another domain. The same organisation may submit again.
    """
    entries = ReferenceEntry.objects.filter(key=key, domain__in=candidates(email_domain))
    free = entries.filter(claimed_by__isnull=True) | entries.filter(claimed_by=organization)
    return bool(free.update(claimed_by=organization))
