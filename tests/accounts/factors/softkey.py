"""A passkey made of software: what a browser and a key do together, without either.

It signs as the Web Authentication specification says (level 2, 6.1 and 7), with ES256.
"""

from __future__ import annotations

import json
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

HOST = "testserver"
ORIGIN = f"https://{HOST}"
FLAGS = AuthenticatorData.FLAG


def text_of(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


@dataclass
class SoftKey:
    """One key pair, for one account of one hub."""

    origin: str = ORIGIN
    host: str = HOST
    resident: bool = True
    verifies: bool = True
    user_handle: str = ""
    counter: int = 0
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    @property
    def flags(self) -> FLAGS:
        return FLAGS.UP | FLAGS.UV if self.verifies else FLAGS.UP

    def said(self, kind: str, challenge: str) -> bytes:
        return json.dumps(
            {"type": f"webauthn.{kind}", "challenge": challenge, "origin": self.origin}
        ).encode()

    def create(self, options: dict[str, Any]) -> dict[str, Any]:
        """The answer to options of a registration."""
        asked = options["publicKey"]
        self.user_handle = asked["user"]["id"]
        public = ES256.from_cryptography_key(self.private.public_key())
        credential = AttestedCredentialData.create(b"\0" * 16, self.id, public)
        about = AuthenticatorData.create(
            sha256(self.host.encode()).digest(), self.flags | FLAGS.AT, self.counter, credential
        )
        return self.answer(
            {
                "clientDataJSON": text_of(self.said("create", asked["challenge"])),
                "attestationObject": text_of(AttestationObject.create("none", about, {})),
            },
            {"credProps": {"rk": self.resident}},
        )

    def get(self, options: dict[str, Any]) -> dict[str, Any]:
        """The answer to options of an authentication."""
        self.counter += 1
        about = AuthenticatorData.create(
            sha256(self.host.encode()).digest(), self.flags, self.counter
        )
        said = self.said("get", options["publicKey"]["challenge"])
        signature = self.private.sign(about + sha256(said).digest(), ec.ECDSA(SHA256()))
        return self.answer(
            {
                "clientDataJSON": text_of(said),
                "authenticatorData": text_of(about),
                "signature": text_of(signature),
                "userHandle": self.user_handle,
            },
            {},
        )

    def answer(self, response: dict[str, Any], extensions: dict[str, Any]) -> dict[str, Any]:
        return {
            "type": "public-key",
            "id": text_of(self.id),
            "rawId": text_of(self.id),
            "authenticatorAttachment": "platform",
            "response": response,
            "clientExtensionResults": extensions,
        }
