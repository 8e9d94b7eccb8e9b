"""The treaty process as the world has it; so far the consents of States to the four instruments."""
