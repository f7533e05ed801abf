"""How allauth.mfa names and keeps factors here."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter

from nexus.accounts.factors import encryption
from nexus.common.hub import get_hub


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The hub's name in apps and on keys; secrets encrypted at rest."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That code is not right. Take the one that is shown now.",
    }

    def get_totp_issuer(self) -> str:
        return str(get_hub().name)

    def encrypt(self, text: str) -> str:
        return encryption.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return encryption.decrypt(encrypted_text)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        number = user.authenticator_set.filter(type=type).count() + 1
        return f"Passkey {number}" if number > 1 else "Passkey"
