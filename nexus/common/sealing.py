"""Texts that the database alone does not tell: readable with the hub's signing key only.

Fernet (AES-128-CBC with HMAC-SHA256) by a key that is derived from the signing key, another for
each use.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from django.utils.crypto import salted_hmac


class Sealed(Exception):
    """It was sealed by another signing key, or is no sealed text."""


def cipher(use: str) -> Fernet:
    key = salted_hmac(use, "", algorithm="sha256").digest()
    return Fernet(urlsafe_b64encode(key))


def seal(text: str, use: str) -> str:
    return cipher(use).encrypt(text.encode()).decode()


def unseal(kept: str, use: str) -> str:
    """The text again. Raises Sealed."""
    try:
        return cipher(use).decrypt(kept.encode()).decode()
    except InvalidToken as error:
        raise Sealed from error
