"""Who joins a cohort reads it as it is with them in it."""

from __future__ import annotations

from nexus.accounts.models import Person
from nexus.accounts.services import create_cohort, create_invite
from tests.support import api_of


def test_who_joins_is_counted(mentor: Person, reader: Person) -> None:
    cohort = create_cohort(actor=mentor, name="Spring")
    _, secret = create_invite(actor=mentor, cohort=cohort)
    answer = api_of(reader).post("/api/v1/join/", {"secret": secret})
    assert (answer.status_code, answer.json()["person_count"]) == (201, 1)
