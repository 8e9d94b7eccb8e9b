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

PAGES = joined(DIRECTORY_PAGES, PLACES_PAGES, IMPORT_PAGES, NETWORKS_PAGES, OTHER_PAGES)

# Pages of allauth: their rights are tested there; `tests/accounts` holds what we promise of them.
LIBRARY_PAGES = {
    "account_change_password",
    "account_confirm_email",
    "account_confirm_login_code",
    "account_email",
    "account_email_verification_sent",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "account_request_login_code",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_set_password",
    "account_signup",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_authenticate",
    "mfa_deactivate_totp",
    "mfa_download_recovery_codes",
    "mfa_edit_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_index",
    "mfa_list_webauthn",
    "mfa_login_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
    "openid_connect_callback",
    "openid_connect_login",
    "socialaccount_connections",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "socialaccount_signup",
}
