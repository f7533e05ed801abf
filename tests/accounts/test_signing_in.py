"""Signing in says so, and calls nobody by a role that they do not have."""

from __future__ import annotations

from django.test import Client

from nexus.accounts.models import Person
from tests.conftest import PASSWORD


def test_it_says_so_without_a_name(client: Client, mentor: Person) -> None:
    form = {"login": mentor.email, "password": PASSWORD}
    page = client.post("/accounts/login/", form, follow=True).content.decode()
    assert "You are signed in." in page
    assert "a learner" not in page.partition("<main")[0]
