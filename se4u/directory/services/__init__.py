"""Every write of the directory, by its deed."""

from .authorities import add_authority, place_in_authority
from .common import case_path, edit_path, own_name, status_path
from .contact import contact
from .documents import add_document, edit_document, judge_document, remove_document
from .identity import acts_as_officer, digest_of, held, real_names, why_held
from .imports import NotImported, import_organizations, undo_import
from .invitations import (
    accept_invitation,
    by_secret,
    decline_invitation,
    invite,
    renew_invitation,
    revoke_invitation,
)
from .joining import accept_join, ask_to_join, decline_join, withdraw_join
from .pending import import_file, keep_file
from .people import (
    appoint,
    change_role,
    is_last_focal_point,
    leave,
    may_be_appointed,
    remove,
    without_focal_point,
)
from .profile import edit, set_safety, set_visibility
from .registration import (
    AlreadyHere,
    begin,
    begin_expert,
    discard,
    missing_for_submission,
    resubmit,
    revise,
    submit,
    withdraw,
)
from .vetting import answer, approve, ask, refuse, reinstate, release, suspend, take
from .vocabulary import add_service, add_theme, merge_entry, rename_entry, restore_entry, retire_entry

__all__ = [
    "AlreadyHere",
    "NotImported",
    "accept_invitation",
    "accept_join",
    "acts_as_officer",
    "add_authority",
    "add_document",
    "add_service",
    "add_theme",
    "answer",
    "appoint",
    "approve",
    "ask",
    "ask_to_join",
    "begin",
    "begin_expert",
    "by_secret",
    "case_path",
    "change_role",
    "contact",
    "decline_invitation",
    "decline_join",
    "digest_of",
    "discard",
    "edit",
    "edit_document",
    "edit_path",
    "held",
    "import_file",
    "import_organizations",
    "invite",
    "is_last_focal_point",
    "judge_document",
    "keep_file",
    "leave",
    "may_be_appointed",
    "merge_entry",
    "missing_for_submission",
    "own_name",
    "place_in_authority",
    "real_names",
    "refuse",
    "reinstate",
    "release",
    "remove",
    "remove_document",
    "rename_entry",
    "renew_invitation",
    "restore_entry",
    "resubmit",
    "retire_entry",
    "revise",
    "revoke_invitation",
    "set_safety",
    "set_visibility",
    "status_path",
    "submit",
    "suspend",
    "take",
    "undo_import",
    "why_held",
    "withdraw",
    "withdraw_join",
    "without_focal_point",
]
