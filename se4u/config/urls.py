"""All addresses. Pages stand under a language prefix; probes and files do not."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from se4u.accounts import office
from se4u.accounts.views import confirming
from se4u.core import errors, health
from se4u.core.files.views import serve
from se4u.portal import pages

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", pages.robots, name="robots"),
    path(".well-known/security.txt", pages.security, name="security"),
    path("files/<slug:key>/", serve, name="file"),
    *i18n_patterns(
        path("account/", include("se4u.accounts.urls")),
        path("account/confirm-email/<str:key>/", confirming.confirm, name="account_confirm_email"),
        path("account/login/code/", confirming.ask_code, name="account_request_login_code"),
        path("account/login/code/confirm/", confirming.enter_code, name="account_confirm_login_code"),
        path("account/", include("allauth.account.urls")),
        path("account/second-factor/", include("allauth.mfa.urls")),
        path("account/office/", include("allauth.socialaccount.urls")),
        path("account/office/oidc/<str:provider_id>/login/callback/", office.callback, name="openid_connect_callback"),
        path("account/office/", include("allauth.socialaccount.providers.openid_connect.urls")),
        path("directory/", include("se4u.directory.urls")),
        path("networks/", include("se4u.networks.urls")),
        path("", include("se4u.core.urls")),
        path("", include("se4u.portal.urls")),
    ),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
handler429 = errors.too_many  # asked for by allauth
