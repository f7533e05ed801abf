"""One walk over all that can be asked, as each role, on a hub in each of its states.

What a refusal answers is in the tables; here is that it shows nothing and writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.policies.pages_table import ACCOUNTS, PAGES
from tests.policies.rest_table import REST
from tests.policies.walk import (
    REFUSED,
    Row,
    marks_expected,
    marks_in,
    send,
    snapshot,
    status_of,
    undone,
)
from tests.policies.world import ROLES, STATES, build

pytestmark = pytest.mark.django_db
TABLE = [*PAGES, *ACCOUNTS, *REST]


@pytest.fixture(scope="module", params=STATES)
def hub(request: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """One hub for all rows of a state; each row's writes are rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = build(request.param)
        yield world, snapshot()
        transaction.set_rollback(True)


@pytest.mark.parametrize("row", TABLE, ids=str)
def test_each_role_gets_what_the_table_says(hub: Any, row: Row) -> None:
    world, before = hub
    wrong = []
    for role in ROLES:
        with undone(before) as tables:
            response = send(world, role, row)
        status = status_of(response)
        shown = marks_in(response.content.decode())
        wanted = row.expected(role, world.state)
        if status != wanted:
            wrong.append(f"{role}: {status}, not {wanted}")
        if shown != marks_expected(row, role, world, status):
            wrong.append(
                f"{role}: reads {shown!r}, not {marks_expected(row, role, world, status)!r}"
            )
        if status in REFUSED and tables:
            wrong.append(f"{role}: refused, yet changed {tables}")
        if status not in REFUSED and row.method != "GET" and not row.idle and not tables:
            wrong.append(f"{role}: allowed, yet changed nothing")
    assert wrong == []
