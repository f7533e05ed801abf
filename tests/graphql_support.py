"""Asking GraphQL in tests."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.test import Client

from nexus.accounts.models import Person


def client_of(person: Person | AnonymousUser) -> Client:
    """A client that is signed in as a person, or as nobody."""
    client = Client()
    if isinstance(person, Person):
        client.force_login(person)
    return client


def ask(client: Client, query: str, **variables: Any) -> dict[str, Any]:
    """The whole answer, errors among it."""
    body = json.dumps({"query": query, "variables": variables})
    response = client.post("/graphql", body, content_type="application/json")
    answer: dict[str, Any] = response.json()
    assert response.status_code == (200 if "data" in answer else 400), answer
    return answer


def data(client: Client, query: str, **variables: Any) -> Any:
    """What was asked for; fails where an error came with it."""
    answer = ask(client, query, **variables)
    assert "errors" not in answer, answer
    return answer["data"]


def error_of(client: Client, query: str, **variables: Any) -> dict[str, Any]:
    """The one error of an answer: message, path, extensions."""
    errors = ask(client, query, **variables)["errors"]
    assert len(errors) == 1, errors
    found: dict[str, Any] = errors[0]
    return found
