"""Secrets of authenticator apps and recovery codes, unreadable in the database alone.

Fernet (AES-128-CBC with HMAC-SHA256) by a key that is derived from the hub's signing key.
"""

from __future__ import annotations

import logging
import secrets
from base64 import b32encode, urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from django.utils.crypto import salted_hmac

log = logging.getLogger(__name__)
SALT = "nexus.accounts.factors"


def cipher() -> Fernet:
    key = salted_hmac(SALT, "", algorithm="sha256").digest()
    return Fernet(urlsafe_b64encode(key))


def encrypt(text: str) -> str:
    return cipher().encrypt(text.encode()).decode()


def decrypt(kept: str) -> str:
    """The secret; one that nobody knows where it was encrypted by another key.

    So after a change of the signing key codes are wrong, which can be mended, and none is right
    by an empty secret.
    """
    try:
        return cipher().decrypt(kept.encode()).decode()
    except InvalidToken:
        log.warning("a second factor was encrypted by another signing key: it matches nothing")
        return b32encode(secrets.token_bytes(20)).decode()
