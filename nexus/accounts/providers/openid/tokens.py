"""Checking an ID token: OpenID Connect Core 1.0, 3.1.3.7."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import jwt
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.utils.crypto import constant_time_compare

# Of one key pair each: by a shared secret, or none, whoever knows it could sign.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
REQUIRED = ["iss", "sub", "aud", "exp", "iat"]
CLOCKS_DIFFER_SECONDS = 60


def nonce_of(code_verifier: str) -> str:
    """The nonce of a sign-in, from its PKCE secret, which stays in the session."""
    return sha256(f"nonce {code_verifier}".encode()).hexdigest()


def read_id_token(
    token: str, *, keys: dict[str, Any], issuer: str, audience: str, nonce: str
) -> dict[str, Any]:
    """The claims of an ID token that is of this provider, for this hub and this sign-in.

    `keys` is the provider's JWKS. Raises OAuth2Error.
    """
    try:
        header = jwt.get_unverified_header(token)
        found = [
            key
            for key in jwt.PyJWKSet.from_dict(keys).keys
            if header.get("kid") in (None, key.key_id) and key.public_key_use in (None, "sig")
        ]
        if len(found) != 1:
            raise OAuth2Error("The ID token names no key of its provider.")
        claims: dict[str, Any] = jwt.decode(
            token,
            key=found[0],
            algorithms=ALGORITHMS,
            audience=audience,
            issuer=issuer,
            leeway=CLOCKS_DIFFER_SECONDS,
            options={"require": REQUIRED},
        )
    except jwt.PyJWTError as error:
        raise OAuth2Error("The ID token is not valid.") from error
    if not constant_time_compare(str(claims.get("nonce", "")), nonce):
        raise OAuth2Error("The ID token is of another sign-in.")
    if claims.get("azp", audience) != audience:
        raise OAuth2Error("The ID token was made for another client.")
    return claims
