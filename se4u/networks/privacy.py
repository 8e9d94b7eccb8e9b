"""What networks keep of people."""

from se4u.core.privacy import OF_OTHERS, Kind, Until, states

from .models import (
    Grant,
    GuidelineAcceptance,
    Guidelines,
    Intervention,
    Mandate,
    Membership,
    Network,
    ObserverInvitation,
    Role,
)

states(
    Network,
    {"state_reason": (Kind.TEXT, Until.BODY)},
    other="kind kind_order slug name acronym purpose parent region country accent admission renews_yearly open_to_governments state state_since headless_since since origin"
    " source_note contact_languages is_sample created_at countries",
    withheld={"state_reason": OF_OTHERS},
)
states(Guidelines, other="network version text major published_at")
states(
    Membership,
    {
        "decided_by": (Kind.LINK, Until.CUT),
        "motivation": (Kind.TEXT, Until.BODY),
        "reason": (Kind.TEXT, Until.BODY),
    },
    other="network organization state shown vouches applied_at decided_at renewed_at ended_at reminded_at",
    withheld={"motivation": OF_OTHERS},
)
states(GuidelineAcceptance, {"by": (Kind.LINK, Until.CUT)}, other="membership guidelines at")
states(Role, other="network name capabilities seats lead committee position")
states(
    Mandate,
    {
        "person": (Kind.LINK, Until.HISTORY),
        "reason": (Kind.TEXT, Until.BODY),
        "since": (Kind.MARK, Until.HISTORY),
        "until": (Kind.MARK, Until.HISTORY),
        "ended_at": (Kind.MARK, Until.HISTORY),
        "reminded_at": (Kind.MARK, Until.HISTORY),
    },
    other="role organization cause",
)
states(Grant, other="network to capability until ended_at at")
states(
    Intervention,
    {"by": (Kind.LINK, Until.CUT), "reason": (Kind.TEXT, Until.BODY)},
    other="network capability at until ended_at",
)
states(
    ObserverInvitation,
    {
        "email": (Kind.CONTACT, Until.PRUNED),
        "digest": (Kind.SECRET, Until.PRUNED),
        "invited_by": (Kind.LINK, Until.PRUNED),  # whose word it was decides whether it still stands
    },
    other="network authority language state sent_at expires_at until mailed_at tries renewals",
)
