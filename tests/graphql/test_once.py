"""A mutation with an Idempotency-Key is done once, as a POST over REST is."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from nexus.accounts.models import ApiToken
from nexus.accounts.services import create_token
from nexus.common.models import KeptAnswer
from nexus.graphql.idempotency import SECRETS
from nexus.graphql.schema import schema
from nexus.library.models import Entry
from tests.support import api_of

pytestmark = pytest.mark.django_db
CREATE = """mutation($title: String!, $topics: [String!]) {
  createEntry(kind: "practice", title: $title, lead: "x", topics: $topics) { entry { id title } }
}"""
TWO = """mutation {
  a: createEntry(kind: "practice", title: "A", lead: "x") { entry { id } }
  b: createEntry(kind: "practice", title: "B", lead: "x", topics: ["no"]) { entry { id } }
}"""
TOKEN = 'mutation { createToken(name: "x") { secret } }'


def send(person: Any, query: str = CREATE, key: str = "k-1", **variables: Any) -> Any:
    body = {"query": query, "variables": variables or {"title": "Write tests"}}
    _, secret = create_token(actor=person, name="t")
    headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": key}
    return Client().post("/graphql", json.dumps(body), "application/json", headers=headers)


def code_of(answer: Any) -> str:
    (error,) = answer.json()["errors"]
    found: str = error["extensions"]["code"]
    return found


def test_the_same_again_is_the_same_answer(learner: Any) -> None:
    first, second = send(learner), send(learner)
    assert (first.status_code, first.json()["data"]) == (200, second.json()["data"])
    assert first.json()["data"]["createEntry"]["entry"]["title"] == "Write tests"
    assert ("Idempotent-Replayed" in first, second["Idempotent-Replayed"]) == (False, "true")
    assert Entry.objects.count() == 1


def test_another_request_with_the_key_is_refused(learner: Any) -> None:
    send(learner)
    assert code_of(send(learner, title="Other")) == "idempotency-key-reused"
    answer = api_of(learner).post(
        "/api/v1/entries/",
        {"kind": "practice", "title": "Write tests", "lead": "x"},
        headers={"Idempotency-Key": "k-1"},
    )
    assert (answer.status_code, Entry.objects.count()) == (422, 1)


def test_another_key_or_person_is_another_request(learner: Any, mentor: Any) -> None:
    for answer in (send(learner), send(learner, key="k-2"), send(mentor)):
        assert "errors" not in answer.json()
    assert Entry.objects.count() == 3


def test_what_failed_did_nothing_and_may_be_mended(learner: Any) -> None:
    refused = send(learner, TWO)
    assert refused.json().get("data") is None
    assert (Entry.objects.count(), KeptAnswer.objects.count()) == (0, 0)
    assert "errors" not in send(learner).json()


@pytest.mark.parametrize("key", ["", " ", "x" * 256])
def test_keys_that_cannot_be_used(learner: Any, key: str) -> None:
    assert code_of(send(learner, key=key)) == "invalid"
    assert Entry.objects.count() == 0


def test_a_secret_is_made_once_and_never_kept(learner: Any) -> None:
    first = send(learner, TOKEN, title="")
    assert code_of(send(learner, TOKEN, title="")) == "conflict"
    assert ApiToken.objects.filter(name="x").count() == 1
    secret = first.json()["data"]["createToken"]["secret"]
    assert secret not in str(list(KeptAnswer.objects.values()))


def test_every_answer_with_a_secret_is_known() -> None:
    found = set()
    for name, field in schema.graphql_schema.mutation_type.fields.items():
        payload = getattr(field.type, "of_type", field.type)
        if "secret" in payload.fields or name == "createInvite":
            found.add(name)
    assert found == SECRETS


def test_a_query_needs_no_key(learner: Any) -> None:
    assert send(learner, "{ hub { name } }", title="").json()["data"]["hub"]
    assert KeptAnswer.objects.count() == 0
