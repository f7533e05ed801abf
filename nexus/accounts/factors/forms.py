"""allauth's forms for codes, each attempt counted as a password's is."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm

from nexus.accounts.models import Person
from nexus.common.throttles import database
from nexus.common.throttles.charging import charge_password
from nexus.common.throttles.gcra import Bucket, Limit

# A code of an app holds for three steps of half a minute (MFA_TOTP_TOLERANCE): once in that time.
ONCE = Limit(1, 60 / 90)


def use_up(person: Person, code: str) -> None:
    """Take a code of an app so that nobody can send it again. Raises ValidationError.

    Counted in the database: allauth's own mark is in a cache, which processes may not share.
    """
    key = f"second-factor:{person.pk}:{normalize_user_code(code)}"
    if not database.take([Bucket(key, "second-factor", ONCE)]).accepted:
        raise get_adapter().validation_error("incorrect_code")


class Counted:
    """Charges each code that is tried; one that is right counts for nothing."""

    user: Person

    def clean_code(self) -> str:
        """The code. Raises ValidationError, TooMany."""
        taken = charge_password(context.request, self.user.email or "")
        code: str = super().clean_code()  # type: ignore[misc]
        found: Any = getattr(self, "authenticator", None)
        if found is not None and found.type == Authenticator.Type.TOTP:
            use_up(self.user, code)
        database.give_back(taken)
        return code


class CodeForm(Counted, AuthenticateForm):  # type: ignore[misc]
    """At sign-in."""


class CodeAgainForm(Counted, ReauthenticateForm):  # type: ignore[misc]
    """Before something is changed in an account."""


class FirstCodeForm(Counted, ActivateTOTPForm):  # type: ignore[misc]
    """When an app is added."""
