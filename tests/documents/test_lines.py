"""Some lines of a document: the same in both APIs, masked, for who may read documents."""

from __future__ import annotations

from typing import Any

import pytest

from nexus.common.ids import encode_id
from nexus.documents.models import Document
from tests.graphql_support import client_of, data, error_of


@pytest.fixture
def lines(document: Document) -> list[tuple[int, str]]:
    assert document.current is not None
    return list(enumerate(document.current.text.split("\n"), 1))


@pytest.mark.parametrize(("first", "last"), [(3, 5), (1, 1), (None, 2), (30, None), (9000, 9001)])
def test_both_give_the_same(
    api: Any, reader: Any, document: Document, lines: Any, first: int | None, last: int | None
) -> None:
    asked = {k: v for k, v in (("first_line", first), ("last_line", last)) if v is not None}
    wanted = lines[(first or 1) - 1 : last]
    address = f"/api/v1/documents/{encode_id('document', document.pk)}/lines/"
    answer = api(reader).get(address, asked)
    assert [(row["number"], row["text"]) for row in answer.json()["results"]] == wanted
    names = {"first_line": "firstLine", "last_line": "lastLine"}
    arguments = ", ".join(f"{names[k]}: {v}" for k, v in asked.items())
    found = data(
        client_of(reader),
        f'{{ node(id: "document-{document.pk}") {{ ... on Document '
        f"{{ lines({arguments}) {{ number text }} }} }} }}",
    )
    assert [(row["number"], row["text"]) for row in found["node"]["lines"]] == wanted


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"first_line": 0}, "first_line"),
        ({"last_line": "x"}, "last_line"),
        ({"first_line": 5, "last_line": 4}, "last_line"),
        ({"lines": "3-4"}, "lines"),
    ],
)
def test_what_is_no_line(api: Any, reader: Any, document: Document, asked: Any, field: str) -> None:
    answer = api(reader).get(f"/api/v1/documents/document-{document.pk}/lines/", asked)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [f"#/{field}"]


def test_graphql_says_it_too(reader: Any, document: Document) -> None:
    query = (
        f'{{ node(id: "document-{document.pk}") {{ ... on Document '
        "{ lines(firstLine: 0) { text } } } }"
    )
    assert error_of(client_of(reader), query)["extensions"]["code"] == "invalid"


def test_not_for_everybody(api: Any, anonymous: Any, document: Document) -> None:
    address = f"/api/v1/documents/document-{document.pk}/lines/?first_line=1&last_line=2"
    assert api(anonymous).get(address).status_code == 401
