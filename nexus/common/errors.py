"""Errors that a person caused or can mend. Each face turns them into its own form.

The text says what is wrong and what to do; it is shown as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil

from django.db import DataError, IntegrityError

from nexus.common.text import writable
from nexus.common.throttles.gcra import Decision

# What the protocol refuses before any of the hub's own rules is asked: code → title.
TITLES = {
    "parse-error": "The body cannot be read",
    "authentication-failed": "That token is not valid",
    "not-authenticated": "Sign in first",
    "permission-denied": "The request could not be checked",
    "method-not-allowed": "This address does not take that method",
    "unsupported-media-type": "That kind of body is not read here",
}


class NexusError(Exception):
    """Base of all errors that are shown. `code` is stable and documented in docs/errors.md."""

    code = "error"
    status = 400
    title = "That did not work"

    def __init__(self, message: str, *, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        # They quote what was sent.
        self.message = writable(message)
        self.fields = {name: writable(text) for name, text in (fields or {}).items()}


class Invalid(NexusError):
    """The input cannot be used; `fields` says which part and why."""

    code = "invalid"
    status = 422
    title = "Some of this cannot be used"


class NotFound(NexusError):
    """Nothing is there, or the viewer may not know of it."""

    code = "not-found"
    status = 404
    title = "Nothing is here"


class SignInNeeded(NexusError):
    """An anonymous reader asked for what needs sign-in."""

    code = "sign-in-needed"
    status = 401
    title = "Sign in first"


class NotAllowed(NexusError):
    """The person is known and may not do this."""

    code = "not-allowed"
    status = 403
    title = "You may not do this"


class Stale(NexusError):
    """A save that started from an older version; nothing was overwritten."""

    code = "stale"
    status = 409
    title = "Somebody saved before you"

    def __init__(self, message: str, *, current_version: int) -> None:
        super().__init__(message)
        self.current_version = current_version


class Conflict(NexusError):
    """Somebody else decided in the meantime; nothing was written."""

    code = "conflict"
    status = 409
    title = "Somebody decided before you"


def refused_by_database(error: DataError | IntegrityError) -> NexusError:
    """What the database would not keep, in the words of who sent it."""
    if isinstance(error, IntegrityError):
        return Conflict(
            "Somebody did the same at the same moment. See what is there now, then try again."
        )
    return Invalid("Some of this is too long, or holds a character that cannot be kept.")


class TooLarge(NexusError):
    """The input is larger than its documented limit."""

    code = "too-large"
    status = 413
    title = "This is too large"


class TooMany(NexusError):
    """More than the limit allows; `decision` says when the same would go on."""

    code = "too-many-requests"
    status = 429
    title = "That was too much at once"

    def __init__(self, decision: Decision) -> None:
        self.decision = decision
        self.retry_after = max(1, ceil(decision.retry_after))
        wait = in_words(self.retry_after)
        super().__init__(f"Wait {wait}, then try again. Nothing was written.")


def in_words(seconds: int) -> str:
    """A time to wait, as somebody says it: never less than that."""
    for size, unit in ((3600, "hour"), (60, "minute")):
        if seconds >= 2 * size:
            return f"{ceil(seconds / size)} {unit}s"
    return "1 second" if seconds == 1 else f"{seconds} seconds"


class TooCostly(NexusError):
    """What no waiting makes affordable."""

    code = "too-costly"
    status = 400
    title = "This asks for too much at once"
