"""Answers that are kept for a day, so that a request that is sent twice is done once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from nexus.common.errors import Conflict, Invalid
from nexus.common.models import KeptAnswer

KEPT_FOR = timedelta(hours=24)
HEADER = "Idempotency-Key"
LONGEST = 255


class KeyReused(Invalid):
    """The same key with another request."""

    code = "idempotency-key-reused"
    title = "That key stands for another request"


def key_of(headers: Mapping[str, str]) -> str:
    """The key of a request, or "" without one. Raises Invalid."""
    key = headers.get(HEADER, "").strip()
    if HEADER in headers and not (0 < len(key) <= LONGEST and key.isprintable()):
        raise Invalid(f"{HEADER} needs 1 to {LONGEST} letters, such as a random UUID.")
    return key


def claim_key(*, person_pk: int, key: str, fingerprint: str) -> tuple[KeptAnswer, bool]:
    """The row of a person's key, and whether this request is its first.

    Inside the transaction of the work: whoever comes with the same key meanwhile waits here until
    that ends, and is then the first or reads its answer. Nothing is left of work that fails.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A key is claimed in the transaction of its work.")
    KeptAnswer.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()
    return KeptAnswer.objects.get_or_create(
        person_pk=person_pk,
        key=hashlib.sha256(key.encode()).hexdigest(),
        defaults={"fingerprint": fingerprint},
    )


def keep_answer(row: KeptAnswer, *, status: int, body: str | None) -> None:
    """The answer of a claimed key; None for one that must not be kept, such as a secret."""
    row.status, row.body = status, body
    row.save(update_fields=["status", "body"])


def kept_body(row: KeptAnswer, fingerprint: str) -> str:
    """What a claimed key was answered with.

    Raises KeyReused for another request, and Conflict where the answer is not kept any more.
    """
    if row.fingerprint != fingerprint:
        raise KeyReused(f"Use another {HEADER}: this one was sent with something else.")
    if row.body is None:
        raise Conflict("This was done before; its answer is not kept. Read what is there.")
    return row.body


def forget_answers() -> None:
    """Drop what was answered, and remember that it was: what is erased may be quoted there."""
    KeptAnswer.objects.filter(body__isnull=False).update(body=None)
