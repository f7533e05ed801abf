"""allauth's forms for passkeys: attempts are counted, and what no browser sends is refused.

allauth parses what the browser signed by fido2, which says in many ways that it cannot.
"""

from __future__ import annotations

import json
import struct
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms
from cryptography.exceptions import InvalidSignature
from django import forms as fields

from nexus.accounts.models import Person
from nexus.accounts.services import clean_line
from nexus.common.throttles import database
from nexus.common.throttles.charging import charge_password

NAME_LENGTH = 60
ANSWER_LENGTH = 20_000
UNREADABLE = (
    *(TypeError, ValueError, KeyError, AttributeError, IndexError, OverflowError),
    *(struct.error, InvalidSignature, NotImplementedError),
)
# What allauth has no words for is said in the words for a code that is wrong.
WRONG = "That passkey could not be read. Try again."


def name_of(name: str) -> str:
    """A name as it is kept. Raises ValidationError."""
    name = clean_line(name)
    if len(name) > NAME_LENGTH:
        raise fields.ValidationError(f"Use at most {NAME_LENGTH} characters.")
    return name


class Answer(fields.CharField):
    """What a browser signed: JSON, a few kilobytes with the certificates of its key."""

    widget = fields.HiddenInput

    def clean(self, value: Any) -> Any:
        """The object. Raises ValidationError, also for what nests too deep for Python."""
        try:
            found = json.loads(super().clean(value))
        except (ValueError, RecursionError) as error:
            raise fields.ValidationError(WRONG) from error
        if not isinstance(found, dict) or not found:
            raise fields.ValidationError(WRONG)
        return found


class AddForm(forms.AddWebAuthnForm):  # type: ignore[misc]
    credential = Answer(max_length=ANSWER_LENGTH)

    def clean_name(self) -> str:
        return name_of(super().clean_name())

    def clean(self) -> dict[str, Any]:
        try:
            return dict(super().clean())
        except fields.ValidationError:
            raise
        except UNREADABLE as error:
            raise fields.ValidationError(WRONG) from error


class RenameForm(forms.EditWebAuthnForm):  # type: ignore[misc]
    def clean_name(self) -> str:
        return name_of(self.cleaned_data["name"])


class Counted:
    """Charges each answer to a challenge as a password; one that is right counts for nothing."""

    user: Person | None

    def clean_credential(self) -> Any:
        """The key that signed. Raises ValidationError, TooMany."""
        email = self.user.email if self.user else None
        taken = charge_password(context.request, email) if email else []
        try:
            found = super().clean_credential()  # type: ignore[misc]
        except fields.ValidationError:
            raise
        except UNREADABLE as error:
            raise get_adapter().validation_error("incorrect_code") from error
        database.give_back(taken)
        return found


class AuthenticateForm(Counted, forms.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """After the password."""

    credential = Answer(max_length=ANSWER_LENGTH)


class ReauthenticateForm(Counted, forms.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """Before something is changed in an account."""

    credential = Answer(max_length=ANSWER_LENGTH)


class LoginForm(Counted, forms.LoginWebAuthnForm):  # type: ignore[misc]
    """Instead of the password. Whose key it is stands in the answer, so none is charged but the
    address: somebody else's account could be locked otherwise."""

    credential = Answer(max_length=ANSWER_LENGTH)
