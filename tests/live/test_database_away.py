"""While the database is away, kept pages are given and say so; the rest says when to come back."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

import pytest

from tests.faults.processes import wait_for
from tests.faults.stores import own_database
from tests.live.gate import Gate
from tests.live.hubs import Pair, pair_of

pytestmark = pytest.mark.skipif(
    not os.environ.get("DATABASE_URL"), reason="SQLite is a file of the process itself"
)
# Whoever waits for a connection of the pool waits as long as this, and is refused then.
POOL_SECONDS = 10
STALE = "nexus; hit; detail=stale-while-database-is-away"


@pytest.fixture
def gated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Pair, Gate]]:
    with own_database() as url:
        parts = urlsplit(url)
        gate = Gate(parts.hostname or "127.0.0.1", parts.port or 5432)
        user = f"{parts.netloc.rpartition('@')[0]}@" if "@" in parts.netloc else ""
        through = urlunsplit(parts._replace(netloc=f"{user}127.0.0.1:{gate.port}"))
        folder = tmp_path_factory.mktemp("gated")
        with pair_of(folder, idle=False, DATABASE_URL=through) as pair:
            yield pair, gate
            gate.open()


def test_kept_pages_are_given_and_the_rest_is_told_when(gated: tuple[Pair, Gate]) -> None:
    pair, gate = gated
    page, api = "/challenges/cors-blocked", "/api/v1/topics/"
    before = {path: pair.kept.ask(path).body for path in (page, api)}
    gate.shut()
    for path, body in before.items():
        wait_for(f"{path} says so", lambda p=path: pair.kept.ask(p).way == STALE, seconds=5)
        stale = pair.kept.ask(path)
        assert (stale.status, stale.body, stale.way) == (200, body, STALE)
    began = time.monotonic()
    token = pair.token("learner")
    unseen = pair.kept.ask("/api/v1/entries/?order=title")
    written = pair.kept.ask("/api/v1/me/", method="PUT", token=token, data={"name": "x"})
    for refused in (unseen, written):
        assert refused.status == 503
        assert refused.headers["content-type"] == "application/problem+json"
        assert refused.headers["retry-after"] == "2"
        assert refused.json()["type"] == "/docs/errors#unavailable"
        assert "content-security-policy" in refused.headers
    someone = pair.kept.ask("/me/", headers={"Cookie": "sessionid=x", "Accept": "text/html"})
    assert (someone.status, someone.headers["content-type"]) == (503, "text/html; charset=utf-8")
    assert pair.kept.ask("/healthz").status == 200
    assert time.monotonic() - began < POOL_SECONDS
    gate.open()
    wait_for(
        "the hub is as before", lambda: pair.kept.ask("/topics/?back").status == 200, seconds=30
    )
    wait_for("pages are fresh again", lambda: pair.kept.ask(page).way == "nexus; hit", seconds=5)
