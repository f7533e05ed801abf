"""304 to a GET of GraphQL: without an answer being made where touches tell, and never wrongly."""

from __future__ import annotations

import json
import re
import sys
from hashlib import sha256
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nexus.accounts.services import create_token, update_profile
from nexus.common import unchanged
from nexus.common.keeping import begin_answer
from nexus.common.touches import seen_models
from nexus.graphql import charging
from nexus.graphql.following import FOLLOWING
from nexus.library.services import add_solution, save_lead, set_topics
from tests.graphql_support import client_of
from tests.queries.counting import Hub
from tests.queries.table import GRAPHQL, query_of

pytestmark = pytest.mark.django_db
# What is read to know who asks.
SIGN_IN = {"django_session"}
ENTRY = (
    "query One($id: ID) { entry(id: $id) { title lead topics { slug } solutions { text author } } }"
)
HUB = "{ hub { name } }"


@pytest.fixture(autouse=True)
def knows_nothing() -> None:
    unchanged._known.clear()
    begin_answer()


def plain(query: str, **variables: Any) -> dict[str, str]:
    return {"query": query, "variables": json.dumps(variables)}


def persisted(query: str, **variables: Any) -> dict[str, str]:
    named = {"persistedQuery": {"version": 1, "sha256Hash": sha256(query.encode()).hexdigest()}}
    return {"extensions": json.dumps(named), "variables": json.dumps(variables)}


def ask(client: Client, parameters: dict[str, str], tag: str, **more: str) -> tuple[Any, int]:
    """The answer to who has a tag, and the queries that it took."""
    with CaptureQueriesContext(connection) as asked:
        answer = client.get("/graphql", parameters, HTTP_IF_NONE_MATCH=tag, **more)
    return answer, len(asked)


@pytest.mark.parametrize("form", [plain, persisted])
@pytest.mark.parametrize("way", ["session", "token"])
def test_the_second_question_makes_no_answer(fill: Any, form: Any, way: str) -> None:
    state = fill(2)
    person, more = state["maintainer"], {}
    client = client_of(person) if way == "session" else Client()
    if way == "token":
        more = {"HTTP_AUTHORIZATION": f"Bearer {create_token(actor=person, name='x')[1]}"}
    parameters = form(ENTRY, id=f"entry-{state['entry'].pk}")
    first = client.get("/graphql", {**parameters, "query": ENTRY}, **more)
    assert first.json()["data"]["entry"]["title"] == "The one"
    built, made = ask(client, parameters, first["ETag"], **more)
    known, queries = ask(client, parameters, f'"other", W/{first["ETag"]}', **more)
    assert (built.status_code, known.status_code) == (304, 304)
    # The state of the hub, and who asks: a session and its person, or a token with its own.
    assert (queries, made > queries) == ({"session": 3, "token": 2}[way], True)
    assert (known.content, dict(known.headers)) == (b"", dict(built.headers))
    other, _ = ask(client, parameters, '"other"', **more)
    assert (other.status_code, other["ETag"]) == (200, first["ETag"])


def test_whatever_is_written_is_asked_for_anew(fill: Any) -> None:
    state = fill(2)
    who, entry = state["maintainer"], state["entry"]
    client, parameters = client_of(who), plain(ENTRY, id=f"entry-{entry.pk}")
    writes = [
        lambda: save_lead(actor=who, entry=entry, lead="New", expected_version=entry.version),
        lambda: set_topics(actor=who, entry=entry, topics=["t0"]),
        lambda: add_solution(actor=who, entry=entry, text="One more way"),
        lambda: update_profile(actor=who, name="Ada", shows_name=True),
    ]
    tag = client.get("/graphql", parameters)["ETag"]
    for write in writes:
        assert [ask(client, parameters, tag)[0].status_code for _ in range(2)] == [304, 304]
        entry.refresh_from_db()
        write()
        answer, _ = ask(client, parameters, tag)
        assert answer.status_code == 200
        assert answer.content == client.get("/graphql", parameters).content
        tag = answer["ETag"]


def test_nobody_is_answered_by_what_another_has(fill: Any, reader: Any, learner: Any) -> None:
    state = fill(1)
    parameters = plain(ENTRY, id=f"entry-{state['entry'].pk}")
    for person in (reader, learner):
        client = client_of(person)
        tag = client.get("/graphql", parameters)["ETag"]
        for _ in range(2):
            assert ask(client, parameters, tag)[0].status_code == 304
    assert len(unchanged._known) == 2


def test_what_a_body_asks_is_told_apart(learner: Any) -> None:
    """Some clients send a body with a GET; the address is then the same for all that they ask."""
    client, tags = client_of(learner), {}
    for query in (HUB, "{ hub { isPublished } }"):
        for _ in range(2):
            answer = client.generic(
                "GET",
                "/graphql",
                json.dumps({"query": query}),
                content_type="application/json",
                HTTP_IF_NONE_MATCH=tags.get(query, '"none"'),
            )
            assert answer.status_code == (304 if query in tags else 200)
            tags[query] = answer["ETag"]
    assert len(set(tags.values())) == len(unchanged._known) == 2


def test_operations_and_variables_are_told_apart(fill: Any) -> None:
    state = fill(2)
    client = client_of(state["maintainer"])
    both = "query A { hub { name } } query B { hub { isPublished } }"
    first = client.get("/graphql", {"query": both, "operationName": "A"})
    for name, status in (("A", 304), ("B", 200), ("A", 304), ("B", 200)):
        asked = {"query": both, "operationName": name}
        assert ask(client, asked, first["ETag"])[0].status_code == status
    other = state["entry"].links.model.objects.values_list("source_id", flat=True).first()
    tag = client.get("/graphql", plain(ENTRY, id=f"entry-{state['entry'].pk}"))["ETag"]
    for _ in range(2):
        answer, _ = ask(client, plain(ENTRY, id=f"entry-{other}"), tag)
        assert answer.json()["data"]["entry"]["title"] != "The one"


@pytest.mark.parametrize(
    "query",
    [
        "{ me { id } }",
        "{ hub { name } jobs { totalCount } }",
        "{ hub { name } ... on Query { me { id } } }",
        "{ ...A } fragment A on Query { hub { name } ...B } fragment B on Query { helped { count } }",
        '{ search(query: "a") { total } }',
        '{ topic(slug: "nowhere") { slug } }',
    ],
)
def test_what_touches_do_not_tell_is_made_anew(query: str, learner: Any) -> None:
    """The last one is refused: the next time it may do better."""
    client = client_of(learner)
    tag = client.get("/graphql", {"query": query})["ETag"]
    for _ in range(2):
        answer, _ = ask(client, {"query": query}, tag)
        assert answer.status_code == 304
    assert unchanged._known == {}


@pytest.fixture
def hub() -> Hub:
    made = Hub()
    made.add(2)
    return made


def test_fields_that_follow_touches_read_followed_tables_alone(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A table whose writers leave no touch would be read as it was."""
    monkeypatch.setattr(charging, "MOST_COST", sys.maxsize)  # everything is more than that
    followed = {model._meta.db_table for model, _ in seen_models()} | SIGN_IN
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    strange = {}
    for name in FOLLOWING - {"__typename"}:
        assert name in GRAPHQL
        with CaptureQueriesContext(connection) as asked:
            hub.ask(query_of(name))
        read = {t for q in asked for t in re.findall(r"\w+", q["sql"]) if t in tables}
        if read - followed:
            strange[name] = read - followed
    assert strange == {}
