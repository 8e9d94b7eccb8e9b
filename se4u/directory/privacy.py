"""What the directory keeps of people."""

from se4u.core.privacy import OF_OTHERS, Kind, Until, states

from .models import (
    Affiliation,
    Country,
    Expert,
    Filing,
    Import,
    Imported,
    Inquiry,
    Invitation,
    JoinRequest,
    Language,
    Organization,
    OrganizationDocument,
    PendingImport,
    ReferenceEntry,
    Service,
    Theme,
    Verification,
)

DRAFTS = (
    "A registration that was not sent, or was withdrawn, goes when its owner deletes it, or a year after the last change "
    "(`se4u tick`); one that officers decided on once stays with their records."
)
states(
    Organization,
    {
        "contact_name": (Kind.NAME, Until.BODY),
        "contact_email": (Kind.CONTACT, Until.BODY),
        "contact_phone": (Kind.CONTACT, Until.BODY),
        "about": (Kind.TEXT, Until.BODY),
        "unregistered_reason": (Kind.TEXT, Until.BODY),
        "vouched_by": (Kind.TEXT, Until.BODY),
        "suspended_because": (Kind.TEXT, Until.BODY),
    },
    other="started_from safety pseudonym visibility open_to_governments state created_at changed_at submitted_at approved_at kind name latin_name"
    " acronym sort_name masked domain about_language seat provinces website founded registration_number ecosoc_status uncac_interest"
    " is_sample listed operates_in themes services languages known_networks",
    note=DRAFTS,
    withheld={"about unregistered_reason vouched_by suspended_because": OF_OTHERS},
)
states(
    Affiliation,
    {
        "person": (Kind.LINK, Until.HISTORY),
        "title": (Kind.TEXT, Until.ACCOUNT),
        "since": (Kind.MARK, Until.HISTORY),
        "until": (Kind.MARK, Until.HISTORY),
        "appointed_because": (Kind.TEXT, Until.ACCOUNT),
    },
    other="organization role",
)
states(
    Invitation,
    {
        "email": (Kind.CONTACT, Until.PRUNED),
        "digest": (Kind.SECRET, Until.PRUNED),
        "language": (Kind.PLACE, Until.PRUNED),
        "invited_by": (Kind.LINK, Until.PRUNED),  # whose word it was decides whether it still stands
    },
    other="organization role state sent_at expires_at mailed_at tries renewals",
)
states(
    Expert,
    {
        "person": (Kind.LINK, Until.HISTORY),
        "about": (Kind.TEXT, Until.ACCOUNT),
        "country": (Kind.PLACE, Until.ACCOUNT),
        "website": (Kind.CONTACT, Until.ACCOUNT),
        "languages": (Kind.PLACE, Until.ACCOUNT),
        "themes": (Kind.CHOICE, Until.ACCOUNT),
        "pseudonym": (Kind.NAME, Until.ACCOUNT),
        "safety": (Kind.CHOICE, Until.ACCOUNT),
        "visibility": (Kind.CHOICE, Until.ACCOUNT),
        "open_to_governments": (Kind.CHOICE, Until.ACCOUNT),
        "suspended_because": (Kind.TEXT, Until.ACCOUNT),
    },
    other="about_language state created_at changed_at submitted_at approved_at kind is_sample",
    note=DRAFTS,
)
states(
    Verification,
    {
        "owner": (Kind.LINK, Until.CUT),
        "decided_by": (Kind.LINK, Until.CUT),
        "distinct_because": (Kind.TEXT, Until.BODY),
        "reason": (Kind.TEXT, Until.BODY),
    },
    other="organization expert opened_at outcome decided_at",
)
states(
    Inquiry,
    {
        "asked_by": (Kind.LINK, Until.CUT),
        "question": (Kind.TEXT, Until.BODY),
        "answer": (Kind.TEXT, Until.BODY),
    },
    other="verification asked_at answered_at reminded_at",
)
states(
    JoinRequest,
    {
        "person": (Kind.LINK, Until.HISTORY),
        "note": (Kind.TEXT, Until.ACCOUNT),
        "asked_at": (Kind.MARK, Until.HISTORY),
        "decided_by": (Kind.LINK, Until.CUT),
    },
    other="organization found_as state decided_at",
)
states(
    Import,
    {"by": (Kind.LINK, Until.HISTORY), "vouched_by": (Kind.TEXT, Until.BODY)},
    other="standing source sha256 state at undone_at report",
)
states(
    Imported,
    {"before": (Kind.TEXT, Until.BODY)},
    other="run entry organization after",
    withheld={"before": OF_OTHERS},
)
states(
    PendingImport,
    {
        "person": (Kind.LINK, Until.PRUNED),
        "at": (Kind.MARK, Until.PRUNED),
        "content": (Kind.TEXT, Until.PRUNED),
        "report": (Kind.TEXT, Until.PRUNED),
        "first": (Kind.TEXT, Until.PRUNED),
        "vouched_by": (Kind.TEXT, Until.PRUNED),
    },
    other="name standing kind source",
)
states(ReferenceEntry, other="name sort_name kind country website domain brought_by claimed_by")
states(Country, other="iso2 iso3 m49 name name_en region subregion regional_group un_status as_of")
states(Language, other="code name")
for vocabulary in (Theme, Service):
    states(vocabulary, other="slug name parent merged_into network_pk retired_at position")
states(
    OrganizationDocument,
    {"at": (Kind.MARK, Until.BODY), "title": (Kind.TEXT, Until.BODY)},
    other="organization upload kind language reach open_to_governments state",
    withheld={"at title": OF_OTHERS},
)
states(Filing, other="organization term levels")
