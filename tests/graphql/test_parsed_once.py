"""A request's query is parsed once, whether it is good, broken, or too long to be kept."""

from __future__ import annotations

from json import dumps
from typing import Any

import pytest
from django.test import Client
from graphql.language.parser import Parser

from nexus.graphql.documents import LONGEST_KEPT, documents
from tests.graphql.test_persisted import HASH, QUERY, named

pytestmark = pytest.mark.django_db
LONG = "{ hub { name } } #" + "x" * LONGEST_KEPT
DEEP = "{ a" * 900
QUERIES = {
    "good": ("{ hub { name } }", 200),
    "broken": ("{ hub { name }", 400),
    "unknown": ("{ hub { recipe } }", 400),
    "long": (LONG, 200),
    "long and broken": (f"{{ {LONG}", 400),
    "deep": (DEEP, 400),
    "wide": ("{ " + "hub { name } " * 600 + "}", 400),
    "very long": ("{ hub { name } } " + "x" * 200_000, 400),
}
REFUSED_BEFORE = {"very long"}


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that the parser was given, by a process that has met no query yet."""
    texts: list[str] = []
    parse = Parser.parse_document

    def count(parser: Any) -> Any:
        texts.append(parser._lexer.source.body)
        return parse(parser)

    monkeypatch.setattr(Parser, "parse_document", count)
    documents.__init__()  # type: ignore[misc]
    return texts


@pytest.mark.parametrize("name", QUERIES)
def test_is_parsed_once(client: Client, parsed: list[str], name: str) -> None:
    query, status = QUERIES[name]
    answer = client.post("/graphql", {"query": query}, content_type="application/json")
    assert answer.status_code == status, answer.content[:300]
    assert parsed == ([] if name in REFUSED_BEFORE else [query])


def test_a_good_one_is_kept_for_the_next(client: Client, parsed: list[str]) -> None:
    for _ in range(3):
        client.post("/graphql", {"query": "{ hub { name } }"}, content_type="application/json")
    assert parsed == ["{ hub { name } }"]


def test_a_form_may_name_a_query_by_its_hash(client: Client) -> None:
    """A form's fields, unlike those of JSON, cannot be added to."""
    client.post(
        "/graphql", {"query": QUERY, "extensions": named()}, content_type="application/json"
    )
    answer = client.post("/graphql", {"extensions": dumps(named(HASH))})
    assert answer.json()["data"] == {"hub": {"name": "Nexus"}}
