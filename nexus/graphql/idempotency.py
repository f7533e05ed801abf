"""`Idempotency-Key` with a mutation: as over REST, the same request again is done once (ADR 41).

All mutations of a request that has a key are done, or none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from graphql import ExecutionResult, GraphQLError

from nexus.accounts.models import Person
from nexus.common.answers import claim_key, keep_answer, kept_body, key_of
from nexus.common.errors import NexusError

# What they answer is shown once and never kept.
SECRETS = frozenset({"createInvite", "createToken", "createWebhook", "renewWebhookSecret"})
REPLAYED = "graphql_replayed"


def fingerprint(query: str, variables: dict[str, Any] | None, operation: str | None) -> str:
    """What is asked, whatever the order of its variables."""
    asked = ["graphql", query, variables or {}, operation or ""]
    return sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def has_secret(query: str) -> bool:
    """Does it name what must not be kept? Rather too often than too rarely."""
    return not SECRETS.isdisjoint(re.findall(r"\w+", query))


def execute_once(
    request: HttpRequest,
    person: Person,
    wanted: str,
    work: Callable[[], ExecutionResult],
    *,
    is_secret: bool,
) -> ExecutionResult:
    """What the work answers, or what it answered to this key before. Errors are in the answer."""
    try:
        with transaction.atomic():
            key = key_of(request.headers)
            row, is_first = claim_key(person_pk=person.pk, key=key, fingerprint=wanted)
            if is_first:
                found = work()
                if found.errors:
                    transaction.set_rollback(True)
                    return ExecutionResult(data=None, errors=found.errors)
                keep_answer(row, status=200, body=None if is_secret else json.dumps(found.data))
                return found
        data = json.loads(kept_body(row, wanted))
    except NexusError as error:
        return ExecutionResult(
            data=None, errors=[GraphQLError(error.message, original_error=error)]
        )
    setattr(request, REPLAYED, True)
    return ExecutionResult(data=data, errors=None)
