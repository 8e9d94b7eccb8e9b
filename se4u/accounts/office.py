"""Sign-in with an office's own provider (OpenID Connect): what the library takes on trust is checked here.

The library reads an ID token that it fetched itself without looking at the signature, and sends no nonce. Here the token must be
there, be signed with a key of the provider, be made for this very sign-in and speak of the person the user information speaks of.
"""

from __future__ import annotations

from typing import Any

from allauth.core.internal.deferred import jwt
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

SIGNED_WITH = frozenset({"RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"})


def nonce(state: str) -> str:
    """Return the nonce of one sign-in: made from its state, which only this session knows and which serves once."""
    return salted_hmac("se4u.accounts.office", state, algorithm="sha256").hexdigest()


class _Client(OAuth2Client):
    def get_redirect_url(self, authorization_url: str, scope: Any, extra_params: dict[str, Any]) -> str:
        wanted = {**extra_params, "nonce": nonce(self.state or "")}
        url: str = super().get_redirect_url(authorization_url, scope, wanted)
        return url


class OfficeAdapter(OpenIDConnectOAuth2Adapter):
    """The library's adapter, less trusting."""

    client_class = _Client

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Read who came. Raises OAuth2Error when the provider's answer is not whole, not signed or not for this sign-in."""
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("no id_token")
        login = super().complete_login(request, app, token, **kwargs)
        claims, person = (login.account.extra_data[part] for part in ("id_token", "userinfo"))
        if not constant_time_compare(claims.get("nonce", ""), nonce(request.GET.get("state", ""))):
            raise OAuth2Error("nonce of another sign-in")
        if person.get("sub") != claims.get("sub"):
            raise OAuth2Error("user information of somebody else")
        return login

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        try:
            header = jwt.get_unverified_header(id_token)
        except jwt.PyJWTError as problem:
            raise OAuth2Error("no token") from problem
        if header.get("alg") not in SIGNED_WITH or "kid" not in header:
            raise OAuth2Error("not signed with a key of the provider")
        claims: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        return claims

    def _fetch_user_info(self, access_token: str) -> dict[str, Any]:
        told: dict[str, Any] = super()._fetch_user_info(access_token)
        # Some providers say "false" in words, which would count as true.
        return {**told, "email_verified": told.get("email_verified") is True}


class SocialAdapter(DefaultSocialAccountAdapter):
    """Sends people to the provider with our adapter."""

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:
        """Return the provider."""
        found = super().get_provider(request, provider, client_id)
        found.oauth2_adapter_class = OfficeAdapter
        return found


def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Answer somebody who comes back from the provider."""
    try:
        answer: HttpResponse = OAuth2CallbackView.adapter_view(OfficeAdapter(request, provider_id))(request)
    except SocialApp.DoesNotExist as problem:
        raise Http404 from problem
    return answer
