"""Plain lists are no longer than they are priced for; what they leave out is read in pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from graphql import GraphQLObjectType, get_named_type, get_nullable_type, is_list_type

from nexus.graphql import views
from nexus.graphql.lists import GIVEN, PARTS, PRICED
from nexus.graphql.pricing import is_paged
from nexus.graphql.schema import schema
from nexus.library.models import Entry, Revision, Solution, Topic
from tests.graphql_support import client_of, data

TYPES = schema.graphql_schema.type_map


def plain_lists() -> Iterator[tuple[str, GraphQLObjectType]]:
    """Every field that is a list of objects, and not one page of a longer one."""
    for kind in TYPES.values():
        if not isinstance(kind, GraphQLObjectType) or kind.name.startswith("__"):
            continue
        for name, field in kind.fields.items():
            item = get_named_type(field.type)
            pages = is_paged(kind) and name in ("edges", "results")
            plain = is_list_type(get_nullable_type(field.type)) and not pages
            if plain and isinstance(item, GraphQLObjectType):
                yield f"{kind.name}.{name}", item


def test_every_list_of_objects_has_a_bound() -> None:
    found = dict(plain_lists())
    assert found.keys() == GIVEN.keys() == PRICED.keys()


def test_what_is_free_holds_nothing_that_is_not() -> None:
    items = {name: item for name, item in plain_lists() if name in PARTS}
    below = {
        f"{item.name}.{name}"
        for item in items.values()
        for name, field in item.fields.items()
        if isinstance(get_named_type(field.type), GraphQLObjectType)
    }
    assert below <= PARTS.keys()


@pytest.mark.django_db
def test_the_newest_revisions_are_given_and_the_others_in_pages(
    challenge: Entry, learner: Any, django_assert_num_queries: Any
) -> None:
    rows = [
        Revision(entry=challenge, version=n, title=f"{n}", lead="x", author=learner)
        for n in range(2, 31)
    ]
    Revision.objects.bulk_create(rows)
    query = """query($id: ID!) {
        entries(ids: [$id]) { edges { node { revisions { version author } } } }
        revisions(entry: $id, first: 100) { totalCount } }"""
    found = data(client_of(learner), query, id=f"entry-{challenge.pk}")
    given = found["entries"]["edges"][0]["node"]["revisions"]
    assert [one["version"] for one in given] == list(range(30, 10, -1))
    assert found["revisions"]["totalCount"] == 30


@pytest.mark.django_db
def test_lists_end_where_their_price_does(challenge: Entry, learner: Any) -> None:
    topics = [Topic.objects.create(slug=f"t-{n}", title=f"{n:02}") for n in range(12)]
    challenge.topics.set(topics)
    Solution.objects.bulk_create(
        [Solution(entry=challenge, author=learner, text=f"{n}") for n in range(25)]
    )
    query = "query($id: ID) { entry(id: $id) { topics { slug } solutions { text } } }"
    found = data(client_of(learner), query, id=f"entry-{challenge.pk}")["entry"]
    assert (len(found["topics"]), len(found["solutions"])) == (10, 20)


@pytest.mark.django_db
def test_any_list_is_cut(monkeypatch: pytest.MonkeyPatch, mentor: Any) -> None:
    monkeypatch.setitem(views.GIVEN, "Query.lexicon", 3)
    found = data(client_of(mentor), "{ lexicon { name } }")
    assert len(found["lexicon"]) == 3
