"""NET4U, NACSA4U and their groups: membership, roles, mandates, and who may do what."""
