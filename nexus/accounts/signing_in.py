"""The audit log of signing in: who came in and how, what was wrong, locked or changed.

An address that was typed is kept nowhere: it may be somebody's who has no account here, or a
password in the wrong field. The id of the request leads to the proxy's log.
"""

from __future__ import annotations

from typing import Any

from structlog.contextvars import get_contextvars

from nexus.accounts.models import Person
from nexus.accounts.services import record_audit
from nexus.common.throttles import database
from nexus.common.throttles.gcra import Bucket, Limit

SUCCEEDED, FAILED, LOCKED = "sign-in.succeeded", "sign-in.failed", "sign-in.locked"
# One row for a lock, not one for each attempt while it lasts.
ONCE = Limit(1, 1 / 3600)
METHODS = "account_authentication_methods"  # where allauth notes in a session what was shown


def listen_to_sign_ins() -> None:
    """Connect to what allauth tells; once, when the app is ready."""
    from allauth.account import signals

    signals.user_logged_in.connect(record_success, weak=False, dispatch_uid=f"accounts.{SUCCEEDED}")
    for signal, action in (
        (signals.email_added, "address.added"),
        (signals.email_confirmed, "address.verified"),
        (signals.email_changed, "address.changed"),
        (signals.email_removed, "address.removed"),
        (signals.password_changed, "password.changed"),
        (signals.password_set, "password.set"),
        (signals.password_reset, "password.reset"),
    ):
        signal.connect(recorder(action), weak=False, dispatch_uid=f"accounts.{action}")


def recorder(action: str) -> Any:
    """Records what was done to an address or a password of a person, and nothing of either."""

    def record(*, email_address: Any = None, user: Person | None = None, **_: Any) -> None:
        person = user or email_address.user
        record_audit(person, action, "person", person.pk, request=request_id())

    return record


def record_success(*, request: Any, user: Person, **_: Any) -> None:
    shown = [one["method"] for one in request.session.get(METHODS, [])]
    record_audit(user, SUCCEEDED, "person", user.pk, by=shown, request=request_id())


def record_failure(email: str, by: Person | None) -> None:
    """A password that was wrong for this address, by who was signed in already or nobody known."""
    record_of(email, FAILED, by)


def record_lock(email: str, by: Person | None) -> None:
    """Too many attempts for this address."""
    who = email.strip().lower()
    if database.take([Bucket(f"sign-in:noted:{who}", "sign-in-noted", ONCE)]).accepted:
        record_of(email, LOCKED, by)


def record_of(email: str, action: str, by: Person | None) -> None:
    """Of the person with that address, or of the hub."""
    person = Person.objects.filter(email__iexact=email.strip()).first()
    kind, pk = ("person", person.pk) if person else ("hub", 1)
    record_audit(by, action, kind, pk, request=request_id())


def request_id() -> str:
    return str(get_contextvars().get("request_id", ""))
