"""A session asks GraphQL with its CSRF token, and is told so as a program is."""

from __future__ import annotations

from django.test import Client

from nexus.accounts.models import Person


def test_without_its_token_a_session_is_told_what_to_send(learner: Person) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(learner)
    answer = client.post("/graphql", '{"query": "{ me { id } }"}', content_type="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/json")
    assert "X-CSRFToken" in answer.json()["errors"][0]["message"]
