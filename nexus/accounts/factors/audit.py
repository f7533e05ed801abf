"""The audit log of second factors: added, removed, made anew, refused, a recovery code used."""

from __future__ import annotations

from typing import Any

from nexus.accounts.models import Person
from nexus.accounts.services import record_audit

ADDED, REMOVED, RENEWED = "factor.added", "factor.removed", "factor.renewed"
REFUSED, RECOVERED = "factor.refused", "factor.recovery-code-used"
DROPPED = "factor.dropped"
Factors = dict[int, str]


def factors_of(person: Person) -> Factors:
    """Id → type of each factor that a person has."""
    from allauth.mfa.models import Authenticator

    return dict(Authenticator.objects.filter(user=person).order_by("pk").values_list("pk", "type"))


def record_changes(person: Person, before: Factors) -> None:
    """What became of a person's factors; inside the transaction in which it did."""
    after = factors_of(person)
    gone = [kind for pk, kind in before.items() if pk not in after]
    new = [kind for pk, kind in after.items() if pk not in before]
    renewed = set(gone) & set(new)
    for action, kinds in (
        (ADDED, [kind for kind in new if kind not in renewed]),
        (REMOVED, [kind for kind in gone if kind not in renewed]),
        (RENEWED, sorted(renewed)),
    ):
        for kind in kinds:
            record_audit(person, action, "person", person.pk, factor=kind)


def listen() -> None:
    """Connect to what allauth.mfa tells of attempts; once, when the app is ready.

    Changes it tells of after their commit: nexus.accounts.urls records those.
    """
    from allauth.mfa import signals

    signals.authentication_failed.connect(
        record_refusal, weak=False, dispatch_uid=f"accounts.{REFUSED}"
    )
    signals.authenticator_used.connect(
        record_recovery, weak=False, dispatch_uid=f"accounts.{RECOVERED}"
    )


def record_refusal(*, user: Person, authenticator: Any, **_: Any) -> None:
    record_audit(user, REFUSED, "person", user.pk, factor=str(authenticator.type))


def record_recovery(*, user: Person, authenticator: Any, **_: Any) -> None:
    """A recovery code at work is what its owner would want to know of."""
    if authenticator.type == authenticator.Type.RECOVERY_CODES:
        left = len(authenticator.wrap().get_unused_codes())
        record_audit(user, RECOVERED, "person", user.pk, left=left)
