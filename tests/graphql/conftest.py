"""A hub with several rows of everything, made once for the tests that only read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from nexus.accounts.models import Cohort
from nexus.accounts.services import create_token
from nexus.documents.services import import_files
from nexus.documents.services.imports import Whose
from nexus.library.models import Link
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
    whose = Whose(cohort="Autumn", track="frontend", mine=True)
    batch = import_files(actor=mentor, files=[("tide.md", text.encode())], whose=whose)
    assert run_to_end(batch).state == "done"


@pytest.fixture(scope="module")
def hub(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The open hub of the policies with more rows; undone when the module ends."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = build("open")
        add_rows(world)
        yield world
        transaction.set_rollback(True)
