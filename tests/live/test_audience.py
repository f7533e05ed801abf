"""Who hears of a change is who may read what changed."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nexus.accounts.models import Person, Role
from nexus.accounts.policies import ANONYMOUS, Viewer
from nexus.accounts.selectors import list_people
from nexus.accounts.services import publish_hub
from nexus.changelog.audience import OWN, Changed, audiences, listener_of
from nexus.common.errors import SignInNeeded
from nexus.common.hub import get_hub
from nexus.common.models import Change
from nexus.documents.models import Document
from nexus.documents.selectors import visible_documents
from nexus.jobs.models import Job
from nexus.jobs.services import can_see_job
from nexus.library.models import Entry
from nexus.library.selectors import visible_entries
from nexus.library.services import create_entry, retire_entry
from tests.support import CHALLENGE_LEAD

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def viewers(make_person: Callable[..., Person], learner: Person, mentor: Person) -> list[Viewer]:
    return [ANONYMOUS, make_person(Role.READER), learner, make_person(Role.LEARNER), mentor]


def changes() -> list[Changed]:
    rows = Change.objects.order_by("id")
    return [Changed(c.kind, c.object_kind, c.object_pk, c.public) for c in rows]


def hear(
    viewers: list[Viewer], kind: str, pk: int, *, what: str = "saved", public: bool = True
) -> list[bool]:
    (audience,) = audiences([Changed(f"{kind}.{what}", kind, pk, public)])
    return [audience.admits(listener_of(viewer)) for viewer in viewers]


@pytest.mark.parametrize("opened", [False, True])
def test_entries_as_they_are_read(
    viewers: list[Viewer], learner: Person, maintainer: Person, bring: Any, opened: bool
) -> None:
    publish_hub(actor=maintainer, published=True, shows_documents=opened)
    create_entry(actor=learner, kind="challenge", title="Published", lead=CHALLENGE_LEAD)
    create_entry(actor=learner, kind="challenge", title="Draft", lead=CHALLENGE_LEAD, draft=True)
    bring(learner, ("guide.md", b"# How the office is reached\n\nTake the second door.\n"))
    entries = list(Entry.objects.all())
    assert {e.of_document for e in entries} == {True, False}
    for entry in entries:
        reads = [visible_entries(viewer).filter(pk=entry.pk).exists() for viewer in viewers]
        assert hear(viewers, "entry", entry.pk) == reads, entry.title


def test_who_read_an_entry_hears_that_it_went(
    viewers: list[Viewer], learner: Person, mentor: Person
) -> None:
    entry = create_entry(actor=learner, kind="challenge", title="Going", lead=CHALLENGE_LEAD)
    retire_entry(actor=mentor, entry=entry)
    draft = create_entry(
        actor=learner, kind="challenge", title="Draft", lead=CHALLENGE_LEAD, draft=True
    )
    retire_entry(actor=mentor, entry=draft)
    told = audiences([c for c in changes() if c.kind == "entry.retired"])
    heard = [[audience.admits(listener_of(v)) for v in viewers] for audience in told]
    assert heard == [[True] * 5, [False, False, True, False, True]]


@pytest.mark.parametrize("opened", [False, True])
def test_documents_as_they_are_read(
    viewers: list[Viewer], document: Document, maintainer: Person, opened: bool
) -> None:
    publish_hub(actor=maintainer, published=True, shows_documents=opened)
    reads = [visible_documents(viewer).filter(pk=document.pk).exists() for viewer in viewers]
    assert hear(viewers, "document", document.pk, public=False) == reads


@pytest.mark.parametrize("shown", [False, True])
def test_people_as_they_are_known(viewers: list[Viewer], learner: Person, shown: bool) -> None:
    Person.objects.filter(pk=learner.pk).update(name="Grace", shows_name=shown)

    def knows(viewer: Viewer) -> bool:
        try:
            return list_people(viewer=viewer).filter(pk=learner.pk).exists()
        except SignInNeeded:
            return False

    assert hear(viewers, "person", learner.pk) == [knows(viewer) for viewer in viewers]


@pytest.mark.parametrize("kind", sorted(OWN))
def test_signing_out_is_nobody_elses_matter(
    viewers: list[Viewer], learner: Person, kind: str
) -> None:
    (audience,) = audiences([Changed(kind, "person", learner.pk, False)])
    heard = [audience.admits(listener_of(viewer)) for viewer in viewers]
    assert heard == [False, False, True, False, False]


def test_jobs_as_they_are_seen(viewers: list[Viewer], learner: Person) -> None:
    job = Job.objects.create(kind="import", requested_by=learner)
    assert hear(viewers, "job", job.pk) == [can_see_job(viewer, job) for viewer in viewers]


def test_of_what_stands_in_no_rule_only_mentors_hear(viewers: list[Viewer]) -> None:
    assert hear(viewers, "novelty", 1) == [False, False, False, False, True]
    assert hear(viewers, "entry", 10**9, public=False) == [False, False, False, False, True]


def test_every_kind_that_is_recorded_has_a_rule(viewers: list[Viewer]) -> None:
    pattern = re.compile(r'record_changes?\(\s*[^,]+,\s*(?:"([a-z]+)"|KIND)')
    found = {
        kind or "lexicon"
        for path in (ROOT / "nexus").rglob("*.py")
        for kind in pattern.findall(path.read_text("utf-8"))
    }
    assert found == {"cohort", "document", "entry", "hub", "job", "lexicon", "person", "topic"}


def test_one_look_costs_as_many_queries_however_many_changes(
    learner: Person, django_assert_num_queries: Any
) -> None:
    for number in range(4):
        create_entry(actor=learner, kind="practice", title=f"Practice {number}", lead="Do it.")
    get_hub()
    written = changes()
    assert len(written) >= 4
    with django_assert_num_queries(2):
        audiences(written)
