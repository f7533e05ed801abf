"""An OpenID provider on the loopback: discovery, keys, tokens, who somebody is."""

from __future__ import annotations

import json
import time
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.serving import serving

CLIENT, SECRET = "hub", "a secret of the hub at its provider"


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class FakeProvider:
    """What it says is set by tests: `claims`, `told` (None: like the claims) and `sign`."""

    url: str = ""
    key: rsa.RSAPrivateKey = field(default_factory=new_key)
    claims: dict[str, Any] = field(default_factory=dict)
    told: dict[str, Any] | None = None
    header: dict[str, Any] = field(default_factory=lambda: {"kid": "one"})
    algorithm: str = "RS256"
    signed_by: Any = None
    token: Any = None
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def consent(self, address: str) -> dict[str, str]:
        """What the authorization page does when somebody agrees: the query that leads back."""
        asked = {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}
        assert address.startswith(f"{self.url}/authorize?")
        assert (asked["client_id"], asked["response_type"]) == (CLIENT, "code")
        assert asked["code_challenge_method"] == "S256"
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def id_token(self, asked: dict[str, str]) -> Any:
        if self.token is not None:
            return self.token
        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            **self.claims,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        key = self.key if self.signed_by is None else self.signed_by
        return jwt.encode(claims, key, self.algorithm, self.header)

    def answer(self, path: str, form: dict[str, str], authorization: str) -> tuple[int, Any]:
        """Status and JSON of an address."""
        self.asked.append(path)
        if path == "/.well-known/openid-configuration":
            places = {"authorization_endpoint": "authorize", "token_endpoint": "token"}
            places |= {"userinfo_endpoint": "userinfo", "jwks_uri": "jwks"}
            config = {name: f"{self.url}/{place}" for name, place in places.items()}
            methods = {"token_endpoint_auth_methods_supported": ["client_secret_basic"]}
            return 200, {"issuer": self.url, **config, **methods}
        if path == "/jwks":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            return 200, {"keys": [{**public, "kid": "one", "use": "sig", "alg": "RS256"}]}
        if path == "/token":
            asked = self.codes.pop(form.get("code", ""), None)
            who = b64decode(authorization.removeprefix("Basic ")).decode()
            hashed = sha256(form.get("code_verifier", "").encode()).digest()
            challenge = urlsafe_b64encode(hashed).rstrip(b"=").decode()
            if not asked or who != f"{CLIENT}:{SECRET}" or challenge != asked["code_challenge"]:
                return 400, {"error": "invalid_grant"}
            return 200, {"access_token": "t", "id_token": self.id_token(asked)}
        if path == "/userinfo" and authorization == "Bearer t":
            return 200, self.claims if self.told is None else self.told
        return 404, {}


@contextmanager
def running() -> Iterator[FakeProvider]:
    provider = FakeProvider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            form = {k: v[0] for k, v in parse_qs(self.rfile.read(length).decode()).items()}
            authorization = self.headers.get("Authorization", "")
            status, body = provider.answer(self.path, form, authorization)
            sent = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        do_POST = do_GET  # noqa: N815 - as the server asks

        def log_message(self, *_: Any) -> None:
            """Nothing: the test's own output is enough."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.url = f"http://127.0.0.1:{server.server_address[1]}"
    with serving(server):
        yield provider
