"""A small OpenID Connect provider on this machine: discovery, keys, authorization with PKCE, token, user information."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT, SECRET = "se4u", "only between us"


def new_key() -> Any:
    """Return a key to sign with."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


KEY = new_key()


@dataclass
class Provider:
    """The provider, and who is signed in there. `claims` and `told` change what it says in the token and beside it."""

    person: dict[str, Any]
    claims: dict[str, Any] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=lambda: {"kid": "one"})
    algorithm: str = "RS256"
    key: Any = KEY  # signs; the public half of KEY is what is published
    without_token: bool = False
    asked: dict[str, dict[str, str]] = field(default_factory=dict)  # by code
    address: str = ""

    def serve(self) -> ThreadingHTTPServer:
        """Answer on a free port until `shutdown`."""
        server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"provider": self}))
        self.address = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server

    def discovery(self, _query: dict[str, str]) -> dict[str, Any]:
        """Say where everything is."""
        names = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
        found = {f"{name}_endpoint": f"{self.address}/{path}" for name, path in names.items()}
        return {**found, "issuer": self.address, "jwks_uri": f"{self.address}/keys"}

    def keys(self, _query: dict[str, str]) -> dict[str, Any]:
        """Publish the public key."""
        public = json.loads(RSAAlgorithm.to_jwk(KEY.public_key()))
        return {"keys": [{**public, "kid": "one", "use": "sig", "alg": "RS256"}]}

    def consent(self, address: str) -> str:
        """Agree as the person at the address one was sent to; return the address one is sent back to."""
        asked = dict(parse_qsl(urlsplit(address).query))
        assert address.startswith(f"{self.address}/authorize?")
        assert (asked["client_id"], asked["code_challenge_method"]) == (CLIENT, "S256")
        code = secrets.token_urlsafe(8)
        self.asked[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, sent: dict[str, str]) -> dict[str, Any] | None:
        """Give tokens for a code, once, to the client that proves it began this sign-in."""
        asked = self.asked.pop(sent.get("code", ""), None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(sent.get("code_verifier", "").encode()).digest())
        if not asked or proof.decode().rstrip("=") != asked["code_challenge"] or sent.get("client_secret") != SECRET:
            return None
        now = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 60, "nonce": asked["nonce"]}
        claims |= {"sub": self.person["sub"], **self.claims}
        signed = jwt.encode(claims, self.key, algorithm=self.algorithm, headers=self.header)
        made: dict[str, Any] = {"access_token": "opaque", "token_type": "Bearer", "expires_in": 60}
        return made if self.without_token else {**made, "id_token": signed}

    def userinfo(self, _query: dict[str, str]) -> dict[str, Any]:
        """Tell of the person."""
        return {**self.person, **self.told}


class _Handler(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        routes = {
            "/.well-known/openid-configuration": self.provider.discovery,
            "/keys": self.provider.keys,
            "/userinfo": self.provider.userinfo,
        }
        self._answer(routes[urlsplit(self.path).path]({}))

    def do_POST(self) -> None:
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self._answer(self.provider.token({name: values[0] for name, values in sent.items()}))

    def _answer(self, told: dict[str, Any] | None) -> None:
        body = json.dumps(told or {"error": "invalid_grant"}).encode()
        self.send_response(200 if told else 400)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: Any) -> None:
        """Keep quiet."""
