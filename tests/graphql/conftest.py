"""A hub with several rows of everything, made once for the tests that only read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from nexus.accounts.models import Cohort
from nexus.accounts.services import create_token
from nexus.curation.models import Suggestion
from nexus.curation.services import rename
from nexus.documents.models import Document
from nexus.documents.services import import_files
from nexus.documents.services.imports import Whose
from nexus.library.models import Entry, Link
from nexus.library.services import add_solution, create_entry, create_topic, give_receipt
from tests.policies.world import World, build
from tests.support import CHALLENGE_LEAD, LEARNER_DOCUMENT, run_to_end


def add_rows(world: World) -> None:
    """More of everything that is listed, with different kinds, tracks, topics and cohorts."""
    owner, mentor = world.people["owner"], world.people["mentor"]
    create_topic(actor=mentor, title="Loops", parent="async")
    for number, (kind, track) in enumerate(
        [("challenge", "backend"), ("challenge", "frontend"), ("practice", ""), ("concept", "")]
    ):
        lead = CHALLENGE_LEAD if number == 0 else "Nothing helped. See [[Seen]]."
        topics = ["loops"] if number % 2 else []
        entry = create_entry(
            actor=owner, kind=kind, title=f"Row {number}", lead=lead, topics=topics, track=track
        )
        create_token(actor=mentor, name=f"Token {number}")
        if kind == "challenge":
            add_solution(actor=mentor, entry=entry, text=f"Way {number}")
            give_receipt(actor=mentor, entry=entry, outcome="same-here")
    create_entry(actor=owner, kind="challenge", title="Open", lead="Nobody knows.")
    Link.objects.create(
        source_id=world.ids["entry"],
        target_id=world.ids["technology"],
        relation=Link.Relation.INVOLVES,
        reference="redis",
    )
    Cohort.objects.create(slug="autumn", name="Autumn")
    text = LEARNER_DOCUMENT.replace("Weather", "Tide").replace("Redis", "Docker")
    text = text.replace("kept running the old code", "went on running old code")
    whose = Whose(cohort="Autumn", track="frontend", mine=True)
    batch = import_files(actor=mentor, files=[("tide.md", text.encode())], whose=whose)
    assert run_to_end(batch).state == "done"
    add_to_desk(world)


def add_to_desk(world: World) -> None:
    """Two questions and two actions: an import renews what is asked."""
    mentor = world.people["mentor"]
    assert rename(actor=mentor, entry=Entry.objects.get(title="Row 2"), title="Second") is not None
    tide = Document.objects.get(name="tide.md").statements.filter(kind="challenge")
    world.ids["other_words"] = tide.earliest("position").pk
    told = Document.objects.get(name="own.md").statements.filter(kind="challenge", is_current=True)
    Suggestion.objects.all().delete()
    for number, statement in enumerate(told.order_by("position")):
        row = Suggestion.objects.create(
            left=statement.content_hash,
            right=f"entry-{world.ids['entry']}",
            statement=statement,
            entry_id=world.ids["entry"],
            score=0.5 + number / 10,
        )
        world.ids["suggestion"] = row.pk


@pytest.fixture(scope="module")
def hub(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The open hub of the policies with more rows; undone when the module ends."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = build("open")
        add_rows(world)
        yield world
        transaction.set_rollback(True)
