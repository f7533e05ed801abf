"""Random bytes and values of another kind, wherever somebody can send something.

The rows are those of the policies' tables, in which every address of the hub stands. Each meets a
part of the values, always the same; `make hostile` sends them all.
"""

from __future__ import annotations

import json
import os
import random
import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote, quote_from_bytes

import pytest
from django.db import transaction
from django.test import Client

from tests.hostile.safety import assert_answer_is_clear, assert_graphql_is_clear
from tests.policies.pages_table import ACCOUNTS, PAGES
from tests.policies.rest_table import REST
from tests.policies.walk import Row, filled
from tests.policies.world import World, build

pytestmark = pytest.mark.django_db
ROWS = [*PAGES, *ACCOUNTS, *REST]
CHANCE = random.Random(20261201)
NOISE = [CHANCE.randbytes(60) for _ in range(3)]
KINDS = (
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "application/octet-stream",
    "text/\xff",
    "",
)
IDS = ("0", "-1", "9" * 40, "%00", "entry-", "entry-x", "²", *map(quote_from_bytes, NOISE))
VALUES: tuple[Any, ...] = (
    *(None, True, -1, 10**30, 0.5, "", "\x00", "\ud800", "x" * 5000, [], {}, [None], [[]]),
    *([{"a": 1}], {"a": {}}, ["x"] * 300, NOISE[0].decode("latin1")),
)


ALL = os.environ.get("NEXUS_HOSTILE") == "all"


def some(values: Sequence[Any], number: int, *about: str) -> Sequence[Any]:
    """So many of them, chosen by what they are sent to; all where all are asked for."""
    return values if ALL else random.Random(repr(about)).sample(values, number)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One hub for all rows; what each of them writes is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build("open")
        transaction.set_rollback(True)


class Sender:
    """A maintainer, who gets past every refusal to what looks at the words themselves."""

    def __init__(self, world: World, row: Row) -> None:
        self.client: Client = world.client("maintainer")
        self.client.raise_request_exception = False
        self.world, self.row = world, row

    def send(self, url: str, body: bytes, kind: str = "application/json") -> None:
        with transaction.atomic():
            answer = self.client.generic(self.row.method, url, body, kind, headers=self.row.headers)
            if self.row.url == "/graphql" and answer.status_code < 405:
                assert_graphql_is_clear(answer)
            elif self.row.url.startswith("/accounts/"):
                # allauth answers who sends JSON with JSON of its own.
                assert answer.status_code < 500
            else:
                assert_answer_is_clear(answer)
            transaction.set_rollback(True)

    @property
    def url(self) -> str:
        return self.row.url.format(**self.world.ids)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_bodies(world: World, row: Row) -> None:
    sender = Sender(world, row)
    for number, kind in enumerate(some(KINDS, 3, str(row))):
        sender.send(sender.url, NOISE[number % len(NOISE)], kind)
    for value in some(VALUES, 3, str(row)):
        sender.send(sender.url, json.dumps(value).encode())


@pytest.mark.parametrize("row", [row for row in ROWS if row.data], ids=str)
def test_values(world: World, row: Row) -> None:
    sender, data = Sender(world, row), filled(row.data, world)
    for name in data:
        for value in some(VALUES, 3, str(row), name):
            changed = {**data, name: value}
            if row.url.startswith("/api/"):
                sender.send(sender.url, json.dumps(changed).encode())
            else:
                pairs = (f"{k}={quote(str(v), errors='replace')}" for k, v in changed.items())
                form = "application/x-www-form-urlencoded"
                sender.send(sender.url, "&".join(pairs).encode(), form)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_addresses(world: World, row: Row) -> None:
    """Another thing in place of each id, and in each parameter."""
    sender = Sender(world, row)
    body = json.dumps(filled(row.data, world)).encode() if row.data else b""
    for slot in re.findall(r"[a-z]*-?\{\w+\}", row.url):
        for other in some(IDS, 3, str(row), slot):
            sender.send(row.url.replace(slot, other).format(**world.ids), body)
    path, _, query = sender.url.partition("?")
    names = [pair.partition("=")[0] for pair in query.split("&") if pair]
    for name in (*names, "limit", "cursor", "page", "q", "order", "fields"):
        for other in some(IDS, 1, str(row), name):
            sender.send(f"{path}?{name}={other}", body)
