"""What a reader, a program and a page get when it was too much."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from nexus.accounts.models import Person
from nexus.accounts.services import create_token
from nexus.common.throttles.charging import Store, store
from nexus.common.throttles.gcra import Bucket, Limit
from tests.support import api_of

ENTRIES = "/api/v1/entries/"


def statuses(client: Any, address: str, times: int, **headers: str) -> list[int]:
    return [client.get(address, **headers).status_code for _ in range(times)]


def bearer(person: Person) -> dict[str, str]:
    return {"HTTP_AUTHORIZATION": f"Bearer {create_token(actor=person, name='x')[1]}"}


def test_a_program_reads_its_limits_and_when_to_come_again(limit: Any, anonymous: Any) -> None:
    limit("anonymous.read=2/h")
    client = api_of(anonymous)
    first = client.get(ENTRIES)
    assert first.status_code == 200
    assert first["RateLimit-Policy"] == '"read";q=2;w=3600, "address";q=3000;w=30'
    assert first["RateLimit"] == '"read";r=1;t=1800, "address";r=2999;t=1'
    assert client.get(ENTRIES)["RateLimit"].startswith('"read";r=0;')
    third = client.get(ENTRIES)
    assert (third.status_code, third["Content-Type"]) == (429, "application/problem+json")
    wait = int(third["Retry-After"])
    assert 1790 <= wait <= 1800
    assert third["RateLimit"].startswith('"read";r=0;t=3')
    assert third.json() == {
        "type": "/docs/errors#too-many-requests",
        "title": "That was too much at once",
        "status": 429,
        "detail": "Wait 30 minutes, then try again. Nothing was written.",
    }


def test_every_address_has_a_bucket_of_its_own(limit: Any, anonymous: Any) -> None:
    limit("anonymous.read=1/h")
    client = api_of(anonymous)
    one, other = {"REMOTE_ADDR": "192.0.2.1"}, {"REMOTE_ADDR": "192.0.2.2"}
    assert statuses(client, ENTRIES, 2, **one) == [200, 429]
    assert statuses(client, ENTRIES, 2, **other) == [200, 429]
    pretended = {"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": "192.0.2.3"}
    assert statuses(client, ENTRIES, 1, **pretended) == [429]


def test_who_signs_in_is_counted_apart_and_by_role(
    limit: Any, anonymous: Any, learner: Person, mentor: Person
) -> None:
    limit("anonymous.read=1/h", "learner.read=2/h", "mentor.read=3/h")
    assert statuses(api_of(anonymous), ENTRIES, 2) == [200, 429]
    assert statuses(api_of(learner), ENTRIES, 3) == [200, 200, 429]
    assert statuses(api_of(mentor), ENTRIES, 4) == [200, 200, 200, 429]


def test_a_token_has_half_of_its_persons_limit(limit: Any, anonymous: Any, learner: Person) -> None:
    limit("learner.read=4/h")
    token, second = bearer(learner), bearer(learner)
    client = api_of(anonymous)
    assert statuses(client, ENTRIES, 3, **token) == [200, 200, 429]
    # The other half is there for the person's pages, and for other tokens.
    assert statuses(api_of(learner), ENTRIES, 1) == [200]
    assert statuses(client, ENTRIES, 2, **second) == [200, 429]


def test_many_accounts_of_one_address_are_no_way_around(
    limit: Any, learner: Person, mentor: Person
) -> None:
    limit("learner.address=3/h", "mentor.address=3/h")
    assert statuses(api_of(learner), ENTRIES, 2) == [200, 200]
    assert statuses(api_of(mentor), ENTRIES, 2) == [200, 429]


def test_wrong_tokens_are_paid_for_by_their_address(limit: Any, anonymous: Any) -> None:
    limit("anonymous.read=2/h")
    wrong = {"HTTP_AUTHORIZATION": "Bearer nexus_wrong"}
    assert statuses(api_of(anonymous), ENTRIES, 3, **wrong) == [401, 401, 429]
    assert statuses(api_of(anonymous), "/graphql", 1, **wrong) == [429]


@pytest.mark.parametrize(
    ("scope", "method", "address", "body", "status"),
    [
        ("read", "get", "/api/v1/topics/", {}, 200),
        ("read", "get", "/api/v1/nowhere/", {}, 404),
        ("search", "get", "/api/v1/search/", {"q": "redis"}, 200),
        ("search", "head", "/api/v1/search/", {"q": "redis"}, 200),
        ("search", "post", "/api/v1/search/", {"q": "redis"}, 200),
        ("write", "put", "/api/v1/me/", {"name": "Ada", "shows_name": False}, 200),
        ("import", "post", "/api/v1/imports/", {"text": "# Redis\n", "name": "a.md"}, 202),
        ("read", "get", "/topics/", {}, 200),
        ("search", "get", "/search/", {"q": "redis"}, 200),
        ("search", "get", "/search/suggest/", {"q": "redis"}, 200),
        ("read", "get", "/import/", {}, 200),
        ("write", "post", "/me/profile/", {"name": "Ada"}, 302),
    ],
)  # fmt: skip
def test_scopes_are_counted_apart(
    limit: Any, learner: Person, scope: str, method: str, address: str, body: Any, status: int
) -> None:
    others = [s for s in ("read", "write", "search", "import") if s != scope]
    limit(f"learner.{scope}=1/h", *(f"learner.{other}=2/h" for other in others))
    client: Any = api_of(learner) if address.startswith("/api/") else Client()
    client.force_login(learner)
    found = [getattr(client, method)(address, body).status_code for _ in range(2)]
    assert found == [status, 429]


def test_a_reader_of_pages_gets_a_page(limit: Any, client: Client) -> None:
    limit("anonymous.read=1/h")
    assert client.get("/topics/").status_code == 200
    refused = client.get("/topics/")
    assert (refused.status_code, refused["Content-Type"]) == (429, "text/html; charset=utf-8")
    assert 3590 <= int(refused["Retry-After"]) <= 3600
    text = re.sub(r"\s+", " ", refused.content.decode())
    assert "<h1>That was too much at once</h1>" in text
    assert "Wait 60 minutes, then try again." in text
    # Who looks after the hub still learns how it is.
    assert client.get("/healthz").status_code == 200


def test_without_redis_a_process_counts_by_itself() -> None:
    alone = Store("redis://127.0.0.1:1/0", "nexus-test")
    bucket = [Bucket("k", "read", Limit(3, 1 / 600))]
    assert [alone.take(bucket, 1).accepted for _ in range(5)] == [True] * 3 + [False] * 2
    assert alone.away_until > 0


def test_one_request_is_one_round_trip(limit: Any, anonymous: Any, learner: Person) -> None:
    shared = store().shared
    if shared is None:
        pytest.skip("no Redis on the embedded profile")
    limit()
    token = bearer(learner)
    client = api_of(anonymous)
    client.get(ENTRIES, **token)  # the script is known from here on
    with shared.client.monitor() as monitor:
        assert client.get(ENTRIES, **token).status_code == 200
        shared.client.echo("end")
        commands = []
        while not commands or commands[-1] != "ECHO end":
            command = monitor.next_command()
            if command["client_type"] != "lua":
                commands.append(command["command"])
    own = [c for c in commands if settings.CACHES["default"]["KEY_PREFIX"] in c]
    assert len(own) == 1
    assert own[0].startswith("EVALSHA ")
