"""What curators send that is no question, is no id, or is over: refused with what to do."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from nexus.accounts.models import Person
from nexus.curation.models import Skip
from nexus.curation.services import merge_entries
from tests.curation.desk_support import bring_challenges
from tests.support import api_of


@pytest.mark.parametrize("key", ["bogus", "merge:1", "merge:entry-1", "", "zap:entry-1"])
def test_what_is_no_question_is_not_skipped(mentor: Person, client: Client, key: str) -> None:
    answer = api_of(mentor).post("/api/v1/desk/skip/", {"question": key}, format="json")
    assert answer.status_code == 422, answer.content
    assert [error["pointer"] for error in answer.json()["errors"]] == ["#/question"]
    client.force_login(mentor)
    page = client.post("/desk/answer/", {"question": key, "answer": "skip"})
    assert page.status_code == 422
    assert not Skip.objects.exists()


def test_a_question_that_is_over_is_a_conflict(mentor: Person) -> None:
    sent = {"question": "merge:suggestion-999999"}
    answer = api_of(mentor).post("/api/v1/desk/skip/", sent, format="json")
    told = "This question was answered in the meantime. Take the next one."
    assert (answer.status_code, answer.json()["detail"]) == (409, told)
    assert not Skip.objects.exists()


def test_a_number_is_no_id(mentor: Person, make_person: Any, bring: Any) -> None:
    seats, labels = bring_challenges(make_person, bring)
    path = f"/api/v1/entries/entry-{seats.pk}/merge/"
    answer = api_of(mentor).post(path, {"into": labels.pk}, format="json")
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == ["#/into"]


def test_who_has_a_merged_entry_in_hand_hears_of_it(
    mentor: Person, make_person: Any, bring: Any
) -> None:
    seats, labels = bring_challenges(make_person, bring)
    merge_entries(actor=mentor, entry=seats, into=labels)
    told = f"“{seats.title}” was merged into “{labels.title}” in the meantime. Load the page again."
    path = f"/api/v1/entries/entry-{seats.pk}"
    sent: list[tuple[str, dict[str, Any]]] = [
        (f"{path}/merge/", {"into": f"entry-{labels.pk}"}),
        (f"/api/v1/entries/entry-{labels.pk}/merge/", {"into": f"entry-{seats.pk}"}),
        (f"{path}/split/", {"statements": ["statement-1"], "title": "Another"}),
        (f"{path}/rename/", {"title": "Another"}),
        (f"{path}/wording/", {"statement": "statement-1"}),
        (f"{path}/best-solution/", {"solution": None}),
        (f"{path}/statements/", {"statements": ["statement-1"]}),
    ]
    for address, data in sent:
        answer = api_of(mentor).post(address, data, format="json")
        assert (answer.status_code, answer.json().get("detail")) == (409, told), address
    query = (
        f'mutation {{ renameEntry(entry: "entry-{seats.pk}", title: "X") {{ entry {{ id }} }} }}'
    )
    errors = api_of(mentor).post("/graphql", {"query": query}).json()["errors"]
    assert [error["message"] for error in errors] == [told]
