"""Which document an import writes: its own, and nobody else's."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path
from typing import Any

import pytest

from nexus.accounts.models import Person
from nexus.cli.importing import gather
from nexus.common.errors import Invalid, NotAllowed
from nexus.documents.models import Blob, Document, ImportBatch, ImportItem
from nexus.documents.services import claim_document, erase_document, import_cohort, settle_claim
from nexus.documents.services.imports import Whose, start_batch
from tests.support import LEARNER_DOCUMENT, run_to_end

DATA = LEARNER_DOCUMENT.encode()


def words(seed: int) -> bytes:
    """A document of eighty words that shares none with one of another seed."""
    source = random.Random(seed)
    said = " ".join(f"w{seed}x{source.randrange(999)}" for _ in range(80))
    return f"# Notes {seed}\n\n{said}\n".encode()


def versions() -> list[tuple[str, int]]:
    rows = Document.objects.order_by("pk").select_related("current")
    return [(d.name, d.current.number) for d in rows if d.current]


def test_a_stranger_writes_no_version_of_what_is_owned(
    document: Document, make_person: Any, bring: Any
) -> None:
    changed = DATA.replace(b"Redis", b"Memcached")
    for role in ("learner", "mentor"):
        bring(make_person(role), ("weather.md", changed), whose=Whose())
    document.refresh_from_db()
    assert document.current is not None
    assert document.current.number == 1
    assert document.is_owned


def test_a_learner_writes_no_version_of_what_others_brought(
    mentor: Person, learner: Person, bring: Any
) -> None:
    bring(mentor, ("notes.md", DATA), whose=Whose())
    bring(learner, ("notes.md", DATA.replace(b"Redis", b"Memcached")), whose=Whose())
    assert versions() == [("notes.md", 1), ("notes.md", 1)]
    bring(mentor, ("notes.md", DATA.replace(b"Celery", b"Huey")), whose=Whose())
    assert versions() == [("notes.md", 2), ("notes.md", 1)]


def test_files_of_one_name_are_documents_of_their_own(learner: Person, bring: Any) -> None:
    """In one upload, and over time."""
    bring(learner, ("README.md", words(1)), ("README.md", words(2)))
    bring(learner, ("README.md", words(3)))
    assert versions() == [("README.md", 1)] * 3
    bring(learner, ("README.md", words(2) + b"\nAnd one more line.\n"))
    assert versions() == [("README.md", 1), ("README.md", 2), ("README.md", 1)]


def test_near_copies_in_one_upload_are_two(learner: Person, bring: Any) -> None:
    bring(learner, ("README.md", words(1)), ("README.md", words(1) + b"\nMore.\n"))
    assert versions() == [("README.md", 1)] * 2


def test_two_folders_in_the_terminal(db: None, tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 2)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "README.md").write_bytes(words(seed))
    for expected in (1, 1, 2):
        if expected == 2:
            (tmp_path / "b" / "README.md").write_bytes(words(9))
        _, incoming = gather([str(tmp_path / "a"), str(tmp_path / "b")])
        run_to_end(start_batch(None, ImportBatch.Source.FILES, incoming, Whose()))
        assert versions() == [("README.md", 1), ("README.md", expected)]


def test_a_list_follows_a_document_that_was_claimed(
    learner: Person, maintainer: Person, db: None
) -> None:
    """Run again, it neither makes another document nor takes it back."""
    listing = b"source,person,cohort,track\nada.md,Ada Hidden,Spring,backend\n"
    for text in (words(1), words(1), words(5)):
        run_to_end(import_cohort(actor=maintainer, listing=listing, files=[("ada.md", text)]))
        document = Document.objects.get()
        if not document.is_owned:
            claim_document(actor=learner, document=document)
    assert versions() == [("ada.md", 2)]
    document.refresh_from_db()
    assert (document.author_id, document.is_owned) == (learner.pk, True)


def test_what_an_owner_erased_stays_out(learner: Person, maintainer: Person, bring: Any) -> None:
    """Neither the same bytes nor the same place, by others; its owner may bring it again."""
    listing = b"source,person,cohort,track\nada.md,Ada Hidden,Spring,backend\n"
    run_to_end(import_cohort(actor=maintainer, listing=listing, files=[("ada.md", words(1))]))
    erase_document(actor=maintainer, document=Document.objects.get())
    for text in (words(1), words(2)):
        batch = import_cohort(actor=maintainer, listing=listing, files=[("ada.md", text)])
        run_to_end(batch)
        (item,) = batch.items.all()
        assert (item.state, item.error) == (
            "failed",
            "Its owner erased this document. Only they can bring it again.",
        )
    bring(maintainer, ("other.md", words(1)), whose=Whose())
    assert Document.objects.filter(erased_at=None).count() == 0
    bring(learner, ("ada.md", words(1)))
    assert Document.objects.filter(erased_at=None).count() == 1


def test_an_archive_does_not_outlive_its_files(learner: Person, bring: Any) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("notes/README.md", words(1))
    bring(learner, ("notes.zip", held.getvalue()))
    erase_document(actor=learner, document=Document.objects.get())
    assert Blob.objects.count() == 0
    assert not ImportItem.objects.exclude(blob=None).exists()


def test_a_claim_waits_for_a_mentor_before_it_erases(
    mentor: Person, learner: Person, make_person: Any, bring: Any
) -> None:
    bring(mentor, ("found.md", DATA), whose=Whose(author="Ada Hidden"))
    document = Document.objects.get()
    before = document.author_id
    claim_document(actor=learner, document=document)
    with pytest.raises(NotAllowed):
        erase_document(actor=learner, document=document)
    with pytest.raises(NotAllowed):
        settle_claim(actor=learner, document=document, accept=True)
    given_back = settle_claim(actor=mentor, document=document, accept=False)
    assert (given_back.author_id, given_back.is_owned) == (before, False)
    claim_document(actor=learner, document=document)
    settle_claim(actor=mentor, document=document, accept=True)
    with pytest.raises(Invalid):
        settle_claim(actor=mentor, document=document, accept=True)
    erase_document(actor=learner, document=document)
    assert Document.objects.get().erased_at is not None


def test_a_claim_by_the_name_it_was_brought_under_holds(
    mentor: Person, make_person: Any, bring: Any
) -> None:
    bring(mentor, ("found.md", DATA), whose=Whose(author="Ada Hidden"))
    ada = make_person(name="ada hidden")
    claim_document(actor=ada, document=Document.objects.get())
    erase_document(actor=ada, document=Document.objects.get())
    assert Document.objects.get().erased_at is not None


def test_nobody_settles_a_claim_of_their_own(mentor: Person, bring: Any) -> None:
    bring(mentor, ("found.md", DATA), whose=Whose())
    claim_document(actor=mentor, document=Document.objects.get())
    with pytest.raises(Invalid):
        settle_claim(actor=mentor, document=Document.objects.get(), accept=True)


def test_a_claim_of_a_name_that_one_has_already(
    mentor: Person, learner: Person, bring: Any
) -> None:
    bring(learner, ("README.md", words(1)))
    bring(mentor, ("README.md", words(2)), whose=Whose())
    claim_document(actor=learner, document=Document.objects.get(is_owned=False))
    assert Document.objects.filter(author=learner, name="README.md").count() == 2
