"""The audit log of second factors: added, removed, made anew, refused, a recovery code used."""

from __future__ import annotations

from typing import Any

from nexus.accounts.models import Person
from nexus.accounts.services import record_audit

ADDED, REMOVED, RENEWED = "factor.added", "factor.removed", "factor.renewed"
REFUSED, RECOVERED = "factor.refused", "factor.recovery-code-used"
DROPPED = "factor.dropped"


def listen() -> None:
    """Connect to what allauth.mfa tells; once, when the app is ready."""
    from allauth.mfa import signals

    told = {
        signals.authenticator_added: ADDED,
        signals.authenticator_removed: REMOVED,
        signals.authenticator_reset: RENEWED,
        signals.authentication_failed: REFUSED,
    }
    for signal, action in told.items():
        signal.connect(recorder(action), weak=False, dispatch_uid=f"accounts.{action}")
    signals.authenticator_used.connect(
        record_recovery, weak=False, dispatch_uid=f"accounts.{RECOVERED}"
    )


def recorder(action: str) -> Any:
    def record(*, user: Person, authenticator: Any, **_: Any) -> None:
        record_audit(user, action, "person", user.pk, factor=str(authenticator.type))

    return record


def record_recovery(*, user: Person, authenticator: Any, **_: Any) -> None:
    """A recovery code at work is what its owner would want to know of."""
    if authenticator.type == authenticator.Type.RECOVERY_CODES:
        left = len(authenticator.wrap().get_unused_codes())
        record_audit(user, RECOVERED, "person", user.pk, left=left)
