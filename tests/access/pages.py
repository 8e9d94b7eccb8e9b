"""Every address, with what each persona gets: V N R C M G O X (see `rows.Page`)."""

from __future__ import annotations

from .directory_pages import DIRECTORY_PAGES
from .import_pages import IMPORT_PAGES
from .networks_pages import NETWORKS_PAGES
from .places_pages import PLACES_PAGES
from .rows import Page, joined

#           V N R C M G O X
ALL = Page("22222222")
SIGNED_IN = Page("32222222")
POST_ONLY = Page("55555555")

OTHER_PAGES: dict[str, list[Page]] = {
    "directory:list": [ALL],
    "directory:experts": [ALL],
    "directory:export": [
        Page("22222222", args=lambda _world: ["xlsx"]),
        Page("22222222", args=lambda _world: ["csv"]),
        Page("44444444", args=lambda _world: ["doc"]),
    ],
    "directory:profile": [
        Page("22222222", args=lambda world: [world.cast.casa_abierta.key]),
        # Authorities are not in the directory: their own people and officers alone see the entry.
        Page("44444224", args=lambda world: [world.cast.ministry.key]),
        Page("44444444", args=lambda _world: ["nothing"]),
    ],
    "directory:expert": [Page("44444444", args=lambda _world: ["nothing"])],
    "portal:search": [ALL],
    "healthz": [ALL],
    "readyz": [ALL],
    "robots": [ALL],
    "security": [Page("44444444")],  # until the operator has named a mailbox
    "core:styleguide": [ALL],
    "portal:home": [ALL],
    "portal:desk": [SIGNED_IN],
    "accounts:home": [SIGNED_IN],
    "accounts:profile": [SIGNED_IN],
    "accounts:preview": [SIGNED_IN],
    "accounts:agreement": [Page("33333333")],  # all have agreed
    "accounts:text": [
        Page("22222222", args=lambda _world: ["conduct"]),
        Page("44444444", args=lambda _world: ["other"]),
    ],
    "accounts:sessions": [SIGNED_IN],
    "accounts:end_session": [POST_ONLY],
    "accounts:end_other_sessions": [POST_ONLY],
    "accounts:end_all_sessions": [POST_ONLY],
    # Those with a second factor are sent on.
    "accounts:second_factor": [Page("32233332")],
    "accounts:new_link": [ALL],
    "accounts:notifications": [SIGNED_IN],
    "accounts:read_notifications": [POST_ONLY],
    "accounts:delivery": [SIGNED_IN],
    "accounts:unsubscribe": [Page("44444444", args=lambda _world: ["foreign"])],
    "accounts:notification": [
        Page("34344444", args=lambda world: [world.notification.key]),
        Page("34444444", args=lambda _world: ["nothing"]),
    ],
    # The password is asked for again first.
    "accounts:export": [Page("33333333")],
    "accounts:erase": [Page("33333333")],
    "portal:page": [
        Page("22222222", args=lambda world: ["about"]),
        Page("44444444", args=lambda world: ["nothing"]),
    ],
}

# Everybody gets the same of a link that is nobody's, and of an office that is not set up.
ACCOUNT_PAGES: dict[str, list[Page]] = {
    "account_signup": [Page("23333333")],
    "account_login": [Page("23333333")],
    "account_logout": [SIGNED_IN],
    "account_request_login_code": [Page("23333333")],
    "account_confirm_login_code": [Page("33333333")],  # nobody has asked for a code
    "account_confirm_email": [Page("22222222", args=lambda _world: ["foreign"])],
    "account_email_verification_sent": [ALL],
    "account_inactive": [ALL],
    "account_reset_password": [ALL],
    "account_reset_password_done": [ALL],
    "account_reset_password_from_key": [Page("22222222", args=lambda _world: ["1", "foreign"])],
    "account_reset_password_from_key_done": [ALL],
    "account_change_password": [SIGNED_IN],
    "account_set_password": [Page("33333333")],  # all have one
    "account_email": [SIGNED_IN],
    "account_reauthenticate": [SIGNED_IN],
    "socialaccount_connections": [SIGNED_IN],
    "socialaccount_signup": [Page("33333333")],  # nobody comes from an office
    "socialaccount_login_cancelled": [ALL],
    "socialaccount_login_error": [Page("66666666")],
    "openid_connect_login": [Page("44444444", args=lambda _world: ["office"])],
    "openid_connect_callback": [Page("44444444", args=lambda _world: ["office"])],
}

# Whoever holds a mandate has a code from an app; what changes a second factor asks for the password first.
FACTOR_PAGES: dict[str, list[Page]] = {
    "mfa_index": [SIGNED_IN],
    "mfa_list_webauthn": [SIGNED_IN],
    "mfa_authenticate": [Page("33333333")],  # nobody is between password and code
    "mfa_login_webauthn": [Page("33333333")],
    "mfa_reauthenticate": [Page("33322223")],
    "mfa_reauthenticate_webauthn": [Page("33333333")],  # nobody has a passkey
    "mfa_activate_totp": [Page("33333333")],
    "mfa_deactivate_totp": [Page("34433334")],
    "mfa_add_webauthn": [Page("33333333")],
    "mfa_edit_webauthn": [Page("33333333", args=lambda _world: [1])],
    "mfa_remove_webauthn": [Page("33333333", args=lambda _world: [1])],
    "mfa_generate_recovery_codes": [Page("33333333")],
    "mfa_view_recovery_codes": [Page("34444444")],  # nobody has made any
    "mfa_download_recovery_codes": [Page("34444444")],
}

PAGES = joined(DIRECTORY_PAGES, PLACES_PAGES, IMPORT_PAGES, NETWORKS_PAGES, OTHER_PAGES, ACCOUNT_PAGES, FACTOR_PAGES)
