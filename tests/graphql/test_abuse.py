"""Requests made to keep the hub busy: each is refused, with little work.

How long that takes is measured by `python -m bench.abuse`; what is asserted here is the same on any
machine.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.calls import counted
from tests.graphql.abuses import ABUSES, in_other_words, query

pytestmark = pytest.mark.django_db
# Of functions. 107,000 took 20 ms of an idle core, 51 ms where two cores had four things to do.
MOST_CALLS = 120_000


@pytest.mark.parametrize("name", ABUSES)
def test_is_refused_with_little_work(client: Client, name: str) -> None:
    def ask(number: int) -> Any:
        body = in_other_words(ABUSES[name], number)
        return client.post("/graphql", body, content_type="application/json")

    ask(1)  # what a process makes once
    answer, calls = counted(lambda: ask(2))
    assert answer.status_code in {200, 400, 413}
    found = answer.json()
    assert found["errors"], found
    assert not (found.get("data") or {}).get("hub")
    assert "Traceback" not in answer.content.decode()
    assert calls <= MOST_CALLS


def test_a_long_text_in_a_query_is_one_token(client: Client) -> None:
    text = "Words (and signs) {of a} document. " * 1_000
    answer = client.post(
        "/graphql",
        query(f'{{ entry(slug: """{text}""", kind: "practice") {{ id }} }}'),
        content_type="application/json",
    )
    assert "words and signs" not in answer.content.decode()


def test_the_introspection_that_tools_send_is_answered(client: Client) -> None:
    from graphql import get_introspection_query

    answer = client.post(
        "/graphql", query(get_introspection_query()), content_type="application/json"
    )
    assert answer.status_code == 200
    assert "errors" not in answer.json()
