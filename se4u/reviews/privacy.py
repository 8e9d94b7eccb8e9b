"""Facts of the treaties name no person."""

from se4u.core.privacy import states

from .models import TreatyAction

states(TreatyAction, other="instrument country signed_on consented_on mode as_of")
