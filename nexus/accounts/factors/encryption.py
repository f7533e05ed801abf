"""Secrets of authenticator apps and recovery codes, unreadable in the database alone."""

from __future__ import annotations

import logging
import secrets
from base64 import b32encode

from nexus.common.sealing import Sealed, seal, unseal

log = logging.getLogger(__name__)
USE = "nexus.accounts.factors"


def encrypt(text: str) -> str:
    return seal(text, USE)


def decrypt(kept: str) -> str:
    """The secret; one that nobody knows where it was encrypted by another key.

    So after a change of the signing key codes are wrong, which can be mended, and none is right
    by an empty secret.
    """
    try:
        return unseal(kept, USE)
    except Sealed:
        log.warning("a second factor was encrypted by another signing key: it matches nothing")
        return b32encode(secrets.token_bytes(20)).decode()
