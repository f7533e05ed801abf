"""One row of the tables, how it is asked, and what must not have changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from tests.policies.world import MARKS, ROLES, World

REFUSED = {"in", "400", "401", "403", "404", "405", "409", "412", "422", "428"}


@dataclass(frozen=True)
class Row:
    """What one request answers to each role, and which marks its answer shows.

    `status` is a word for each role, or one for all: a code, or `in` for "sign in first".
    `shows` names the marks that their audience must read here; `reads` those that only some
    roles meet here, such as one's own name. No other mark may be read.
    """

    key: str
    method: str
    url: str
    status: str
    shows: str = ""
    data: Any = None
    states: dict[str, str] = field(default_factory=dict, hash=False)
    reads: dict[str, str] = field(default_factory=dict, hash=False)  # letter → other roles
    headers: dict[str, str] = field(default_factory=dict, hash=False)
    idle: bool = False  # succeeds, and rightly changes nothing

    def expected(self, role: str, state: str) -> str:
        words = self.states.get(state, self.status).split()
        return words[0] if len(words) == 1 else words[ROLES.index(role)]

    def __str__(self) -> str:
        return f"{self.method} {self.url}"


WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "WITH", "CREATE", "DROP", "ALTER")
Snapshot = dict[str, list[tuple[Any, ...]]]


def snapshot() -> Snapshot:
    """Every row of every table, the change log and the audit among them.

    Asked for after each write of each role, so past the ORM, which takes four times as long.
    """
    tables = {}
    with connection.cursor() as cursor:
        for label, sql in reads().items():
            cursor.execute(sql)
            tables[label] = cursor.fetchall()
    return tables


@cache
def reads() -> dict[str, str]:
    """A model's label → the statement that reads its whole table."""
    quote = connection.ops.quote_name
    statements = {}
    for one in (model._meta for model in apps.get_models(include_auto_created=True)):
        order = ", ".join(quote(field.column) for field in one.pk_fields)
        statements[one.label] = f"SELECT * FROM {quote(one.db_table)} ORDER BY {order}"
    return statements


def changed(before: Snapshot) -> list[str]:
    """Names of the tables in which a row came, went or differs."""
    return [label for label, rows in snapshot().items() if rows != before[label]]


@contextmanager
def undone(before: Snapshot) -> Iterator[list[str]]:
    """Undo what is written inside; the list then names the tables in which something differed.

    Every table is compared only where a statement wrote at all: reading them costs time.
    """
    tables: list[str] = []
    with transaction.atomic():
        with CaptureQueriesContext(connection) as queries:
            yield tables
        if any(q["sql"].startswith(WRITES) for q in queries):
            tables += changed(before)
        transaction.set_rollback(True)


def send(world: World, role: str, row: Row) -> HttpResponse:
    """Ask as a role."""
    client = world.client(role)
    url = row.url.format(**world.ids)
    data = filled(row.data, world)
    if url.startswith("/api/") or row.method in {"PUT", "PATCH"}:
        body = json.dumps(data) if data is not None else ""
        kind = "application/json"
        answer: Any = client.generic(row.method, url, body, kind, headers=row.headers)
    elif row.method == "GET":
        answer = client.get(url)
    else:
        answer = client.generic(
            row.method,
            url,
            "&".join(f"{k}={v}" for k, v in (data or {}).items()),
            content_type="application/x-www-form-urlencoded",
        )
    found: HttpResponse = answer
    return found


def filled(data: Any, world: World) -> Any:
    """The data with ids in place of {names}."""
    if isinstance(data, str):
        return data.format(**world.ids)
    if isinstance(data, dict):
        return {key: filled(value, world) for key, value in data.items()}
    if isinstance(data, list):
        return [filled(value, world) for value in data]
    return data


def status_of(response: HttpResponse) -> str:
    """The code, or `in` where the answer leads to signing in."""
    if response.status_code == 302 and response["Location"].startswith("/accounts/login/"):
        return "in"
    return str(response.status_code)


def marks_in(text: str) -> str:
    """Letters of the marks that can be read."""
    return "".join(sorted(letter for letter, words in MARKS.items() if words in text))


def marks_expected(row: Row, role: str, world: World, status: str) -> str:
    """Letters that this role should read: the row's, where the role is of their audience."""
    if status in REFUSED:
        return ""
    here = {x for x in row.shows if role in world.audience(x)}
    here |= {letter for letter, roles in row.reads.items() if role in roles.split()}
    return "".join(sorted(here))
