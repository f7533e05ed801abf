"""Ordinary documentation is read as a guide; what a learner tells is not, whatever is found in it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from nexus.accounts.models import Person
from nexus.documents.models import Document, ImportItem
from nexus.documents.sayings import what_was_said
from nexus.library.models import Entry
from tests.support import api_of

STEPS = "".join(f"Run step {n} of the set-up and wait for its answer.\n\n" for n in range(30))
BODY = f"## Set-up\n\n{STEPS}"
HABITS = "## Best practices\n\n- Pin every version\n"
MET = (
    "## Challenges\n\n**Problem:** Labels jam.\n\n**Solution:** Empty the tray of the printer.\n\n"
)
NOTHING_OF = "Nothing was recognised in it, so it stands on no page:"
DIARY = (
    "# Week\n\nI began with the tray. It took me days. My mentor looked on. Then it rained. "
    "I slept badly. The bus was late.\n"
)


def bring_one(bring: Any, person: Person, text: str) -> tuple[Document, str]:
    """The document, and what its importer hears."""
    bring(person, ("one.md", text.encode()))
    return Document.objects.get(), ImportItem.objects.get().error


@pytest.mark.parametrize(
    ("text", "is_guide"),
    [
        pytest.param(f"# Deploy\n\n{BODY}", True, id="documentation"),
        pytest.param(f"# Deploy\n\n{BODY}{HABITS}", True, id="documentation-with-practices"),
        pytest.param(f"# Shop\n\n{BODY}{MET}", True, id="documentation-with-troubles"),
        pytest.param(f"# Shop\n\n{BODY}{MET}{HABITS}", False, id="notes-in-a-readme"),
        pytest.param(DIARY, False, id="diary"),
        pytest.param("# How\n\n```\nmy = I(me)\n```\n\nRun it. Wait. Look.\n", True, id="code"),
    ],
)
def test_who_tells_of_learning_is_no_guide(
    bring: Any, learner: Person, text: str, is_guide: bool
) -> None:
    document, _ = bring_one(bring, learner, text)
    assert (document.guide is not None) is is_guide


def test_who_brought_it_hears_that_nothing_was_recognised(
    bring: Any, learner: Person, mentor: Person, client: Client
) -> None:
    document, said = bring_one(bring, learner, DIARY)
    assert said.startswith(f"{NOTHING_OF} headings such")
    item = ImportItem.objects.get()
    job = f"job-{item.batch.job_id}"
    items = api_of(learner).get(f"/api/v1/imports/{job}/items/").json()
    assert [(i["state"], i["error"]) for i in items["results"]] == [("created", said)]
    client.force_login(learner)
    assert said in client.get(f"/import/{item.batch.job_id}").content.decode()
    page = client.get(document.get_absolute_url()).content.decode()
    assert "Nothing was recognised in this document, so it stands on no page." in page
    client.force_login(mentor)
    assert "nothing recognised" in client.get("/documents/").content.decode()


def test_what_is_said_of_many_files_is_said_once(
    bring: Any, learner: Person, client: Client
) -> None:
    """A thousand files would say a thousand times that nothing was recognised in them."""
    said = f"{NOTHING_OF} headings such"
    files = [(f"day-{n:02}.md", DIARY.replace("#", f"# {n}", 1).encode()) for n in range(23)]
    batch = bring(learner, *files, ("photo.png", b"x"), ("plan.pdf", b"x"))
    nothing, refused = what_was_said(batch.items.all())
    assert (nothing.is_refusal, refused.is_refusal) == (False, True)
    assert (
        str(refused) == "2 files: It is not Markdown; name it .md if it is. (photo.png, plan.pdf)"
    )
    assert str(nothing).startswith(f"23 files: {said}")
    assert str(nothing).endswith("(day-00.md, day-01.md, day-02.md and 20 more)")
    client.force_login(learner)
    page = client.get(f"/import/{batch.job_id}").content.decode()
    assert page.count(said) == 1
    assert "23 documents: Nothing was recognised" in page
    assert "day-18.md, day-19.md and 3 more)" in page
    assert page.count("It is not Markdown") == 1
    assert "photo.png, plan.pdf" in page


def test_a_guide_without_statements_says_so_too(
    bring: Any, learner: Person, client: Client
) -> None:
    document, said = bring_one(bring, learner, f"# Deploy\n\n{BODY}")
    assert said.startswith("Nothing was recognised in it: it is read whole, as a guide.")
    client.force_login(learner)
    page = client.get(document.get_absolute_url()).content.decode()
    assert "Nothing was recognised in it. This document is read as the guide" in page


def test_a_guide_that_turns_into_a_telling_leaves_the_reference(
    bring: Any, learner: Person
) -> None:
    document, _ = bring_one(bring, learner, f"# Deploy\n\n{BODY}")
    bring(learner, ("one.md", f"# Deploy\n\n{BODY}{MET}{HABITS}".encode()))
    document.refresh_from_db()
    assert document.guide is not None
    assert document.guide.state == Entry.State.RETIRED


def test_one_is_one_and_none_are_several(bring: Any, learner: Person, client: Client) -> None:
    document, _ = bring_one(bring, learner, "# Kiln\n\n## Technologies\n\n- Redis\n")
    client.force_login(learner)
    page = client.get(document.get_absolute_url()).content.decode()
    said = page.partition("Version 1, ")[2].partition(".")[0]
    assert said == "6 lines: 1 statement, 0 lines of other things"
