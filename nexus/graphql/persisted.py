"""Automatic persisted queries: a client sends the hash of a query instead of its text.

The first time the hub does not know it (`PERSISTED_QUERY_NOT_FOUND`), and the client sends both.
With the hash alone a query fits into the address of a GET, which caches can keep.
"""

from __future__ import annotations

import json
import logging
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBadRequest
from graphene_django.views import HttpError

log = logging.getLogger(__name__)
KEPT_SECONDS = 7 * 24 * 3600
MOST = 500
# What this process has met lately, so that a known query asks no cache.
known: dict[str, str] = {}


class PersistedQueryNotFound(Exception):
    """A hash that the hub does not know; the client sends the query with it.

    Clients know it by these words and this code, and by status 200.
    """

    answer = {
        "errors": [
            {
                "message": "PersistedQueryNotFound",
                "extensions": {"code": "PERSISTED_QUERY_NOT_FOUND"},
            }
        ]
    }


def hash_of(request: HttpRequest, data: dict[str, Any]) -> str:
    """The hash that a request names, or "". Raises HttpError."""
    extensions = request.GET.get("extensions") or data.get("extensions")
    if isinstance(extensions, str):
        try:
            extensions = json.loads(extensions)
        except (ValueError, RecursionError):
            extensions = None
    if not isinstance(extensions, dict) or "persistedQuery" not in extensions:
        return ""
    asked = extensions["persistedQuery"]
    found = asked.get("sha256Hash") if isinstance(asked, dict) else None
    good = isinstance(found, str) and len(found) == 64 and set(found) <= set("0123456789abcdef")
    if not good:
        raise HttpError(HttpResponseBadRequest("`sha256Hash` must be 64 hexadecimal digits."))
    return str(found)


def find_query(asked: str) -> str:
    """The query of a hash. Raises PersistedQueryNotFound, also when the cache is away."""
    query = known.get(asked)
    if query is None:
        try:
            query = cache.get(f"graphql-query:{asked}")
        except Exception as error:  # whichever store it is, the client sends the query again
            log.warning("the cache is away: %s", error)
        # Whoever can write to the cache must not choose what a hash stands for.
        if query is None or sha256(query.encode()).hexdigest() != asked:
            raise PersistedQueryNotFound
        remember(asked, query)
    return query


def keep_query(asked: str, query: str) -> None:
    """Keep a query under its hash. Raises HttpError when it is another's."""
    if sha256(query.encode()).hexdigest() != asked:
        raise HttpError(HttpResponseBadRequest("The hash is not that of the query."))
    if known.get(asked) == query:
        return
    remember(asked, query)
    try:
        cache.set(f"graphql-query:{asked}", query, KEPT_SECONDS)
    except Exception as error:
        log.warning("the cache is away: %s", error)


def remember(asked: str, query: str) -> None:
    """Bounded: the oldest makes room."""
    known[asked] = query
    while len(known) > MOST:
        known.pop(next(iter(known)), None)
