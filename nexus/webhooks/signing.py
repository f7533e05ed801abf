"""Signatures by the Standard Webhooks specification (github.com/standard-webhooks).

`webhook-signature` is `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`; the key is what
follows `whsec_` in the secret, decoded from base64.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from django.utils.crypto import salted_hmac

from nexus.webhooks.models import Webhook

PREFIX = "whsec_"
# So long the secret before the last renewal signs too.
OVERLAP = timedelta(hours=24)


def make_salt() -> str:
    return secrets.token_hex(16)


def secret_of(salt: str) -> str:
    """What its owner was shown: made of a salt and the hub's key, so that no table holds it."""
    key = salted_hmac("nexus.webhooks", salt, algorithm="sha256").digest()
    return PREFIX + base64.b64encode(key).decode()


def sign(secret: str, *, id: str, timestamp: int, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    digest = hmac.new(key, f"{id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def signed_headers(webhook: Webhook, *, id: str, now: datetime, body: bytes) -> dict[str, str]:
    """The three headers of a request; two signatures for a while after the secret was renewed."""
    salts = [webhook.salt]
    if webhook.old_salt and webhook.renewed_at and now - webhook.renewed_at < OVERLAP:
        salts.append(webhook.old_salt)
    timestamp = int(now.timestamp())
    signatures = [sign(secret_of(salt), id=id, timestamp=timestamp, body=body) for salt in salts]
    return {
        "webhook-id": id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }
