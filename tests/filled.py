"""A hub with several rows of everything, so that every list has pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction

from nexus.accounts.models import Cohort, Person
from nexus.accounts.services import create_token
from nexus.documents.models import ImportBatch
from nexus.documents.services import import_files
from nexus.library.models import Entry, Topic
from nexus.library.services import add_solution, create_entry, give_receipt, save_lead
from tests.support import CHALLENGE_LEAD, LEARNER_DOCUMENT, run_to_end

Fill = Callable[[int], dict[str, Any]]


@pytest.fixture
def fill(make_person: Any, bring: Any) -> Fill:
    """Add n more rows to every list; returns who asks and the objects whose lists grew."""
    return filler(make_person, bring)


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """What `fill(5)` returns, once for all tests of a module that only read it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield filler(make_person, bring)(5)
        transaction.set_rollback(True)


def make_person(role: str = "learner", **fields: Any) -> Person:
    number = Person.objects.count() + 1
    return Person.objects.create_user(
        email=f"{role}{number}@people.test", role=role, name=f"Name {number}", **fields
    )


def bring(actor: Person, *files: tuple[str, bytes]) -> ImportBatch:
    batch = import_files(actor=actor, files=files)
    assert run_to_end(batch).state == "done"
    return batch


def filler(make_person: Any, bring: Any) -> Fill:
    """The same for who keeps one hub for many tests."""
    state: dict[str, Any] = {"count": 0}

    def fill(count: int) -> dict[str, Any]:
        if not state["count"]:
            state["maintainer"] = make_person("maintainer")
            state["topic"] = Topic.objects.create(slug="async", title="Async")
            state["entry"] = create_entry(
                actor=state["maintainer"],
                kind="challenge",
                title="The one",
                lead=CHALLENGE_LEAD,
                topics=["async"],
            )
        who: Person = state["maintainer"]
        entry: Entry = state["entry"]
        files = []
        for number in range(state["count"], state["count"] + count):
            other = make_person("learner")
            create_token(actor=who, name=f"{number}")
            Cohort.objects.create(slug=f"c{number}", name=f"C {number}")
            Topic.objects.create(slug=f"t{number}", title=f"T {number}", parent=state["topic"])
            give_receipt(actor=other, entry=entry, outcome="same-here")
            add_solution(actor=other, entry=entry, text=f"Way {number}")
            lead = f"{CHALLENGE_LEAD}\n{number}\n"
            entry = save_lead(actor=other, entry=entry, lead=lead, expected_version=entry.version)
            source = create_entry(
                actor=other,
                kind="practice",
                title=f"Practice {number}",
                lead="See [[The one]].",
                topics=["async"],
            )
            assert source.links.get().target_id == entry.pk
            text = LEARNER_DOCUMENT.replace("Weather", f"Weather {number}")
            files.append((f"{number}.md", text.encode()))
            bring(who, files[-1])
        state["batch"] = bring(who, *files)
        state["entry"] = entry
        state["count"] += count
        return state

    return fill
