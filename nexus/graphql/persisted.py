"""Automatic persisted queries: a client sends the hash of a query instead of its text.

The first time the hub does not know it (`PERSISTED_QUERY_NOT_FOUND`), and the client sends both.
With the hash alone a query fits into the address of a GET, which caches can keep.

Key: the hash. Loader: the client, once its query was charged and found good; keeping a text costs
points by its size. Invalidator: none, a hash stands for one text. Bounded by bytes in the process,
by price and an hour since it was last wanted in the shared cache.
"""

from __future__ import annotations

import json
import logging
from hashlib import sha256
from math import ceil
from sys import getsizeof
from threading import Lock
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBadRequest
from graphene_django.views import HttpError

log = logging.getLogger(__name__)
KEPT_SECONDS = 3600
# Longer texts are answered and not kept: their hash is unknown the next time, too.
LONGEST_KEPT = 10_000  # bytes
MOST_BYTES = 4_000_000
BYTES_A_POINT = 100


class Texts:
    """What this process has met lately, so that a known query asks no cache."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.bytes = 0
        self.lock = Lock()

    def get(self, asked: str) -> str | None:
        return self.kept.get(asked)

    def put(self, asked: str, query: str) -> None:
        """Bounded: the oldest make room."""
        with self.lock:
            if asked in self.kept:
                return
            self.kept[asked] = query
            self.bytes += size(asked, query)
            while self.bytes > MOST_BYTES:
                oldest = next(iter(self.kept))
                self.bytes -= size(oldest, self.kept.pop(oldest))

    def clear(self) -> None:
        with self.lock:
            self.kept.clear()
            self.bytes = 0


def size(asked: str, query: str) -> int:
    """Bytes of memory, which for some letters are four times those of the text."""
    return getsizeof(asked) + getsizeof(query)


known = Texts()


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
            query = cache.get(key_of(asked))
        except Exception as error:  # whichever store it is, the client sends the query again
            log.warning("the cache is away: %s", error)
        # Whoever can write to the cache must not choose what a hash stands for.
        if query is None or sha256(query.encode()).hexdigest() != asked:
            raise PersistedQueryNotFound
        keep_query(asked, query)
    return query


def price_of_keeping(asked: str, query: str) -> int:
    """Points for keeping the text of a hash; 0 where it is known, or too long to be kept.

    Raises HttpError when the hash is another text's.
    """
    text = query.encode()
    if sha256(text).hexdigest() != asked:
        raise HttpError(HttpResponseBadRequest("The hash is not that of the query."))
    if len(text) > LONGEST_KEPT or known.get(asked) == query:
        return 0
    return ceil(len(text) / BYTES_A_POINT)


def keep_query(asked: str, query: str) -> None:
    """Keep a text that was paid for, in this process and for the others."""
    known.put(asked, query)
    try:
        cache.set(key_of(asked), query, KEPT_SECONDS)
    except Exception as error:
        log.warning("the cache is away: %s", error)


def key_of(asked: str) -> str:
    return f"graphql-query:{asked}"
