"""People: sign-in, profile, consent, preferences, notifications."""
