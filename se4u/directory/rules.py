"""Who may do what in the directory."""

from __future__ import annotations

from typing import Any

import rules

from se4u.accounts.people import confirmed_addresses
from se4u.core import authority
from se4u.core.authority import Capability, anyone, signed_in

from .models import Affiliation, Expert, Organization
from .sides import is_party, obstacle

Role = Affiliation.Role


def organization_of(item: Any) -> Organization | None:
    """Return the organisation a thing belongs to, or None (an expert's)."""
    if isinstance(item, Organization):
        return item
    found: Organization | None = getattr(item, "organization", None)
    return found


def _has_role(user: Any, item: Any, *roles: str) -> bool:
    organization = organization_of(item)
    if organization is None or not user.is_authenticated or not user.is_active:
        return False
    if organization.is_non_governmental and authority.viewer_of(user).government:
        return False
    return organization.affiliations.live().filter(person=user, role__in=roles).exists()


@rules.predicate
def of_no_government(user: Any) -> bool:
    """Is no person of a government: authorities do not register themselves."""
    return not authority.viewer_of(user).government


@rules.predicate
def on_its_side(user: Any, item: Any) -> bool:
    """Can have a place there: nobody stands for a government and belongs to an organisation outside it."""
    organization = organization_of(item)
    return organization is not None and not obstacle(user, organization)


@rules.predicate
def is_focal_point(user: Any, item: Any) -> bool:
    """Is a focal point of the organisation."""
    return _has_role(user, item, Role.FOCAL_POINT)


@rules.predicate
def may_write_for(user: Any, item: Any) -> bool:
    """Is a focal point or an editor of the organisation."""
    return _has_role(user, item, Role.FOCAL_POINT, Role.EDITOR)


@rules.predicate
def is_the_expert(user: Any, item: Any) -> bool:
    """Is the expert in person."""
    expert = item if isinstance(item, Expert) else getattr(item, "expert", None)
    return expert is not None and user.is_authenticated and user.is_active and expert.person_id == user.pk


@rules.predicate
def concerns_oneself(user: Any, item: Any) -> bool:
    """Is the person the row is about (an affiliation, a request to join)."""
    return bool(user.is_authenticated and user.is_active and item.person_id == user.pk)


@rules.predicate
def is_no_party(user: Any, item: Any) -> bool:
    """Neither belongs or ever belonged to the organisation nor is the expert: nobody vets their own."""
    organization = organization_of(item)
    if organization is not None:
        return not is_party(user, organization)
    expert = item if isinstance(item, Expert) else getattr(item, "expert", None)
    return expert is None or expert.person_id != getattr(user, "pk", None)


@rules.predicate
def is_invited(user: Any, invitation: Any) -> bool:
    """Has confirmed the address the invitation went to."""
    return bool(user.is_authenticated and user.is_active) and invitation.email.lower() in confirmed_addresses(user)


@rules.predicate
def has_run_out(user: Any, invitation: Any) -> bool:
    """The invitation is open and its link has run out: whoever holds it may have a fresh one mailed to the invited."""
    return bool(invitation.is_expired)


@rules.predicate
def configures_network(user: Any, network_pk: int | None) -> bool:
    """May shape the network that wants an entry of its own."""
    return network_pk is not None and authority.holds(Capability.CONFIGURE, user, network_pk)


@rules.predicate
def configures_its_network(user: Any, entry: Any) -> bool:
    """May shape the network that added the entry."""
    return entry.network_pk is not None and authority.holds(Capability.CONFIGURE, user, entry.network_pk)


@rules.predicate
def is_general(user: Any, entry: Any) -> bool:
    """The entry is everyone's, not one network's."""
    return getattr(entry, "network_pk", entry) is None


vets = authority.can_at_root(Capability.VET)
curates = authority.can_at_root(Capability.CURATE)
represents = is_focal_point | is_the_expert
writes = may_write_for | is_the_expert
vets_others = is_no_party & vets

_TABLE = {
    # registration
    "directory.begin": signed_in & of_no_government,
    "directory.begin_expert": signed_in & of_no_government,
    "directory.revise": of_no_government & represents,
    "directory.submit": of_no_government & represents,
    "directory.withdraw": represents,
    "directory.discard": represents,
    "directory.resubmit": of_no_government & represents,
    "directory.answer": of_no_government & represents,
    # vetting
    "directory.queue": vets,
    "directory.take": vets_others,
    "directory.release": vets_others,
    "directory.ask": vets_others,
    "directory.approve": vets_others,
    "directory.refuse": vets_others,
    "directory.suspend": vets_others,
    "directory.reinstate": vets_others,
    "directory.add_authority": vets,
    # profile
    "directory.edit": writes | vets_others,
    "directory.set_visibility": represents,
    "directory.set_safety": represents,
    "directory.add_document": may_write_for,
    "directory.edit_document": may_write_for,
    "directory.remove_document": may_write_for,
    "directory.judge_document": vets_others,
    # people
    "directory.invite": is_focal_point,
    "directory.renew_invitation": has_run_out | is_invited | is_focal_point,
    "directory.revoke_invitation": is_focal_point,
    "directory.accept_invitation": is_invited & on_its_side,
    "directory.decline_invitation": is_invited,
    "directory.change_role": is_focal_point,
    "directory.remove": is_focal_point,
    "directory.leave": concerns_oneself,
    "directory.appoint": vets_others,
    "directory.ask_to_join": signed_in & of_no_government,
    "directory.accept_join": is_focal_point,
    "directory.decline_join": is_focal_point,
    "directory.withdraw_join": concerns_oneself,
    # lists
    "directory.vocabulary": curates,
    "directory.add_theme": (is_general & curates) | configures_network,
    "directory.add_service": (is_general & curates) | configures_network,
    "directory.rename_entry": (is_general & curates) | configures_its_network,
    "directory.merge_entry": (is_general & curates) | configures_its_network,
    "directory.retire_entry": (is_general & curates) | configures_its_network,
    "directory.restore_entry": (is_general & curates) | configures_its_network,
    # lists from outside
    "directory.import_organizations": curates,
    "directory.undo_import": curates,
    # contact
    "directory.contact": anyone,
}
for _name, _predicate in _TABLE.items():
    rules.add_perm(_name, _predicate)

# Permissions that open pages and change nothing.
READS = frozenset({"directory.queue", "directory.vocabulary"})
